//! The SQL of what a user tells of itself: names, profile and picture.

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::{PgConnection, PgExecutor, PgPool};
use uuid::Uuid;

use crate::accounts::input::Profile;

/// A user with its profile.
pub(in crate::accounts::user) struct MeRow {
    pub id: Uuid,
    pub email: String,
    pub pending_email: Option<String>,
    pub username: String,
    pub first_name: String,
    pub last_name: String,
    pub avatar: Option<String>,
    pub bio: String,
    pub phone: String,
    pub address: String,
    pub birth_date: String,
    pub is_staff: bool,
}

/// A user with its profile, in the list of them.
pub(in crate::accounts::user) struct UserRow {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    pub email: String,
    pub username: String,
    pub first_name: String,
    pub last_name: String,
    pub avatar: Option<String>,
    pub bio: String,
    pub phone: String,
    pub address: String,
    pub birth_date: String,
    pub is_staff: bool,
}

/// A user with its profile, as it sees itself.
pub(in crate::accounts::user) async fn me(pool: &PgPool, id: Uuid) -> Result<Option<MeRow>, sqlx::Error> {
    sqlx::query_as!(
        MeRow,
        r#"select u.id, u.email, u.username, u.first_name, u.last_name, u.avatar, u.bio, p.phone, p.address,
                  case when u.pending_email_until > now() then u.pending_email end as "pending_email?",
                  coalesce(to_char(p.birth_date, 'YYYY-MM-DD'), '') as "birth_date!", u.is_staff
           from users u join profiles p on p.user_id = u.id where u.id = $1"#,
        id
    )
    .fetch_optional(pool)
    .await
}

/// A user by its id.
pub(in crate::accounts::user) async fn user(
    database: impl PgExecutor<'_>,
    id: Uuid,
) -> Result<Option<UserRow>, sqlx::Error> {
    sqlx::query_as!(
        UserRow,
        r#"select u.id, u.created_at, u.email, u.username, u.first_name, u.last_name, u.avatar, u.bio, p.phone,
                  p.address, coalesce(to_char(p.birth_date, 'YYYY-MM-DD'), '') as "birth_date!", u.is_staff
           from users u join profiles p on p.user_id = u.id where u.id = $1"#,
        id
    )
    .fetch_optional(database)
    .await
}

/// At most `limit` users after the first `offset`, newest first.
pub(in crate::accounts::user) async fn users(
    database: impl PgExecutor<'_>,
    limit: i64,
    offset: i64,
) -> Result<Vec<UserRow>, sqlx::Error> {
    sqlx::query_as!(
        UserRow,
        r#"select u.id, u.created_at, u.email, u.username, u.first_name, u.last_name, u.avatar, u.bio, p.phone,
                  p.address, coalesce(to_char(p.birth_date, 'YYYY-MM-DD'), '') as "birth_date!", u.is_staff
           from (select * from users where leaving_at is null
                 order by created_at desc, id desc limit $1 offset $2) u
           join profiles p on p.user_id = u.id
           order by u.created_at desc, u.id desc"#,
        limit,
        offset
    )
    .fetch_all(database)
    .await
}

/// How many users there are.
pub(in crate::accounts::user) async fn count(database: impl PgExecutor<'_>) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(r#"select count(*) as "count!" from users where leaving_at is null"#)
        .fetch_one(database)
        .await
}

/// Writes both halves of a profile.
pub(in crate::accounts::user) async fn update_profile(
    connection: &mut PgConnection,
    id: Uuid,
    profile: &Profile,
    birth_date: Option<NaiveDate>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set username = $2, first_name = $3, last_name = $4, bio = $5 where id = $1",
        id,
        profile.username,
        profile.first_name,
        profile.last_name,
        profile.bio
    )
    .execute(&mut *connection)
    .await?;
    update_contact(connection, id, profile, birth_date).await
}

/// Writes how to reach a user, and the day of birth.
pub(in crate::accounts::user) async fn update_contact(
    connection: &mut PgConnection,
    id: Uuid,
    profile: &Profile,
    birth_date: Option<NaiveDate>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update profiles set phone = $2, address = $3, birth_date = $4 where user_id = $1",
        id,
        profile.phone,
        profile.address,
        birth_date
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether a picture is somebody's.
pub(in crate::accounts::user) async fn is_avatar_used(
    pool: &PgPool,
    avatar: &str,
) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from users where avatar = $1) as "used!""#, avatar)
        .fetch_one(pool)
        .await
}

/// Those of some pictures that are somebody's.
pub(in crate::accounts::user) async fn used_avatars(
    pool: &PgPool,
    avatars: &[String],
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(r#"select distinct avatar as "avatar!" from users where avatar = any($1)"#, avatars)
        .fetch_all(pool)
        .await
}

/// Sets or removes the picture; answers the one of before, and `None` for a user who is not there.
pub(in crate::accounts::user) async fn set_avatar(
    pool: &PgPool,
    id: Uuid,
    avatar: Option<&str>,
) -> Result<Option<Option<String>>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"update users u set avatar = $2
           from (select id, avatar from users where id = $1 for no key update) present
           where u.id = present.id returning present.avatar as "avatar?""#,
        id,
        avatar
    )
    .fetch_optional(pool)
    .await
}
