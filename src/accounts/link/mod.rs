//! One-time links (SPEC U1): whoever has the token shows that a mailbox is theirs.
//!
//! A token is made when its mail is written and stands in that mail alone; the row has its hash. A link
//! works once, for its purpose, until it is too old or the account has another address.

pub mod service;
mod store;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// Shows that the address of a new account is its user's.
    Verify,
    /// Sets a new password.
    Reset,
    /// Changes the address of an account.
    Email,
}

impl Purpose {
    /// The name in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Verify => "verify",
            Self::Reset => "reset",
            Self::Email => "email",
        }
    }

    /// How long a link works, in seconds: an hour (SPEC U1), and three days where it only confirms an
    /// address that somebody has typed.
    #[must_use]
    pub const fn seconds(self) -> i32 {
        match self {
            Self::Verify => 3 * 24 * 60 * 60,
            Self::Reset | Self::Email => 60 * 60,
        }
    }
}
