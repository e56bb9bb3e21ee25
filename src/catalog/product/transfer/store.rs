//! The SQL of import and export.

mod queries;
#[cfg(test)]
pub(super) mod testing;

use bytes::Bytes;
use chrono::{DateTime, SecondsFormat, Utc};
use futures::stream::BoxStream;
use sqlx::postgres::{PgCopyIn, PgPoolCopyExt};
use sqlx::{PgConnection, PgPool, Postgres};
use uuid::Uuid;

use super::check::StagedRow;
use crate::catalog::product::model::ProductStatus;

/// Bytes that are sent to PostgreSQL at a time.
const CHUNK: usize = 256 * 1024;

/// What was written.
pub(super) struct Written {
    pub created: u64,
    pub changed: u64,
    pub unchanged: u64,
}

/// A problem that the database found.
#[derive(sqlx::FromRow)]
pub(super) struct FoundProblem {
    pub number: i64,
    pub line: i64,
    pub field: String,
    pub reason: String,
    /// What the file has there; nothing for other fields than names and slugs.
    pub value: String,
}

/// Takes the place of the one import at a time, and makes the temporary tables; `false` when another import runs.
pub(super) async fn begin(connection: &mut PgConnection) -> Result<bool, sqlx::Error> {
    let is_alone: bool =
        sqlx::query_scalar::<Postgres, bool>(queries::LOCK).fetch_one(&mut *connection).await?;
    if is_alone {
        sqlx::raw_sql(queries::TABLES).execute(&mut *connection).await?;
    }
    Ok(is_alone)
}

/// What follows in this transaction may take longer than a request.
pub(super) async fn take_time(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    run(connection, "set local statement_timeout = 0").await?;
    Ok(())
}

/// Rows on their way into the temporary table.
pub(super) struct Stage<'c> {
    copy: PgCopyIn<&'c mut PgConnection>,
    buffer: Vec<u8>,
}

impl<'c> Stage<'c> {
    /// Begins to send rows; it has to come to [`Stage::finish`] or [`Stage::abort`].
    pub(super) async fn open(connection: &'c mut PgConnection) -> Result<Self, sqlx::Error> {
        let copy = connection.copy_in_raw(queries::COPY).await?;
        Ok(Self { copy, buffer: Vec::with_capacity(CHUNK * 2) })
    }

    pub(super) async fn push(&mut self, row: &StagedRow) -> Result<(), sqlx::Error> {
        encode(&mut self.buffer, row);
        if self.buffer.len() >= CHUNK { self.flush().await } else { Ok(()) }
    }

    pub(super) async fn finish(mut self) -> Result<u64, sqlx::Error> {
        self.flush().await?;
        self.copy.finish().await
    }

    pub(super) async fn abort(self) -> Result<(), sqlx::Error> {
        self.copy.abort("the file cannot be read").await
    }

    async fn flush(&mut self) -> Result<(), sqlx::Error> {
        self.copy.send(self.buffer.as_slice()).await?;
        self.buffer.clear();
        Ok(())
    }
}

/// One line of COPY's text format.
fn encode(out: &mut Vec<u8>, row: &StagedRow) {
    let flag = |value: bool| if value { "t" } else { "f" };
    let numbers = [row.place.row.to_string(), row.place.line.to_string()];
    let price = row.price.map(|price| price.to_string());
    let stock = row.stock.map(|stock| stock.to_string());
    let created_at = row.created_at.map(time_text);
    let fields = [
        Some(numbers[0].as_str()),
        Some(numbers[1].as_str()),
        Some(flag(row.bad)),
        row.name.as_deref(),
        row.slug.as_deref(),
        Some(flag(row.slug_given)),
        row.description.as_deref(),
        price.as_deref(),
        row.category_slug.as_deref(),
        row.category_name.as_deref(),
        stock.as_deref(),
        row.status.map(ProductStatus::as_str),
        row.is_featured.map(flag),
        created_at.as_deref(),
    ];
    for (at, field) in fields.into_iter().enumerate() {
        if at > 0 {
            out.push(b'\t');
        }
        push_text(out, field);
    }
    out.push(b'\n');
}

