//! The SQL of users and their profiles.

use chrono::NaiveDate;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use crate::accounts::input::Profile;

/// What signing in looks at.
pub(super) struct CredentialsRow {
    pub id: Uuid,
    pub password_hash: String,
    pub is_active: bool,
    pub sign_in_epoch: i32,
}

/// What a change of credentials looks at.
pub(super) struct AccountRow {
    pub id: Uuid,
    pub email: String,
    pub username: String,
    pub first_name: String,
    pub last_name: String,
    pub password_hash: String,
    pub sign_in_epoch: i32,
    pub is_verified: bool,
}

impl AccountRow {
    /// What a password must not be alike to.
    pub(super) fn about(&self) -> [&str; 4] {
        [&self.email, &self.username, &self.first_name, &self.last_name]
    }
}

/// A user with its profile.
pub(super) struct MeRow {
    pub id: Uuid,
    pub email: String,
    pub is_verified: bool,
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

/// A user to be made.
pub(super) struct NewUser<'a> {
    pub email: &'a str,
    pub username: &'a str,
    pub password_hash: &'a str,
    pub is_superuser: bool,
    pub is_verified: bool,
}

/// What signing in looks at, by e-mail address.
pub(super) async fn credentials(pool: &PgPool, email: &str) -> Result<Option<CredentialsRow>, sqlx::Error> {
    sqlx::query_as!(
        CredentialsRow,
        "select id, password_hash, is_active, sign_in_epoch from users where lower(email) = lower($1)",
        email
    )
    .fetch_optional(pool)
    .await
}

/// Writes down that a user signed in, and a hash with the present parameters; `false` when the password was
/// changed meanwhile.
pub(super) async fn signed_in(
    pool: &PgPool,
    id: Uuid,
    hash: &str,
    new_hash: Option<&str>,
) -> Result<bool, sqlx::Error> {
    let written = sqlx::query!(
        "update users set last_login_at = now(), password_hash = coalesce($3, password_hash)
         where id = $1 and password_hash = $2 and is_active",
        id,
        hash,
        new_hash
    )
    .execute(pool)
    .await?;
    Ok(written.rows_affected() == 1)
}

/// An active user.
pub(super) async fn account(pool: &PgPool, id: Uuid) -> Result<Option<AccountRow>, sqlx::Error> {
    sqlx::query_as!(
        AccountRow,
        r#"select id, email, username, first_name, last_name, password_hash, sign_in_epoch,
                  email_verified_at is not null as "is_verified!"
           from users where id = $1 and is_active"#,
        id
    )
    .fetch_optional(pool)
    .await
}

/// Locks an active user until the transaction ends. Whoever changes credentials begins with this.
pub(super) async fn lock(connection: &mut PgConnection, id: Uuid) -> Result<Option<AccountRow>, sqlx::Error> {
    sqlx::query_as!(
        AccountRow,
        r#"select id, email, username, first_name, last_name, password_hash, sign_in_epoch,
                  email_verified_at is not null as "is_verified!"
           from users where id = $1 and is_active for no key update"#,
        id
    )
    .fetch_optional(connection)
    .await
}

pub(super) async fn is_username_taken(pool: &PgPool, username: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from users where lower(username) = lower($1)) as "taken!""#,
        username
    )
    .fetch_one(pool)
    .await
}

/// The active user with an e-mail address.
pub(super) async fn id_by_email(
    connection: &mut PgConnection,
    email: &str,
) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!("select id from users where lower(email) = lower($1) and is_active", email)
        .fetch_optional(connection)
        .await
}

/// Makes a user; nothing when its address has an account.
pub(super) async fn insert(
    connection: &mut PgConnection,
    user: &NewUser<'_>,
) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "insert into users (email, username, password_hash, is_staff, is_superuser, email_verified_at)
         values ($1, $2, $3, $4, $4, case when $5::boolean then now() end)
         on conflict (lower(email)) do nothing returning id",
        user.email,
        user.username,
        user.password_hash,
        user.is_superuser,
        user.is_verified
    )
    .fetch_optional(connection)
    .await
}

pub(super) async fn set_password(
    connection: &mut PgConnection,
    id: Uuid,
    hash: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set password_hash = $2 where id = $1", id, hash).execute(connection).await?;
    Ok(())
}

