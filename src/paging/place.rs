//! A place in a list that goes by time, as pages hand it around and take it back.

use std::fmt;
use std::ops::RangeInclusive;
use std::str::FromStr;

use chrono::{DateTime, Utc};
use uuid::Uuid;

use crate::error::AppError;

/// The years 1 to 9999, in seconds since 1970: all times between are known to PostgreSQL.
pub const SECONDS: RangeInclusive<i64> = -62_135_596_800..=253_402_300_799;

/// Where a thing stands: by its time, and among those of the same time by its id. Written as microseconds since 1970
/// and the id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// Its time.
    pub at: DateTime<Utc>,
    /// Its id.
    pub id: Uuid,
}

impl Place {
    /// The place before all things.
    #[must_use]
    pub fn first() -> Self {
        Self { at: DateTime::from_timestamp(*SECONDS.start(), 0).unwrap_or_default(), id: Uuid::nil() }
    }

    /// The place after all things: where the newest come first, a list begins there.
    #[must_use]
    pub fn last() -> Self {
        Self { at: DateTime::from_timestamp(*SECONDS.end(), 0).unwrap_or_default(), id: Uuid::max() }
    }

    /// The place from which a list goes on that has the newest first: the one that the part before gave, or the list's
    /// beginning.
    ///
    /// # Errors
    /// "Page not found" for what no part gave.
    pub fn after(given: Option<&str>) -> Result<Self, AppError> {
        given.map_or_else(|| Ok(Self::last()), str::parse)
    }
}

impl fmt::Display for Place {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}-{}", self.at.timestamp_micros(), self.id.simple())
    }
}

impl FromStr for Place {
    type Err = AppError;

    fn from_str(text: &str) -> Result<Self, AppError> {
        let read = || {
            let (time, id) = text.rsplit_once('-')?;
            let at = DateTime::from_timestamp_micros(time.parse().ok()?)?;
            let id = Uuid::try_parse(id).ok()?;
            SECONDS.contains(&at.timestamp()).then_some(Self { at, id })
        };
        read().ok_or_else(|| AppError::NotFound("Page".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_written_and_read_back() {
        let at = DateTime::from_timestamp_micros(1_780_000_000_123_456).unwrap();
        for place in [Place::first(), Place { at, id: Uuid::from_u128(7) }, Place::last()] {
            assert_eq!(Place::after(Some(&place.to_string())), Ok(place));
        }
        assert_eq!(Place::after(None), Ok(Place::last()));
    }

    #[test]
    fn what_is_no_place_is_not_found() {
        for text in [
            "",
            "-",
            "1",
            "1-",
            "abc",
            "1-2",
            "1-x",
            "x-00000000000000000000000000000007",
            "99999999999999999999-0",
            "9000000000000000000-00000000000000000000000000000007",
            "9223372036854775807-00000000000000000000000000000007",
        ] {
            assert_eq!(text.parse::<Place>().unwrap_err().status(), 404, "{text}");
        }
    }
}
