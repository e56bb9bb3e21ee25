//! What pages ask of the server: extract, call the service, return.
//!
//! Server functions are public addresses (`/fn/…`): reads are `GET`, so that they may be cached and can
//! change nothing.

pub mod accounts;
pub mod admin;
pub mod catalog;
pub mod own_products;
pub mod reviews;
pub mod wishlist;

#[cfg(feature = "ssr")]
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::infra::Backend;

/// The backend that the router put into the context.
#[cfg(feature = "ssr")]
fn backend() -> Result<Backend, AppError> {
    leptos::prelude::use_context::<Backend>()
        .ok_or_else(|| crate::error::internal(&"no backend in the context"))
}

/// Gives the answer the status of the error, where there is one (a page gets the status of its own data).
#[cfg(feature = "ssr")]
fn answer<T>(
    response: Option<leptos_axum::ResponseOptions>,
    outcome: Result<T, AppError>,
) -> Result<T, AppError> {
    if let (Some(response), Err(error)) = (response, &outcome)
        && let Ok(status) = axum::http::StatusCode::from_u16(error.status())
    {
        response.set_status(status);
        if let AppError::Throttled { retry_after_seconds } = error {
            response.insert_header(axum::http::header::RETRY_AFTER, (*retry_after_seconds).into());
        }
    }
    outcome
}

/// What is one person's own is kept nowhere on its way.
#[cfg(feature = "ssr")]
fn keep_private(response: Option<&leptos_axum::ResponseOptions>) {
    use axum::http::{HeaderValue, header};
    if let Some(response) = response {
        response.insert_header(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
}
