//! Work on more things than one request can do: a run, which the worker takes on in parts. Everything that one run
//! changes stands in one entry of the audit trail, so it is taken back as one.

#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// So many things are done at once; more of them are a run.
pub const AT_ONCE: usize = 500;
/// So many sentences about what stood in the way are kept.
pub const MOST_PROBLEMS: usize = 20;

/// How far a run is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// `waiting`, `running`, `done` or `failed`.
    pub state: String,
    /// What is done.
    pub action: String,
    /// The kind of thing that it is done to.
    pub kind: String,
    /// How many things there are, once that is known.
    pub total: Option<u32>,
    /// How many of them are as was asked.
    pub done: u32,
    /// How many could not be.
    pub failed: u32,
    /// How it stands, in a sentence.
    pub message: String,
    /// What stood in the way, in words; the first [`MOST_PROBLEMS`].
    pub problems: Vec<String>,
    /// The entry of the audit trail that the one who asks may take back, once something is changed.
    pub entry: Option<Uuid>,
}

impl Progress {
    /// Whether nothing more comes.
    #[must_use]
    pub fn is_over(&self) -> bool {
        self.state == "done" || self.state == "failed"
    }
}
