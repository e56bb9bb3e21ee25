//! Leaving (SPEC U1): an account that is deleted goes at once. Where its owner made more than a request can take the
//! name from, all that anybody could see of it or use goes at once, and a job deletes the row.

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::store;
use crate::accounts::model::UserId;
use crate::error::AppError;
use crate::infra::queue::{self, Job};
use crate::infra::{Backend, audit};

/// So many products and changes of stock lose their maker within a request.
const AT_ONCE: i32 = 1000;

/// Deletes an account within the caller's transaction, which has locked it. Answers the stem of the picture.
pub(super) async fn leave(connection: &mut PgConnection, id: UserId) -> Result<Option<String>, AppError> {
    audit::forget(connection, &[id.0]).await?;
    if store::made_by(connection, id.0, AT_ONCE + 1).await? <= AT_ONCE {
        return Ok(store::delete(connection, id.0).await?);
    }
    let avatar = store::empty(connection, id.0).await?;
    queue::enqueue(connection, &Erase {}, Some(Erase::NAME)).await?;
    Ok(avatar)
}

/// Deletes the rows of all who left. The clock asks for it too, in case that a job was lost.
#[derive(Serialize, Deserialize)]
pub struct Erase {}

impl Job for Erase {
    const NAME: &'static str = "erase-accounts";
    // The next hour comes anyway.
    const ATTEMPTS: u16 = 3;

    async fn run(self, backend: Backend) -> Result<(), AppError> {
        for id in store::who_left(&backend.pool).await? {
            let mut transaction = backend.pool.begin().await?;
            store::delete_slowly(&mut transaction, id).await?;
            transaction.commit().await?;
        }
        Ok(())
    }
}
