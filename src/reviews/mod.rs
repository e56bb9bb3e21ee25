//! Reviews: what shoppers say of products, in stars and in words.
//!
//! The rules (SPEC D8, W6, J3): a signed-in user writes one review of a published product, and may change it while
//! the product is published, and see and delete it always, in a list of all that they wrote; staff with the permission
//! may delete any. The public sees approved reviews; a new one is approved at once. A product's number of reviews and
//! their mean count the approved ones, are written in the same transaction as the review, and are corrected once a day
//! where something else changed them. A review whose writer's account is deleted stays, without a name.

pub mod admin;
#[cfg(feature = "ssr")]
pub mod demo;
pub mod input;
#[cfg(feature = "ssr")]
pub mod jobs;
pub mod model;
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
pub mod synthetic;