/// Writes down that the address is the user's, and that it signed in where it did.
pub(super) async fn set_verified(
    connection: &mut PgConnection,
    id: Uuid,
    signs_in: bool,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set email_verified_at = coalesce(email_verified_at, now()),
                last_login_at = case when $2 then now() else last_login_at end
         where id = $1",
        id,
        signs_in
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps an address that waits for its confirmation.
pub(super) async fn set_pending_email(
    connection: &mut PgConnection,
    id: Uuid,
    email: Option<&str>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set pending_email = $2 where id = $1", id, email).execute(connection).await?;
    Ok(())
}

/// Makes the address that waited the user's own.
pub(super) async fn set_email(
    connection: &mut PgConnection,
    id: Uuid,
    email: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set email = $2, pending_email = null, email_verified_at = now() where id = $1",
        id,
        email
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn me(pool: &PgPool, id: Uuid) -> Result<Option<MeRow>, sqlx::Error> {
    sqlx::query_as!(
        MeRow,
        r#"select u.id, u.email, u.email_verified_at is not null as "is_verified!", u.pending_email, u.username,
                  u.first_name, u.last_name, u.avatar, u.bio, p.phone, p.address,
                  coalesce(to_char(p.birth_date, 'YYYY-MM-DD'), '') as "birth_date!", u.is_staff
           from users u join profiles p on p.user_id = u.id where u.id = $1"#,
        id
    )
    .fetch_optional(pool)
    .await
}

pub(super) async fn update_profile(
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
pub(super) async fn is_avatar_used(pool: &PgPool, avatar: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select exists (select from users where avatar = $1) as "used!""#, avatar)
        .fetch_one(pool)
        .await
}

/// Those of some pictures that are somebody's.
pub(super) async fn used_avatars(pool: &PgPool, avatars: &[String]) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(r#"select distinct avatar as "avatar!" from users where avatar = any($1)"#, avatars)
        .fetch_all(pool)
        .await
}

/// Sets or removes the picture; answers the one of before, and `None` for a user who is not there.
pub(super) async fn set_avatar(
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

/// Whether nobody but this user may do everything. Users who may are locked: of two who leave at once, one stays.
pub(super) async fn is_last_superuser(connection: &mut PgConnection, id: Uuid) -> Result<bool, sqlx::Error> {
    let all = sqlx::query_scalar!(
        "select id from users where is_superuser and is_active order by id for no key update"
    )
    .fetch_all(connection)
    .await?;
    Ok(all == [id])
}

/// Deletes a user with all that is its own; answers its picture.
pub(super) async fn delete(connection: &mut PgConnection, id: Uuid) -> Result<Option<String>, sqlx::Error> {
    let avatar = sqlx::query_scalar!("delete from users where id = $1 returning avatar", id)
        .fetch_optional(connection)
        .await?;
    Ok(avatar.flatten())
}

#[cfg(test)]
pub(super) mod tests {
    use sqlx::PgPool;

    /// The names of the jobs' kinds of mail that wait, in order of their names.
    pub(in crate::accounts::user) async fn mails(pool: &PgPool) -> Vec<String> {
        sqlx::query_scalar(
            "select split_part(key, ':', 2) from graphile_worker._private_jobs where key like 'mail:%' order by 1",
        )
        .fetch_all(pool)
        .await
        .unwrap()
    }

    /// The hash of an account's password.
    pub(in crate::accounts::user) async fn hash_of(pool: &PgPool, email: &str) -> String {
        sqlx::query_scalar("select password_hash from users where email = $1")
            .bind(email)
            .fetch_one(pool)
            .await
            .unwrap()
    }

    /// Puts another hash in the place of an account's.
    pub(in crate::accounts::user) async fn set_hash(pool: &PgPool, email: &str, hash: &str) {
        sqlx::query("update users set password_hash = $2 where email = $1")
            .bind(email)
            .bind(hash)
            .execute(pool)
            .await
            .unwrap();
    }

    /// Closes an account.
    pub(in crate::accounts::user) async fn close(pool: &PgPool, email: &str) {
        sqlx::query("update users set is_active = false where email = $1")
            .bind(email)
            .execute(pool)
            .await
            .unwrap();
    }

    /// How many rows a table has.
    pub(in crate::accounts::user) async fn count(pool: &PgPool, table: &str) -> i64 {
        let sql = format!("select count(*) from {table}");
        sqlx::query_scalar(sqlx::AssertSqlSafe(sql)).fetch_one(pool).await.unwrap()
    }
}
