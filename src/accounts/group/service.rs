//! Use cases of groups, for staff. Nobody gives, or takes away, what they have not themselves: neither by a
//! group's permissions nor by putting somebody into a group.

use std::collections::BTreeSet;

use sqlx::PgConnection;
use uuid::Uuid;

use super::input::GroupForm;
use super::model::{Group, GroupId};
use super::store;
use crate::accounts::audit as trail;
use crate::accounts::caller::Staff;
use crate::accounts::model::{Action, Kind, Permission, UserId};
use crate::error::{AppError, ConstraintWords, explain};
use crate::infra::Backend;
use crate::listing::Choice;

/// What the constraints of groups say in words.
pub(super) const WORDS: &ConstraintWords = &[
    ("groups_name_key", "name", "A group with this name already exists"),
    ("groups_name_length", "name", "1 to 100 characters"),
    ("user_groups_user_fkey", "user", "User not found"),
    ("user_groups_group_fkey", "groups", "Group not found"),
];

/// All groups, by name.
///
/// # Errors
/// Without the permission to view groups.
pub async fn list(backend: &Backend, staff: &Staff) -> Result<Vec<Group>, AppError> {
    staff.must(Permission::new(Action::View, Kind::Group))?;
    Ok(store::all(&backend.pool).await?.into_iter().map(group).collect())
}

/// Makes a group.
///
/// # Errors
/// Without the permission to add groups, or one that the group is to have; the fields that cannot be taken.
pub async fn create(backend: &Backend, staff: &Staff, form: &GroupForm) -> Result<GroupId, AppError> {
    staff.must(Permission::new(Action::Add, Kind::Group))?;
    let checked = form.check()?;
    must_have(staff, &checked.permissions)?;
    let mut transaction = backend.pool.begin().await?;
    let id = Uuid::now_v7();
    let (kind, name) = (Kind::Group, &checked.name);
    let entry = trail::begin_if_staff(&mut transaction, staff.user(), "created", kind, id, name).await?;
    store::insert(&mut transaction, id, name).await.map_err(explain(WORDS))?;
    store::set_permissions(&mut transaction, id, &checked.permissions).await?;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    Ok(GroupId(id))
}

/// Changes a group's name and permissions.
///
/// # Errors
/// Without the permission to change groups, or one that is given or taken away; "Group not found"; the
/// fields that cannot be taken.
pub async fn update(backend: &Backend, staff: &Staff, id: GroupId, form: &GroupForm) -> Result<(), AppError> {
    staff.must(Permission::new(Action::Change, Kind::Group))?;
    let checked = form.check()?;
    let mut transaction = backend.pool.begin().await?;
    let present = store::lock(&mut transaction, id.0).await?.ok_or_else(not_found)?;
    let present: BTreeSet<Permission> = group(present).permissions.into_iter().collect();
    must_have(staff, &present.symmetric_difference(&checked.permissions).copied().collect())?;
    let (kind, name) = (Kind::Group, &checked.name);
    let entry = trail::begin_if_staff(&mut transaction, staff.user(), "changed", kind, id.0, name).await?;
    store::rename(&mut transaction, id.0, name).await.map_err(explain(WORDS))?;
    store::set_permissions(&mut transaction, id.0, &checked.permissions).await?;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    Ok(())
}

/// Deletes a group; its users lose what they had by it.
///
/// # Errors
/// Without the permission to delete groups, or one that the group has; "Group not found".
pub async fn delete(backend: &Backend, staff: &Staff, id: GroupId) -> Result<(), AppError> {
    staff.must(Permission::new(Action::Delete, Kind::Group))?;
    let mut transaction = backend.pool.begin().await?;
    let present = group(store::lock(&mut transaction, id.0).await?.ok_or_else(not_found)?);
    let (kind, name) = (Kind::Group, &present.name);
    let entry = trail::begin_if_staff(&mut transaction, staff.user(), "deleted", kind, id.0, name).await?;
    must_have(staff, &present.permissions.iter().copied().collect())?;
    store::delete(&mut transaction, id.0).await?;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    Ok(())
}

/// Sets the groups of a user.
///
/// # Errors
/// Without the permission to change users, or one that a group has which the user comes to or leaves; a user
/// or a group that is not there.
pub async fn set_groups(
    backend: &Backend,
    staff: &Staff,
    user: UserId,
    groups: &[GroupId],
) -> Result<(), AppError> {
    staff.must(Permission::new(Action::Change, Kind::User))?;
    let wanted: BTreeSet<Uuid> = groups.iter().map(|group| group.0).collect();
    let mut transaction = backend.pool.begin().await?;
    let kind = Kind::User;
    let entry = trail::begin_if_staff(&mut transaction, staff.user(), "changed", kind, user.0, "").await?;
    set_groups_within(&mut transaction, staff, user, &wanted).await?;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    Ok(())
}

/// Sets the groups of a user, within the caller's transaction, for somebody who may change users.
///
/// # Errors
/// As [`set_groups`].
pub(in crate::accounts) async fn set_groups_within(
    connection: &mut PgConnection,
    staff: &Staff,
    user: UserId,
    wanted: &BTreeSet<Uuid>,
) -> Result<(), AppError> {
    let present = groups_of(connection, user).await?;
    let changed: Vec<Uuid> = wanted.symmetric_difference(&present).copied().collect();
    if changed.is_empty() {
        return Ok(());
    }
    let touched = store::permissions_of(connection, &changed).await?;
    must_have(staff, &touched.iter().filter_map(|text| text.parse().ok()).collect())?;
    let wanted: Vec<Uuid> = wanted.iter().copied().collect();
    store::set_groups(connection, user.0, &wanted).await.map_err(explain(WORDS))
}

