//! The SQL of users as staff work with them.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, PgExecutor, PgPool};
use uuid::Uuid;

use super::profile::update_contact;
use crate::accounts::input::Profile;
use crate::infra::listing::{ColumnSql, FilterSql, SortSql, Source};

/// Where the list of users comes from.
pub(in crate::accounts::user) static SOURCE: Source = Source {
    table: "users",
    from: "users u",
    id: "u.id",
    id_type: "uuid",
    name: "u.username",
    live: "u.leaving_at is null",
    trash: None,
    search: Some("fold_text(u.username || ' ' || u.email || ' ' || u.first_name || ' ' || u.last_name)"),
    joins: "",
    columns: &[
        ColumnSql {
            name: "username",
            cell: "u.username",
            base: None,
            sort: Some(SortSql { by: "lower(u.username)", cast: "text" }),
        },
        ColumnSql {
            name: "email",
            cell: "u.email",
            base: None,
            sort: Some(SortSql { by: "lower(u.email)", cast: "text" }),
        },
        ColumnSql::cell("full_name", "btrim(u.first_name || ' ' || u.last_name)"),
        ColumnSql::cell("is_active", "case when u.is_active then '1' else '' end"),
        ColumnSql::cell("is_staff", "case when u.is_staff then '1' else '' end"),
        ColumnSql::cell("is_superuser", "case when u.is_superuser then '1' else '' end"),
        ColumnSql {
            name: "created_at",
            cell: "to_char(u.created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
            base: None,
            sort: Some(SortSql { by: "u.created_at", cast: "timestamptz" }),
        },
        ColumnSql::cell(
            "last_login_at",
            "to_char(u.last_login_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
        ),
    ],
    filters: &[
        FilterSql::Fixed { name: "active", values: &[("yes", "u.is_active"), ("no", "not u.is_active")] },
        FilterSql::Fixed { name: "staff", values: &[("yes", "u.is_staff"), ("no", "not u.is_staff")] },
        FilterSql::Fixed {
            name: "superuser",
            values: &[("yes", "u.is_superuser"), ("no", "not u.is_superuser")],
        },
        FilterSql::Linked {
            name: "group",
            rows: "select from user_groups m where m.user_id = u.id and m.group_id",
        },
    ],
};

/// A user as the form has it. The password's hash is not among it.
pub(in crate::accounts::user) struct FormRow {
    pub id: Uuid,
    pub email: String,
    pub username: String,
    pub first_name: String,
    pub last_name: String,
    pub bio: String,
    pub phone: String,
    pub address: String,
    pub birth_date: String,
    pub is_active: bool,
    pub is_staff: bool,
    pub is_superuser: bool,
    pub created_at: DateTime<Utc>,
    pub last_login_at: Option<DateTime<Utc>>,
    pub groups: Vec<String>,
}

/// A user, active or not.
pub(in crate::accounts::user) async fn form(
    database: impl PgExecutor<'_>,
    id: Uuid,
) -> Result<Option<FormRow>, sqlx::Error> {
    sqlx::query_as!(
        FormRow,
        r#"select u.id, u.email, u.username, u.first_name, u.last_name, u.bio, p.phone, p.address,
                  coalesce(to_char(p.birth_date, 'YYYY-MM-DD'), '') as "birth_date!", u.is_active, u.is_staff,
                  u.is_superuser, u.created_at, u.last_login_at,
                  array(select m.group_id::text from user_groups m where m.user_id = u.id order by 1) as "groups!"
           from users u join profiles p on p.user_id = u.id where u.id = $1"#,
        id
    )
    .fetch_optional(database)
    .await
}

/// Locks a user, active or not, until the transaction ends, and reads it.
pub(in crate::accounts::user) async fn lock_form(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<Option<FormRow>, sqlx::Error> {
    sqlx::query!("select id from users where id = $1 for no key update", id)
        .fetch_optional(&mut *connection)
        .await?;
    form(connection, id).await
}

/// Whether a user has chosen a password.
pub(in crate::accounts::user) async fn has_password(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from users where id = $1 and password_hash <> '') as "has!""#,
        id
    )
    .fetch_one(connection)
    .await
}

/// What some users are called.
pub(in crate::accounts::user) async fn names(
    database: impl PgExecutor<'_>,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    sqlx::query_as("select id, username from users where id = any($1)")
        .bind(ids.to_vec())
        .fetch_all(database)
        .await
}

/// At most so many users whose names or address have a text in them.
pub(in crate::accounts::user) async fn named(
    database: impl PgExecutor<'_>,
    text: &str,
    limit: i64,
) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, username from users
         where leaving_at is null
           and fold_text(username || ' ' || email || ' ' || first_name || ' ' || last_name)
               like (select contains_pattern($1)) limit $2",
        text,
        limit
    )
    .fetch_all(database)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.username)).collect())
}

/// What staff write of a user beside the profile.
pub(in crate::accounts::user) struct Standing<'a> {
    pub email: &'a str,
    pub is_active: bool,
    pub is_staff: bool,
    pub is_superuser: bool,
}

/// Makes a user that has no password: nobody signs in before one is set with a link that is mailed.
pub(in crate::accounts::user) async fn insert(
    connection: &mut PgConnection,
    id: Uuid,
    standing: &Standing<'_>,
    profile: &Profile,
    birth_date: Option<NaiveDate>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into users (id, email, username, first_name, last_name, bio, password_hash, is_active, is_staff,
                            is_superuser, email_verified_at)
         values ($1, $2, $3, $4, $5, $6, '', $7, $8, $9, now())",
        id,
        standing.email,
        profile.username,
        profile.first_name,
        profile.last_name,
        profile.bio,
        standing.is_active,
        standing.is_staff,
        standing.is_superuser
    )
    .execute(&mut *connection)
    .await?;
    update_contact(connection, id, profile, birth_date).await
}

/// Writes what staff say of a user beside the profile.
pub(in crate::accounts::user) async fn set_standing(
    connection: &mut PgConnection,
    id: Uuid,
    standing: &Standing<'_>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set email = $2, is_active = $3, is_staff = $4, is_superuser = $5 where id = $1",
        id,
        standing.email,
        standing.is_active,
        standing.is_staff,
        standing.is_superuser
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Lets a user sign in again, or no more.
pub(in crate::accounts::user) async fn set_active(
    connection: &mut PgConnection,
    id: Uuid,
    active: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set is_active = $2 where id = $1", id, active).execute(connection).await?;
    Ok(())
}

/// What somebody may do who is not here: for work that goes on behind the scenes.
pub(in crate::accounts::user) struct ActingRow {
    pub is_staff: bool,
    pub is_superuser: bool,
    pub permissions: Vec<String>,
}

/// What an active user may do now.
pub(in crate::accounts::user) async fn acting(
    pool: &PgPool,
    id: Uuid,
) -> Result<Option<ActingRow>, sqlx::Error> {
    sqlx::query_as!(
        ActingRow,
        r#"select is_staff, is_superuser,
                  array(select distinct p.action || ' ' || p.kind
                        from user_groups m join group_permissions p on p.group_id = m.group_id
                        where m.user_id = users.id) as "permissions!"
           from users where id = $1 and is_active"#,
        id
    )
    .fetch_optional(pool)
    .await
}
