//! The SQL of runs.

use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::service::NewRun;
use super::{MOST_PROBLEMS, Progress};
use crate::error::AppError;
use crate::infra::listing::{Asked, keep_ids};

/// What is to be done in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// The run.
    pub id: Uuid,
    /// Who asked for it.
    pub actor: Uuid,
    /// The kind of thing, as permissions name it.
    pub kind: String,
    /// The action's name.
    pub action: String,
    /// What else the action has to be told.
    pub value: String,
    /// The list whose things are all meant; `None` where they are written down already.
    pub query: Option<String>,
}

/// A run, locked until the transaction ends.
pub(in crate::admin::bulk) struct Locked {
    pub actor_id: Uuid,
    pub kind: String,
    pub action: String,
    pub word: String,
    pub entry_id: Option<Uuid>,
    pub place: Option<Uuid>,
    pub state: String,
}

/// What a part adds to its run.
pub(in crate::admin::bulk) struct Part {
    pub done: i32,
    pub failed: i32,
    pub problems: Vec<String>,
}

/// The run that a request began, and whose it is. Of two that come at once, the second waits here for the first.
pub(in crate::admin::bulk) async fn of_request(
    connection: &mut PgConnection,
    request: Uuid,
) -> Result<Option<(Uuid, Uuid)>, sqlx::Error> {
    sqlx::query("select pg_advisory_xact_lock(hashtext($1))")
        .bind(request.to_string())
        .execute(&mut *connection)
        .await?;
    let found = sqlx::query!("select id, actor_id from bulk_runs where request_id = $1", request)
        .fetch_optional(connection)
        .await?;
    Ok(found.map(|found| (found.id, found.actor_id)))
}

/// A new run with its things, where they are named.
pub(in crate::admin::bulk) async fn insert(
    connection: &mut PgConnection,
    actor: Uuid,
    new: &NewRun<'_>,
) -> Result<Uuid, sqlx::Error> {
    let run = sqlx::query_scalar!(
        "insert into bulk_runs (actor_id, kind, action, word, value, query, request_id)
         values ($1, $2, $3, $4, $5, $6, $7) returning id",
        actor,
        new.kind,
        new.action,
        new.word,
        new.value,
        new.query.unwrap_or_default(),
        new.request
    )
    .fetch_one(&mut *connection)
    .await?;
    if new.query.is_none() {
        sqlx::query!(
            "insert into bulk_items (run_id, thing_id) select $1::uuid, id from unnest($2::uuid[]) id on conflict do nothing",
            run,
            new.ids
        )
        .execute(&mut *connection)
        .await?;
        sqlx::query!(
            "update bulk_runs set total = (select count(*)::int from bulk_items where run_id = $1) where id = $1",
            run
        )
        .execute(connection)
        .await?;
    }
    Ok(run)
}

/// Whose run it is, and how far it is.
pub(in crate::admin::bulk) async fn progress(
    database: impl PgExecutor<'_>,
    run: Uuid,
) -> Result<Option<(Uuid, Progress)>, sqlx::Error> {
    let found = sqlx::query!(
        "select r.actor_id, r.kind, r.action, case when e.undone_by is null then r.entry_id end as entry_id,
                r.total, r.done, r.failed, r.state, r.message, r.problems
         from bulk_runs r left join audit_entries e on e.id = r.entry_id where r.id = $1",
        run
    )
    .fetch_optional(database)
    .await?;
    let number = |number: i32| u32::try_from(number).unwrap_or_default();
    Ok(found.map(|found| {
        let progress = Progress {
            state: found.state,
            action: found.action,
            kind: found.kind,
            total: found.total.map(number),
            done: number(found.done),
            failed: number(found.failed),
            message: found.message,
            problems: found.problems,
            entry: found.entry_id,
        };
        (found.actor_id, progress)
    }))
}

/// A run that is not over.
pub(in crate::admin::bulk) async fn find(
    database: impl PgExecutor<'_>,
    run: Uuid,
) -> Result<Option<Task>, sqlx::Error> {
    // Which things it is about is written down with its total.
    sqlx::query_as!(
        Task,
        r#"select id, actor_id as actor, kind, action, value,
                  case when total is null and action <> 'undo' then query end as query
           from bulk_runs where id = $1 and state in ('waiting', 'running')"#,
        run
    )
    .fetch_optional(database)
    .await
}

pub(in crate::admin::bulk) async fn lock(
    connection: &mut PgConnection,
    run: Uuid,
) -> Result<Option<Locked>, sqlx::Error> {
    sqlx::query_as!(
        Locked,
        "select actor_id, kind, action, word, entry_id, place, state from bulk_runs where id = $1 for update",
        run
    )
    .fetch_optional(connection)
    .await
}

