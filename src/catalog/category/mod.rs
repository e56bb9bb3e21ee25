//! Categories (SPEC D4): a tree with names that are unique among siblings.

pub mod admin;
pub mod input;
pub mod model;
#[cfg(feature = "ssr")]
pub mod reading;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
pub mod staff;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
mod tree;
