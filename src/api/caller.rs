//! Who asks: by a token (SPEC R9), or by the shop's own session with the check that its pages sent the request.

use axum::http::request::Parts;
use axum::http::{HeaderMap, Method, StatusCode, header};

use super::refusal::Refusal;
use super::throttle::{self, Counted};
use super::{Api, negotiate};
use crate::accounts::caller::Visitor;
use crate::accounts::session::service as sessions;
use crate::accounts::token::service as tokens;
use crate::accounts::token::{TokenError, TokenRefusal};
use crate::extract;

/// Why it is not known who asks.
pub(super) enum Unknown {
    /// The credentials do not count.
    Refused(Refusal),
    /// They are a user's who has no requests left in this hour.
    Dry(Counted),
}

impl<T: Into<Refusal>> From<T> for Unknown {
    fn from(refusal: T) -> Self {
        Self::Refused(refusal.into())
    }
}

/// Who asks. Without a token and without a cookie that costs nothing.
///
/// # Errors
/// 401 where a token does not count, 403 where another site uses the session, 429 where a user has no requests left.
pub(super) async fn visitor(api: &Api, parts: &Parts) -> Result<Visitor, Unknown> {
    let backend = &api.backend;
    if let Some(token) = bearer(&parts.headers)? {
        let verified = tokens::verify(backend, &api.keys, token).await.map_err(bad_access)?;
        // Who has used the hour up costs no statement.
        if let Some(dry) = throttle::dry_user(api, verified.user_id()).await {
            return Err(Unknown::Dry(dry));
        }
        let user = tokens::authenticate(backend, &verified).await.map_err(bad_access)?;
        return Ok(Visitor::from(user));
    }
    if !parts.headers.contains_key(header::COOKIE) {
        return Ok(Visitor::default());
    }
    let session = extract::session_of(&parts.extensions)?;
    let visitor = sessions::authenticate(backend, &session).await?;
    let is_safe = matches!(parts.method, Method::GET | Method::HEAD | Method::OPTIONS);
    if visitor.user().is_some() && !is_safe {
        negotiate::check_same_site(&parts.headers)?;
    }
    Ok(visitor)
}

/// The token of the request, where there is one. Another scheme than `Bearer` is not ours.
fn bearer(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let Some(value) = headers.get(header::AUTHORIZATION) else { return Ok(None) };
    let text = String::from_utf8_lossy(value.as_bytes());
    let mut words = text.split_ascii_whitespace();
    if !words.next().is_some_and(|scheme| scheme.eq_ignore_ascii_case("bearer")) {
        return Ok(None);
    }
    match (words.next(), words.next()) {
        // What is not ASCII is no token: an empty one is refused as such.
        (Some(_), None) => Ok(Some(
            value.to_str().ok().and_then(|text| text.split_ascii_whitespace().nth(1)).unwrap_or_default(),
        )),
        _ => Err(Refusal::Detail {
            status: StatusCode::UNAUTHORIZED,
            detail: "Authorization header must contain two space-delimited values".to_owned(),
            code: Some("bad_authorization_header"),
        }),
    }
}

fn bad_access(refusal: TokenRefusal) -> Refusal {
    let gone = |error: TokenError, code| Refusal::Detail {
        status: StatusCode::UNAUTHORIZED,
        detail: error.words().to_owned(),
        code: Some(code),
    };
    match refusal {
        TokenRefusal::Token(error @ TokenError::UserNotFound) => gone(error, "user_not_found"),
        TokenRefusal::Token(error @ TokenError::UserInactive) => gone(error, "user_inactive"),
        TokenRefusal::Token(error) => Refusal::BadAccess(error),
        TokenRefusal::App(error) => Refusal::App(error),
    }
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;

    use super::*;

    fn read(value: &str) -> Result<Option<String>, StatusCode> {
        let headers = HeaderMap::from_iter([(header::AUTHORIZATION, HeaderValue::from_str(value).unwrap())]);
        bearer(&headers).map(|token| token.map(str::to_owned)).map_err(|refusal| refusal.status())
    }

    #[test]
    fn a_token_is_read_in_any_case_of_its_scheme_and_other_schemes_are_left_alone() {
        assert_eq!(read("Bearer a.b.c"), Ok(Some("a.b.c".to_owned())));
        assert_eq!(read("bEARER  a.b.c"), Ok(Some("a.b.c".to_owned())));
        assert_eq!(read("Basic YTpi"), Ok(None));
        assert_eq!(read(""), Ok(None));
        assert_eq!(read("Bearer"), Err(StatusCode::UNAUTHORIZED));
        assert_eq!(read("Bearer a b"), Err(StatusCode::UNAUTHORIZED));
        assert!(bearer(&HeaderMap::new()).unwrap().is_none());
    }
}
