//! The queue as staff see it (SPEC J1): which jobs there are, which failed, and another try. What a job carries is never
//! read here.

use chrono::{DateTime, Utc};
use sqlx::{FromRow, PgExecutor};

use crate::error::AppError;
use crate::infra::listing::{ColumnSql, FilterSql, SortSql, Source};

/// Where the list of jobs comes from.
pub static SOURCE: Source = Source {
    table: "graphile_worker.jobs",
    from: "graphile_worker.jobs j",
    id: "j.id",
    id_type: "bigint",
    name: "j.task_identifier || ' ' || j.id",
    live: "true",
    trash: None,
    search: None,
    joins: "",
    columns: &[
        ColumnSql {
            name: "id",
            cell: "j.id::text",
            base: None,
            sort: Some(SortSql { by: "j.id", cast: "bigint" }),
        },
        ColumnSql::cell("task", "j.task_identifier"),
        ColumnSql::cell(
            "state",
            "case when j.locked_at is not null then 'running' when j.attempts >= j.max_attempts then 'failed' \
             else 'waiting' end",
        ),
        ColumnSql::cell("attempts", "j.attempts::text"),
        ColumnSql::cell("max_attempts", "j.max_attempts::text"),
        ColumnSql::cell(
            "created_at",
            "to_char(j.created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
        ),
        ColumnSql::cell("run_at", "to_char(j.run_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')"),
        ColumnSql::cell("last_error", "j.last_error"),
    ],
    filters: &[FilterSql::Fixed {
        name: "state",
        values: &[
            ("waiting", "j.locked_at is null and j.attempts < j.max_attempts"),
            ("running", "j.locked_at is not null"),
            ("failed", "j.locked_at is null and j.attempts >= j.max_attempts"),
        ],
    }],
};

/// A job that waits, is being done, or failed.
#[derive(Clone, Debug, FromRow)]
pub struct JobRow {
    /// Its number.
    pub id: i64,
    /// Its name in the queue.
    pub task: String,
    /// `waiting`, `running` or `failed`.
    pub state: String,
    /// How often it was tried.
    pub attempts: i16,
    /// How often it is tried at most.
    pub max_attempts: i16,
    /// When it was put there.
    pub created_at: DateTime<Utc>,
    /// When it is tried next.
    pub run_at: DateTime<Utc>,
    /// Why it failed the last time.
    pub last_error: Option<String>,
}

/// What a [`JobRow`] reads.
macro_rules! jobs {
    ($rest:literal) => {
        concat!(
            "select id, task_identifier as task, attempts, max_attempts, created_at, run_at, last_error,
                    case when locked_at is not null then 'running' when attempts >= max_attempts then 'failed'
                         else 'waiting' end as state
             from graphile_worker.jobs ",
            $rest
        )
    };
}

/// One job.
///
/// # Errors
/// When the database does not answer.
pub async fn job(database: impl PgExecutor<'_>, id: i64) -> Result<Option<JobRow>, AppError> {
    const ONE: &str = jobs!("where id = $1");
    Ok(sqlx::query_as(ONE).bind(id).fetch_optional(database).await?)
}

/// The jobs that were tried as often as they may be, newest first, and how many there are.
///
/// # Errors
/// When the database does not answer.
pub async fn failed(
    database: impl PgExecutor<'_> + Copy,
    limit: i64,
) -> Result<(Vec<JobRow>, i64), AppError> {
    const FAILED: &str =
        jobs!("where attempts >= max_attempts and locked_at is null order by id desc limit $1");
    let jobs: Vec<JobRow> = sqlx::query_as(FAILED).bind(limit).fetch_all(database).await?;
    let count = sqlx::query_scalar(
        "select count(*) from graphile_worker.jobs where attempts >= max_attempts and locked_at is null",
    );
    Ok((jobs, count.fetch_one(database).await?))
}

/// Lets a job be tried again at once, as often as a new one.
///
/// # Errors
/// [`AppError::Conflict`] where it is gone or being done.
pub async fn retry(database: impl PgExecutor<'_>, id: i64) -> Result<(), AppError> {
    let again = sqlx::query(
        "select id from graphile_worker.reschedule_jobs(array[$1]::bigint[], run_at => now(), attempts => 0)",
    )
    .bind(id)
    .fetch_optional(database)
    .await?;
    match again {
        Some(_) => Ok(()),
        None => Err(AppError::Conflict("This job is done already, or is being done".to_owned())),
    }
}
