//! The way from a kind's name to its area (SPEC A1 to A10). Each area asks for the permission itself.

mod act;
mod undo;

use std::collections::BTreeMap;

use uuid::Uuid;

pub use self::act::{act, run};
pub use self::undo::undo;
use super::entry::staff as entries;
use super::job::staff as jobs;
use super::registry::KINDS;
use super::{Found, History, Home};
use crate::accounts::caller::Staff;
use crate::accounts::group::staff as groups;
use crate::accounts::model::{Action, Kind, Permission};
use crate::accounts::user::service::me;
use crate::accounts::user::staff as users;
use crate::catalog::category::staff::admin as categories;
use crate::catalog::image::staff as images;
use crate::catalog::movement::staff as movements;
use crate::catalog::product::staff as products;
use crate::catalog::slug::as_address;
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::listing::OwnedAsked;
use crate::listing::{Declaration, FormPage, ListCounts, ListPage, ListQuery, May, Saved, SentForm};
use crate::reviews::staff as reviews;

/// So many things of a kind are found at most.
const FOUND: usize = 5;
/// The same for the database.
const FOUND_ROWS: i64 = 5;
/// Longest text that is looked for, in characters.
const LONGEST_SEARCH: usize = 100;

/// A page of a list.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view the kind; when the database does not answer.
pub async fn list(
    backend: &Backend,
    staff: &Staff,
    of: &'static Declaration,
    query: &ListQuery,
) -> Result<ListPage, AppError> {
    match kind_of(of.kind)? {
        Kind::Product => products::list(backend, staff, query).await,
        Kind::Category => categories::list(backend, staff, query).await,
        Kind::Image => images::list(backend, staff, query).await,
        Kind::Review => reviews::list(backend, staff, query).await,
        Kind::User => users::list(backend, staff, query).await,
        Kind::Group => groups::list(backend, staff, query).await,
        Kind::StockMovement => movements::list(backend, staff, query).await,
        Kind::Job => jobs::list(backend, staff, query).await,
        Kind::AuditEntry => entries::list(backend, staff, query).await,
        Kind::Order => Err(no_page()),
    }
}

/// How many things a list has, and how many each choice of its filters would leave.
///
/// # Errors
/// As [`list`].
pub async fn counts(
    backend: &Backend,
    staff: &Staff,
    of: &'static Declaration,
    query: &ListQuery,
) -> Result<ListCounts, AppError> {
    match kind_of(of.kind)? {
        Kind::Product => products::counts(backend, staff, query).await,
        Kind::Category => categories::counts(backend, staff, query).await,
        Kind::Image => images::counts(backend, staff, query).await,
        Kind::Review => reviews::counts(backend, staff, query).await,
        Kind::User => users::counts(backend, staff, query).await,
        Kind::Group => groups::counts(backend, staff, query).await,
        Kind::StockMovement => movements::counts(backend, staff, query).await,
        Kind::Job => jobs::counts(backend, staff, query).await,
        Kind::AuditEntry => entries::counts(backend, staff, query).await,
        Kind::Order => Err(no_page()),
    }
}

/// What a list asks of the database: for a file of it, and for work on all of it.
///
/// # Errors
/// As [`list`].
pub async fn asked(
    backend: &Backend,
    staff: &Staff,
    of: &'static Declaration,
    query: ListQuery,
) -> Result<OwnedAsked, AppError> {
    match kind_of(of.kind)? {
        Kind::Product => products::asked(backend, staff, query).await,
        Kind::Category => categories::asked(backend, staff, query).await,
        Kind::Image => images::asked(backend, staff, query).await,
        Kind::Review => reviews::asked(backend, staff, query).await,
        Kind::User => users::asked(backend, staff, query).await,
        Kind::Group => groups::asked(backend, staff, query).await,
        Kind::StockMovement => movements::asked(backend, staff, query).await,
        Kind::Job => jobs::asked(backend, staff, query).await,
        Kind::AuditEntry => entries::asked(backend, staff, query).await,
        Kind::Order => Err(no_page()),
    }
}

