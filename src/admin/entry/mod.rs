//! Entries of the audit trail (SPEC D10, A7): who did what, and the way back.

pub mod admin;
#[cfg(feature = "ssr")]
pub mod staff;
#[cfg(feature = "ssr")]
mod store;
