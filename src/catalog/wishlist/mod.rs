//! The wish list: products that somebody keeps for later (SPEC W7).
//!
//! The rules: a user's wish list is in the database, a visitor's in the session, so that it needs no account and
//! no script and no session is made for it until something is kept (U5); both come together at sign-in. It shows
//! published products alone, the last kept first; a product that leaves the shop is shown again when it comes
//! back. Keeping twice and taking off what is not there are no mistakes.

pub mod model;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;
