//! Accounts: users with their profiles, groups and permissions, sessions, one-time links.
//!
//! The rules (SPEC D1 to D3, U1 to U5): an e-mail address and a username belong to one user, whatever their case, and
//! nobody signs in before the address is confirmed; nobody learns from an answer, or from the time it takes, whether an
//! address has an account; tries are counted before they are made, on all nodes together, and apart for devices that
//! somebody signed in with before; what stands in the database
//! (hashes of passwords, of session ids, of links) lets nobody in; a changed password ends every other session; a
//! deleted account leaves what others still need, without its name.
//!
//! Who asks is a type: [`caller::Visitor`], [`caller::User`], [`caller::Staff`]. Only
//! [`session::service::authenticate`] and [`token::service::authenticate`] make them, so a service that takes one has
//! been asked by one.

#[cfg(feature = "ssr")]
pub mod audit;
#[cfg(feature = "ssr")]
pub mod caller;
pub mod group;
pub mod input;
#[cfg(feature = "ssr")]
pub mod jobs;
#[cfg(feature = "ssr")]
pub mod known_device;
#[cfg(feature = "ssr")]
pub mod link;
#[cfg(feature = "ssr")]
pub mod lists;
pub mod model;
#[cfg(feature = "ssr")]
pub mod password;
#[cfg(feature = "ssr")]
pub mod session;
#[cfg(feature = "ssr")]
pub mod sweep;
#[cfg(feature = "ssr")]
pub mod testing;
#[cfg(feature = "ssr")]
pub mod throttle;
#[cfg(feature = "ssr")]
pub mod token;
pub mod user;
