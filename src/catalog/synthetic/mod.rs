//! Made-up products in any number, for measurements: the same number makes the same products.

#[cfg(feature = "ssr")]
mod generate;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
