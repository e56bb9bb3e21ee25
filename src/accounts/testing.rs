//! What tests need of accounts. Nothing here goes around a check: accounts are registered, and callers come
//! from sessions that were signed in.

use std::sync::Arc;

use tower_sessions::Session;
use tower_sessions::session::Id;

use super::caller::{Staff, User};
use super::input::{RegisterForm, Secret, SignInForm};
use super::model::UserId;
use super::session::{Client, SessionRows};
use super::user::service::Rank;
use super::{session, user};
use crate::error::AppError;
use crate::infra::Backend;

/// The password of every account here.
pub const PASSWORD: &str = "kleiner Fuchs im Regen";

/// The e-mail address of the account with a username.
#[must_use]
pub fn email(username: &str) -> String {
    format!("{username}@example.org")
}

/// A client on loopback.
#[must_use]
pub fn client() -> Client {
    let address = std::net::IpAddr::V4(std::net::Ipv4Addr::LOCALHOST);
    Client::new(Some(address), "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0")
}

/// The session of a request with a cookie, or without one.
#[must_use]
pub fn new_session(backend: &Backend, id: Option<Id>) -> Session {
    Session::new(id, Arc::new(SessionRows::new(backend.pool.clone())), None)
}

/// An account with a username, [`PASSWORD`] and [`email`], which counts as confirmed; no mail is sent.
///
/// # Panics
/// When it cannot be made.
pub async fn account(backend: &Backend, username: &str) -> UserId {
    make(backend, username, Rank::Confirmed).await
}

/// The same, whose address is still to be confirmed.
///
/// # Panics
/// When it cannot be made.
pub async fn unconfirmed(backend: &Backend, username: &str) -> UserId {
    make(backend, username, Rank::Newcomer).await
}

#[allow(clippy::expect_used, reason = "a test cannot go on without it")]
async fn make(backend: &Backend, username: &str, rank: Rank) -> UserId {
    let form =
        RegisterForm { email: email(username), username: username.to_owned(), password: PASSWORD.to_owned() };
    user::service::create(backend, &form, rank).await.expect("an account")
}

/// Signs the account with a username in.
///
/// # Errors
/// As for anybody.
pub async fn sign_in(backend: &Backend, session: &Session, username: &str) -> Result<(), AppError> {
    let form = SignInForm { email: email(username), password: PASSWORD.to_owned(), ..SignInForm::default() };
    user::service::sign_in(backend, session, &client(), &form).await.map(|_| ())
}

/// The user of a session that was signed in.
///
/// # Panics
/// When it is not.
#[allow(clippy::expect_used, reason = "a test cannot go on without it")]
pub async fn caller(backend: &Backend, session: &Session) -> User {
    let visitor = session::service::authenticate(backend, session).await.expect("an answer");
    visitor.into_user().expect("somebody is signed in")
}

/// A new account that is signed in.
///
/// # Panics
/// When it cannot be made.
#[allow(clippy::expect_used, reason = "a test cannot go on without it")]
pub async fn signed_in(backend: &Backend, username: &str) -> User {
    account(backend, username).await;
    let session = new_session(backend, None);
    sign_in(backend, &session, username).await.expect("signed in");
    caller(backend, &session).await
}

/// A new superuser that is signed in.
///
/// # Panics
/// When it cannot be made.
#[allow(clippy::expect_used, reason = "a test cannot go on without it")]
pub async fn superuser(backend: &Backend, username: &str) -> Staff {
    make(backend, username, Rank::Superuser).await;
    let session = new_session(backend, None);
    sign_in(backend, &session, username).await.expect("signed in");
    caller(backend, &session).await.staff().expect("staff")
}

/// Checks a text as a password for tests of what takes one.
#[must_use]
pub fn secret(text: &str) -> Secret {
    Secret::new(text)
}
