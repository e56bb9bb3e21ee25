//! The pages of the shop.

pub(crate) mod account;
pub(crate) mod categories;
pub(crate) mod category;
pub(crate) mod failure;
pub(crate) mod home;
pub(crate) mod listing;
pub(crate) mod product;
pub(crate) mod products;
mod recently_viewed;
#[cfg(debug_assertions)]
pub(crate) mod styleguide;
pub(crate) mod written;
