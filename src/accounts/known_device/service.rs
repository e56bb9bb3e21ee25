//! Use cases of known devices.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use sqlx::{PgConnection, PgPool};

use super::{Badge, DAYS, store};
use crate::accounts::model::UserId;
use crate::error::{AppError, internal};
use crate::infra::Backend;

/// Random bytes of a secret.
const SECRET_BYTES: usize = 32;
/// Their length as text.
const SECRET_LENGTH: usize = 43;
/// So many devices are known for one user; the one of longest ago goes.
const MOST: i64 = 30;

/// Whether the user with this address signed in with the device. Where nothing is shown, nothing is asked.
///
/// # Errors
/// When the database does not answer.
pub async fn is_known(pool: &PgPool, badge: &Badge, email: &str) -> Result<bool, AppError> {
    match shown(badge) {
        Some(secret) => Ok(store::is_known(pool, &hash(secret), email).await?),
        None => Ok(false),
    }
}

/// Notes that the user has signed in with the device, which gets a secret to keep: the one that it showed, where that
/// is known already (several people may share a device), or a new one.
///
/// # Errors
/// When the database does not answer, or there is no randomness.
pub(in crate::accounts) async fn remember(
    pool: &PgPool,
    badge: &Badge,
    user_id: UserId,
) -> Result<(), AppError> {
    let secret = match shown(badge) {
        Some(secret) if store::exists(pool, &hash(secret)).await? => secret.to_owned(),
        _ => {
            let mut bytes = [0; SECRET_BYTES];
            getrandom::fill(&mut bytes).map_err(|error| internal(&error))?;
            URL_SAFE_NO_PAD.encode(bytes)
        }
    };
    store::put(pool, &hash(&secret), user_id.0, MOST).await?;
    // Somebody signs in once in a request.
    let _ = badge.given.set(secret);
    Ok(())
}

/// Forgets every device of a user, within the caller's transaction: the password is a new one.
///
/// # Errors
/// When the database does not answer.
pub(in crate::accounts) async fn forget_all(
    connection: &mut PgConnection,
    user_id: UserId,
) -> Result<(), AppError> {
    Ok(store::delete_of_user(connection, user_id.0).await?)
}

/// Deletes devices that nobody has signed in with for [`DAYS`].
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(backend: &Backend) -> Result<u64, AppError> {
    Ok(store::sweep(&backend.pool, DAYS.into()).await?)
}

/// What is shown, where it can be a secret.
fn shown(badge: &Badge) -> Option<&str> {
    badge.shown.as_deref().filter(|secret| secret.len() == SECRET_LENGTH)
}

/// What stands in the database is of no use to somebody who reads it.
fn hash(secret: &str) -> [u8; 32] {
    Sha256::digest(secret.as_bytes()).into()
}
