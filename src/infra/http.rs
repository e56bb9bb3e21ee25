//! What every request and answer passes through: its id, its log line (SPEC J6), the security headers with
//! a nonce for each page (SPEC Q2).

use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use std::time::Instant;

use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse as _, Response};
use uuid::Uuid;

use crate::infra::telemetry::{self, RequestId};

/// The header that carries the request's id, both ways.
const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");
/// Stands in a page where its nonce goes, so that the same bytes can serve many visitors. Nobody outside can
/// know it: markup that was smuggled into a page cannot ask for the nonce.
pub static NONCE_PLACEHOLDER: LazyLock<String> =
    LazyLock::new(|| format!("nonce-{}{}", Uuid::now_v7().simple(), Uuid::now_v7().simple()));
/// Ends the mark of a long text, and stands before its number.
const OF_TEXT: u8 = b'~';
/// The headers that every answer has.
static FIXED: [(HeaderName, HeaderValue); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff")),
    (header::X_FRAME_OPTIONS, HeaderValue::from_static("DENY")),
    (header::REFERRER_POLICY, HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-opener-policy"), HeaderValue::from_static("same-origin")),
    (HeaderName::from_static("cross-origin-resource-policy"), HeaderValue::from_static("same-origin")),
    (
        HeaderName::from_static("permissions-policy"),
        HeaderValue::from_static("camera=(), geolocation=(), microphone=(), payment=()"),
    ),
];
/// Longest page that is taken into memory to write the nonce in.
const LONGEST_PAGE: usize = 16 * 1024 * 1024;

/// Gives the request an id, answers it under that id, sets the security headers of the answer, whichever layer made it,
/// and logs the line `METHOD path - status - 0.000s`. What has no policy of its own may do nothing.
pub async fn identify_and_log(
    State(security): State<Security>,
    mut request: Request,
    next: Next,
) -> Response {
    let id = request
        .headers()
        .get(&REQUEST_ID)
        .and_then(|value| value.to_str().ok())
        .filter(|value| is_plausible_id(value))
        .map_or_else(|| Uuid::now_v7().simple().to_string(), str::to_owned);
    let method = request.method().clone();
    let path = request.uri().path().to_owned();
    request.extensions_mut().insert(RequestId(id.clone()));
    let began = Instant::now();
    let mut response = telemetry::with_request_id(id.clone(), next.run(request)).await;
    set_fixed_headers(response.headers_mut(), security);
    response
        .headers_mut()
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static("default-src 'none'; frame-ancestors 'none'; sandbox"));
    let status = response.status().as_u16();
    let seconds = began.elapsed().as_secs_f64();
    tracing::info!(request_id = id, "{method} {path} - {status} - {seconds:.3}s");
    if let Ok(value) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, value);
    }
    response
}

