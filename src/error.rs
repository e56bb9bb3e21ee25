//! One error for the whole program.
//!
//! It crosses the wire whole (server functions) or in the shapes of SPEC R10, and what is internal is
//! logged with the request's id and shown as nothing but that id.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use server_fn::codec::JsonEncoding;
use server_fn::error::{FromServerFnError, ServerFnErrorErr};

/// What can go wrong with something that a caller asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
pub enum AppError {
    /// Some of what was entered cannot be taken; each field says why.
    #[error("{0}")]
    Validation(FieldErrors),
    /// There is no such thing, or not for this caller.
    #[error("{0} not found")]
    NotFound(String),
    /// The caller has to sign in first.
    #[error("Sign in to do this")]
    Unauthorized,
    /// The caller is known and may not do this.
    #[error("You are not allowed to do this")]
    Forbidden,
    /// The thing is not in the state that the change asked for.
    #[error("{0}")]
    Conflict(String),
    /// What was sent is larger than what is taken.
    #[error("This is too large")]
    TooLarge,
    /// Too many requests; come back after so many seconds.
    #[error("Too many requests: try again in {retry_after_seconds} seconds")]
    Throttled {
        /// Seconds until the next request is taken.
        retry_after_seconds: u32,
    },
    /// The server could not be reached (made in the browser only).
    #[error("The shop cannot be reached. Check your connection and try again.")]
    Unreachable,
    /// A mistake of the program; the id leads to the log.
    #[error("Something went wrong on our side. Reference: {request_id}")]
    Internal {
        /// The request's id, under which the log has the cause.
        request_id: String,
    },
}

impl AppError {
    /// The error of one field.
    #[must_use]
    pub fn field(name: &str, message: impl Into<String>) -> Self {
        let mut errors = FieldErrors::default();
        errors.add(name, message);
        Self::Validation(errors)
    }

    /// The HTTP status that this error is answered with (SPEC R10).
    #[must_use]
    pub const fn status(&self) -> u16 {
        match self {
            Self::Validation(_) => 400,
            Self::Unauthorized => 401,
            Self::Forbidden => 403,
            Self::NotFound(_) => 404,
            Self::Conflict(_) => 409,
            Self::TooLarge => 413,
            Self::Throttled { .. } => 429,
            Self::Unreachable | Self::Internal { .. } => 500,
        }
    }
}

impl FromServerFnError for AppError {
    type Encoder = JsonEncoding;

    fn from_server_fn_error(error: ServerFnErrorErr) -> Self {
        match error {
            ServerFnErrorErr::Request(_) | ServerFnErrorErr::Deserialization(_) => Self::Unreachable,
            ServerFnErrorErr::Args(_) | ServerFnErrorErr::MissingArg(_) => {
                Self::field("__all__", "The request could not be read.")
            }
            other => internal(&other),
        }
    }
}

/// Messages by field name; `__all__` holds those that belong to no single field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldErrors(pub BTreeMap<String, Vec<String>>);

impl FieldErrors {
    /// Adds a message to a field.
    pub fn add(&mut self, field: &str, message: impl Into<String>) {
        self.0.entry(field.to_owned()).or_default().push(message.into());
    }

    /// Keeps the value of a good answer, and the message of a bad one under the field's name.
    pub fn keep<T>(&mut self, field: &str, answer: Result<T, String>) -> Option<T> {
        match answer {
            Ok(value) => Some(value),
            Err(message) => {
                self.add(field, message);
                None
            }
        }
    }

    /// The first message of a field.
    #[must_use]
    pub fn first(&self, field: &str) -> Option<&str> {
        self.0.get(field).and_then(|messages| messages.first()).map(String::as_str)
    }

    /// Whether nothing is wrong.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Display for FieldErrors {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut parts = self.0.iter().flat_map(|(field, messages)| {
            messages.iter().map(move |message| {
                if field == "__all__" { message.clone() } else { format!("{field}: {message}") }
            })
        });
        match parts.next() {
            None => write!(out, "Some fields need attention"),
            Some(first) => {
                write!(out, "{first}")?;
                parts.try_for_each(|part| write!(out, "; {part}"))
            }
        }
    }
}

/// Logs the cause and keeps nothing of it in the answer but the request's id.
#[cfg(feature = "ssr")]
pub fn internal(cause: &dyn std::fmt::Display) -> AppError {
    let request_id = crate::infra::telemetry::current_request_id();
    crate::infra::telemetry::note_cause(cause);
    tracing::error!(request_id, %cause, "internal error");
    AppError::Internal { request_id }
}

#[cfg(not(feature = "ssr"))]
fn internal(_cause: &dyn std::fmt::Display) -> AppError {
    AppError::Internal { request_id: String::new() }
}

#[cfg(feature = "ssr")]
mod server {
    use axum::Json;
    use axum::http::{HeaderValue, StatusCode, header};
    use axum::response::{IntoResponse, Response};

    use super::{AppError, internal};

    impl From<sqlx::Error> for AppError {
        fn from(error: sqlx::Error) -> Self {
            match &error {
                sqlx::Error::RowNotFound => Self::NotFound("Row".to_owned()),
                // Of two writers that wait for each other, PostgreSQL ends one.
                sqlx::Error::Database(refused)
                    if matches!(refused.code().as_deref(), Some("40001" | "40P01")) =>
                {
                    Self::Conflict("Somebody changed this at the same moment: try again".to_owned())
                }
                _ => internal(&error),
            }
        }
    }

    /// What a constraint of the database says in words: constraint name, field, message. Each area has one table.
    pub type ConstraintWords = [(&'static str, &'static str, &'static str)];

    /// Turns the violation of a known constraint into its field error; anything else is as `From` has it.
    pub fn explain(words: &ConstraintWords) -> impl Fn(sqlx::Error) -> AppError + '_ {
        move |error| {
            let known =
                error.as_database_error().and_then(|refused| refused.constraint()).and_then(|constraint| {
                    words
                        .iter()
                        .find(|(name, _, _)| *name == constraint)
                        .map(|(_, field, message)| (*field, *message))
                });
            match known {
                Some((field, message)) => AppError::field(field, message),
                None => error.into(),
            }
        }
    }

    impl IntoResponse for AppError {
        fn into_response(self) -> Response {
            let status = StatusCode::from_u16(self.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
            let body = match &self {
                Self::Validation(fields) => serde_json::json!(fields.0),
                other => serde_json::json!({ "detail": other.to_string() }),
            };
            let mut response = (status, Json(body)).into_response();
            match self {
                Self::Unauthorized => {
                    response
                        .headers_mut()
                        .insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
                }
                Self::Throttled { retry_after_seconds } => {
                    response.headers_mut().insert(header::RETRY_AFTER, retry_after_seconds.into());
                }
                _ => {}
            }
            response
        }
    }
}

#[cfg(feature = "ssr")]
pub use server::{ConstraintWords, explain};
