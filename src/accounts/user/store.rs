//! The SQL of users and their profiles.

pub(super) mod admin;
mod leaving;
mod profile;

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

pub(super) use self::leaving::{delete, delete_slowly, empty, let_go, made_by, who_left};
pub(super) use self::profile::{
    UserRow, count, is_avatar_used, me, set_avatar, update_profile, used_avatars, user, users,
};

/// What signing in looks at.
pub(super) struct CredentialsRow {
    pub id: Uuid,
    pub password_hash: String,
    pub is_active: bool,
    pub is_verified: bool,
    pub sign_in_epoch: i32,
    /// Whether the user signed in with the device that is shown.
    pub is_device_known: bool,
}

/// Whose an address is.
pub(super) struct OwnerRow {
    pub id: Uuid,
    pub is_verified: bool,
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
}

impl AccountRow {
    /// What a password must not be alike to.
    pub(super) fn about(&self) -> [&str; 4] {
        [&self.email, &self.username, &self.first_name, &self.last_name]
    }
}

/// A user to be made.
pub(super) struct NewUser<'a> {
    pub email: &'a str,
    pub username: &'a str,
    pub password_hash: &'a str,
    pub is_superuser: bool,
    pub is_verified: bool,
}

/// What signing in looks at, by e-mail address and the hash of what a device shows.
pub(super) async fn credentials(
    pool: &PgPool,
    email: &str,
    device: Option<&[u8]>,
) -> Result<Option<CredentialsRow>, sqlx::Error> {
    sqlx::query_as!(
        CredentialsRow,
        r#"select u.id, u.password_hash, u.is_active, u.sign_in_epoch,
                  u.email_verified_at is not null as "is_verified!",
                  exists(select from known_devices d
                         where d.token_hash = $2::bytea and d.user_id = u.id) as "is_device_known!"
           from users u where lower(u.email) = lower($1)"#,
        email,
        device
    )
    .fetch_optional(pool)
    .await
}

/// Writes down that a user signed in, and a hash with the present parameters; `false` when the password was
/// changed meanwhile.
pub(super) async fn signed_in(
    connection: &mut PgConnection,
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
    .execute(connection)
    .await?;
    Ok(written.rows_affected() == 1)
}

/// An active user.
pub(super) async fn account(pool: &PgPool, id: Uuid) -> Result<Option<AccountRow>, sqlx::Error> {
    sqlx::query_as!(
        AccountRow,
        "select id, email, username, first_name, last_name, password_hash, sign_in_epoch
         from users where id = $1 and is_active",
        id
    )
    .fetch_optional(pool)
    .await
}

/// Locks an active user until the transaction ends. Whoever changes credentials begins with this.
pub(super) async fn lock(connection: &mut PgConnection, id: Uuid) -> Result<Option<AccountRow>, sqlx::Error> {
    sqlx::query_as!(
        AccountRow,
        "select id, email, username, first_name, last_name, password_hash, sign_in_epoch
         from users where id = $1 and is_active for no key update",
        id
    )
    .fetch_optional(connection)
    .await
}

/// Whether a name is somebody's (but this user's), or held. Nobody else takes it until the transaction ends:
/// whoever takes a name begins with this.
pub(super) async fn is_username_taken(
    connection: &mut PgConnection,
    username: &str,
    but_of: Option<Uuid>,
) -> Result<bool, sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('vitrine.usernames.' || lower($1::text)))", username)
        .execute(&mut *connection)
        .await?;
    sqlx::query_scalar!(
        r#"select exists (select from users where lower(username) = lower($1) and id is distinct from $2::uuid)
               or exists (select from held_usernames where lower(username) = lower($1)) as "taken!""#,
        username,
        but_of
    )
    .fetch_one(connection)
    .await
}

/// Keeps a free name from everybody; see [`release_usernames`].
pub(super) async fn hold_username(connection: &mut PgConnection, username: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("insert into held_usernames (username) values ($1)", username).execute(connection).await?;
    Ok(())
}

/// Gives back the names that have been held for some days.
pub(super) async fn release_usernames(connection: &mut PgConnection, days: i32) -> Result<u64, sqlx::Error> {
    let gone = sqlx::query!(
        "delete from held_usernames where created_at < now() - $1::int * interval '1 day'",
        days
    )
    .execute(connection)
    .await?;
    Ok(gone.rows_affected())
}

/// The accounts that are some days old and whose address nobody has confirmed, locked until the transaction ends.
/// Nobody has ever signed in to them; those that an operator closed, and those of the demo, are not among them.
pub(super) async fn unconfirmed(connection: &mut PgConnection, days: i32) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select id from users where email_verified_at is null and created_at < now() - $1::int * interval '1 day'
           and is_active and not is_staff and last_login_at is null order by id for update",
        days
    )
    .fetch_all(connection)
    .await
}

/// Deletes users with all that is their own.
pub(super) async fn delete_all(connection: &mut PgConnection, ids: &[Uuid]) -> Result<u64, sqlx::Error> {
    let gone = sqlx::query!("delete from users where id = any($1)", ids).execute(connection).await?;
    Ok(gone.rows_affected())
}

/// The active user with an e-mail address.
pub(super) async fn owner(
    connection: &mut PgConnection,
    email: &str,
) -> Result<Option<OwnerRow>, sqlx::Error> {
    sqlx::query_as!(
        OwnerRow,
        r#"select id, email_verified_at is not null as "is_verified!"
           from users where lower(email) = lower($1) and is_active"#,
        email
    )
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

/// Writes down that the address is the user's.
pub(super) async fn set_verified(connection: &mut PgConnection, id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set email_verified_at = coalesce(email_verified_at, now()) where id = $1", id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Keeps an address that waits for its confirmation, and shows it for so many seconds.
pub(super) async fn set_pending_email(
    connection: &mut PgConnection,
    id: Uuid,
    email: &str,
    seconds: i32,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set pending_email = $2, pending_email_until = now() + $3::int * interval '1 second'
         where id = $1",
        id,
        email,
        seconds
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// No other address waits any more.
pub(super) async fn drop_pending_email(connection: &mut PgConnection, id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("update users set pending_email = null, pending_email_until = null where id = $1", id)
        .execute(connection)
        .await?;
    Ok(())
}

/// Makes the address that waited the user's own.
pub(super) async fn set_email(
    connection: &mut PgConnection,
    id: Uuid,
    email: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update users set email = $2, pending_email = null, pending_email_until = null, email_verified_at = now()
         where id = $1",
        id,
        email
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Whether nobody but this user may do everything. Users who may are locked: of two who leave at once, one stays.
pub(super) async fn is_last_superuser(connection: &mut PgConnection, id: Uuid) -> Result<bool, sqlx::Error> {
    let all = sqlx::query_scalar!(
        "select id from users where is_superuser and is_active order by id for no key update"
    )
    .fetch_all(connection)
    .await?;
    Ok(all.iter().all(|other| *other == id))
}

#[cfg(test)]
pub(super) mod tests;
