//! The time, from one place, so that tests can steer what depends on it.

use chrono::{DateTime, Utc};

/// Now, in UTC.
#[must_use]
pub fn now() -> DateTime<Utc> {
    Utc::now()
}
