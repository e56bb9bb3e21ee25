//! Failures that no page or service tells of by itself: a panic, the time limit, a request that another site sent,
//! a method that an address does not know. A browser gets a page, a program a line of JSON. The page is written as
//! text, since nothing of the app may be needed to say that the app failed.

use std::any::Any;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::uri::PathAndQuery;
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use server_fn::error::SERVER_FN_ERROR_HEADER;

use super::admin::sign_in_address;
use crate::infra::telemetry;
use crate::ui::components::icon::write_wordmark;
use crate::ui::markup::Markup;
use crate::ui::pages::failure::words::{self, Words, of_server};

/// The page runs no script and sends no form.
const POLICY: HeaderValue = HeaderValue::from_static(
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self' data:; base-uri 'none'; \
     form-action 'none'; frame-ancestors 'none'",
);

/// What failure pages show of the shop.
#[derive(Clone, Debug)]
pub(super) struct FailurePage {
    /// The shop's name, in the title.
    pub shop_name: Arc<str>,
    /// The style sheet's address.
    pub style: Arc<str>,
}

/// What is said of a status: to a person, and in a line to a program.
struct Said {
    words: Words,
    detail: &'static str,
    /// Where somebody else can sign in, and come back.
    sign_in: Option<String>,
}

/// Marks the answer to somebody who is known and may not do what was asked.
#[derive(Clone, Copy, Debug)]
struct NotAllowed;

/// The answer to somebody who is known and may not do what was asked; its words come later.
pub(super) fn not_allowed() -> Response {
    let mut answer = StatusCode::FORBIDDEN.into_response();
    answer.extensions_mut().insert(NotAllowed);
    answer
}

impl Said {
    /// What is said to somebody who is known and may not do what was asked: somebody else may. `page` is the address
    /// of the page that was asked for, if it was one.
    fn not_allowed(page: Option<&Uri>) -> Self {
        let page = page.and_then(Uri::path_and_query).map(PathAndQuery::as_str);
        let sign_in = Some(page.map_or_else(|| "/sign-in".to_owned(), sign_in_address));
        Self { words: words::NOT_ALLOWED, detail: "You are not allowed to do this", sign_in }
    }

    /// `None` for statuses that are told of elsewhere.
    fn of(status: StatusCode) -> Option<Self> {
        let (words, detail) = match status {
            StatusCode::BAD_REQUEST => (of_server::UNREADABLE, "The request could not be read"),
            StatusCode::UNAUTHORIZED => (of_server::SIGNED_OUT, "Sign in to do this"),
            StatusCode::FORBIDDEN => (of_server::FOREIGN, "Requests that other sites send are refused"),
            StatusCode::NOT_FOUND => (words::NOT_FOUND, "Not found"),
            StatusCode::METHOD_NOT_ALLOWED => (of_server::WRONG_METHOD, "Method not allowed"),
            StatusCode::PAYLOAD_TOO_LARGE => (of_server::TOO_LARGE, "This is too large"),
            StatusCode::INTERNAL_SERVER_ERROR => (words::BROKEN, "Something went wrong on our side"),
            StatusCode::GATEWAY_TIMEOUT => (of_server::TOO_SLOW, "The request took too long"),
            _ => return None,
        };
        Some(Self { words, detail, sign_in: None })
    }
}

impl FailurePage {
    fn html(&self, status: StatusCode, said: &Said, request_id: &str) -> String {
        let words = said.words;
        let mut page = Markup::with_capacity(3_072);
        page.raw(
            "<!DOCTYPE html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\"><meta name=\"robots\" content=\"noindex\"><title>",
        );
        page.text(words.title).raw(" · ").text(&self.shop_name);
        page.raw("</title><link rel=\"stylesheet\"").attribute("href", &self.style);
        page.raw(
            "><link rel=\"icon\" href=\"/favicon.svg\" type=\"image/svg+xml\"></head><body><header class=\"header\">\
             <div class=\"wrap header__row\"><a class=\"wordmark\" href=\"/\"",
        );
        page.attribute("aria-label", &[&*self.shop_name, ", home"].concat()).raw(">");
        write_wordmark(&mut page, &self.shop_name);
        page.raw("</a></div></header><main class=\"wrap fault\"><div><p class=\"fault__code\">");
        page.text(status.as_str()).raw("</p><h1 class=\"fault__title\">").text(words.title);
        page.raw("</h1><p class=\"fault__text\">").text(words.text).raw("</p><div class=\"hero__actions\">");
        if status.is_server_error() {
            page.raw("<a class=\"btn btn--primary\" href=\"\">Try again</a>");
        }
        if let Some(address) = &said.sign_in {
            page.raw("<a class=\"btn btn--primary\"")
                .attribute("href", address)
                .raw(">Sign in as somebody else</a>");
        }
        page.raw(
            "<a class=\"link\" href=\"/\">Go to the start page</a></div>\
             <p class=\"fault__id\">If you write to us, name this: <code>",
        );
        page.text(request_id).raw("</code></p></div></main></body></html>");
        page.finish()
    }

    /// Gives words to what failed without any in the API's place: nobody is answered with a page there.
    pub fn explain_to_program(&self, answer: Response) -> Response {
        let said = Said::of(answer.status());
        self.tell_where_bare(answer, said, false)
    }