/// The groups of a user, who is locked against other changes of them until the transaction ends.
///
/// # Errors
/// When the database does not answer.
pub(in crate::accounts) async fn groups_of(
    connection: &mut PgConnection,
    user: UserId,
) -> Result<BTreeSet<Uuid>, AppError> {
    Ok(store::groups_of(connection, user.0).await?.into_iter().collect())
}

/// Every group, by name: what a user can be put into.
///
/// # Errors
/// When the database does not answer.
pub(in crate::accounts) async fn choices(backend: &Backend) -> Result<Vec<Choice>, AppError> {
    let rows = store::all(&backend.pool).await?;
    Ok(rows.into_iter().map(|row| Choice { value: row.id.to_string(), label: row.name }).collect())
}

pub(in crate::accounts) fn must_have(
    staff: &Staff,
    permissions: &BTreeSet<Permission>,
) -> Result<(), AppError> {
    permissions.iter().try_for_each(|permission| staff.must(*permission))
}

pub(super) fn group(row: store::GroupRow) -> Group {
    let mut permissions: Vec<Permission> =
        row.permissions.iter().filter_map(|text| text.parse().ok()).collect();
    permissions.sort();
    Group { id: GroupId(row.id), name: row.name, permissions }
}

pub(super) fn not_found() -> AppError {
    AppError::NotFound("Group".to_owned())
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;

    use super::*;
    use crate::accounts::testing::{account, caller, new_session, sign_in, signed_in, superuser};
    use crate::infra::testing::backend;

    fn form(name: &str, permissions: &[&str]) -> GroupForm {
        let permissions = permissions.iter().map(|&text| text.to_owned()).collect();
        GroupForm { name: name.to_owned(), permissions }
    }

    #[sqlx::test]
    async fn a_user_has_the_permissions_of_its_groups(pool: PgPool) {
        let backend = backend(pool);
        let root = superuser(&backend, "root").await;
        let editors = form("Editors", &["change product", "view product"]);
        let editors = create(&backend, &root, &editors).await.unwrap();
        let ada = account(&backend, "ada").await;
        let session = new_session(&backend, None);
        sign_in(&backend, &session, "ada").await.unwrap();
        let change = Permission::new(Action::Change, Kind::Product);
        assert!(!caller(&backend, &session).await.may(change));
        set_groups(&backend, &root, ada, &[editors]).await.unwrap();
        assert!(caller(&backend, &session).await.may(change));
        set_groups(&backend, &root, ada, &[]).await.unwrap();
        assert!(!caller(&backend, &session).await.may(change));
    }

    #[sqlx::test]
    async fn nobody_gives_or_takes_what_they_have_not(pool: PgPool) {
        let backend = backend(pool.clone());
        let root = superuser(&backend, "root").await;
        let clerks =
            form("Clerks", &["view group", "add group", "change group", "delete group", "change user"]);
        let clerks = create(&backend, &root, &clerks).await.unwrap();
        let sellers = create(&backend, &root, &form("Sellers", &["change product"])).await.unwrap();
        let ada = signed_in(&backend, "ada").await;
        assert_eq!(ada.staff().unwrap_err(), AppError::Forbidden);
        set_groups(&backend, &root, ada.id(), &[clerks]).await.unwrap();
        store::tests::make_staff(&pool, ada.id().0).await;
        let session = new_session(&backend, None);
        sign_in(&backend, &session, "ada").await.unwrap();
        let clerk = caller(&backend, &session).await.staff().unwrap();

        let refused = Err(AppError::Forbidden);
        let before = list(&backend, &root).await.unwrap();
        assert_eq!(create(&backend, &clerk, &form("Own", &["delete product"])).await.map(|_| ()), refused);
        assert_eq!(update(&backend, &clerk, clerks, &form("Clerks", &["delete product"])).await, refused);
        assert_eq!(update(&backend, &clerk, sellers, &form("Sellers", &[])).await, refused);
        assert_eq!(delete(&backend, &clerk, sellers).await, refused);
        assert_eq!(set_groups(&backend, &clerk, ada.id(), &[clerks, sellers]).await, refused);
        assert_eq!(list(&backend, &root).await.unwrap(), before, "nothing has changed");

        create(&backend, &clerk, &form("Helpers", &["view group"])).await.unwrap();
    }

    #[sqlx::test]
    async fn staff_without_the_permission_does_nothing_to_groups(pool: PgPool) {
        let backend = backend(pool.clone());
        let root = superuser(&backend, "root").await;
        let sellers = create(&backend, &root, &form("Sellers", &["change product"])).await.unwrap();
        let ada = account(&backend, "ada").await;
        store::tests::make_staff(&pool, ada.0).await;
        let session = new_session(&backend, None);
        sign_in(&backend, &session, "ada").await.unwrap();
        let staff = caller(&backend, &session).await.staff().unwrap();
        let refused = Err(AppError::Forbidden);
        assert_eq!(list(&backend, &staff).await.map(|_| ()), refused);
        assert_eq!(create(&backend, &staff, &form("Own", &[])).await.map(|_| ()), refused);
        assert_eq!(update(&backend, &staff, sellers, &form("Own", &["change product"])).await, refused);
        assert_eq!(delete(&backend, &staff, sellers).await, refused);
        assert_eq!(set_groups(&backend, &staff, ada, &[]).await, refused);
        assert_eq!(list(&backend, &root).await.unwrap().len(), 1);
    }

    #[sqlx::test]
    async fn a_second_group_of_the_name_is_refused_in_words(pool: PgPool) {
        let backend = backend(pool);
        let root = superuser(&backend, "root").await;
        create(&backend, &root, &form("Editors", &[])).await.unwrap();
        let error = create(&backend, &root, &form("editors", &[])).await.unwrap_err();
        assert_eq!(error.to_string(), "name: A group with this name already exists");
    }
}