fn is_plausible_id(value: &str) -> bool {
    (8..=64).contains(&value.len()) && value.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// What the security headers depend on.
#[derive(Clone, Copy, Debug)]
pub struct Security {
    /// Whether the shop is reached by HTTPS: browsers are then told to come by nothing else.
    pub https: bool,
    /// Whether the page may open the reloading socket of development.
    pub reload_port: Option<u32>,
}

/// Texts of a page that are put in as the very last thing, in an extension of its answer.
#[derive(Clone, Debug, Default)]
pub struct LateTexts(Arc<Mutex<Vec<String>>>);

impl LateTexts {
    /// Keeps a text; what comes back stands for it in the page, and can no more be guessed than the nonce's mark.
    #[must_use]
    pub fn keep(&self, text: String) -> String {
        let mut texts = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        texts.push(text);
        let end = char::from(OF_TEXT);
        format!("{}{end}{}{end}", *NONCE_PLACEHOLDER, texts.len() - 1)
    }

    fn take(&self) -> Vec<String> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Gives each page its nonce: the placeholder in the page becomes the nonce that the policy names, and the marks of
/// long texts become the texts, as the very last thing before the page is compressed. A HEAD is answered like a GET, so
/// that its headers are those of the page; its body is left out on the way to the socket.
pub async fn write_nonces(State(security): State<Security>, mut request: Request, next: Next) -> Response {
    if request.method() == Method::HEAD {
        *request.method_mut() = Method::GET;
    }
    let response = next.run(request).await;
    // A page with a policy of its own keeps it.
    if !is_html(response.headers()) || response.headers().contains_key(header::CONTENT_SECURITY_POLICY) {
        return response;
    }
    let (mut parts, body) = response.into_parts();
    let nonce = leptos::nonce::Nonce::new().to_string();
    if let Ok(policy) = HeaderValue::from_str(&page_policy(&nonce, security)) {
        parts.headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
    match to_bytes(body, LONGEST_PAGE).await {
        Ok(page) => {
            let texts = parts.extensions.remove::<LateTexts>().map(|texts| texts.take()).unwrap_or_default();
            let page = fill_in(&page, &nonce, &texts);
            parts.headers.insert(header::CONTENT_LENGTH, page.len().into());
            Response::from_parts(parts, Body::from(page))
        }
        Err(error) => {
            tracing::error!(%error, "a page could not be finished");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
    }
}

fn is_html(headers: &HeaderMap) -> bool {
    headers.get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"))
}

fn page_policy(nonce: &str, security: Security) -> String {
    let reload = security
        .reload_port
        .map(|port| format!(" ws://127.0.0.1:{port} ws://localhost:{port}"))
        .unwrap_or_default();
    format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; style-src 'self'; \
         img-src 'self' data:; font-src 'self'; connect-src 'self'{reload}; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    )
}

fn set_fixed_headers(headers: &mut HeaderMap, security: Security) {
    for (name, value) in &FIXED {
        headers.insert(name.clone(), value.clone());
    }
    if security.https {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
}

/// Replaces the marks of the nonce and of long texts; both are plain ASCII.
fn fill_in(page: &[u8], nonce: &str, texts: &[String]) -> Vec<u8> {
    let mark = NONCE_PLACEHOLDER.as_bytes();
    let mut written = Vec::with_capacity(page.len() + texts.iter().map(String::len).sum::<usize>() + 64);
    let mut done = 0;
    for at in memchr::memmem::find_iter(page, mark) {
        written.extend_from_slice(&page[done..at]);
        done = at + mark.len();
        if let Some((text, length)) = text_of(&page[done..], texts) {
            written.extend_from_slice(text.as_bytes());
            done += length;
        } else {
            written.extend_from_slice(nonce.as_bytes());
        }
    }
    written.extend_from_slice(&page[done..]);
    written
}

/// The text whose mark ends here, and the length of that end (`~12~`).
fn text_of<'a>(rest: &[u8], texts: &'a [String]) -> Option<(&'a str, usize)> {
    let number = rest.strip_prefix(&[OF_TEXT])?;
    let length = number.iter().position(|byte| *byte == OF_TEXT)?;
    let number: usize = std::str::from_utf8(&number[..length]).ok()?.parse().ok()?;
    Some((texts.get(number)?, length + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_placeholder_becomes_the_nonce() {
        let page = format!("a {0} b {0}", *NONCE_PLACEHOLDER);
        assert_eq!(fill_in(page.as_bytes(), "n1", &[]), b"a n1 b n1");
        assert_eq!(fill_in(b"none", "n1", &[]), b"none");
    }

    #[test]
    fn every_mark_of_a_text_becomes_the_text_and_no_other_tilde_does() {
        let texts = LateTexts::default();
        let (first, second) = (texts.keep("<p>one</p>".to_owned()), texts.keep("two".to_owned()));
        let page = format!("{second} ~1~ {first} {0}{second} {0}~7~ {0}~1", *NONCE_PLACEHOLDER);
        let filled = fill_in(page.as_bytes(), "n1", &texts.take());
        assert_eq!(filled, b"two ~1~ <p>one</p> n1two n1~7~ n1~1");
    }

    #[test]
    fn an_id_from_outside_is_taken_only_when_it_is_harmless() {
        assert!(is_plausible_id("0189f7c2-aaaa-bbbb"));
        assert!(!is_plausible_id("x\" onload"));
        assert!(!is_plausible_id("short"));
    }
}
