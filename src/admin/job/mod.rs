//! Jobs behind the scenes (SPEC J1): what waits, what is being done, and what failed and can be tried again.

pub mod admin;
#[cfg(feature = "ssr")]
pub mod staff;
