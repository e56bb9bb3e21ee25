//! Use cases of known devices.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;

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

/// What stands in the database of the device that is shown, where one signed in with it.
pub(in crate::accounts) fn shown_hash(badge: &Badge) -> Option<[u8; 32]> {
    shown(badge).map(hash)
}

/// Notes, within the caller's transaction, that the user has signed in with the device. Answers the secret that the
/// device gets to keep ([`Badge::give`]) when that is done: the one that it showed, where that is known already (several
/// people may share a device), or a new one.
///
/// # Errors
/// When the database does not answer, or there is no randomness.
pub(in crate::accounts) async fn remember(
    connection: &mut PgConnection,
    badge: &Badge,
    user_id: UserId,
) -> Result<String, AppError> {
    let mut bytes = [0; SECRET_BYTES];
    getrandom::fill(&mut bytes).map_err(|error| internal(&error))?;
    let new = URL_SAFE_NO_PAD.encode(bytes);
    let shown_hash = shown_hash(badge);
    let shown_hash = shown_hash.as_ref().map(<[u8; 32]>::as_slice);
    let is_shown = store::put(connection, shown_hash, &hash(&new), user_id.0, MOST).await?;
    Ok(shown(badge).filter(|_| is_shown).map_or(new, str::to_owned))
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
