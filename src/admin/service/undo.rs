//! Taking back what somebody did (SPEC A7): at once, or by the worker where it is much.

use uuid::Uuid;

use super::kind_of;
use crate::accounts::caller::Staff;
use crate::accounts::model::{Action, Kind, Permission};
use crate::accounts::user::staff as users;
use crate::admin::ActDone;
use crate::admin::bulk::service::{self as bulk, NewRun, UNDO};
use crate::admin::entry::staff::label_of;
use crate::catalog::product::staff::images;
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::audit::{self, EntryId, Source};
use crate::listing::Acted;

/// What changed more rows is taken back by the worker.
const MANY_ROWS: i32 = 500;

/// Takes an entry back, under an entry of its own. Users whose accounts are deleted are left out, and that is said.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to change the kind, to delete what the entry made, or to add what it
/// deleted; users and groups are taken back by superusers alone; "Activity not found"; what was changed since; what was
/// taken back already; what is still being done; what was about deleted accounts alone, or pictures that are gone.
pub async fn undo(backend: &Backend, staff: &Staff, entry: Uuid) -> Result<ActDone, AppError> {
    let source = audit::source(&backend.pool, EntryId(entry)).await?;
    let source = source.ok_or_else(|| AppError::NotFound("Activity".to_owned()))?;
    must_undo(staff, &source)?;
    if source.undone_by.is_some() {
        return Err(AppError::Conflict("This was undone already".to_owned()));
    }
    images::refuse_gone(backend, source.id).await?;
    if source.row_count > MANY_ROWS {
        let value = entry.to_string();
        let new = NewRun {
            kind: &source.kind,
            action: UNDO,
            word: "undone",
            value: &value,
            ids: &[],
            query: None,
            request: None,
        };
        return Ok(ActDone::Running { run: bulk::begin(backend, staff, &new).await? });
    }
    let mut transaction = backend.pool.begin().await?;
    bulk::refuse_unfinished(&mut transaction, EntryId(entry)).await?;
    match audit::undo(&mut transaction, EntryId(entry), staff.user().id().0).await? {
        Ok(undone) => {
            if source.kind == Kind::User.as_str() {
                users::refuse_nobody_left(&mut transaction).await?;
            }
            transaction.commit().await?;
            backend.cache.clear();
            let all = u32::try_from(source.row_count).unwrap_or_default();
            let done = all.saturating_sub(undone.left_out);
            let acted = Acted { done, problems: bulk::left_out_words(undone.left_out) };
            Ok(ActDone::Done { entry: Some(undone.entry.0), acted })
        }
        Err(clashes) => {
            transaction.rollback().await?;
            Err(AppError::Conflict(bulk::clash_words(&clashes, label_of)))
        }
    }
}

/// Checks that somebody may take an entry back: an undo gives nobody what they could not do themselves.
///
/// # Errors
/// [`AppError::Forbidden`] where they may not.
pub(super) fn must_undo(staff: &Staff, source: &Source) -> Result<(), AppError> {
    let kind = kind_of(&source.kind)?;
    if matches!(kind, Kind::User | Kind::Group) && !staff.user().is_superuser() {
        return Err(AppError::Forbidden);
    }
    staff.must(Permission::new(Action::Change, kind))?;
    if source.adds {
        staff.must(Permission::new(Action::Delete, kind))?;
    }
    if source.removes {
        staff.must(Permission::new(Action::Add, kind))?;
    }
    // Whoever changes a picture changes its product.
    if kind == Kind::Image {
        staff.must(Permission::new(Action::Change, Kind::Product))?;
    }
    for (action, kind) in besides(&source.action, kind) {
        staff.must(Permission::new(*action, kind))?;
    }
    Ok(())
}

/// What else it takes to undo what was done: the trash is entered and left by whoever may delete, and of a picture what
/// was done stands in the words. What an undo took back is not said, so it takes all there is.
fn besides(done: &str, kind: Kind) -> impl Iterator<Item = (&'static Action, Kind)> {
    const ALL: &[Action] = &[Action::Add, Action::Change, Action::Delete];
    let (own, image): (&'static [Action], &'static [Action]) = match done {
        "deleted" if kind == Kind::Image => (&[Action::Add], &[]),
        "deleted" | "restored" => (&[Action::Delete], &[]),
        "undone" if kind == Kind::Product => (ALL, ALL),
        "undone" => (ALL, &[]),
        _ if !done.contains("picture") => (&[], &[]),
        _ if done.starts_with("added") => (&[], &[Action::Delete]),
        _ if done.starts_with("removed") => (&[], &[Action::Add]),
        _ => (&[], &[Action::Change]),
    };
    let category: &'static [Action] = if done == "imported" { &[Action::Delete] } else { &[] };
    let own = own.iter().map(move |action| (action, kind));
    let image = image.iter().map(|action| (action, Kind::Image));
    own.chain(image).chain(category.iter().map(|action| (action, Kind::Category)))
}