/// Whether a run still writes under an entry. Who asks has the entry to itself from here on.
pub(in crate::admin::bulk) async fn is_being_done(
    connection: &mut PgConnection,
    entry: Uuid,
) -> Result<bool, sqlx::Error> {
    // By itself: the next statement sees what was committed while this one waited.
    sqlx::query!("select id from audit_entries where id = $1 for update", entry)
        .fetch_optional(&mut *connection)
        .await?;
    sqlx::query_scalar!(
        r#"select exists (select from bulk_runs where entry_id = $1 and state in ('waiting', 'running')) as "is!""#,
        entry
    )
    .fetch_one(connection)
    .await
}

/// Runs that have been at work without a word for an hour.
pub(in crate::admin::bulk) async fn silent(database: &sqlx::PgPool) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select id from bulk_runs where state = 'running' and updated_at < now() - interval '1 hour'"
    )
    .fetch_all(database)
    .await
}

/// What follows in this transaction may take longer than a request.
pub(in crate::admin::bulk) async fn take_time(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("set local statement_timeout = 0").execute(connection).await?;
    Ok(())
}

/// Writes down all things of a list.
pub(in crate::admin::bulk) async fn keep_items(
    connection: &mut PgConnection,
    run: Uuid,
    asked: &Asked<'_>,
) -> Result<(), AppError> {
    keep_ids(&mut *connection, asked, "bulk_items (run_id, thing_id)", run).await?;
    sqlx::query!(
        "update bulk_runs set total = (select count(*)::int from bulk_items where run_id = $1) where id = $1",
        run
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(in crate::admin::bulk) async fn start(
    connection: &mut PgConnection,
    run: Uuid,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update bulk_runs set state = 'running' where id = $1", run).execute(connection).await?;
    Ok(())
}

/// The next things, from after the last one that is done.
pub(in crate::admin::bulk) async fn next_items(
    connection: &mut PgConnection,
    run: Uuid,
    place: Option<Uuid>,
    size: usize,
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select thing_id from bulk_items where run_id = $1 and thing_id > coalesce($2, '00000000-0000-0000-0000-000000000000'::uuid) order by thing_id limit $3",
        run,
        place,
        i64::try_from(size).unwrap_or(i64::MAX)
    )
    .fetch_all(connection)
    .await
}

/// Writes down that a part is done.
pub(in crate::admin::bulk) async fn advance(
    connection: &mut PgConnection,
    run: Uuid,
    entry: Uuid,
    place: Uuid,
    part: &Part,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bulk_runs set entry_id = $2, place = $3, done = done + $4, failed = failed + $5,
                problems = (problems || $6::text[])[1:$7] where id = $1",
        run,
        entry,
        place,
        part.done,
        part.failed,
        &part.problems[..],
        i32::try_from(MOST_PROBLEMS).unwrap_or(i32::MAX)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Writes down which entry a run works under.
pub(in crate::admin::bulk) async fn begun(
    connection: &mut PgConnection,
    run: Uuid,
    entry: Uuid,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update bulk_runs set state = 'running', entry_id = $2 where id = $1", run, entry)
        .execute(connection)
        .await?;
    Ok(())
}

/// Writes down what came of a run that has no things of its own.
pub(in crate::admin::bulk) async fn count(
    connection: &mut PgConnection,
    run: Uuid,
    part: &Part,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bulk_runs set total = $2::int + $3::int, done = $2, failed = $3, problems = $4 where id = $1",
        run,
        part.done,
        part.failed,
        &part.problems[..]
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a run; with a message it failed. It leads to no entry then.
pub(in crate::admin::bulk) async fn end(
    connection: &mut PgConnection,
    run: Uuid,
    message: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bulk_runs set state = case when $2 = '' then 'done' else 'failed' end, message = $2, entry_id = null
         where id = $1",
        run,
        message
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(in crate::admin::bulk) async fn lead_to(
    connection: &mut PgConnection,
    run: Uuid,
    entry: Uuid,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update bulk_runs set entry_id = $2 where id = $1", run, entry).execute(connection).await?;
    Ok(())
}

/// Ends a run that took an entry back, but for what is left out of it.
pub(in crate::admin::bulk) async fn undone(
    connection: &mut PgConnection,
    run: Uuid,
    entry: Uuid,
    left_out: i32,
    problems: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update bulk_runs r set state = 'done', entry_id = e.id, done = e.row_count, failed = $3,
                total = e.row_count + $3, problems = $4
         from audit_entries e where r.id = $1 and e.id = $2",
        run,
        entry,
        left_out,
        problems
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes what nobody needs any more.
pub(in crate::admin::bulk) async fn sweep(database: &sqlx::PgPool) -> Result<u64, sqlx::Error> {
    let files = sqlx::query!("delete from import_uploads where created_at < now() - interval '1 day'")
        .execute(database)
        .await?;
    let items = sqlx::query!(
        "delete from bulk_items where run_id in (select id from bulk_runs where state in ('done', 'failed'))"
    )
    .execute(database)
    .await?;
    let runs = sqlx::query!(
        "delete from bulk_runs where updated_at < now() - interval '30 days' and state in ('done', 'failed')"
    )
    .execute(database)
    .await?;
    Ok(files.rows_affected() + items.rows_affected() + runs.rows_affected())
}
