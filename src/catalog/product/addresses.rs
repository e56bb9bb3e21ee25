//! The addresses of all published products in parts, for the site map (SPEC W8). A part begins at a place in
//! the order in which the products came, so that it costs the same whatever stands before it.

use std::fmt;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use super::store::SECONDS;
use super::store::list::addresses;
use crate::error::AppError;
use crate::infra::Backend;

/// Where a part begins: the product that came at a time, of those of the same time by id. Written as
/// microseconds since 1970 and the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    created_at: DateTime<Utc>,
    id: Uuid,
}

impl Place {
    /// The place before all products.
    #[must_use]
    pub fn first() -> Self {
        Self {
            created_at: DateTime::from_timestamp(*SECONDS.start(), 0).unwrap_or_default(),
            id: Uuid::nil(),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.created_at.timestamp_micros(), self.id.simple())
    }
}

impl FromStr for Place {
    type Err = AppError;

    fn from_str(text: &str) -> Result<Self, AppError> {
        let read = || {
            let (time, id) = text.rsplit_once('-')?;
            let created_at = DateTime::from_timestamp_micros(time.parse().ok()?)?;
            let id = Uuid::try_parse(id).ok()?;
            SECONDS.contains(&created_at.timestamp()).then_some(Self { created_at, id })
        };
        read().ok_or_else(|| AppError::NotFound("Page".to_owned()))
    }
}

/// Where the parts of `size` products begin, as it was at most some seconds ago. There is always a first one.
///
/// # Errors
/// When the database does not answer.
pub async fn parts(backend: &Backend, size: u32) -> Result<Vec<Place>, AppError> {
    let load = async || {
        let _turn = backend.cache.turn().await;
        let later = addresses::later_parts(&backend.readers, i64::from(size.max(1))).await?;
        let later = later.into_iter().map(|(created_at, id)| Place { created_at, id });
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
    Ok(addresses::from(&backend.readers, (from.created_at, from.id), i64::from(size)).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_and_read_back() {
        let created_at = DateTime::from_timestamp_micros(1_780_000_000_123_456).unwrap();
        for place in [Place::first(), Place { created_at, id: Uuid::from_u128(7) }] {
            assert_eq!(place.to_string().parse::<Place>().unwrap(), place);
        }
    }

    #[test]
    fn what_is_no_place_is_not_found() {
        for text in [
            "",
            "-",
            "abc",
            "1-2",
            "99999999999999999999-0",
            "9000000000000000000-00000000000000000000000000000007",
        ] {
            assert_eq!(text.parse::<Place>().unwrap_err().status(), 404, "{text}");
        }
    }
}
