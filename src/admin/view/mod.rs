//! Saved views: a name for the state of a list, as its address has it. Each member of staff has its own.

#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Longest name of a view, in characters.
pub const LONGEST_NAME: usize = 60;
/// So many views of a kind somebody can keep.
pub const MOST: u32 = 50;

/// A list's state to be kept under a name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ViewForm {
    /// The kind of thing, as permissions name it.
    pub kind: String,
    /// The name; a view that has it already is changed.
    pub name: String,
    /// The query part of the list's address.
    pub query: String,
}

/// A saved view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct View {
    /// The id.
    pub id: Uuid,
    /// The name.
    pub name: String,
    /// The query part of the list's address.
    pub query: String,
}
