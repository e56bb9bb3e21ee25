//! Groups and their permissions (SPEC D3): a user has those of its groups; a superuser has all.

pub mod admin;
pub mod input;
pub mod model;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
pub mod staff;
#[cfg(feature = "ssr")]
mod store;
