//! Runs: begun by whoever asks for them, taken to their end by the worker, part by part.
//!
//! Each part is one transaction, which also writes down how far the run is: whatever happens between two parts, each
//! thing is done once.

use futures::future::BoxFuture;
use sqlx::PgConnection;
use uuid::Uuid;

use super::jobs::Run;
pub use super::store::Task;
use super::{AT_ONCE, MOST_PROBLEMS, Progress, store};
use crate::accounts::caller::Staff;
use crate::accounts::model::{Action, Kind, Permission};
use crate::accounts::user::staff as users;
use crate::admin::entry::staff::may_undo;
use crate::error::AppError;
use crate::infra::audit::{self, Begun, EntryId, NewEntry, UndoClash};
use crate::infra::listing::Asked;
use crate::infra::{Backend, queue};
use crate::listing::Acted;

/// The action of a run that takes an entry back; its value is the entry's id.
pub const UNDO: &str = "undo";
/// So many things in the way of an undo are named.
const NAMED: usize = 3;

/// A run to be begun.
#[derive(Clone, Copy, Debug)]
pub struct NewRun<'a> {
    /// The kind of thing, as permissions name it.
    pub kind: &'a str,
    /// The action's name: `publish`.
    pub action: &'a str,
    /// What the audit trail says of it: `published`.
    pub word: &'a str,
    /// What else the action has to be told.
    pub value: &'a str,
    /// The things; none where the query says which.
    pub ids: &'a [Uuid],
    /// The list whose things are all meant, as the query part of its address; `None` where the things are named.
    pub query: Option<&'a str>,
    /// What the request is known by: sent again, it begins nothing new.
    pub request: Option<Uuid>,
}

/// Begins a run; the worker goes on with it. The caller has asked for the permission.
///
/// # Errors
/// [`AppError::Forbidden`] where the request is another's.
pub async fn begin(backend: &Backend, staff: &Staff, new: &NewRun<'_>) -> Result<Uuid, AppError> {
    let actor = staff.user().id().0;
    let mut transaction = backend.pool.begin().await?;
    if let Some(request) = new.request
        && let Some((run, whose)) = store::of_request(&mut transaction, request).await?
    {
        return if whose == actor { Ok(run) } else { Err(AppError::Forbidden) };
    }
    let run = store::insert(&mut transaction, actor, new).await?;
    queue::enqueue(&mut transaction, &Run { run }, None).await?;
    transaction.commit().await?;
    Ok(run)
}

/// How far a run is: one's own, or anybody's for those who may see jobs.
///
/// # Errors
/// "Run not found".
pub async fn progress(backend: &Backend, staff: &Staff, run: Uuid) -> Result<Progress, AppError> {
    let sees_all = staff.user().may(Permission::new(Action::View, Kind::Job));
    let found = store::progress(&backend.readers, run).await?;
    let (whose, mut progress) = found.ok_or_else(not_found)?;
    if whose != staff.user().id().0 && !sees_all {
        return Err(not_found());
    }
    if progress.message.is_empty() {
        progress.message = words(&progress);
    }
    // Nothing is offered that would be refused.
    progress.entry = progress.entry.filter(|_| may_undo(staff, &progress.kind));
    Ok(progress)
}

/// What is to be done in a run that is not over; `None` where it is. Whoever does it looks at [`Task::action`]:
/// [`UNDO`] goes to [`undo`]; where [`Task::query`] says which things are meant, [`snapshot`] writes them down first;
/// then [`step`] is called as long as there is more to do.
///
/// # Errors
/// When the database does not answer.
pub async fn find(backend: &Backend, run: Uuid) -> Result<Option<Task>, AppError> {
    Ok(store::find(&backend.pool, run).await?)
}

