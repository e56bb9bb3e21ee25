//! Categories on the pages of staff (SPEC A2 to A6): the tree, the form of one, moving and deleting.

use std::collections::{BTreeMap, HashSet};

use sqlx::{Connection as _, PgConnection, PgTransaction};
use uuid::Uuid;

use crate::accounts::audit::{self as trail, Sending};
use crate::accounts::caller::Staff;
use crate::accounts::lists;
use crate::accounts::model::{Action, Kind, Permission};
use crate::catalog::category::admin::{CATEGORIES, form_of};
use crate::catalog::category::input::CheckedCategory;
use crate::catalog::category::model::CategoryId;
use crate::catalog::category::service::{self, WORDS};
use crate::catalog::category::store::admin::{self as rows, PlacedRow};
use crate::catalog::category::store::{self, PresentRow};
use crate::catalog::slug;
use crate::error::{AppError, explain, internal};
use crate::infra::Backend;
use crate::infra::audit::{self, Begun};
use crate::infra::listing::OwnedAsked;
use crate::listing::{
    Acted, Choice, Done, FormPage, ListCounts, ListPage, ListQuery, Row, Saved, SentForm, Values,
    lay_together,
};

const VIEW: Permission = Permission::new(Action::View, Kind::Category);
const ADD: Permission = Permission::new(Action::Add, Kind::Category);
const CHANGE: Permission = Permission::new(Action::Change, Kind::Category);
/// So many refusals are told.
const TOLD: usize = 20;

