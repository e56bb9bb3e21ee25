//! What the use cases of users share.

use sqlx::PgConnection;

use super::store::{self, AccountRow};
use crate::accounts::caller::User;
use crate::accounts::input::Secret;
use crate::accounts::jobs::{self, Mail};
use crate::accounts::known_device::service as known_devices;
use crate::accounts::link::{Purpose, service as links};
use crate::accounts::model::UserId;
use crate::accounts::password::Hasher;
use crate::accounts::session::service::{self as sessions, Epoch};
use crate::accounts::throttle::{self, PASSWORD_BY_ACCOUNT};
use crate::error::{AppError, ConstraintWords};
use crate::infra::Backend;

/// What throttles of signing in are counted under.
pub(super) const SIGN_IN: &str = "sign-in";

/// What the constraints of users say in words.
pub(super) const WORDS: &ConstraintWords = &[
    ("users_email_key", "email", "This address has an account already"),
    ("users_username_key", "username", "This name is taken"),
    ("users_username_length", "username", "At most 60 characters"),
    ("users_email_length", "email", "At most 254 characters"),
    ("users_bio_check", "bio", "At most 500 characters"),
    ("users_first_name_length", "first_name", "At most 100 characters"),
    ("users_last_name_length", "last_name", "At most 100 characters"),
    ("profiles_phone_length", "phone", "At most 20 characters"),
    ("profiles_address_length", "address", "At most 500 characters"),
    ("profiles_birth_date_range", "birth_date", "Enter a year from 1900 on"),
];

/// Asks for the present password before a step that a stolen session must not take. Wrong ones are counted.
pub(super) async fn confirm_password(
    backend: &Backend,
    user: &User,
    field: &str,
    password: &Secret,
) -> Result<AccountRow, AppError> {
    let key = format!("password:user:{}", user.id().0);
    throttle::service::hit(&backend.pool, &key, PASSWORD_BY_ACCOUNT).await?;
    let account = store::account(&backend.pool, user.id().0).await?.ok_or(AppError::Unauthorized)?;
    if !Hasher::new(&backend.settings)?.verify(password, &account.password_hash).await? {
        return Err(AppError::field(field, "This is not your password"));
    }
    throttle::service::clear(&backend.pool, &key).await?;
    Ok(account)
}

pub(super) async fn lock(connection: &mut PgConnection, id: UserId) -> Result<AccountRow, AppError> {
    store::lock(connection, id.0).await?.ok_or(AppError::Unauthorized)
}

/// Locks an account whose password was just compared. Where somebody has changed the credentials or ended the sessions
/// meanwhile, the comparison counts for nothing.
pub(super) async fn lock_unchanged(
    connection: &mut PgConnection,
    account: &AccountRow,
) -> Result<(), AppError> {
    let present = lock(connection, UserId(account.id)).await?;
    if (&present.password_hash, present.sign_in_epoch) == (&account.password_hash, account.sign_in_epoch) {
        Ok(())
    } else {
        Err(AppError::Conflict("Your account was changed at the same moment: try again".to_owned()))
    }
}

/// Sets a new password, whoever does it: what was under way with the old one ends. Links that were mailed work no
/// more, another address does not wait any longer, no device is known, every session ends, and the user is told. The
/// caller has locked the user.
pub(super) async fn renew(connection: &mut PgConnection, id: UserId, hash: &str) -> Result<Epoch, AppError> {
    store::set_password(connection, id.0, hash).await?;
    for purpose in [Purpose::Verify, Purpose::Reset, Purpose::Email] {
        links::withdraw(connection, purpose, id).await?;
    }
    store::drop_pending_email(connection, id.0).await?;
    known_devices::forget_all(connection, id).await?;
    let epoch = sessions::end_all(connection, id).await?;
    jobs::enqueue(connection, Mail::PasswordChanged { user_id: id }).await?;
    Ok(epoch)
}

/// What a new password must not be alike to: what the account says, and the shop's name.
pub(super) fn about<'a>(backend: &'a Backend, account: &'a AccountRow) -> [&'a str; 5] {
    let [email, username, first_name, last_name] = account.about();
    [email, username, first_name, last_name, &backend.settings.vitrine.shop_name]
}

/// What is said of a name that somebody has, and of one that is held.
pub(super) fn name_taken() -> AppError {
    AppError::field("username", "This name is taken")
}
