//! Server functions of the staff side: each asks who calls before it waits for anything, and the service decides what
//! they may.

pub mod forms;
pub mod history;
pub mod lists;
pub mod views;
pub mod work;

#[cfg(feature = "ssr")]
use super::{answer, backend, keep_private};
#[cfg(feature = "ssr")]
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::listing::declaration::Declaration;

/// The kind whose pages are at a path.
#[cfg(feature = "ssr")]
fn kind(path: &str) -> Result<&'static Declaration, AppError> {
    crate::admin::registry::by_path(path).ok_or_else(|| AppError::NotFound("Page".to_owned()))
}
