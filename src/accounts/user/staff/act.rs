//! What is done to several users at once (SPEC A2): who may sign in, and who is mailed a link to choose a password.

use std::collections::BTreeSet;

use sqlx::PgConnection;
use uuid::Uuid;

use super::{NOBODY_LEFT, NOT_ONESELF, SUPERUSERS_ALONE, is_last_superuser};
use crate::accounts::audit as trail;
use crate::accounts::caller::Staff;
use crate::accounts::jobs::{self, Mail};
use crate::accounts::model::{Kind, UserId};
use crate::accounts::session::service as sessions;
use crate::accounts::user::admin::USERS;
use crate::accounts::user::store::admin::{self as rows, FormRow};
use crate::error::AppError;
use crate::listing::Acted;

/// So many refusals are told.
const TOLD: usize = 20;
const NOT_ACTIVE: &str = "Who is not active cannot sign in";

/// Does an action to users, within the caller's transaction and its entry of the audit trail.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission that the action needs; "Action not found".
pub async fn act(
    connection: &mut PgConnection,
    staff: &Staff,
    action: &str,
    _value: &str,
    ids: &[Uuid],
) -> Result<Acted, AppError> {
    trail::must_act(staff, &USERS, Kind::User, action)?;
    let mut acted = Acted::default();
    // In one order for everybody, so that no two wait for each other; superusers come before all others.
    is_last_superuser(connection, staff, Uuid::nil()).await?;
    for id in ids.iter().copied().collect::<BTreeSet<Uuid>>() {
        let Some(row) = rows::lock_form(connection, id).await? else {
            acted.problems.push("1 user is not there any more".to_owned());
            continue;
        };
        let refusal = match action {
            "invite" => invite(connection, &row).await?,
            _ => set_active(connection, staff, &row, action == "activate").await?,
        };
        match refusal {
            Some(words) => acted.problems.push(format!("{}: {words}", row.username)),
            None => acted.done += 1,
        }
    }
    acted.problems.truncate(TOLD);
    Ok(acted)
}

/// Mails a link to choose a password, as whoever forgot theirs gets it; or why not.
async fn invite(connection: &mut PgConnection, row: &FormRow) -> Result<Option<&'static str>, AppError> {
    if !row.is_active {
        return Ok(Some(NOT_ACTIVE));
    }
    jobs::enqueue(connection, Mail::Reset { email: row.email.clone() }).await?;
    Ok(None)
}

/// Lets a user sign in again, or no more; or why not.
async fn set_active(
    connection: &mut PgConnection,
    staff: &Staff,
    row: &FormRow,
    is_active: bool,
) -> Result<Option<&'static str>, AppError> {
    if row.is_active == is_active {
        return Ok(None);
    }
    if row.is_superuser && !staff.user().is_superuser() {
        return Ok(Some(SUPERUSERS_ALONE));
    }
    if !is_active && staff.user().id().0 == row.id {
        return Ok(Some(NOT_ONESELF));
    }
    if !is_active && is_last_superuser(connection, staff, row.id).await? {
        return Ok(Some(NOBODY_LEFT));
    }
    rows::set_active(connection, row.id, is_active).await?;
    if !is_active {
        sessions::end_all(connection, UserId(row.id)).await?;
    }
    Ok(None)
}
