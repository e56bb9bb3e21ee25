//! Users with their profiles (SPEC D1, D2, U1): [`service`] has what one does with an account, and
//! [`credentials`] what changes how one gets in.

pub mod avatar;
pub mod credentials;
pub mod service;
mod store;
#[cfg(test)]
mod tests;

use self::store::AccountRow;
use super::caller::User;
use super::input::Secret;
use super::password::Hasher;
use super::throttle::{self, PASSWORD_BY_ACCOUNT};
use crate::error::{AppError, ConstraintWords};
use crate::infra::Backend;

/// What the constraints of users say in words.
const WORDS: &ConstraintWords = &[
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
async fn confirm_password(
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