/// The whole tree, each category behind the one that it stands below; with words, those whose names have them.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view categories; when the database does not answer.
pub async fn list(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListPage, AppError> {
    staff.must(VIEW)?;
    let placed = rows::tree(&backend.pool, query.q.trim()).await?;
    let tree = service::tree(backend).await?;
    let is_searched = !query.q.trim().is_empty();
    let columns = query.shown_columns(&CATEGORIES);
    let total = placed.iter().filter(|row| row.is_found).count();
    let choices = choices(&placed, None);
    let rows = placed.into_iter().filter(|row| row.is_found).map(|row| {
        let cell = |name: &&str| match *name {
            "name" => row.name.clone(),
            "slug" => row.slug.clone(),
            "parent" => row.parent.clone().unwrap_or_default(),
            _ => tree.count(CategoryId(row.id)).to_string(),
        };
        Row {
            id: row.id.to_string(),
            name: row.name.clone(),
            cells: columns.iter().map(cell).collect(),
            base: Values::new(),
            // What was found stands by itself.
            depth: if is_searched { 0 } else { u8::try_from(row.depth).unwrap_or(u8::MAX) },
            parent: row.parent_id.filter(|_| !is_searched).map(|id| id.to_string()),
        }
    });
    Ok(ListPage {
        request: Uuid::now_v7(),
        rows: rows.collect(),
        columns: columns.iter().map(|&name| name.to_owned()).collect(),
        counts: Some(ListCounts { total: u32::try_from(total).unwrap_or(u32::MAX), ..ListCounts::default() }),
        choices: BTreeMap::from([("parent".to_owned(), choices)]),
        may: staff.may_all(Kind::Category, &CATEGORIES),
        ..ListPage::default()
    })
}

/// How many categories a list has.
///
/// # Errors
/// As [`list`].
pub async fn counts(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListCounts, AppError> {
    Ok(list(backend, staff, query).await?.counts.unwrap_or_default())
}

/// What a list asks of the database, for whoever wants all of it.
///
/// # Errors
/// As [`list`].
#[allow(clippy::unused_async, reason = "a service like the others")]
pub async fn asked(_: &Backend, staff: &Staff, query: ListQuery) -> Result<OwnedAsked, AppError> {
    staff.must(VIEW)?;
    Ok(OwnedAsked { source: &rows::SOURCE, query, ids: BTreeMap::new(), ends: BTreeMap::new(), among: None })
}

/// The form of a category, or of a new one.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view categories, or to add one; "Category not found".
pub async fn form(backend: &Backend, staff: &Staff, id: Option<&str>) -> Result<FormPage, AppError> {
    let Some(id) = id else {
        staff.must(ADD)?;
        let placed = rows::tree(&backend.pool, "").await?;
        return Ok(FormPage {
            choices: BTreeMap::from([("parent".to_owned(), choices(&placed, None))]),
            request: Uuid::now_v7(),
            may: staff.may_all(Kind::Category, &CATEGORIES),
            ..FormPage::default()
        });
    };
    staff.must(VIEW)?;
    page(backend, staff, lists::id(id, "Category")?).await
}

/// Saves a category's form, or makes a new category.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to view and to change categories, or to add one; the fields that
/// cannot be taken; "Category not found".
pub async fn save(backend: &Backend, staff: &Staff, sent: &SentForm) -> Result<Saved, AppError> {
    match &sent.id {
        None => create(backend, staff, sent).await,
        Some(id) => update(backend, staff, lists::id(id, "Category")?, sent).await,
    }
}

async fn update(backend: &Backend, staff: &Staff, id: Uuid, sent: &SentForm) -> Result<Saved, AppError> {
    // The answer shows the thing as it is now.
    staff.must(VIEW)?;
    staff.must(CHANGE)?;
    let (mut transaction, row) = lock(backend, id).await?;
    let sending =
        trail::begin_form(&mut transaction, staff.user(), ("changed", Kind::Category), (id, &row.name), sent)
            .await?;
    let (entry, base) = match sending {
        Sending::New(entry, base) => (entry, base),
        Sending::Done(entry, _) => {
            transaction.rollback().await?;
            return Ok(trail::saved(page(backend, staff, id).await?, id, Some(entry), Vec::new()));
        }
        Sending::Made(_) => return Err(internal(&"a form with an id makes nothing")),
    };
    let present = values_of(&row);
    let (merged, conflicts) = lay_together(&CATEGORIES, &base, &sent.values, &present);
    if !conflicts.is_empty() {
        transaction.rollback().await?;
        return Ok(trail::conflict(conflicts, page(backend, staff, id).await?, merged.values, present));
    }
    let (checked, parent) = checked(&merged.values)?;
    if !merged.changed.is_empty() {
        write(&mut transaction, id, &row.slug, &checked, parent).await?;
    }
    let entry = audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    let merged = trail::labels(&CATEGORIES, &merged.theirs);
    Ok(trail::saved(page(backend, staff, id).await?, id, entry, merged))
}

async fn create(backend: &Backend, staff: &Staff, sent: &SentForm) -> Result<Saved, AppError> {
    staff.must(ADD)?;
    let (checked, parent) = checked(&sent.values)?;
    let id = Uuid::now_v7();
    let mut transaction = backend.pool.begin().await?;
    let sending = trail::begin_form(
        &mut transaction,
        staff.user(),
        ("created", Kind::Category),
        (id, &checked.name),
        sent,
    )
    .await?;
    let entry = match sending {
        Sending::New(entry, _) => entry,
        Sending::Done(entry, thing) => {
            transaction.rollback().await?;
            let id = thing.unwrap_or(id);
            return Ok(trail::saved(page(backend, staff, id).await?, id, Some(entry), Vec::new()));
        }
        Sending::Made(made) => {
            transaction.rollback().await?;
            let sent = SentForm { id: Some(made.to_string()), ..sent.clone() };
            return update(backend, staff, made, &sent).await;
        }
    };
    let parent = parent.map(CategoryId);
    service::create_as(&mut transaction, CategoryId(id), &form_of(&sent.values), parent).await?;
    let entry = audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    Ok(trail::saved(page(backend, staff, id).await?, id, entry, Vec::new()))
}

/// Puts a category below another one, or at the top.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to view and to change categories; "Category not found"; a place
/// below itself; a name that somebody there has.
pub async fn place(
    backend: &Backend,
    staff: &Staff,
    id: Uuid,
    parent: Option<Uuid>,
) -> Result<Done, AppError> {
    // The answer shows the thing as it is now.
    staff.must(VIEW)?;
    staff.must(CHANGE)?;
    let (mut transaction, row) = lock(backend, id).await?;
    // Without a request there is none that was answered before.
    let (Begun::New(entry) | Begun::Done(entry, _)) =
        trail::begin(&mut transaction, staff.user(), "placed", Kind::Category, Some(id), &row.name, None)
            .await?;
    if row.parent_id != parent {
        let checked = form_of(&values_of(&row)).check()?;
        write(&mut transaction, id, &row.slug, &checked, parent).await?;
    }
    let entry = audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    Ok(trail::done(page(backend, staff, id).await?, id, entry, Vec::new()))
}

/// Does an action to categories, within the caller's transaction and its entry of the audit trail.
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
    trail::must_act(staff, &CATEGORIES, Kind::Category, action)?;
    let mut acted = Acted::default();
    store::lock_tree(connection).await?;
    for &id in ids {
        let Some(row) = store::lock(connection, id).await? else {
            // It went with the one that it stood below.
            acted.done += 1;
            continue;
        };
        let mut savepoint = connection.begin().await?;
        match service::delete_locked(&mut savepoint, CategoryId(id)).await {
            Ok(()) => {
                savepoint.commit().await?;
                acted.done += 1;
            }
            Err(AppError::Conflict(words)) => {
                savepoint.rollback().await?;
                if acted.problems.len() < TOLD {
                    acted.problems.push(format!("{}: {words}", row.name));
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(acted)
}

/// Categories whose name has a text in it, at most `limit`: their ids and names.
///
/// # Errors
/// As [`list`].
pub async fn find(
    backend: &Backend,
    staff: &Staff,
    text: &str,
    limit: usize,
) -> Result<Vec<(Uuid, String)>, AppError> {
    staff.must(VIEW)?;
    let placed = rows::tree(&backend.readers, text.trim()).await?;
    let found = placed.into_iter().filter(|row| row.is_found).take(limit);
    Ok(found.map(|row| (row.id, row.name)).collect())
}

/// What every category is called, by its id.
///
/// # Errors
/// When the database does not answer.
pub async fn names(backend: &Backend) -> Result<BTreeMap<Uuid, String>, AppError> {
    let placed = rows::tree(&backend.readers, "").await?;
    Ok(placed.into_iter().map(|row| (row.id, row.name)).collect())
}

/// Locks the tree and reads a category.
async fn lock(backend: &Backend, id: Uuid) -> Result<(PgTransaction<'static>, PresentRow), AppError> {
    let mut transaction = backend.pool.begin().await?;
    store::lock_tree(&mut transaction).await?;
    let row = store::lock(&mut transaction, id).await?.ok_or_else(not_found)?;
    Ok((transaction, row))
}

async fn write(
    connection: &mut PgConnection,
    id: Uuid,
    old: &str,
    category: &CheckedCategory,
    parent: Option<Uuid>,
) -> Result<(), AppError> {
    let slug = category.slug.as_deref().unwrap_or(old);
    store::update(connection, id, category, slug, parent).await.map_err(explain(WORDS))?;
    if slug != old {
        slug::redirect(connection, slug::Kind::Category, id, old, slug).await.map_err(explain(WORDS))?;
    }
    Ok(())
}

/// A category that keeps every rule that can be checked without the database, and what it stands below.
fn checked(values: &Values) -> Result<(CheckedCategory, Option<Uuid>), AppError> {
    let checked = form_of(values).check()?;
    let parent = values.get("parent").map_or("", |id| id.trim());
    if parent.is_empty() {
        return Ok((checked, None));
    }
    let unknown = |_| AppError::field("parent", "Category not found");
    Ok((checked, Some(Uuid::try_parse(parent).map_err(unknown)?)))
}

/// The form of a category as it is now.
async fn page(backend: &Backend, staff: &Staff, id: Uuid) -> Result<FormPage, AppError> {
    let row = store::present(&backend.pool, id).await?.ok_or_else(not_found)?;
    let placed = rows::tree(&backend.pool, "").await?;
    Ok(FormPage {
        id: Some(id.to_string()),
        title: row.name.clone(),
        values: values_of(&row),
        choices: BTreeMap::from([("parent".to_owned(), choices(&placed, Some(id)))]),
        request: Uuid::now_v7(),
        may: staff.may_all(Kind::Category, &CATEGORIES),
        public: Some(format!("/categories/{}", row.slug)),
        ..FormPage::default()
    })
}

fn values_of(row: &PresentRow) -> Values {
    [
        ("name", row.name.clone()),
        ("slug", row.slug.clone()),
        ("description", row.description.clone()),
        ("parent", row.parent_id.map(|id| id.to_string()).unwrap_or_default()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

/// What a category can stand below: the top, and every category but itself and those below it.
fn choices(placed: &[PlacedRow], but: Option<Uuid>) -> Vec<Choice> {
    let mut choices = vec![Choice { value: String::new(), label: "The top".to_owned() }];
    let mut left_out: HashSet<Uuid> = HashSet::new();
    let mut names: Vec<&str> = Vec::new();
    for row in placed {
        names.truncate(usize::try_from(row.depth).unwrap_or_default());
        names.push(&row.name);
        if but == Some(row.id) || row.parent_id.is_some_and(|parent| left_out.contains(&parent)) {
            left_out.insert(row.id);
        } else {
            choices.push(Choice { value: row.id.to_string(), label: names.join(" / ") });
        }
    }
    choices
}

fn not_found() -> AppError {
    AppError::NotFound("Category".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn placed(id: u128, parent: Option<u128>, depth: i32, name: &str) -> PlacedRow {
        PlacedRow {
            id: Uuid::from_u128(id),
            name: name.to_owned(),
            slug: name.to_lowercase(),
            parent_id: parent.map(Uuid::from_u128),
            parent: None,
            depth,
            is_found: true,
        }
    }

    #[test]
    fn a_category_does_not_stand_below_itself_or_those_below_it() {
        let tree =
            [placed(1, None, 0, "Kitchen"), placed(2, Some(1), 1, "Kettles"), placed(3, None, 0, "Lamps")];
        let labels = |but| choices(&tree, but).into_iter().map(|choice| choice.label).collect::<Vec<_>>();
        assert_eq!(labels(None), ["The top", "Kitchen", "Kitchen / Kettles", "Lamps"]);
        assert_eq!(labels(Some(Uuid::from_u128(1))), ["The top", "Lamps"]);
        assert_eq!(labels(Some(Uuid::from_u128(2))), ["The top", "Kitchen", "Lamps"]);
    }
}
