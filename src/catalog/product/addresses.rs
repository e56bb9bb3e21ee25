//! The addresses of all published products in parts, for the site map (SPEC W8). A part begins at a place in
//! the order in which the products came, so that it costs the same whatever stands before it.

use chrono::{DateTime, Utc};

use super::store::list::addresses;
use crate::error::AppError;
use crate::infra::Backend;
use crate::paging::place::Place;

/// Where the parts of `size` products begin, as it was at most some seconds ago. There is always a first one.
///
/// # Errors
/// When the database does not answer.
pub async fn parts(backend: &Backend, size: u32) -> Result<Vec<Place>, AppError> {
    let load = async || {
        let _turn = backend.cache.turn().await;
        let later = addresses::later_parts(&backend.readers, i64::from(size.max(1))).await?;
        let later = later.into_iter().map(|(at, id)| Place { at, id });
        Ok::<_, AppError>(std::iter::once(Place::first()).chain(later).collect::<Vec<_>>())
    };
    let parts = backend.cache.get_or_load(&format!("catalog:addresses:{size}"), load).await?;
    Ok(parts.to_vec())
}

/// The slugs of at most `size` published products from a place on, with the time of their last change.
///
/// # Errors
/// When the database does not answer.
pub async fn part(
    backend: &Backend,
    from: Place,
    size: u32,
) -> Result<Vec<(String, DateTime<Utc>)>, AppError> {
    Ok(addresses::from(&backend.readers, (from.at, from.id), i64::from(size)).await?)
}
