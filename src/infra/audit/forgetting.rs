//! Forgetting people: when an account is deleted, the trail keeps what was done, to what and when, and of the person
//! nothing. What was kept of other things can still be taken back, without the person.

use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use super::EntryId;
use crate::error::AppError;

/// What somebody is called whose account is deleted.
const NOBODY: &str = "deleted user";
/// The columns of users and profiles that say who somebody is.
const PERSONAL: [&str; 9] =
    ["email", "username", "first_name", "last_name", "bio", "avatar", "phone", "address", "birth_date"];
/// The undo of a user's making can be taken back so long; afterwards the user is forgotten.
const KEPT_DAYS: i32 = 30;
/// What is in the way of an undo.
const FORGOTTEN: &str =
    "This cannot be undone any more: the account was deleted, and what it held is not kept.";

/// Whose a row was, as the index `audit_rows_owner` has it.
macro_rules! owned {
    ($start:literal) => {
        concat!(
            $start,
            " coalesce(r.before ->> 'user_id', r.before ->> 'created_by',
                       r.after ->> 'user_id', r.after ->> 'created_by') is not null
              and coalesce(r.before ->> 'user_id', r.before ->> 'created_by',
                           r.after ->> 'user_id', r.after ->> 'created_by') = any($1::uuid[]::text[])"
        )
    };
}

/// Forgets people whose accounts are about to be deleted, in the same transaction.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(connection: &mut PgConnection, people: &[Uuid]) -> Result<(), AppError> {
    if people.is_empty() {
        return Ok(());
    }
    // By a plan of its own: how many rows somebody has left in the trail is nothing that a general one could know.
    sqlx::query("set local plan_cache_mode = force_custom_plan").execute(&mut *connection).await?;
    forget_values(connection, people).await?;
    forget_names(connection, people).await
}

async fn forget_values(connection: &mut PgConnection, people: &[Uuid]) -> Result<(), AppError> {
    const VALUES: &str = concat!(
        "update audit_rows r
         set forgotten = array(select k from unnest($2::text[]) k where coalesce(r.after, r.before) ? k order by k),
             before = r.before - $2::text[], after = r.after - $2::text[]
         where r.table_name in ('users', 'profiles') and coalesce(r.after, r.before) ?| $2::text[]
           and r.row_id = any($1::uuid[] || array(select p.id from profiles p where p.user_id = any($1::uuid[]))
                              || array(",
        owned!("select r.row_id from audit_rows r where r.table_name = 'profiles' and"),
        "))"
    );
    // Reviews and products stay when their owner goes, and come back without.
    const OWNERS: &str = owned!(
        "update audit_rows r
         set before = case when r.before ->> o.name = any($1::uuid[]::text[])
                           then r.before || jsonb_build_object(o.name, null) else r.before end,
             after = case when r.after ->> o.name = any($1::uuid[]::text[])
                          then r.after || jsonb_build_object(o.name, null) else r.after end
         from (values ('reviews', 'user_id'), ('products', 'created_by')) o (tab, name)
         where r.table_name = o.tab and"
    );
    // What went along with a product or a group would have nobody to come back to.
    const LINKS: &str = owned!(
        "delete from audit_rows r using audit_entries e
         where e.id = r.entry_id and e.kind <> 'user' and r.table_name in ('wishlist_items', 'user_groups') and"
    );
    sqlx::query(VALUES).bind(people.to_vec()).bind(personal()).execute(&mut *connection).await?;
    sqlx::query(OWNERS).bind(people.to_vec()).execute(&mut *connection).await?;
    sqlx::query(LINKS).bind(people.to_vec()).execute(connection).await?;
    Ok(())
}

async fn forget_names(connection: &mut PgConnection, people: &[Uuid]) -> Result<(), AppError> {
    sqlx::query(
        "update audit_entries set thing_name = $2, sending = null, sent = null
         where thing_id = any($1::uuid[]) and kind = 'user'",
    )
    .bind(people.to_vec())
    .bind(NOBODY)
    .execute(&mut *connection)
    .await?;
    sqlx::query("update audit_entries set actor_name = $2 where actor_id = any($1::uuid[])")
        .bind(people.to_vec())
        .bind(NOBODY)
        .execute(connection)
        .await?;
    Ok(())
}

/// People of whom the trail knows something though they are not there any more, and have not been for a month: their
/// making was taken back, and nobody wanted them again.
///
/// # Errors
/// When the database does not answer.
pub async fn long_gone(database: impl PgExecutor<'_>) -> Result<Vec<Uuid>, AppError> {
    let gone = sqlx::query_scalar(
        "select r.row_id from audit_rows r join audit_entries e on e.id = r.entry_id
         where r.table_name = 'users' and r.forgotten is null
           and not exists (select from users u where u.id = r.row_id)
         group by r.row_id
         having max(e.created_at) < now() - $1::int * interval '1 day'
            and bool_or(coalesce(r.after, r.before) ?| $2::text[])",
    )
    .bind(KEPT_DAYS)
    .bind(personal())
    .fetch_all(database)
    .await?;
    Ok(gone)
}

fn personal() -> Vec<String> {
    PERSONAL.iter().map(|&name| name.to_owned()).collect()
}

/// Refuses to take back what would need values that are forgotten.
///
/// # Errors
/// [`AppError::Conflict`] that says so.
pub(super) async fn refuse_forgotten(database: impl PgExecutor<'_>, entry: EntryId) -> Result<(), AppError> {
    let is_forgotten: bool = sqlx::query_scalar(
        "select exists (select from audit_rows where entry_id = $1 and forgotten is not null)",
    )
    .bind(entry.0)
    .fetch_one(database)
    .await?;
    if is_forgotten { Err(AppError::Conflict(FORGOTTEN.to_owned())) } else { Ok(()) }
}
