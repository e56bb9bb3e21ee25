//! Taking an entry back, as an entry of its own: that one can be taken back again.

use sqlx::{FromRow, PgConnection};
use uuid::Uuid;

use super::forgetting::left_out;
use super::{Begun, EntryId, NewEntry, begin, finish};
use crate::error::{AppError, internal};

/// What takes back more rows may take its time.
const MANY_ROWS: i32 = 500;
/// A rule of the database stands against it.
const IN_THE_WAY: &str = "This cannot be undone any more: something made since stands in its way.";

/// A row that somebody changed since, or that would go along.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct UndoClash {
    /// Its table.
    pub table: String,
    /// Its id.
    pub row: Option<Uuid>,
    /// What it is called, or nothing.
    pub name: String,
    /// The columns that are different; none where the row itself is in the way.
    pub columns: Vec<String>,
}

/// What was taken back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Undone {
    /// The entry under which it was.
    pub entry: EntryId,
    /// How many users are left out of it, since their accounts are deleted.
    pub left_out: u32,
}

/// Takes back what stands in an entry, under a new one; all of it or, where somebody changed some of it since, nothing:
/// then the caller rolls the transaction back. Users whose accounts are deleted are left out.
///
/// # Errors
/// [`AppError::NotFound`] where there is no such entry, [`AppError::Conflict`] where it was taken back already, where
/// it was about deleted accounts alone, or where a rule of the database stands against it.
pub async fn undo(
    connection: &mut PgConnection,
    source: EntryId,
    actor: Uuid,
) -> Result<Result<Undone, Vec<UndoClash>>, AppError> {
    let found = sqlx::query!(
        "select kind, thing_id, thing_name, row_count, undone_by from audit_entries where id = $1 for update",
        source.0
    )
    .fetch_optional(&mut *connection)
    .await?
    .ok_or_else(|| AppError::NotFound("Activity".to_owned()))?;
    if found.undone_by.is_some() {
        return Err(AppError::Conflict("This was undone already".to_owned()));
    }
    if found.row_count > MANY_ROWS {
        sqlx::query("set local statement_timeout = 0").execute(&mut *connection).await?;
    }
    let left_out = left_out(&mut *connection, source).await?;
    let entry = NewEntry {
        actor: Some(actor),
        action: "undone",
        kind: &found.kind,
        thing: found.thing_id,
        thing_name: &found.thing_name,
        request: None,
        undoes: Some(source.0),
    };
    let Begun::New(entry) = begin(&mut *connection, &entry).await? else {
        return Err(internal(&"an undo has no request of its own"));
    };
    let clashes: Vec<UndoClash> = sqlx::query_as(
        r#"select table_name as "table", row_id as "row", name, coalesce(columns, '{}') as columns from audit_undo($1)"#,
    )
    .bind(source.0)
    .fetch_all(&mut *connection)
    .await
    .map_err(in_words)?;
    if !clashes.is_empty() {
        return Ok(Err(clashes));
    }
    let Some(entry) = finish(&mut *connection, entry).await? else {
        return Err(AppError::Conflict("There is nothing to undo".to_owned()));
    };
    toggle(connection, source, entry).await?;
    Ok(Ok(Undone { entry, left_out }))
}

/// What was taken back counts as undone, what that had taken back counts again, and so on down the line.
async fn toggle(connection: &mut PgConnection, source: EntryId, by: EntryId) -> Result<(), AppError> {
    sqlx::query!(
        "with recursive line (id, undoes, by, is_undone) as (
             select id, undoes, $2::uuid, true from audit_entries where id = $1
             union all
             select e.id, e.undoes, l.id, not l.is_undone from line l join audit_entries e on e.id = l.undoes
         )
         update audit_entries e set undone_by = case when l.is_undone then l.by end
         from line l where e.id = l.id",
        source.0,
        by.0
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query("select set_config('vitrine.undo', '', true), set_config('vitrine.stock_reason', '', true)")
        .execute(connection)
        .await?;
    Ok(())
}

fn in_words(error: sqlx::Error) -> AppError {
    let Some(refused) = error.as_database_error() else { return error.into() };
    if refused.constraint() == Some("products_stock_not_negative") {
        return AppError::Conflict("Insufficient stock".to_owned());
    }
    match refused.code().as_deref() {
        // Of rows that are unique, that others refer to, and of the rules of a table.
        Some("23505" | "23503" | "23001" | "23514") => AppError::Conflict(IN_THE_WAY.to_owned()),
        _ => error.into(),
    }
}
