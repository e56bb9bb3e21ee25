//! Images of products (SPEC D7).

pub mod model;
#[cfg(feature = "ssr")]
pub mod service;
