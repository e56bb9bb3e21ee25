//! Entries of the audit trail for a caller (SPEC A7, D10), and what every form of staff shares when it is saved.

use sqlx::PgConnection;
use uuid::Uuid;

use super::caller::{Staff, User};
use super::model::{Action, Kind, Permission};
use crate::error::AppError;
use crate::infra::audit::{self, Begun, EntryId, NewEntry};
use crate::listing::{Conflict, Declaration, Done, FieldConflict, FormPage, Saved, SentForm, Values};

/// The field of the forms of all kinds that have an address of their own.
const SLUG: &str = "slug";

/// Begins an entry for what the caller is about to do to a thing, or to several where none is named: from here on the
/// transaction's changes are written under it.
///
/// # Errors
/// [`AppError::Forbidden`] for a request that somebody else made; when the database does not answer.
pub async fn begin(
    connection: &mut PgConnection,
    user: &User,
    action: &str,
    kind: Kind,
    thing: Option<Uuid>,
    name: &str,
    request: Option<Uuid>,
) -> Result<Begun, AppError> {
    let entry = NewEntry {
        actor: Some(user.id().0),
        action,
        kind: kind.as_str(),
        thing,
        thing_name: name,
        request,
        undoes: None,
    };
    audit::begin(connection, &entry).await
}

/// Where the sending of a form stands (SPEC A5).
#[derive(Clone, Debug, PartialEq)]
pub enum Sending {
    /// It is to be done under this entry; what it changes is what differs from these values.
    New(EntryId, Values),
    /// These very values were saved already, of this thing.
    Done(EntryId, Option<Uuid>),
    /// An earlier sending of a new thing's form, with other values, made this thing: now it is changed.
    Made(Uuid),
}

/// Begins an entry for a form that was sent, to a thing that is or will be there. One that is sent again is not done
/// again; with other values, it changes what the earlier sending left.
///
/// # Errors
/// [`AppError::Forbidden`] for a form that was drawn for somebody else.
pub async fn begin_form(
    connection: &mut PgConnection,
    user: &User,
    (action, kind): (&str, Kind),
    (thing, name): (Uuid, &str),
    sent: &SentForm,
) -> Result<Sending, AppError> {
    let mut base = sent.base.clone();
    if let Some(sending) = sent.request
        && let Some(last) = audit::last_sending(connection, (sending, kind.as_str()), user.id().0).await?
    {
        if sent.id.is_some() && last.thing != Some(thing) {
            return Err(AppError::Forbidden);
        }
        if last.values == sent.values {
            return Ok(Sending::Done(last.entry, last.thing));
        }
        if let (None, Some(made)) = (&sent.id, last.thing) {
            return Ok(Sending::Made(made));
        }
        base.extend(last.values);
        // Where the address was left empty, one was made, or the one that stood there stayed.
        if base.get(SLUG).is_some_and(|typed| typed.trim().is_empty())
            && let Some(slug) = last.slug.or_else(|| sent.base.get(SLUG).cloned())
        {
            base.insert(SLUG.to_owned(), slug);
        }
    }
    // Without a request there is none that was answered before.
    let (Begun::New(entry) | Begun::Done(entry, _)) =
        begin(connection, user, action, kind, Some(thing), name, None).await?;
    if let Some(sending) = sent.request {
        audit::note_sending(connection, entry, sending, &sent.values).await?;
    }
    Ok(Sending::New(entry, base))
}

/// The answer to a form that is saved; `merged` are the labels of what others changed meanwhile.
#[must_use]
pub fn saved(page: FormPage, id: Uuid, entry: Option<EntryId>, merged: Vec<String>) -> Saved {
    Saved::Done(Box::new(done(page, id, entry, merged)))
}

/// What is told of a change that was made.
#[must_use]
pub fn done(page: FormPage, id: Uuid, entry: Option<EntryId>, merged: Vec<String>) -> Done {
    let (entry, title) = (entry.map(|entry| entry.0), page.title.clone());
    Done { id: id.to_string(), entry, title, page, merged }
}

/// As [`begin`], where the caller may be anybody: what staff write stands in the trail, whatever way it came (SPEC D10), and
/// what others write does not.
///
/// # Errors
/// When the database does not answer.
pub async fn begin_if_staff(
    connection: &mut PgConnection,
    user: &User,
    action: &str,
    kind: Kind,
    thing: Uuid,
    name: &str,
) -> Result<Option<EntryId>, AppError> {
    if !user.is_staff() {
        return Ok(None);
    }
    // Without a request there is none that was answered before.
    let (Begun::New(entry) | Begun::Done(entry, _)) =
        begin(connection, user, action, kind, Some(thing), name, None).await?;
    Ok(Some(entry))
}

/// Ends what [`begin_if_staff`] began.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(connection: &mut PgConnection, entry: Option<EntryId>) -> Result<(), AppError> {
    if let Some(entry) = entry {
        audit::finish(connection, entry).await?;
    }
    Ok(())
}

/// The answer to a form in which both sides changed the same: `values` are laid together as far as that can be, and
/// `present` is what the next try starts from.
#[must_use]
pub fn conflict(fields: Vec<FieldConflict>, mut page: FormPage, values: Values, present: Values) -> Saved {
    // What is only shown stays as the page has it.
    page.values.extend(values);
    Saved::Conflict(Box::new(Conflict { fields, page, base: present }))
}

/// The labels of fields, in the order of the names.
#[must_use]
pub fn labels(of: &Declaration, names: &[&str]) -> Vec<String> {
    names.iter().filter_map(|name| of.field(name)).map(|field| field.label.to_owned()).collect()
}

/// Checks that a member of staff may do an action of a kind.
///
/// # Errors
/// [`AppError::Forbidden`] where it may not; "Action not found".
pub fn must_act(staff: &Staff, of: &Declaration, kind: Kind, action: &str) -> Result<(), AppError> {
    let action = of.action(action).ok_or_else(|| AppError::NotFound("Action".to_owned()))?;
    let needs = if action.needs == Action::Delete.as_str() { Action::Delete } else { Action::Change };
    staff.must(Permission::new(needs, kind))
}
