//! What stands in the place of a page that cannot be shown to whoever asks.

use leptos::prelude::*;

use super::frame::sign_in_first;
use crate::error::AppError;
use crate::ui::pages::failure::Failure;

/// Leads to sign in and back to `path` where nobody is signed in; otherwise says what went wrong.
pub(super) fn gate(error: AppError, path: &str) -> AnyView {
    if error == AppError::Unauthorized {
        sign_in_first(path)
    } else {
        view! { <Failure error=error/> }.into_any()
    }
}
