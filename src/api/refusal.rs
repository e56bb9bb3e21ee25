//! What the API says when it refuses (SPEC R10), in the words of Django REST framework, so that clients that were
//! written for it understand them.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::Response;
use serde_json::{Map, Value, json};

use super::call::{Answer, JSON};
use crate::accounts::token::{TokenError, TokenRefusal};
use crate::error::{AppError, FieldErrors};

const UNAUTHORIZED: &str = "Authentication credentials were not provided.";
const FORBIDDEN: &str = "You do not have permission to perform this action.";
const TOO_LARGE: &str = "Request body is too large.";
const RUNNING: &str = "The first request with this Idempotency-Key is still running.";

/// Why a request is not done.
#[derive(Clone, Debug)]
pub enum Refusal {
    /// A service refused.
    App(AppError),
    /// Parameters of the address that cannot be read, by their names.
    Query(FieldErrors),
    /// One sentence, and a word for programs where there is one.
    Detail {
        /// The status.
        status: StatusCode,
        /// The sentence.
        detail: String,
        /// Such as `token_not_valid`.
        code: Option<&'static str>,
    },
    /// The access token of the request does not count.
    BadAccess(TokenError),
    /// The address does not know the method.
    Method {
        /// What was asked for.
        method: String,
        /// What can be.
        allow: String,
    },
    /// Another request with the same Idempotency-Key still runs.
    Running,
}

impl From<AppError> for Refusal {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

/// Of a token that was sent as the body of a request: `refresh` and `revoke`.
impl From<TokenRefusal> for Refusal {
    fn from(refusal: TokenRefusal) -> Self {
        match refusal {
            TokenRefusal::Token(error) => Self::Detail {
                status: StatusCode::UNAUTHORIZED,
                detail: error.words().to_owned(),
                code: Some("token_not_valid"),
            },
            TokenRefusal::App(error) => Self::App(error),
        }
    }
}

impl Refusal {
    /// One sentence under a status.
    #[must_use]
    pub fn detail(status: StatusCode, detail: impl Into<String>) -> Self {
        Self::Detail { status, detail: detail.into(), code: None }
    }

    /// There is nothing at the address.
    #[must_use]
    pub fn no_such_path() -> Self {
        Self::detail(StatusCode::NOT_FOUND, "Not found.")
    }

    /// The tag that was sent is not that of the thing as it is now.
    #[must_use]
    pub fn stale() -> Self {
        Self::detail(
            StatusCode::PRECONDITION_FAILED,
            "The resource has changed since: its ETag is another now.",
        )
    }

    /// The status.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::App(error) => {
                StatusCode::from_u16(error.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
            }
            Self::Query(_) => StatusCode::BAD_REQUEST,
            Self::Detail { status, .. } => *status,
            Self::BadAccess(_) => StatusCode::UNAUTHORIZED,
            Self::Method { .. } => StatusCode::METHOD_NOT_ALLOWED,
            Self::Running => StatusCode::CONFLICT,
        }
    }

    /// The same as an answer, without the headers that some refusals have.
    #[must_use]
    pub fn to_answer(&self) -> Answer {
        let body = self.value().to_string().into_bytes();
        Answer { status: self.status(), body, location: None, kind: JSON }
    }

    /// The whole response.
    pub fn into_response(self) -> Response {
        let answer = self.to_answer();
        let mut response = Response::new(Body::from(answer.body));
        *response.status_mut() = answer.status;
        response.headers_mut().insert(header::CONTENT_TYPE, answer.kind);
        self.write_headers(response.headers_mut());
        response
    }

    fn write_headers(&self, headers: &mut HeaderMap) {
        if self.status() == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        match self {
            Self::App(AppError::Throttled { retry_after_seconds }) => {
                headers.insert(header::RETRY_AFTER, (*retry_after_seconds).into());
            }
            Self::Running => {
                headers.insert(header::RETRY_AFTER, HeaderValue::from_static("1"));
            }
            Self::Method { allow, .. } => {
                if let Ok(allow) = HeaderValue::from_str(allow) {
                    headers.insert(header::ALLOW, allow);
                }
            }
            _ => {}
        }
    }

    fn value(&self) -> Value {
        match self {
            Self::App(error) => value_of(error),
            Self::Query(fields) => json!(fields.0),
            Self::Detail { detail, code: None, .. } => json!({ "detail": detail }),
            Self::Detail { detail, code: Some(code), .. } => json!({ "detail": detail, "code": code }),
            Self::BadAccess(error) => json!({
                "detail": "Given token not valid for any token type",
                "code": "token_not_valid",
                "messages": [
                    { "token_class": "AccessToken", "token_type": "access", "message": error.words() }
                ],
            }),
            Self::Method { method, .. } => json!({ "detail": format!("Method \"{method}\" not allowed.") }),
            Self::Running => json!({ "detail": RUNNING }),
        }
    }
}

