//! Entries of the audit trail for staff (SPEC D10, A7): the list of them, and what happened to one thing.

mod changes;

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use self::changes::Names;
use super::admin::ENTRIES;
use super::store;
use crate::accounts::caller::Staff;
use crate::accounts::lists;
use crate::accounts::model::{Action, Kind, Permission};
use crate::admin::registry::by_kind;
use crate::admin::{Change, Entry, History};
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::audit::{self, ChangeRow, EntryRow};
use crate::infra::listing::OwnedAsked;
use crate::listing::{Declaration, ListCounts, ListPage, ListQuery};

pub(in crate::admin) use self::changes::label_of;

const VIEW: Permission = Permission::new(Action::View, Kind::AuditEntry);
/// Entries on a page of a thing's history.
const PAGE: usize = 20;
/// Rows that are shown of each entry there, and of an entry that is looked at by itself.
const SHOWN: i64 = 20;
const SHOWN_OF_ONE: i64 = 500;

/// A page of the entries.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view the audit trail; when the database does not answer.
pub async fn list(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListPage, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    lists::page(backend, &ENTRIES, &asked, staff.may_all(Kind::AuditEntry, &ENTRIES)).await
}

/// How many entries a list has, and how many each choice of its filters would leave.
///
/// # Errors
/// As [`list`].
pub async fn counts(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListCounts, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    lists::counts(backend, &ENTRIES, &asked).await
}

/// What a list asks of the database.
///
/// # Errors
/// As [`list`].
#[allow(clippy::unused_async, reason = "a service like the others")]
pub async fn asked(_: &Backend, staff: &Staff, query: ListQuery) -> Result<OwnedAsked, AppError> {
    staff.must(VIEW)?;
    let among = Some(("e.kind", seen_kinds(staff).into_iter().map(str::to_owned).collect()));
    Ok(OwnedAsked { source: &store::SOURCE, query, ids: BTreeMap::new(), ends: BTreeMap::new(), among })
}

/// The table whose rows are the things of a kind; `None` where staff change none of them.
const fn table_of(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Product => Some("products"),
        Kind::Category => Some("categories"),
        Kind::Image => Some("product_images"),
        Kind::Review => Some("reviews"),
        Kind::User => Some("users"),
        Kind::Group => Some("groups"),
        _ => None,
    }
}

/// What happened to a thing of a kind, newest first; the caller has asked for the permission to view that kind, and of
/// another kind nothing is found. A thing that is gone has its history all the same.
///
/// # Errors
/// "Page not found" for a kind that nobody changes; when the database does not answer.
pub(in crate::admin) async fn of_thing(
    backend: &Backend,
    staff: &Staff,
    (kind, thing): (Kind, Uuid),
    before: Option<Uuid>,
) -> Result<History, AppError> {
    let table = table_of(kind).ok_or_else(|| AppError::NotFound("Page".to_owned()))?;
    let size = i64::try_from(PAGE + 1).unwrap_or(i64::MAX);
    let mut rows = audit::history(&backend.readers, (kind.as_str(), table, thing), before, size).await?;
    let has_more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let next = rows.last().filter(|_| has_more).map(|row| row.id);
    Ok(History { entries: with_changes(backend, staff, rows, Some(thing), SHOWN).await?, next })
}

/// One entry with what it changed.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to view the audit trail and things of its kind; "Activity not
/// found".
pub(in crate::admin) async fn one(backend: &Backend, staff: &Staff, id: Uuid) -> Result<History, AppError> {
    staff.must(VIEW)?;
    let found = audit::entry(&backend.readers, id).await?;
    let row = found.ok_or_else(|| AppError::NotFound("Activity".to_owned()))?;
    if !seen_kinds(staff).contains(&row.kind.as_str()) {
        return Err(AppError::Forbidden);
    }
    Ok(History { entries: with_changes(backend, staff, vec![row], None, SHOWN_OF_ONE).await?, next: None })
}

/// The newest entries about things that the one who asks may see, at most `size`.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view the audit trail; when the database does not answer.
pub(in crate::admin) async fn recent(
    backend: &Backend,
    staff: &Staff,
    size: i64,
) -> Result<Vec<Entry>, AppError> {
    staff.must(VIEW)?;
    let rows = audit::recent(&backend.readers, &seen_kinds(staff), None, size).await?;
    Ok(rows.into_iter().map(|row| entry(staff, row, Vec::new(), 0)).collect())
}

/// The kinds of which somebody may see what was done: those that they may see themselves.
fn seen_kinds(staff: &Staff) -> Vec<&'static str> {
    let may = |kind: &Kind| staff.user().may(Permission::new(Action::View, *kind));
    Kind::ALL.into_iter().filter(may).map(Kind::as_str).collect()
}

/// What a thing of any kind is called; nothing where it is gone.
///
/// # Errors
/// When the database does not answer.
pub(in crate::admin) async fn name_of(connection: &mut PgConnection, id: Uuid) -> Result<String, AppError> {
    Ok(store::name_of(connection, id).await?)
}

