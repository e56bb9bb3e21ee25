//! Products (SPEC D5): what is sold, in what state, for how much, how many are left.

#[cfg(feature = "ssr")]
pub mod addresses;
pub mod admin;
#[cfg(feature = "ssr")]
pub mod change;
pub mod filter;
pub mod input;
#[cfg(feature = "ssr")]
mod listing;
#[cfg(feature = "ssr")]
pub mod markdown;
pub mod model;
#[cfg(feature = "ssr")]
pub mod ordering;
pub mod own;
#[cfg(feature = "ssr")]
pub mod patch;
#[cfg(feature = "ssr")]
pub mod reading;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
pub mod staff;
#[cfg(feature = "ssr")]
mod store;
#[cfg(feature = "ssr")]
pub mod transfer;
#[cfg(feature = "ssr")]
pub mod view;
