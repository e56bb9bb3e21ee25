//! Groups for staff (SPEC A2 to A6). Nobody gives or takes what they have not themselves.

use std::collections::{BTreeMap, BTreeSet};

use sqlx::PgConnection;
use uuid::Uuid;

use super::admin::{GROUPS, form_of};
use super::model::Group;
use super::service::{WORDS, group, must_have, not_found};
use super::store;
use crate::accounts::audit::{self as trail, Sending};
use crate::accounts::caller::Staff;
use crate::accounts::lists;
use crate::accounts::model::{Action, Kind, Permission};
use crate::error::{AppError, explain, internal};
use crate::infra::Backend;
use crate::infra::audit;
use crate::infra::listing::OwnedAsked;
use crate::listing::{
    Acted, Choice, FormPage, ListCounts, ListPage, ListQuery, Saved, SentForm, Values, lay_together,
};

const VIEW: Permission = Permission::new(Action::View, Kind::Group);
const ADD: Permission = Permission::new(Action::Add, Kind::Group);
const CHANGE: Permission = Permission::new(Action::Change, Kind::Group);

/// A page of the groups.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view groups; when the database does not answer.
pub async fn list(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListPage, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    lists::page(backend, &GROUPS, &asked, staff.may_all(Kind::Group, &GROUPS)).await
}

/// How many groups there are.
///
/// # Errors
/// As [`list`].
pub async fn counts(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListCounts, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    lists::counts(backend, &GROUPS, &asked).await
}

/// What a list asks of the database.
///
/// # Errors
/// As [`list`].
#[allow(clippy::unused_async, reason = "a service like the others")]
pub async fn asked(_: &Backend, staff: &Staff, query: ListQuery) -> Result<OwnedAsked, AppError> {
    staff.must(VIEW)?;
    Ok(OwnedAsked {
        source: &store::admin::SOURCE,
        query,
        ids: BTreeMap::new(),
        ends: BTreeMap::new(),
        among: None,
    })
}

/// What every group is called, by its id.
///
/// # Errors
/// When the database does not answer.
pub async fn names(backend: &Backend) -> Result<BTreeMap<Uuid, String>, AppError> {
    Ok(store::all(&backend.pool).await?.into_iter().map(|row| (row.id, row.name)).collect())
}

/// The form of a group, or of a new one.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view groups, or to add one; "Group not found".
pub async fn form(backend: &Backend, staff: &Staff, id: Option<&str>) -> Result<FormPage, AppError> {
    let Some(id) = id else {
        staff.must(ADD)?;
        return Ok(blank(staff));
    };
    staff.must(VIEW)?;
    page(backend, staff, lists::id(id, "Group")?).await
}

/// Saves a group's form, or makes a new group.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to view and to change groups, or to add one, or without one that is
/// given or taken; the fields that cannot be taken; "Group not found".
pub async fn save(backend: &Backend, staff: &Staff, sent: &SentForm) -> Result<Saved, AppError> {
    let sent = &lists::in_order(&GROUPS, sent);
    match &sent.id {
        None => create(backend, staff, sent).await,
        Some(id) => update(backend, staff, lists::id(id, "Group")?, sent).await,
    }
}

async fn update(backend: &Backend, staff: &Staff, id: Uuid, sent: &SentForm) -> Result<Saved, AppError> {
    // The answer shows the thing as it is now.
    staff.must(VIEW)?;
    staff.must(CHANGE)?;
    let mut transaction = backend.pool.begin().await?;
    let row = group(store::lock(&mut transaction, id).await?.ok_or_else(not_found)?);
    let sending =
        trail::begin_form(&mut transaction, staff.user(), ("changed", Kind::Group), (id, &row.name), sent)
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
    let (merged, conflicts) = lay_together(&GROUPS, &base, &sent.values, &present);
    if !conflicts.is_empty() {
        transaction.rollback().await?;
        return Ok(trail::conflict(conflicts, page(backend, staff, id).await?, merged.values, present));
    }
    let checked = form_of(&merged.values).check()?;
    let before: BTreeSet<Permission> = row.permissions.iter().copied().collect();
    must_have(staff, &before.symmetric_difference(&checked.permissions).copied().collect())?;
    if !merged.changed.is_empty() {
        store::rename(&mut transaction, id, &checked.name).await.map_err(explain(WORDS))?;
        store::set_permissions(&mut transaction, id, &checked.permissions).await?;
    }
    let entry = audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    let merged = trail::labels(&GROUPS, &merged.theirs);
    Ok(trail::saved(page(backend, staff, id).await?, id, entry, merged))
}

async fn create(backend: &Backend, staff: &Staff, sent: &SentForm) -> Result<Saved, AppError> {
    staff.must(ADD)?;
    let checked = form_of(&sent.values).check()?;
    must_have(staff, &checked.permissions)?;
    let id = Uuid::now_v7();
    let mut transaction = backend.pool.begin().await?;
    let sending = trail::begin_form(
        &mut transaction,
        staff.user(),
        ("created", Kind::Group),
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
    store::insert(&mut transaction, id, &checked.name).await.map_err(explain(WORDS))?;
    store::set_permissions(&mut transaction, id, &checked.permissions).await?;
    let entry = audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    Ok(trail::saved(page(backend, staff, id).await?, id, entry, Vec::new()))
}

/// Does an action to groups, within the caller's transaction and its entry of the audit trail. What is gone counts as
/// done.
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
    trail::must_act(staff, &GROUPS, Kind::Group, action)?;
    let mut acted = Acted::default();
    // In one order for everybody, so that no two wait for each other.
    for id in ids.iter().copied().collect::<BTreeSet<Uuid>>() {
        let Some(row) = store::lock(connection, id).await? else {
            acted.done += 1;
            continue;
        };
        let row = group(row);
        if must_have(staff, &row.permissions.iter().copied().collect()).is_err() {
            acted.problems.push(format!("{}: it has permissions that you have not", row.name));
            continue;
        }
        store::delete(connection, id).await?;
        acted.done += 1;
    }
    acted.problems.truncate(20);
    Ok(acted)
}

/// The form of a group as it is now.
async fn page(backend: &Backend, staff: &Staff, id: Uuid) -> Result<FormPage, AppError> {
    let row = group(store::one(&backend.pool, id).await?.ok_or_else(not_found)?);
    Ok(FormPage {
        id: Some(id.to_string()),
        title: row.name.clone(),
        values: values_of(&row),
        ..blank(staff)
    })
}

fn blank(staff: &Staff) -> FormPage {
    FormPage {
        choices: BTreeMap::from([("permissions".to_owned(), permissions())]),
        request: Uuid::now_v7(),
        may: staff.may_all(Kind::Group, &GROUPS),
        ..FormPage::default()
    }
}

fn values_of(row: &Group) -> Values {
    let mut permissions: Vec<String> = row.permissions.iter().map(ToString::to_string).collect();
    permissions.sort();
    [("name", row.name.clone()), ("permissions", permissions.join("\n"))]
        .map(|(name, value)| (name.to_owned(), value))
        .into()
}

/// Every permission that there is.
fn permissions() -> Vec<Choice> {
    Kind::ALL
        .into_iter()
        .flat_map(|kind| Action::ALL.map(|action| Permission::new(action, kind).to_string()))
        .map(|text| Choice { label: text.replace('-', " "), value: text })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_choice_is_a_permission() {
        let all = permissions();
        assert_eq!(all.len(), 40);
        assert!(all.iter().all(|choice| choice.value.parse::<Permission>().is_ok()));
    }
}
