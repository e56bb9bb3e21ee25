//! Tokens of the API (SPEC R9): who may ask without a cookie.
//!
//! A sign-in begins a family and gives a pair. The access token is sent with each request and is short-lived; the
//! refresh token is exchanged for the next pair, once. Whoever comes with one that was spent already has it from
//! somebody else, or somebody else has it from them: the whole family ends, its access tokens too. Both are JWTs
//! that programs know from Django (`simplejwt`): signed and not encrypted. Each names its family, a row that
//! every request looks at, so what ends a family counts at once (docs/decisions/0021-tokens.md).

mod keys;
pub mod service;
mod store;

use std::fmt;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::error::AppError;

/// Clocks of programs may differ by so many seconds.
const LEEWAY: i64 = 30;

/// What a token is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum TokenKind {
    /// Sent with each request.
    Access,
    /// Exchanged for the next pair, once.
    Refresh,
}

/// Why a token is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenError {
    /// It is none of ours, or what it stands for has ended.
    Invalid,
    /// It was good for some time, which is over.
    Expired,
    /// It is a token of the other kind.
    WrongKind,
    /// It was exchanged already, or its family was revoked.
    Spent,
    /// Its user has no account any more.
    UserNotFound,
    /// Its user's account is closed.
    UserInactive,
}

impl TokenError {
    /// What `simplejwt` says, which programs may know.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Invalid => "Token is invalid",
            Self::Expired => "Token is expired",
            Self::WrongKind => "Token has wrong type",
            Self::Spent => "Token is blacklisted",
            Self::UserNotFound => "User not found",
            Self::UserInactive => "User is inactive",
        }
    }
}

/// What refused: the token, or the program.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenRefusal {
    /// The token is not taken.
    Token(TokenError),
    /// Nobody knows whether it would be.
    App(AppError),
}

impl From<TokenError> for TokenRefusal {
    fn from(error: TokenError) -> Self {
        Self::Token(error)
    }
}

impl From<AppError> for TokenRefusal {
    fn from(error: AppError) -> Self {
        Self::App(error)
    }
}

impl From<sqlx::Error> for TokenRefusal {
    fn from(error: sqlx::Error) -> Self {
        Self::App(error.into())
    }
}

/// What a sign-in or an exchange gives.
#[derive(Clone, PartialEq, Eq)]
pub struct Pair {
    /// For requests.
    pub access: String,
    /// For the next pair.
    pub refresh: String,
}

impl fmt::Debug for Pair {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Pair")
    }
}

/// What a token says; who has the token can read it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Claims {
    token_type: TokenKind,
    /// Seconds since 1970, like the next.
    exp: i64,
    iat: i64,
    #[serde(with = "uuid::serde::simple")]
    jti: Uuid,
    user_id: Uuid,
    family: Uuid,
    /// The user's epoch at the sign-in.
    epoch: i32,
}

impl Claims {
    /// Checks what can be checked without the database; the signature was.
    fn check(&self, kind: TokenKind, now: DateTime<Utc>) -> Result<(), TokenError> {
        let now = now.timestamp();
        if self.exp.saturating_add(LEEWAY) < now {
            return Err(TokenError::Expired);
        }
        if self.iat > now.saturating_add(LEEWAY) {
            return Err(TokenError::Invalid);
        }
        if self.token_type == kind { Ok(()) } else { Err(TokenError::WrongKind) }
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;
    use crate::infra::clock;

    fn claims(token_type: TokenKind, iat: i64, exp: i64) -> Claims {
        let id = Uuid::now_v7();
        Claims { token_type, exp, iat, jti: id, user_id: id, family: id, epoch: 0 }
    }

    #[test]
    fn a_token_counts_within_its_time_and_half_a_minute_around_it() {
        let now = clock::now();
        let token = claims(TokenKind::Access, now.timestamp(), now.timestamp() + 900);
        let at = |seconds| token.check(TokenKind::Access, now + TimeDelta::seconds(seconds));
        assert_eq!(at(-31), Err(TokenError::Invalid));
        for seconds in [-30, 0, 900, 930] {
            assert_eq!(at(seconds), Ok(()), "{seconds}");
        }
        assert_eq!(at(931), Err(TokenError::Expired));
        let forever = claims(TokenKind::Access, i64::MIN, i64::MAX);
        assert_eq!(forever.check(TokenKind::Access, now), Ok(()));
    }

    #[test]
    fn a_token_of_one_kind_is_none_of_the_other() {
        let now = clock::now();
        let token = claims(TokenKind::Refresh, now.timestamp(), now.timestamp() + 900);
        assert_eq!(token.check(TokenKind::Refresh, now), Ok(()));
        assert_eq!(token.check(TokenKind::Access, now), Err(TokenError::WrongKind));
    }

    #[test]
    fn claims_are_written_as_programs_know_them() {
        let token = claims(TokenKind::Access, 1, 2);
        let written = serde_json::to_value(&token).unwrap();
        assert_eq!(written["token_type"], "access");
        assert_eq!(written["jti"], token.jti.simple().to_string());
        assert_eq!(written["user_id"], token.user_id.to_string());
        assert_eq!(serde_json::from_value::<Claims>(written).unwrap(), token);
    }

    #[test]
    fn a_pair_is_not_printed() {
        let pair = Pair { access: "secret".to_owned(), refresh: "secret".to_owned() };
        assert!(!format!("{pair:?}").contains("secret"));
    }
}
