//! The time in UTC, asked for in one place.

use chrono::{DateTime, Utc};

/// Now, in UTC.
#[must_use]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}
