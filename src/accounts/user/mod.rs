//! Users with their profiles (SPEC D1, D2, U1): `service` has what one does with an account, `credentials` what changes
//! how one gets in, `patch` what programs change, `directory` who sees whom, `leaving` how an account goes, and `staff`
//! what staff do.

pub mod admin;
#[cfg(feature = "ssr")]
pub mod avatar;
#[cfg(feature = "ssr")]
pub mod credentials;
#[cfg(feature = "ssr")]
pub mod directory;
#[cfg(feature = "ssr")]
pub mod leaving;
#[cfg(feature = "ssr")]
pub mod patch;
#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod shared;
#[cfg(feature = "ssr")]
pub mod staff;
#[cfg(feature = "ssr")]
mod store;
#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests;

#[cfg(feature = "ssr")]
use self::shared::{SIGN_IN, WORDS, about, confirm_password, lock, lock_unchanged, name_taken, renew};