/// Writes down which things a run is about: all of a list at this moment. Does nothing where that is done already.
///
/// # Errors
/// When the database does not answer.
pub async fn snapshot(backend: &Backend, run: Uuid, asked: &Asked<'_>) -> Result<(), AppError> {
    let mut transaction = backend.pool.begin().await?;
    store::take_time(&mut transaction).await?;
    let Some(locked) = store::lock(&mut transaction, run).await? else { return Ok(()) };
    if locked.state == "waiting" {
        store::keep_items(&mut transaction, run, asked).await?;
        store::start(&mut transaction, run).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Does the next part of a run; whether there is more to do. `act` gets the action's name and the things, and works in
/// the part's transaction, under the run's entry of the audit trail.
///
/// # Errors
/// What `act` answers; the part is then as if it had not begun.
pub async fn step(
    backend: &Backend,
    run: Uuid,
    act: impl for<'c> Fn(&'c mut PgConnection, String, Vec<Uuid>) -> BoxFuture<'c, Result<Acted, AppError>>,
) -> Result<bool, AppError> {
    let mut transaction = backend.pool.begin().await?;
    let Some(locked) = store::lock(&mut transaction, run).await? else { return Ok(false) };
    if locked.state == "done" || locked.state == "failed" {
        return Ok(false);
    }
    if locked.state == "waiting" {
        store::start(&mut transaction, run).await?;
    }
    let ids = store::next_items(&mut transaction, run, locked.place, AT_ONCE).await?;
    let Some(&place) = ids.last() else {
        finish(&mut transaction, run, locked.entry_id, "").await?;
        transaction.commit().await?;
        return Ok(false);
    };
    let entry = entry_of(&mut transaction, &locked).await?;
    let count = ids.len();
    let acted = act(&mut transaction, locked.action.clone(), ids).await?;
    audit::pause(&mut transaction).await?;
    store::advance(&mut transaction, run, entry.0, place, &part(&acted, count)).await?;
    transaction.commit().await?;
    backend.cache.clear();
    Ok(true)
}

/// For work that is no action on things, in a transaction of the caller: locks the run, and begins its entry of the
/// audit trail or goes on with it. `None` where the run is over.
///
/// # Errors
/// When the database does not answer.
pub async fn enter(connection: &mut PgConnection, run: Uuid) -> Result<Option<EntryId>, AppError> {
    let Some(locked) = store::lock(&mut *connection, run).await? else { return Ok(None) };
    if locked.state == "done" || locked.state == "failed" {
        return Ok(None);
    }
    store::take_time(&mut *connection).await?;
    let entry = entry_of(&mut *connection, &locked).await?;
    store::begun(connection, run, entry.0).await?;
    Ok(Some(entry))
}

/// Ends what [`enter`] began, and the run with it.
///
/// # Errors
/// When the database does not answer.
pub async fn leave(
    connection: &mut PgConnection,
    run: Uuid,
    entry: EntryId,
    acted: &Acted,
    failed: u32,
) -> Result<(), AppError> {
    let total = acted.done.saturating_add(failed);
    let part = part(acted, usize::try_from(total).unwrap_or(usize::MAX));
    store::count(&mut *connection, run, &part).await?;
    finish(connection, run, Some(entry.0), "").await
}

/// Ends a run that cannot go on; what it did stays, and can be taken back.
///
/// # Errors
/// When the database does not answer.
pub async fn fail(backend: &Backend, run: Uuid, message: &str) -> Result<(), AppError> {
    let mut transaction = backend.pool.begin().await?;
    let Some(locked) = store::lock(&mut transaction, run).await? else { return Ok(()) };
    if locked.state != "done" && locked.state != "failed" {
        finish(&mut transaction, run, locked.entry_id, message).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// Does a run that takes an entry back: all of it, but for users whose accounts are deleted, or nothing.
///
/// # Errors
/// Why it cannot be taken back.
pub async fn undo(backend: &Backend, task: &Task) -> Result<(), AppError> {
    let source = task.value.parse().map(EntryId).map_err(|_| AppError::NotFound("Activity".to_owned()))?;
    let mut transaction = backend.pool.begin().await?;
    let Some(locked) = store::lock(&mut transaction, task.id).await? else { return Ok(()) };
    if locked.state == "done" || locked.state == "failed" {
        return Ok(());
    }
    store::take_time(&mut transaction).await?;
    refuse_unfinished(&mut transaction, source).await?;
    match audit::undo(&mut transaction, source, task.actor).await? {
        Ok(undone) => {
            if task.kind == Kind::User.as_str() {
                users::refuse_nobody_left(&mut transaction).await?;
            }
            let problems = left_out_words(undone.left_out);
            let failed = i32::try_from(undone.left_out).unwrap_or(i32::MAX);
            store::undone(&mut transaction, task.id, undone.entry.0, failed, &problems).await?;
            transaction.commit().await?;
            backend.cache.clear();
            Ok(())
        }
        // The transaction is rolled back.
        Err(clashes) => Err(AppError::Conflict(clash_words(&clashes, |_, column| column.replace('_', " ")))),
    }
}

/// Refuses to take back what a run still writes.
///
/// # Errors
/// [`AppError::Conflict`] that says so.
pub async fn refuse_unfinished(connection: &mut PgConnection, entry: EntryId) -> Result<(), AppError> {
    if store::is_being_done(connection, entry.0).await? {
        return Err(AppError::Conflict(
            "This is still being done. It can be undone as soon as it is finished.".to_owned(),
        ));
    }
    Ok(())
}

/// What stands in the way of an undo, in words; `label` knows the columns of a table.
#[must_use]
pub fn clash_words(clashes: &[UndoClash], label: impl Fn(&str, &str) -> String) -> String {
    let named: Vec<String> = clashes
        .iter()
        .take(NAMED)
        .map(|clash| {
            let name = if clash.name.is_empty() { clash.table.replace('_', " ") } else { clash.name.clone() };
            let columns: Vec<String> =
                clash.columns.iter().map(|column| label(&clash.table, column)).collect();
            if columns.is_empty() { name } else { format!("{name} ({})", columns.join(", ")) }
        })
        .collect();
    let more = match clashes.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    format!("Changed since by somebody: {}{more}. Undo the later change first.", named.join(", "))
}

/// What an undo says of so many users that it left out.
#[must_use]
pub fn left_out_words(users: u32) -> Vec<String> {
    match users {
        0 => Vec::new(),
        1 => vec!["1 user is not there any more: the account was deleted".to_owned()],
        many => vec![format!("{} users are not there any more: their accounts were deleted", grouped(many))],
    }
}

/// Ends the runs of which nothing has been heard for an hour: their job is gone. Deletes what nobody needs any more:
/// files that were not imported within a day, which things a run was about once it is over; of a month ago the runs,
/// and what forms held that were sent. Answers how many rows went.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(backend: &Backend) -> Result<u64, AppError> {
    for run in store::silent(&backend.pool).await? {
        fail(backend, run, "This stopped before its end. What was done so far can be undone.").await?;
    }
    Ok(store::sweep(&backend.pool).await? + audit::sweep_sendings(&backend.pool).await?)
}

/// The run's entry: begun with its first part.
async fn entry_of(connection: &mut PgConnection, locked: &store::Locked) -> Result<EntryId, AppError> {
    if let Some(entry) = locked.entry_id {
        audit::resume(connection, EntryId(entry)).await?;
        return Ok(EntryId(entry));
    }
    let new = NewEntry {
        actor: Some(locked.actor_id),
        action: if locked.word.is_empty() { &locked.action } else { &locked.word },
        kind: &locked.kind,
        thing: None,
        thing_name: "",
        request: None,
        undoes: None,
    };
    match audit::begin(connection, &new).await? {
        Begun::New(entry) | Begun::Done(entry, _) => Ok(entry),
    }
}

/// Ends a run with its entry, which goes where nothing is different: a run must not lead there then.
async fn finish(
    connection: &mut PgConnection,
    run: Uuid,
    entry: Option<Uuid>,
    message: &str,
) -> Result<(), AppError> {
    store::end(connection, run, message).await?;
    if let Some(entry) = entry
        && let Some(entry) = audit::finish(connection, EntryId(entry)).await?
    {
        store::lead_to(connection, run, entry.0).await?;
    }
    Ok(())
}

/// What a part adds to its run.
fn part(acted: &Acted, size: usize) -> store::Part {
    let done = i32::try_from(acted.done).unwrap_or(i32::MAX);
    let failed = i32::try_from(size).unwrap_or(i32::MAX).saturating_sub(done).max(0);
    store::Part { done, failed, problems: acted.problems.iter().take(MOST_PROBLEMS).cloned().collect() }
}

fn not_found() -> AppError {
    AppError::NotFound("Run".to_owned())
}

fn words(progress: &Progress) -> String {
    match (progress.state.as_str(), progress.total) {
        ("waiting", _) => "Waiting for the worker".to_owned(),
        ("running", Some(total)) => {
            format!("Working: {} of {}", grouped(progress.done + progress.failed), grouped(total))
        }
        ("done", _) if progress.failed > 0 => {
            format!("Done: {}, and {} could not be", grouped(progress.done), grouped(progress.failed))
        }
        ("done", _) => format!("Done: {}", grouped(progress.done)),
        _ => "Working".to_owned(),
    }
}

/// `12,000`.
fn grouped(number: u32) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + 3);
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

#[cfg(test)]
mod tests;