    fn tell_where_bare(&self, answer: Response, said: Option<Said>, as_page: bool) -> Response {
        match said {
            Some(said) if is_bare(answer.headers()) => self.tell(answer, &said, as_page),
            _ => answer,
        }
    }

    /// The same answer with words in it; its own headers (`Allow`, for one) stay.
    fn tell(&self, answer: Response, said: &Said, as_page: bool) -> Response {
        let (mut parts, _) = answer.into_parts();
        let request_id = telemetry::current_request_id();
        let (kind, body) = if as_page {
            parts.headers.insert(header::CONTENT_SECURITY_POLICY, POLICY);
            ("text/html; charset=utf-8", self.html(parts.status, said, &request_id))
        } else {
            ("application/json", detail(parts.status, said.detail, &request_id))
        };
        parts.headers.remove(header::CONTENT_ENCODING);
        parts.headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        parts.headers.insert(header::CONTENT_LENGTH, body.len().into());
        parts.headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        parts.headers.append(header::VARY, HeaderValue::from_static("accept"));
        Response::from_parts(parts, Body::from(body))
    }
}

fn detail(status: StatusCode, detail: &str, request_id: &str) -> String {
    let text = if status == StatusCode::INTERNAL_SERVER_ERROR {
        format!("{detail}. Reference: {request_id}")
    } else {
        detail.to_owned()
    };
    serde_json::json!({ "detail": text }).to_string()
}

/// Gives words to answers that failed without any.
pub(super) async fn explain(State(page): State<FailurePage>, request: Request, next: Next) -> Response {
    let as_page = wants_page(request.headers());
    let page_asked_for = (as_page && request.method() == Method::GET).then(|| request.uri().clone());
    let answer = next.run(request).await;
    let said = match answer.extensions().get::<NotAllowed>() {
        Some(_) => Some(Said::not_allowed(page_asked_for.as_ref())),
        None => Said::of(answer.status()),
    };
    page.tell_where_bare(answer, said, as_page)
}

/// A form that is sent without scripts asks for a page of a server function too.
fn wants_page(headers: &HeaderMap) -> bool {
    let accepted = headers.get_all(header::ACCEPT).iter();
    accepted.filter_map(|value| value.to_str().ok()).any(|kinds| kinds.contains("text/html"))
}

/// Whether an answer says nothing but its status. The error of a server function may come without a kind.
fn is_bare(headers: &HeaderMap) -> bool {
    !headers.contains_key(SERVER_FN_ERROR_HEADER)
        && headers.get(header::CONTENT_TYPE).is_none_or(|kind| kind.as_bytes().starts_with(b"text/plain"))
}

/// Logs what a panic said under the request's id; shoppers see that id alone.
pub(super) fn after_panic(panic: Box<dyn Any + Send + 'static>) -> Response {
    let words = panic
        .downcast_ref::<&'static str>()
        .map(|words| (*words).to_owned())
        .or_else(|| panic.downcast_ref::<String>().cloned())
        .unwrap_or_else(|| "it said nothing".to_owned());
    tracing::error!(request_id = telemetry::current_request_id(), panic = words, "a request panicked");
    StatusCode::INTERNAL_SERVER_ERROR.into_response()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_goes_to_browsers_alone() {
        let accepting =
            |kind: &'static str| HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(kind))]);
        let browser = accepting("text/html,application/xhtml+xml,*/*;q=0.8");
        assert!(wants_page(&browser));
        assert!(!wants_page(&accepting("application/json")));
        assert!(!wants_page(&HeaderMap::new()));
    }

    #[test]
    fn whoever_may_not_is_not_told_of_another_site() {
        let answer = not_allowed();
        assert_eq!(answer.status(), StatusCode::FORBIDDEN);
        assert!(answer.extensions().get::<NotAllowed>().is_some() && is_bare(answer.headers()));
    }

    #[test]
    fn the_page_escapes_what_it_shows() {
        let page = FailurePage { shop_name: "Salt & <Sand>".into(), style: "/pkg/a\"b.css".into() };
        let foreign = Said::of(StatusCode::FORBIDDEN).unwrap();
        let html = page.html(StatusCode::FORBIDDEN, &foreign, "id-1");
        assert!(html.contains("Salt &amp; &lt;Sand&gt;</title>"), "{html}");
        assert!(html.contains("href=\"/pkg/a&quot;b.css\""), "{html}");
        assert!(html.contains("<code>id-1</code>"), "{html}");
        assert!(html.contains("aria-label=\"Salt &amp; &lt;Sand&gt;, home\""), "{html}");
        assert!(!html.contains("Try again</a>") && !html.contains("/sign-in"), "{html}");
    }

    #[test]
    fn where_somebody_may_not_be_somebody_else_can_sign_in() {
        let page = FailurePage { shop_name: "Corner".into(), style: "/pkg/a.css".into() };
        let asked = Uri::from_static("/admin/products?status=draft");
        for (asked, address) in
            [(Some(&asked), "/sign-in?next=%2Fadmin%2Fproducts%3Fstatus%3Ddraft"), (None, "/sign-in")]
        {
            let html = page.html(StatusCode::FORBIDDEN, &Said::not_allowed(asked), "id-1");
            assert!(html.contains(&format!("href=\"{address}\">Sign in as somebody else</a>")), "{html}");
        }
    }
}
