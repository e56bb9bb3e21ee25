//! Leaving (SPEC U1): an account that is deleted goes at once. Where its owner made more than a request can take the
//! name from, a request takes what says who it was and what it was used with, and a job deletes the row. Until that job
//! ends, products, reviews and the ledger refer to a row without a name: what was on sale stays so, reviews are those of
//! a former customer, and staff read "deleted user" and the row's id at products and the ledger. What the owner had
//! begun for staff to do in parts goes with the row.

use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::store;
use crate::accounts::model::UserId;
use crate::error::AppError;
use crate::infra::queue::{self, Job};
use crate::infra::{Backend, audit};

/// So many products, reviews and changes of stock lose their maker within a request, or a part of the job.
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
        let mut outcome = Ok(());
        for id in store::who_left(&backend.pool).await? {
            // One that cannot go yet keeps nobody else.
            outcome = erase(&backend.pool, id).await.and(outcome);
        }
        outcome
    }
}

/// Deletes a row. Products and reviews lose its name before, a part at a time: who changes one waits for no more than
/// that.
async fn erase(pool: &PgPool, id: Uuid) -> Result<(), AppError> {
    let mut count = AT_ONCE;
    while count > 0 {
        count = store::let_go(pool, id, AT_ONCE).await?;
    }
    let mut transaction = pool.begin().await?;
    store::delete_slowly(&mut transaction, id).await?;
    transaction.commit().await?;
    Ok(())
}
