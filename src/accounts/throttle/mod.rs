//! Throttles (SPEC U4): how often something may be tried, per account and per address, counted in the
//! database so that all nodes count together.

pub mod service;
mod store;

use std::fmt::Write as _;

use sha2::{Digest as _, Sha256};

/// How many tries a window lets through. The window begins with the first try and ends by itself, so nobody
/// waits longer than it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// So many tries are let through; the next one is refused.
    pub tries: i32,
    /// Seconds from the first try on.
    pub seconds: i32,
}

const QUARTER: i32 = 15 * 60;
const HOUR: i32 = 60 * 60;

/// Wrong passwords in a row for one account: the tenth is refused, whatever it is.
pub const SIGN_IN_BY_ACCOUNT: Limit = Limit { tries: 9, seconds: QUARTER };
/// Wrong passwords from one address, for all accounts together.
pub const SIGN_IN_BY_ADDRESS: Limit = Limit { tries: 100, seconds: QUARTER };
/// Wrong present passwords typed by somebody who is signed in.
pub const PASSWORD_BY_ACCOUNT: Limit = Limit { tries: 9, seconds: QUARTER };
/// Links to reset a password that are asked for one account.
pub const RESET_BY_ACCOUNT: Limit = Limit { tries: 5, seconds: HOUR };
/// Links to reset a password that are asked for from one address.
pub const RESET_BY_ADDRESS: Limit = Limit { tries: 20, seconds: HOUR };
/// Registrations from one address.
pub const REGISTER_BY_ADDRESS: Limit = Limit { tries: 20, seconds: HOUR };
/// Mails to the owner of an account about registrations with its address.
pub const REGISTER_BY_ACCOUNT: Limit = Limit { tries: 5, seconds: HOUR };
/// Links to confirm an e-mail address that one user asks for.
pub const VERIFY_BY_ACCOUNT: Limit = Limit { tries: 5, seconds: HOUR };
/// Wish lists of visitors that come to be from one address: each is a session of its own.
pub const WISHLIST_BY_ADDRESS: Limit = Limit { tries: 60, seconds: HOUR };
/// Pictures of products that one user uploads.
pub const PICTURES_BY_USER: Limit = Limit { tries: 120, seconds: HOUR };
/// Pictures of oneself that one user uploads.
pub const AVATAR_BY_USER: Limit = Limit { tries: 30, seconds: HOUR };

/// The key of an account by its e-mail address (in lower case). The table need not tell who tried to sign
/// in: the address goes in as a hash.
#[must_use]
pub fn account_key(what: &str, email: &str) -> String {
    let mut key = format!("{what}:account:");
    for byte in Sha256::digest(email.as_bytes()) {
        // Writing to a string cannot fail.
        let _ = write!(key, "{byte:02x}");
    }
    key
}

/// The key of a network address.
#[must_use]
pub fn address_key(what: &str, client: &super::session::Client) -> String {
    format!("{what}:address:{}", client.throttle_name())
}
