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

/// Whose a part of a user was, as the index `audit_rows_owner` has it.
macro_rules! owned {
    ($start:literal) => {
        concat!($start, " coalesce(r.before ->> 'user_id', r.after ->> 'user_id') = any($1::uuid[]::text[])")
    };
}

/// Forgets people whose accounts are about to be deleted, in the same transaction. It costs what the trail holds about
/// them, however much they did themselves: names of actors are asked for by their ids, and an undo looks at owners when
/// what they made comes back.
///
/// # Errors
/// When the database does not answer.
pub async fn forget(connection: &mut PgConnection, people: &[Uuid]) -> Result<(), AppError> {
    if people.is_empty() {
        return Ok(());
    }
    // By a plan of its own: how many rows of the trail are about somebody is nothing that a general one could know.
    sqlx::query("set local plan_cache_mode = force_custom_plan").execute(&mut *connection).await?;
    forget_values(connection, people).await?;
    forget_names(connection, people).await
}

async fn forget_values(connection: &mut PgConnection, people: &[Uuid]) -> Result<(), AppError> {
    const VALUES: &str = concat!(
        "update audit_rows r
         set forgotten = array(select k from unnest($2::text[]) k where coalesce(r.after, r.before) ? k order by k),
             before = r.before - $2::text[], after = r.after - $2::text[]
         where r.table_name in ('users', 'profiles') and r.forgotten is null
           and r.row_id = any($1::uuid[] || array(select p.id from profiles p where p.user_id = any($1::uuid[]))
                              || array(",
        owned!("select r.row_id from audit_rows r where r.table_name = 'profiles' and"),
        "))"
    );
    // What went along with a product or a group would have nobody to come back to.
    const PARTS: &str = owned!(
        "update audit_rows r set forgotten = '{}'
         where r.table_name in ('user_groups', 'wishlist_items') and r.forgotten is null and"
    );
    sqlx::query(VALUES).bind(people.to_vec()).bind(personal()).execute(&mut *connection).await?;
    sqlx::query(PARTS).bind(people.to_vec()).execute(connection).await?;
    Ok(())
}

/// Forgets what they were called, and what forms about them held.
async fn forget_names(connection: &mut PgConnection, people: &[Uuid]) -> Result<(), AppError> {
    sqlx::query(
        "update audit_entries set thing_name = $2, sending = null, sent = null
         where thing_id = any($1::uuid[]) and kind = 'user'",
    )
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

/// How many users an undo of this entry leaves out, since their accounts are deleted.
///
/// # Errors
/// [`AppError::Conflict`] where nothing else stands in the entry.
pub(super) async fn left_out(database: impl PgExecutor<'_>, entry: EntryId) -> Result<u32, AppError> {
    let (users, is_all): (i64, bool) = sqlx::query_as(
        "select count(distinct row_id) filter (where table_name = 'users' and forgotten is not null),
                coalesce(bool_and(forgotten is not null), false)
         from audit_rows where entry_id = $1",
    )
    .bind(entry.0)
    .fetch_one(database)
    .await?;
    if is_all {
        return Err(AppError::Conflict(FORGOTTEN.to_owned()));
    }
    Ok(u32::try_from(users).unwrap_or(u32::MAX))
}
