//! The staff side (SPEC A1 to A10): what staff see of every kind of thing and may do to it.
//!
//! The rules: a kind is declared once, by its own area, and has its list, its form and its actions from that; every
//! service asks for the permission first; whatever staff write stands in the audit trail, row by row, and can be taken
//! back; two people's changes of one thing are laid together, and asked about where that cannot be.
//!
//! An area knows its own things. What is said of all kinds, and what needs several areas, stands here: which kinds there
//! are ([`registry`]), the way from a kind's name to its area (`service`), the dashboard, saved views, work on many
//! things at once.

pub mod bulk;
pub mod dashboard;
pub mod entry;
pub mod job;
mod model;
pub mod registry;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;
pub mod transfer;
pub mod view;

pub use self::model::{ActDone, Change, Entry, Found, History, Home, SentAction};
