//! The first page of the staff side (SPEC A9): numbers about what one may see.

#[cfg(feature = "ssr")]
pub mod service;

use serde::{Deserialize, Serialize};

use super::{Entry, Found};

/// How the shop stands. What one may not see is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dashboard {
    /// How many products there are of each status, and in the trash.
    pub by_status: Option<Vec<(String, u32)>>,
    /// Published products that run low, the fewest first.
    pub low: Option<Vec<Found>>,
    /// How many there are of them.
    pub low_count: u32,
    /// Published products that are sold out.
    pub sold_out: Option<Vec<Found>>,
    /// How many there are of them.
    pub sold_out_count: u32,
    /// The newest reviews, those that wait for a look first.
    pub reviews: Option<Vec<Found>>,
    /// How many reviews wait.
    pub pending: u32,
    /// How much stock came and went on each of the last 30 days: `2026-01-31`, in, out.
    pub movements: Option<Vec<(String, i64, i64)>>,
    /// Jobs that failed for good.
    pub failed_jobs: Option<Vec<Found>>,
    /// What staff did last.
    pub recent: Vec<Entry>,
}
