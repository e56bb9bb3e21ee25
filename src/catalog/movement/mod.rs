//! Stock movements (SPEC D9): the ledger, which is read and never written to.

pub mod admin;
#[cfg(feature = "ssr")]
pub mod staff;
#[cfg(feature = "ssr")]
mod store;
