//! What a form held when it was sent: whoever sends it again with other values, because the answer was lost or from the
//! page before, changes what the first sending left.

use std::collections::BTreeMap;

use sqlx::types::Json;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::{EntryId, one_at_a_time};
use crate::error::AppError;

/// The last time that a drawing of a form was sent and changed something.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LastSending {
    /// The entry of what it changed.
    pub entry: EntryId,
    /// The thing that it changed or made.
    pub thing: Option<Uuid>,
    /// What the fields held.
    pub values: BTreeMap<String, String>,
    /// The address that this drawing gave the thing last, also one that was made since the field was left empty.
    pub slug: Option<String>,
}

/// The last sending of a drawing of this kind of thing's form; what was taken back counts as never sent. Of two that
/// come at once, the second waits here for the first.
///
/// # Errors
/// [`AppError::Forbidden`] where somebody else sent it.
pub async fn last_sending(
    connection: &mut PgConnection,
    (sending, kind): (Uuid, &str),
    actor: Uuid,
) -> Result<Option<LastSending>, AppError> {
    one_at_a_time(connection, sending).await?;
    let last = sqlx::query!(
        r#"select e.id, e.actor_id, e.thing_id, coalesce(e.sent, '{}') as "sent!: Json<BTreeMap<String, String>>",
                  (select r.after ->> 'slug' from audit_entries s join audit_rows r on r.entry_id = s.id
                   where s.sending = $1 and s.undone_by is null and r.row_id = e.thing_id and r.after ? 'slug'
                   order by r.n desc limit 1) as "slug?"
           from audit_entries e where e.sending = $1 and e.kind = $2 and e.undone_by is null
           order by e.id desc limit 1"#,
        sending,
        kind
    )
    .fetch_optional(connection)
    .await?;
    match last {
        Some(last) if last.actor_id != Some(actor) => Err(AppError::Forbidden),
        Some(last) => Ok(Some(LastSending {
            entry: EntryId(last.id),
            thing: last.thing_id,
            values: last.sent.0,
            slug: last.slug,
        })),
        None => Ok(None),
    }
}

/// Notes under an entry what was sent.
///
/// # Errors
/// When the database does not answer.
pub async fn note_sending(
    connection: &mut PgConnection,
    entry: EntryId,
    sending: Uuid,
    values: &BTreeMap<String, String>,
) -> Result<(), AppError> {
    sqlx::query!(
        "update audit_entries set sending = $2, sent = $3 where id = $1",
        entry.0,
        sending,
        Json(values) as _
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Forgets what was sent more than 30 days ago; answers how much that was.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep_sendings(pool: &PgPool) -> Result<u64, AppError> {
    let forgotten = sqlx::query!(
        "update audit_entries set sending = null, sent = null
         where sending is not null and created_at < now() - interval '30 days'"
    )
    .execute(pool)
    .await?;
    Ok(forgotten.rows_affected())
}
