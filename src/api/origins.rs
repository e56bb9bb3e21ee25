//! Which scripts of other sites may read the answers of the API in a browser (CORS, SPEC R14).

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderValue, Method, header};
use axum::response::Response;

use super::table;

/// What scripts of other sites may read of an answer.
const EXPOSED: HeaderValue = HeaderValue::from_static(
    "Allow, ETag, Location, Retry-After, WWW-Authenticate, RateLimit-Limit, RateLimit-Remaining, RateLimit-Reset, \
     X-RateLimit-Limit, X-RateLimit-Remaining, X-RateLimit-Reset, Idempotency-Replayed",
);
/// What scripts of other sites may send.
const ALLOWED: HeaderValue = HeaderValue::from_static(
    "accept, authorization, content-type, if-match, if-none-match, \
     idempotency-key, x-csrftoken, x-request-id, x-requested-with",
);

/// The origins that the shop's settings name.
#[derive(Clone, Debug)]
pub struct Origins(Arc<[HeaderValue]>);

impl Origins {
    /// From their texts, such as `https://app.example`.
    #[must_use]
    pub fn of<'a>(origins: impl IntoIterator<Item = &'a str>) -> Self {
        Self(origins.into_iter().filter_map(|origin| HeaderValue::from_str(origin).ok()).collect())
    }

    /// Has a request answered, and lets scripts of a known origin read the answer. It has to lie around all that may
    /// answer in the API's place: the time limit, a panic that was caught, the words for what failed. No credentials
    /// are allowed: tokens alone count across sites.
    ///
    /// # Errors
    /// Those of the answer.
    pub async fn let_read<F, E>(
        self,
        request: Request,
        answer: impl FnOnce(Request) -> F,
    ) -> Result<Response, E>
    where
        F: Future<Output = Result<Response, E>>,
    {
        let origin = self.known(request.headers());
        let mut response = if is_preflight(request.method(), request.headers()) {
            preflight(request.uri().path(), origin.is_some())
        } else {
            answer(request).await?
        };
        let headers = response.headers_mut();
        headers.append(header::VARY, HeaderValue::from_static("Origin"));
        if let Some(origin) = origin {
            headers.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin);
            headers.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, EXPOSED);
        }
        Ok(response)
    }

    /// The origin of a request, where it is one of them.
    fn known(&self, headers: &HeaderMap) -> Option<HeaderValue> {
        headers.get(header::ORIGIN).filter(|origin| self.0.contains(origin)).cloned()
    }
}

/// Whether a browser asks beforehand what a script of another site may do.
fn is_preflight(method: &Method, headers: &HeaderMap) -> bool {
    method == Method::OPTIONS
        && headers.contains_key(header::ORIGIN)
        && headers.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
}

/// What a browser hears before it lets a script of another site go on: nothing where its origin is not known.
fn preflight(path: &str, is_known: bool) -> Response {
    let mut response = Response::new(Body::empty());
    let headers = response.headers_mut();
    headers.append(header::VARY, HeaderValue::from_static("Access-Control-Request-Method"));
    if is_known {
        let allow = table::find(path).map_or_else(|| "OPTIONS".to_owned(), |(resource, _)| resource.allow());
        if let Ok(allow) = HeaderValue::from_str(&allow) {
            headers.insert(header::ACCESS_CONTROL_ALLOW_METHODS, allow);
        }
        headers.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, ALLOWED);
        headers.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from_static("600"));
    }
    response
}