fn value_of(error: &AppError) -> Value {
    let detail = match error {
        AppError::Validation(fields) => return by_field(fields),
        AppError::NotFound(thing) => match thing.as_str() {
            "Page" => "Invalid page.".to_owned(),
            "Cursor" => "Invalid cursor".to_owned(),
            thing => format!("No {thing} matches the given query."),
        },
        AppError::Unauthorized => UNAUTHORIZED.to_owned(),
        AppError::Forbidden => FORBIDDEN.to_owned(),
        AppError::TooLarge => TOO_LARGE.to_owned(),
        AppError::Throttled { retry_after_seconds: 1 } => {
            "Request was throttled. Expected available in 1 second.".to_owned()
        }
        AppError::Throttled { retry_after_seconds } => {
            format!("Request was throttled. Expected available in {retry_after_seconds} seconds.")
        }
        AppError::Conflict(_) | AppError::Unreachable | AppError::Internal { .. } => error.to_string(),
    };
    json!({ "detail": detail })
}

/// Messages by field, under the API's names; `profile.phone` is the part `phone` of the field `profile`.
fn by_field(fields: &FieldErrors) -> Value {
    let mut all = Map::new();
    for (field, messages) in &fields.0 {
        let messages: Vec<Value> = messages.iter().map(|message| with_stop(message).into()).collect();
        match field.split_once('.') {
            Some((outer, inner)) => {
                let place = all.entry(outer).or_insert_with(|| Value::Object(Map::new()));
                if let Value::Object(parts) = place {
                    parts.insert(inner.to_owned(), messages.into());
                }
            }
            None => {
                all.insert(api_name(field).to_owned(), messages.into());
            }
        }
    }
    Value::Object(all)
}

/// Forms of the shop have their own names for two things.
fn api_name(field: &str) -> &str {
    match field {
        "__all__" => "non_field_errors",
        "category" => "category_id",
        other => other,
    }
}

/// Pages say it without a full stop, Django REST framework with one. The sentences of the services keep theirs.
fn with_stop(message: &str) -> String {
    let is_plain = message == "This field is required"
        || message.starts_with("At most ")
        || message.starts_with("1 to ");
    if is_plain && !message.ends_with('.') { format!("{message}.") } else { message.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(refusal: &Refusal) -> Value {
        serde_json::from_slice(&refusal.to_answer().body).unwrap()
    }

    #[test]
    fn fields_have_the_names_and_words_of_the_api() {
        let mut errors = FieldErrors::default();
        errors.add("__all__", "Odd");
        errors.add("category", "Category not found");
        errors.add("name", "This field is required");
        errors.add("profile.phone", "At most 20 characters");
        errors.add("profile.address", "At most 500 characters");
        let refusal = Refusal::App(AppError::Validation(errors));
        assert_eq!(refusal.status(), StatusCode::BAD_REQUEST);
        assert_eq!(
            said(&refusal),
            json!({
                "non_field_errors": ["Odd"],
                "category_id": ["Category not found"],
                "name": ["This field is required."],
                "profile": { "phone": ["At most 20 characters."], "address": ["At most 500 characters."] },
            })
        );
    }

    #[test]
    fn every_refusal_has_its_words_and_headers() {
        for (refusal, status, detail, named) in [
            (Refusal::App(AppError::NotFound("Page".into())), 404, "Invalid page.", None),
            (Refusal::App(AppError::NotFound("Cursor".into())), 404, "Invalid cursor", None),
            (
                Refusal::App(AppError::NotFound("Product".into())),
                404,
                "No Product matches the given query.",
                None,
            ),
            (Refusal::App(AppError::Unauthorized), 401, UNAUTHORIZED, Some(("www-authenticate", "Bearer"))),
            (Refusal::App(AppError::Forbidden), 403, FORBIDDEN, None),
            (Refusal::App(AppError::Conflict("Insufficient stock".into())), 409, "Insufficient stock", None),
            (
                Refusal::App(AppError::Throttled { retry_after_seconds: 1 }),
                429,
                "Request was throttled. Expected available in 1 second.",
                Some(("retry-after", "1")),
            ),
            (
                Refusal::Method { method: "PUT".into(), allow: "GET, HEAD, OPTIONS".into() },
                405,
                "Method \"PUT\" not allowed.",
                Some(("allow", "GET, HEAD, OPTIONS")),
            ),
            (Refusal::Running, 409, RUNNING, Some(("retry-after", "1"))),
        ] {
            assert_eq!(said(&refusal), json!({ "detail": detail }));
            let response = refusal.into_response();
            assert_eq!(response.status().as_u16(), status);
            if let Some((name, value)) = named {
                assert_eq!(response.headers().get(name).unwrap(), value);
            }
        }
    }
}
