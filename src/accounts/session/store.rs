//! The SQL of sessions.

use chrono::{DateTime, Utc};
use serde_json::Value;
use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::rows::Owner;
use super::{ABSOLUTE_DAYS, IDLE_DAYS};
use crate::paging::place::Place;

/// What a session holds.
pub(super) struct SessionRow {
    pub owner: Option<Owner>,
    pub data: Value,
    pub expires_at: DateTime<Utc>,
    /// Whether the last use was written down more than a minute ago.
    pub is_stale: bool,
}

/// A user as a session names it.
pub(super) struct CallerRow {
    pub id: Uuid,
    pub is_staff: bool,
    pub is_superuser: bool,
    pub permissions: Vec<String>,
    /// Whether the last use was written down more than a minute ago.
    pub is_stale: bool,
}

/// A session for the list of them.
pub(super) struct ListedRow {
    pub id: Uuid,
    pub device: String,
    pub address: String,
    pub created_at: DateTime<Utc>,
    pub last_used_at: DateTime<Utc>,
    pub is_this: bool,
}

/// Makes a row; `false` when the hash is there already.
pub(super) async fn insert(
    pool: &PgPool,
    token_hash: &[u8],
    owner: Option<&Owner>,
    data: &Value,
) -> Result<bool, sqlx::Error> {
    let made = sqlx::query!(
        "insert into sessions (token_hash, user_id, sign_in_epoch, device, address, data, expires_at,
                               absolute_expires_at)
         values ($1, $2, $3, $4, $5, $6, now() + $7::int * interval '1 day', now() + $8::int * interval '1 day')
         on conflict (token_hash) do nothing",
        token_hash,
        owner.map(|owner| owner.user_id),
        owner.map_or(0, |owner| owner.epoch),
        owner.map_or("", |owner| owner.device.as_str()),
        owner.map_or("", |owner| owner.address.as_str()),
        data,
        i32::from(IDLE_DAYS),
        i32::from(ABSOLUTE_DAYS)
    )
    .execute(pool)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Writes what a session holds, and that it was used; where it holds the same as before, at most once a minute.
pub(super) async fn update(pool: &PgPool, token_hash: &[u8], data: &Value) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update sessions set data = $2, last_used_at = now(),
                expires_at = least(now() + $3::int * interval '1 day', absolute_expires_at)
         where token_hash = $1 and expires_at > now() and absolute_expires_at > now()
           and (data is distinct from $2 or last_used_at < now() - interval '1 minute')",
        token_hash,
        data,
        i32::from(IDLE_DAYS)
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Writes down that a session was used, at most once a minute.
pub(super) async fn touch(pool: &PgPool, token_hash: &[u8]) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update sessions set last_used_at = now(),
                expires_at = least(now() + $2::int * interval '1 day', absolute_expires_at)
         where token_hash = $1 and last_used_at < now() - interval '1 minute'
           and expires_at > now() and absolute_expires_at > now()",
        token_hash,
        i32::from(IDLE_DAYS)
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// What a session holds, while it has not run out.
pub(super) async fn load(pool: &PgPool, token_hash: &[u8]) -> Result<Option<SessionRow>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select user_id, sign_in_epoch, device, address, data, expires_at,
                  last_used_at < now() - interval '1 minute' as "is_stale!"
           from sessions
           where token_hash = $1 and expires_at > now() and absolute_expires_at > now()"#,
        token_hash
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| SessionRow {
        owner: row.user_id.map(|user_id| Owner {
            user_id,
            epoch: row.sign_in_epoch,
            device: row.device,
            address: row.address,
        }),
        data: row.data,
        expires_at: row.expires_at,
        is_stale: row.is_stale,
    }))
}

/// The active user whose session it is, with the permissions of its groups, in one round trip.
pub(super) async fn caller(pool: &PgPool, token_hash: &[u8]) -> Result<Option<CallerRow>, sqlx::Error> {
    sqlx::query_as!(
        CallerRow,
        r#"select u.id, u.is_staff, u.is_superuser,
                  array(select distinct p.action || ' ' || p.kind from user_groups g
                        join group_permissions p on p.group_id = g.group_id
                        where g.user_id = u.id) as "permissions!",
                  s.last_used_at < now() - interval '1 minute' as "is_stale!"
           from sessions s join users u on u.id = s.user_id
           where s.token_hash = $1 and s.expires_at > now() and s.absolute_expires_at > now()
             and u.is_active and s.sign_in_epoch = u.sign_in_epoch"#,
        token_hash
    )
    .fetch_optional(pool)
    .await
}