fn push_text(out: &mut Vec<u8>, field: Option<&str>) {
    let Some(text) = field else { return out.extend_from_slice(b"\\N") };
    for byte in text.bytes() {
        match byte {
            b'\\' => out.extend_from_slice(b"\\\\"),
            b'\n' => out.extend_from_slice(b"\\n"),
            b'\r' => out.extend_from_slice(b"\\r"),
            b'\t' => out.extend_from_slice(b"\\t"),
            0 => {}
            plain => out.push(plain),
        }
    }
}

fn time_text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Micros, true)
}

/// Makes the categories that are not there; answers how many.
pub(super) async fn create_categories(connection: &mut PgConnection) -> Result<u64, sqlx::Error> {
    run(connection, queries::CREATE_CATEGORIES).await
}

/// Finds categories, with updates the products to change, and free slugs for the others.
pub(super) async fn resolve(connection: &mut PgConnection, update: bool) -> Result<(), sqlx::Error> {
    sqlx::query::<Postgres>(queries::MATCH).bind(update).persistent(false).execute(&mut *connection).await?;
    run(connection, queries::ANALYZE).await?;
    if run(connection, queries::SLUGS_TO_NUMBER).await? > 0 {
        run(connection, queries::NUMBER_SLUGS).await?;
    }
    Ok(())
}

/// Tells the planner what has been staged.
pub(super) async fn analyze(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    run(connection, queries::ANALYZE).await?;
    Ok(())
}

/// What is wrong: the number of problems, the number of rows that have one and were good by themselves, and the
/// first so many problems in order.
pub(super) async fn problems(
    connection: &mut PgConnection,
    limit: i64,
) -> Result<(i64, i64, Vec<FoundProblem>), sqlx::Error> {
    for find in queries::FIND_PROBLEMS {
        run(connection, find).await?;
    }
    let (count, rows) = sqlx::query_as::<Postgres, (i64, i64)>(queries::COUNT_PROBLEMS)
        .persistent(false)
        .fetch_one(&mut *connection)
        .await?;
    let first = sqlx::query_as::<Postgres, FoundProblem>(queries::PROBLEMS)
        .bind(limit)
        .persistent(false)
        .fetch_all(&mut *connection)
        .await?;
    Ok((count, rows, first))
}

/// Writes the products; new ones have `status` where the file says nothing, and `created_by`.
pub(super) async fn write(
    connection: &mut PgConnection,
    update: bool,
    status: ProductStatus,
    created_by: Option<Uuid>,
) -> Result<Written, sqlx::Error> {
    let (mut changed, mut matched) = (0, 0);
    if update {
        let count: i64 = sqlx::query_scalar::<Postgres, i64>(queries::MATCHED)
            .persistent(false)
            .fetch_one(&mut *connection)
            .await?;
        matched = u64::try_from(count).unwrap_or_default();
        run(connection, queries::STEP_ASIDE).await?;
        changed = run(connection, queries::UPDATE).await?;
    }
    let created = sqlx::query::<Postgres>(queries::INSERT)
        .bind(status)
        .bind(created_by)
        .persistent(false)
        .execute(&mut *connection)
        .await?
        .rows_affected();
    Ok(Written { created, changed, unchanged: matched.saturating_sub(changed) })
}

/// The first row whose product was deleted after it was found. To be asked after the writing: from then on no
/// product that was changed can be deleted before the import has ended.
pub(super) async fn first_lost(connection: &mut PgConnection) -> Result<Option<i64>, sqlx::Error> {
    sqlx::query_scalar::<Postgres, Option<i64>>(queries::FIRST_LOST)
        .persistent(false)
        .fetch_one(connection)
        .await
}

/// All products that are not in the trash as CSV, the header first: PostgreSQL sends a message for each line.
pub(super) async fn export(
    pool: &PgPool,
) -> Result<BoxStream<'static, Result<Bytes, sqlx::Error>>, sqlx::Error> {
    pool.copy_out_raw(queries::EXPORT).await
}

async fn run(connection: &mut PgConnection, sql: &'static str) -> Result<u64, sqlx::Error> {
    let done = sqlx::query::<Postgres>(sql).persistent(false).execute(connection).await?;
    Ok(done.rows_affected())
}