/// The form of a thing, or of a new one.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view the kind, or to add one; that there is no such thing.
pub async fn form(
    backend: &Backend,
    staff: &Staff,
    of: &'static Declaration,
    id: Option<&str>,
) -> Result<FormPage, AppError> {
    if id.is_none() && !of.can_add {
        return Err(no_page());
    }
    match kind_of(of.kind)? {
        Kind::Product => products::form(backend, staff, id).await,
        Kind::Category => categories::form(backend, staff, id).await,
        Kind::Image => images::form(backend, staff, id).await,
        Kind::Review => reviews::form(backend, staff, id).await,
        Kind::User => users::form(backend, staff, id).await,
        Kind::Group => groups::form(backend, staff, id).await,
        Kind::Job => jobs::form(backend, staff, id).await,
        Kind::StockMovement | Kind::AuditEntry | Kind::Order => Err(no_page()),
    }
}

/// Saves a form.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission; that there is no such thing; the fields that cannot be taken.
pub async fn save(
    backend: &Backend,
    staff: &Staff,
    of: &'static Declaration,
    sent: &SentForm,
) -> Result<Saved, AppError> {
    if !(if sent.id.is_none() { of.can_add } else { of.can_change }) {
        return Err(no_page());
    }
    let saved = match kind_of(of.kind)? {
        Kind::Product => products::save(backend, staff, sent).await,
        Kind::Category => categories::save(backend, staff, sent).await,
        Kind::Image => images::save(backend, staff, sent).await,
        Kind::Review => reviews::save(backend, staff, sent).await,
        Kind::User => users::save(backend, staff, sent).await,
        Kind::Group => groups::save(backend, staff, sent).await,
        _ => Err(no_page()),
    };
    saved.map_err(as_address)
}

/// What happened to a thing, newest first, from before an entry on; of an entry, the entry itself.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view the kind; that there is no such thing.
pub async fn history(
    backend: &Backend,
    staff: &Staff,
    of: &'static Declaration,
    id: &str,
    before: Option<Uuid>,
) -> Result<History, AppError> {
    let kind = kind_of(of.kind)?;
    staff.must(Permission::new(Action::View, kind))?;
    let id = Uuid::try_parse(id).map_err(|_| no_page())?;
    match kind {
        Kind::AuditEntry => entries::one(backend, staff, id).await,
        _ => entries::of_thing(backend, staff, (kind, id), before).await,
    }
}

/// Lets a job be tried again.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to change jobs; a job that is gone or being done.
pub async fn retry(backend: &Backend, staff: &Staff, job: &str) -> Result<(), AppError> {
    jobs::retry(backend, staff, job).await
}

/// Who works here, and what they may do.
///
/// # Errors
/// When the database does not answer.
pub async fn home(backend: &Backend, staff: &Staff) -> Result<Home, AppError> {
    let mut may = BTreeMap::new();
    for of in KINDS {
        may.insert(of.kind.to_owned(), staff.may_all(kind_of(of.kind)?, of));
    }
    // Pictures are added where their product is changed, with a permission of their own.
    may.insert(Kind::Image.as_str().to_owned(), image_may(staff));
    let name = me(backend, staff.user()).await?.full_name;
    Ok(Home { name, is_superuser: staff.user().is_superuser(), may })
}

fn image_may(staff: &Staff) -> May {
    let may = |action| staff.user().may(Permission::new(action, Kind::Image));
    May {
        view: may(Action::View),
        add: may(Action::Add),
        change: may(Action::Change),
        delete: may(Action::Delete),
    }
}

/// What is found by a few letters: a few things of each kind that may be seen.
///
/// # Errors
/// When the database does not answer.
pub async fn palette(backend: &Backend, staff: &Staff, text: &str) -> Result<Vec<Found>, AppError> {
    let text: String =
        text.trim().chars().filter(|letter| !letter.is_control()).take(LONGEST_SEARCH).collect();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let mut found = Vec::new();
    for of in KINDS {
        let kind = kind_of(of.kind)?;
        if !staff.user().may(Permission::new(Action::View, kind)) {
            continue;
        }
        let rows = match kind {
            Kind::Product => products::find(backend, staff, &text, FOUND_ROWS).await?,
            Kind::Category => categories::find(backend, staff, &text, FOUND).await?,
            Kind::User => users::find(backend, staff, &text, FOUND_ROWS).await?,
            _ => continue,
        };
        found.extend(rows.into_iter().map(|(id, words)| Found {
            words,
            path: format!("/admin/{}/{id}", of.path),
            kind: of.one.to_owned(),
        }));
    }
    Ok(found)
}

/// The kind of a name.
pub(super) fn kind_of(name: &str) -> Result<Kind, AppError> {
    Kind::ALL.into_iter().find(|kind| kind.as_str() == name).ok_or_else(no_page)
}

pub(super) fn no_page() -> AppError {
    AppError::NotFound("Page".to_owned())
}