/// A user's sessions that count, the last used first: at most so many after a place.
pub(super) async fn of_user(
    pool: &PgPool,
    user_id: Uuid,
    this: &[u8],
    after: Place,
    limit: i64,
) -> Result<Vec<ListedRow>, sqlx::Error> {
    sqlx::query_as!(
        ListedRow,
        r#"select s.id, s.device, s.address, s.created_at, s.last_used_at, s.token_hash = $2 as "is_this!"
           from sessions s join users u on u.id = s.user_id
           where s.user_id = $1 and s.expires_at > now() and s.absolute_expires_at > now()
             and s.sign_in_epoch = u.sign_in_epoch and (s.last_used_at, s.id) < ($3, $4)
           order by s.last_used_at desc, s.id desc limit $5"#,
        user_id,
        this,
        after.at,
        after.id,
        limit
    )
    .fetch_all(pool)
    .await
}

pub(super) async fn delete(pool: &PgPool, token_hash: &[u8]) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from sessions where token_hash = $1", token_hash).execute(pool).await?;
    Ok(())
}

/// Ends one of a user's sessions by its row; `false` when it is not one of that user's.
pub(super) async fn delete_of_user(pool: &PgPool, user_id: Uuid, id: Uuid) -> Result<bool, sqlx::Error> {
    let gone = sqlx::query!("delete from sessions where user_id = $1 and id = $2", user_id, id)
        .execute(pool)
        .await?;
    Ok(gone.rows_affected() == 1)
}

/// Ends all of a user's sessions, those included that are being begun at this moment; answers the epoch that
/// counts from now on.
pub(super) async fn end_all(connection: &mut PgConnection, user_id: Uuid) -> Result<i32, sqlx::Error> {
    let epoch = sqlx::query_scalar!(
        "update users set sign_in_epoch = sign_in_epoch + 1 where id = $1 returning sign_in_epoch",
        user_id
    )
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query!("delete from sessions where user_id = $1", user_id).execute(connection).await?;
    Ok(epoch)
}

pub(super) async fn sweep(pool: &PgPool) -> Result<u64, sqlx::Error> {
    let gone = sqlx::query!("delete from sessions where expires_at <= now() or absolute_expires_at <= now()")
        .execute(pool)
        .await?;
    Ok(gone.rows_affected())
}

#[cfg(test)]
pub(super) mod tests {
    use sqlx::PgPool;
    use uuid::Uuid;

    /// Puts a time of all sessions an hour into the past.
    pub(in crate::accounts::session) async fn age(pool: &PgPool, column: &str) {
        let sql = format!("update sessions set {column} = now() - interval '1 hour'");
        sqlx::query(sqlx::AssertSqlSafe(sql)).execute(pool).await.unwrap();
    }

    /// Gives all sessions one more hour without use.
    pub(in crate::accounts::session) async fn let_expire_in_an_hour(pool: &PgPool) {
        sqlx::query("update sessions set expires_at = now() + interval '1 hour'")
            .execute(pool)
            .await
            .unwrap();
    }

    /// Gives a user so many sessions more, of which three at a time were used last at the same moment.
    pub(in crate::accounts::session) async fn add(pool: &PgPool, user_id: Uuid, count: i32) {
        sqlx::query(
            "insert into sessions (token_hash, user_id, sign_in_epoch, last_used_at, expires_at, absolute_expires_at)
             select sha256(uuid_send(gen_random_uuid())), u.id, u.sign_in_epoch,
                    now() - n / 3 * interval '1 minute', now() + interval '1 day', now() + interval '1 day'
             from users u cross join generate_series(1, $2) n where u.id = $1",
        )
        .bind(user_id)
        .bind(count)
        .execute(pool)
        .await
        .unwrap();
    }

    /// How many whole days without use the only session has left.
    pub(in crate::accounts::session) async fn days_left(pool: &PgPool) -> i32 {
        sqlx::query_scalar("select round(extract(epoch from expires_at - now()) / 86400)::int from sessions")
            .fetch_one(pool)
            .await
            .unwrap()
    }

    /// All that the table has, as text.
    pub(in crate::accounts::session) async fn everything(pool: &PgPool) -> Vec<String> {
        sqlx::query_scalar("select to_jsonb(s)::text from sessions s").fetch_all(pool).await.unwrap()
    }
}
