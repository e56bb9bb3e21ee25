//! What has run out is deleted; the schedule calls this. Nothing depends on it: every query looks at the time
//! by itself.

use super::{link, session, throttle};
use crate::error::AppError;
use crate::infra::Backend;

/// Deletes sessions, links and throttles that have run out; answers how many rows went.
///
/// # Errors
/// When the database does not answer.
pub async fn run(backend: &Backend) -> Result<u64, AppError> {
    Ok(session::service::sweep(backend).await?
        + link::service::sweep(backend).await?
        + throttle::service::sweep(backend).await?)
}
