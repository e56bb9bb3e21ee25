//! What has run out is deleted; the schedule calls this. No session, link, throttle or token depends on it: their
//! queries look at the time by themselves. Unconfirmed accounts and held names count until they are deleted, all at
//! once.

use super::{known_device, link, session, throttle, token, user};
use crate::error::AppError;
use crate::infra::Backend;

/// Deletes sessions, links, throttles, known devices, tokens, unconfirmed accounts and held names that have run out;
/// answers how many rows went.
///
/// # Errors
/// When the database does not answer.
pub async fn run(backend: &Backend) -> Result<u64, AppError> {
    Ok(session::service::sweep(backend).await?
        + link::service::sweep(backend).await?
        + throttle::service::sweep(backend).await?
        + known_device::service::sweep(backend).await?
        + token::service::sweep(backend).await?
        + user::service::sweep(backend).await?)
}