async fn with_changes(
    backend: &Backend,
    staff: &Staff,
    rows: Vec<EntryRow>,
    of: Option<Uuid>,
    limit: i64,
) -> Result<Vec<Entry>, AppError> {
    let ids: Vec<Uuid> = rows.iter().map(|row| row.id).collect();
    let changed = audit::changes(&backend.readers, &ids, of, limit).await?;
    let names = Names::load(backend, staff, &changed).await?;
    let mut by_entry: BTreeMap<Uuid, Vec<ChangeRow>> = BTreeMap::new();
    for row in changed {
        by_entry.entry(row.entry_id).or_default().push(row);
    }
    let entries = rows.into_iter().map(|row| {
        let changed = by_entry.remove(&row.id).unwrap_or_default();
        let shown = i32::try_from(changed.len()).unwrap_or(i32::MAX);
        // Of an entry of many things, the others are not missing in the history of one of them.
        let is_of_others = of.is_some() && row.thing_id != of;
        let more = if is_of_others { 0 } else { row.row_count.saturating_sub(shown).max(0) };
        let has_many = row.thing_id.is_none() && of.is_none();
        let changes = changed.iter().flat_map(|change| names.of_row(change, has_many)).collect();
        // Nothing is offered that would be refused: of what is about deleted accounts alone nothing comes back.
        let is_about_gone = !changed.is_empty() && changed.iter().all(|change| change.forgotten.is_some());
        let is_all = !is_of_others && (row.thing_id.is_some() || more == 0);
        let told = entry(staff, row, changes, u32::try_from(more).unwrap_or_default());
        Entry { may_undo: told.may_undo && !(is_about_gone && is_all), ..told }
    });
    Ok(entries.collect())
}

fn entry(staff: &Staff, row: EntryRow, changes: Vec<Change>, more: u32) -> Entry {
    let of = by_kind(&row.kind);
    let words = words_of(&row, of);
    let may_undo = row.undone_by.is_none() && may_undo(staff, &row.kind);
    let path = |id: Uuid| of.map(|of| format!("/admin/{}/{id}{}", of.path, place_of(&row.action, of)));
    let thing = row.thing_id.and_then(path).map(|path| (row.thing_name.clone(), path));
    Entry {
        id: row.id,
        at: lists::moment(row.created_at),
        who: row.actor_name,
        words,
        thing,
        changes,
        more,
        undone: row.undone_by.is_some(),
        may_undo,
        undoes: row.undoes.is_some(),
    }
}

/// What is gone has its history alone.
fn place_of(action: &str, of: &Declaration) -> &'static str {
    let is_gone = action == "erased" || (action == "deleted" && !of.has_trash());
    if is_gone { "/history" } else { "" }
}

/// What was done to what, in words: `changed product`, `published 50 products`, `took back: moved 3 products`, and as the
/// buttons say it `moved product to the trash` and `deleted product for good`. What one thing is called stands beside
/// them.
fn words_of(row: &EntryRow, of: Option<&Declaration>) -> String {
    let (lead, action) = match &row.undoes_action {
        Some(undone) => ("took back: ", undone.as_str()),
        None => ("", row.action.as_str()),
    };
    let Some(of) = of else { return [lead, action].concat() };
    let things = if row.thing_id.is_some() {
        of.one.to_owned()
    } else {
        match row.counts.get(of.path).copied().unwrap_or(row.row_count) {
            1 => format!("1 {}", of.one),
            many => format!("{many} {}", of.many),
        }
    };
    match action {
        "deleted" if of.has_trash() => format!("{lead}moved {things} to the trash"),
        "erased" => format!("{lead}deleted {things} for good"),
        _ => format!("{lead}{action} {things}"),
    }
}

/// Whether somebody may take back what was done to things of a kind; what it made or deleted is looked at when it is
/// done.
pub(in crate::admin) fn may_undo(staff: &Staff, kind: &str) -> bool {
    let Some(kind) = Kind::ALL.into_iter().find(|known| known.as_str() == kind) else { return false };
    if matches!(kind, Kind::User | Kind::Group) {
        return staff.user().is_superuser();
    }
    // A picture is changed with its product.
    let with_it = if kind == Kind::Image { Kind::Product } else { kind };
    [kind, with_it].into_iter().all(|kind| staff.user().may(Permission::new(Action::Change, kind)))
}

#[cfg(test)]
mod tests {
    use chrono::Utc;

    use super::*;

    fn row(action: &str, thing: Option<Uuid>, undoes: Option<&str>) -> EntryRow {
        EntryRow {
            id: Uuid::nil(),
            created_at: Utc::now(),
            actor_id: None,
            actor_name: "ada".to_owned(),
            action: action.to_owned(),
            kind: "product".to_owned(),
            thing_id: thing,
            thing_name: "Lamp".to_owned(),
            row_count: 4,
            counts: BTreeMap::from([("products".to_owned(), 3), ("product_images".to_owned(), 1)]),
            undone_by: None,
            undoes: undoes.map(|_| Uuid::nil()),
            undoes_action: undoes.map(str::to_owned),
            undoes_thing_name: None,
            undoes_counts: None,
        }
    }

    #[test]
    fn an_entry_says_what_was_done_to_what() {
        let of = by_kind("product");
        assert_eq!(words_of(&row("changed", Some(Uuid::nil()), None), of), "changed product");
        assert_eq!(words_of(&row("published", None, None), of), "published 3 products");
        assert_eq!(words_of(&row("undone", None, Some("moved")), of), "took back: moved 3 products");
        assert_eq!(words_of(&row("deleted", None, None), of), "moved 3 products to the trash");
        assert_eq!(words_of(&row("erased", Some(Uuid::nil()), None), of), "deleted product for good");
        let image = by_kind("image");
        assert_eq!(words_of(&row("deleted", Some(Uuid::nil()), None), image), "deleted image");
        assert_eq!(words_of(&row("shaken", None, None), None), "shaken");
    }
}
