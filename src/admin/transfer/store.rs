//! The SQL of files between their check and their import.

use serde_json::Value;
use sqlx::{PgExecutor, PgPool};
use uuid::Uuid;

/// A file that was checked.
pub(super) struct UploadRow {
    pub file_name: String,
    pub options: Value,
    pub report: Value,
}

/// Keeps a file with what its check said.
pub(super) async fn keep(
    pool: &PgPool,
    user: Uuid,
    name: &str,
    (options, report): (&Value, &Value),
    content: &[u8],
) -> Result<Uuid, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into import_uploads (user_id, file_name, options, report, content) values ($1, $2, $3, $4, $5)
         returning id",
        user,
        name,
        options,
        report,
        content
    )
    .fetch_one(pool)
    .await
}

/// A file that a user sent.
pub(super) async fn find(
    database: impl PgExecutor<'_>,
    user: Uuid,
    id: Uuid,
) -> Result<Option<UploadRow>, sqlx::Error> {
    sqlx::query_as!(
        UploadRow,
        "select file_name, options, report from import_uploads where id = $1 and user_id = $2",
        id,
        user
    )
    .fetch_optional(database)
    .await
}

/// What stands in a file that a user sent.
pub(super) async fn content(pool: &PgPool, user: Uuid, id: Uuid) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!("select content from import_uploads where id = $1 and user_id = $2", id, user)
        .fetch_optional(pool)
        .await
}

/// Writes down that a run is done which imported a file: under which entry, if anything is different, and how many
/// products are.
pub(super) async fn end(
    pool: &PgPool,
    run: Uuid,
    entry: Option<Uuid>,
    products: i32,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bulk_runs set state = 'done', entry_id = $2, done = $3, total = $3
         where id = $1 and state in ('waiting', 'running')",
        run,
        entry,
        products
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Writes down that a run is done whose entry was written before: the program had ended in between.
pub(super) async fn end_again(pool: &PgPool, run: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bulk_runs b
         set state = 'done', entry_id = e.id, done = coalesce((e.counts ->> 'products')::int, 0),
             total = coalesce((e.counts ->> 'products')::int, 0)
         from audit_entries e
         where b.id = $1 and e.request_id = $1 and b.state in ('waiting', 'running')",
        run
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Writes down that a run is being done.
pub(super) async fn start(pool: &PgPool, run: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("update bulk_runs set state = 'running' where id = $1 and state = 'waiting'", run)
        .execute(pool)
        .await?;
    Ok(())
}
