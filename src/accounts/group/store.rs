//! The SQL of groups.

pub(super) mod admin;

use std::collections::BTreeSet;

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::accounts::model::Permission;

/// A group with its permissions as text.
pub(super) struct GroupRow {
    pub id: Uuid,
    pub name: String,
    pub permissions: Vec<String>,
}

pub(super) async fn all(pool: &PgPool) -> Result<Vec<GroupRow>, sqlx::Error> {
    sqlx::query_as!(
        GroupRow,
        r#"select g.id, g.name,
                  array(select p.action || ' ' || p.kind from group_permissions p
                        where p.group_id = g.id) as "permissions!"
           from groups g order by lower(g.name), g.id"#
    )
    .fetch_all(pool)
    .await
}

/// Locks a group and reads it.
pub(super) async fn lock(connection: &mut PgConnection, id: Uuid) -> Result<Option<GroupRow>, sqlx::Error> {
    sqlx::query_as!(
        GroupRow,
        r#"select g.id, g.name,
                  array(select p.action || ' ' || p.kind from group_permissions p
                        where p.group_id = g.id) as "permissions!"
           from groups g where g.id = $1 for update"#,
        id
    )
    .fetch_optional(connection)
    .await
}

/// A group.
pub(super) async fn one(pool: &PgPool, id: Uuid) -> Result<Option<GroupRow>, sqlx::Error> {
    sqlx::query_as!(
        GroupRow,
        r#"select g.id, g.name,
                  array(select p.action || ' ' || p.kind from group_permissions p
                        where p.group_id = g.id) as "permissions!"
           from groups g where g.id = $1"#,
        id
    )
    .fetch_optional(pool)
    .await
}

/// Makes a group under an id.
pub(super) async fn insert(connection: &mut PgConnection, id: Uuid, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("insert into groups (id, name) values ($1, $2)", id, name).execute(connection).await?;
    Ok(())
}

pub(super) async fn rename(connection: &mut PgConnection, id: Uuid, name: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update groups set name = $2 where id = $1", id, name).execute(connection).await?;
    Ok(())
}

pub(super) async fn delete(connection: &mut PgConnection, id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from groups where id = $1", id).execute(connection).await?;
    Ok(())
}

/// Gives a group these permissions and no others.
pub(super) async fn set_permissions(
    connection: &mut PgConnection,
    id: Uuid,
    permissions: &BTreeSet<Permission>,
) -> Result<(), sqlx::Error> {
    let (actions, kinds): (Vec<String>, Vec<String>) = permissions
        .iter()
        .map(|permission| (permission.action.as_str().to_owned(), permission.kind.as_str().to_owned()))
        .unzip();
    sqlx::query!(
        "delete from group_permissions where group_id = $1
         and (action, kind) not in (select * from unnest($2::text[], $3::text[]))",
        id,
        &actions[..],
        &kinds[..]
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query!(
        "insert into group_permissions (group_id, action, kind)
         select $1, wanted.action, wanted.kind from unnest($2::text[], $3::text[]) as wanted (action, kind)
         on conflict do nothing",
        id,
        &actions[..],
        &kinds[..]
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Locks a user against other changes of its groups, and reads them.
pub(super) async fn groups_of(connection: &mut PgConnection, user: Uuid) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query!("select id from users where id = $1 for no key update", user)
        .fetch_optional(&mut *connection)
        .await?;
    sqlx::query_scalar!("select group_id from user_groups where user_id = $1", user)
        .fetch_all(connection)
        .await
}

/// The permissions of some groups, which are locked: they stay until the transaction ends.
pub(super) async fn permissions_of(
    connection: &mut PgConnection,
    groups: &[Uuid],
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query!("select id from groups where id = any($1) order by id for update", groups)
        .fetch_all(&mut *connection)
        .await?;
    sqlx::query_scalar!(
        r#"select distinct action || ' ' || kind as "permission!" from group_permissions
           where group_id = any($1)"#,
        groups
    )
    .fetch_all(connection)
    .await
}

/// Puts a user into these groups and no others.
pub(super) async fn set_groups(
    connection: &mut PgConnection,
    user: Uuid,
    groups: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from user_groups where user_id = $1 and group_id <> all($2)", user, groups)
        .execute(&mut *connection)
        .await?;
    sqlx::query!(
        "insert into user_groups (user_id, group_id) select $1, unnest($2::uuid[]) on conflict do nothing",
        user,
        groups
    )
    .execute(connection)
    .await?;
    Ok(())
}

#[cfg(test)]
pub(super) mod tests {
    use sqlx::PgPool;
    use uuid::Uuid;

    /// Opens the admin to a user.
    pub(in crate::accounts::group) async fn make_staff(pool: &PgPool, id: Uuid) {
        sqlx::query("update users set is_staff = true where id = $1").bind(id).execute(pool).await.unwrap();
    }
}
