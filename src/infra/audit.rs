//! The audit trail (SPEC D10, A7): who did what to which thing, with every row before and after, so that it can be
//! taken back.
//!
//! An entry is begun in the transaction of the change; from there on PostgreSQL's triggers write each row that changes
//! under it. It is finished before the commit. Work in several transactions is one entry too: [`pause`] at the end of
//! each, [`resume`] at the beginning of the next, [`finish`] at the very end.

mod forgetting;
mod history;
mod sending;
#[cfg(test)]
mod tests;
mod undo;

use serde::{Deserialize, Serialize};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

pub use self::forgetting::{forget, long_gone};
pub use self::history::{ChangeRow, EntryRow, changes, entry, history, recent};
pub use self::sending::{LastSending, last_sending, note_sending, sweep_sendings};
pub use self::undo::{UndoClash, Undone, undo};
use crate::error::AppError;

/// What an entry says before anything is changed.
#[derive(Clone, Copy, Debug)]
pub struct NewEntry<'a> {
    /// The user who does it; `None` for the operator.
    pub actor: Option<Uuid>,
    /// What is done, in a word: `changed`.
    pub action: &'a str,
    /// To what kind of thing, as permissions name it.
    pub kind: &'a str,
    /// To which thing; `None` for several.
    pub thing: Option<Uuid>,
    /// What the thing is called.
    pub thing_name: &'a str,
    /// What the request is known by: sent again, it is not done again.
    pub request: Option<Uuid>,
    /// The entry that this one takes back.
    pub undoes: Option<Uuid>,
}

/// An entry's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct EntryId(pub Uuid);

/// Whether there is anything to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Begun {
    /// What the transaction changes from here on stands in this entry.
    New(EntryId),
    /// The same request was done already, to this thing.
    Done(EntryId, Option<Uuid>),
}

/// What is asked of an entry before it is taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The entry.
    pub id: EntryId,
    /// What was done.
    pub action: String,
    /// To what kind of thing.
    pub kind: String,
    /// How many rows it changed.
    pub row_count: i32,
    /// Whether it made things: they go again.
    pub adds: bool,
    /// Whether it deleted things: they come back.
    pub removes: bool,
    /// The entry that took it back.
    pub undone_by: Option<Uuid>,
}

/// The tables whose rows are things of their own; the rows of the others are parts of these.
const THINGS: [&str; 5] = ["products", "categories", "reviews", "users", "groups"];

/// Begins an entry, or finds what the same request did before.
///
/// # Errors
/// [`AppError::Forbidden`] where the request is another's.
pub async fn begin(connection: &mut PgConnection, entry: &NewEntry<'_>) -> Result<Begun, AppError> {
    if let Some(request) = entry.request
        && let Some(done) = done_before(connection, request, entry.actor).await?
    {
        return Ok(done);
    }
    let id = sqlx::query_scalar!(
        r#"select audit_begin($1, $2, $3, $4, $5, $6, $7) as "id!""#,
        entry.actor,
        entry.action,
        entry.kind,
        entry.thing,
        entry.thing_name,
        entry.request,
        entry.undoes
    )
    .fetch_one(connection)
    .await?;
    Ok(Begun::New(EntryId(id)))
}

/// What the request did before.
async fn done_before(
    connection: &mut PgConnection,
    request: Uuid,
    actor: Option<Uuid>,
) -> Result<Option<Begun>, AppError> {
    one_at_a_time(connection, request).await?;
    let done =
        sqlx::query!("select id, actor_id, thing_id from audit_entries where request_id = $1", request)
            .fetch_optional(connection)
            .await?;
    match done {
        Some(done) if done.actor_id != actor => Err(AppError::Forbidden),
        Some(done) => Ok(Some(Begun::Done(EntryId(done.id), done.thing_id))),
        None => Ok(None),
    }
}

/// Of two transactions that name the same request, the second waits here for the first.
async fn one_at_a_time(connection: &mut PgConnection, request: Uuid) -> Result<(), AppError> {
    sqlx::query("select pg_advisory_xact_lock(hashtext($1))")
        .bind(request.to_string())
        .execute(connection)
        .await?;
    Ok(())
}

/// Goes on with an entry in another transaction.
///
/// # Errors
/// [`AppError::NotFound`] where there is no such entry.
pub async fn resume(connection: &mut PgConnection, entry: EntryId) -> Result<(), AppError> {
    sqlx::query(
        "select set_config('vitrine.audit_entry', id::text, true),
                set_config('vitrine.actor', coalesce(actor_id::text, ''), true)
         from (select id, actor_id from audit_entries where id = $1 for update) entry",
    )
    .bind(entry.0)
    .fetch_optional(connection)
    .await?
    .map(|_| ())
    .ok_or_else(|| AppError::NotFound("Activity".to_owned()))
}

/// Ends the part of an entry that this transaction wrote; the entry goes on.
///
/// # Errors
/// When the database does not answer.
pub async fn pause(connection: &mut PgConnection) -> Result<(), AppError> {
    sqlx::query("select set_config('vitrine.audit_entry', '', true)").execute(connection).await?;
    Ok(())
}

/// Ends an entry. `None` where nothing is different: the entry is gone then.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(connection: &mut PgConnection, entry: EntryId) -> Result<Option<EntryId>, AppError> {
    let rows =
        sqlx::query_scalar!(r#"select audit_finish($1) as "rows!""#, entry.0).fetch_one(connection).await?;
    Ok((rows > 0).then_some(entry))
}

/// Names the thing of an entry that was begun before the thing was there.
///
/// # Errors
/// When the database does not answer.
pub async fn name_thing(
    connection: &mut PgConnection,
    entry: EntryId,
    thing: Uuid,
    name: &str,
) -> Result<(), AppError> {
    sqlx::query!(
        "update audit_entries set thing_id = $2, thing_name = $3 where id = $1",
        entry.0,
        thing,
        name
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What is asked of an entry before it is taken back.
///
/// # Errors
/// When the database does not answer.
pub async fn source(database: impl PgExecutor<'_>, entry: EntryId) -> Result<Option<Source>, AppError> {
    let things: Vec<String> = THINGS.iter().map(|&name| name.to_owned()).collect();
    let found = sqlx::query!(
        r#"select action, kind, row_count, undone_by,
                  exists (select from audit_rows r where r.entry_id = e.id and r.table_name = any($2)
                          and r.before is null) as "adds!",
                  exists (select from audit_rows r where r.entry_id = e.id and r.table_name = any($2)
                          and r.after is null) as "removes!"
           from audit_entries e where id = $1"#,
        entry.0,
        &things[..]
    )
    .fetch_optional(database)
    .await?;
    Ok(found.map(|found| Source {
        id: entry,
        action: found.action,
        kind: found.kind,
        row_count: found.row_count,
        adds: found.adds,
        removes: found.removes,
        undone_by: found.undone_by,
    }))
}
