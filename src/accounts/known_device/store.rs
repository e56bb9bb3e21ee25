//! The SQL of known devices.

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// Notes a sign-in with the device that is shown where anybody signed in with it, else with the new one, and forgets the
/// user's devices of longest ago beyond so many. Answers whether it is the one that is shown.
pub(super) async fn put(
    connection: &mut PgConnection,
    shown: Option<&[u8]>,
    new: &[u8],
    user_id: Uuid,
    most: i64,
) -> Result<bool, sqlx::Error> {
    let is_shown = sqlx::query_scalar!(
        r#"insert into known_devices (token_hash, user_id)
           values (case when exists(select from known_devices where token_hash = $1::bytea)
                        then $1::bytea else $2::bytea end, $3)
           on conflict (token_hash, user_id) do update set updated_at = now()
           returning token_hash is not distinct from $1::bytea as "is_shown!""#,
        shown,
        new,
        user_id
    )
    .fetch_one(&mut *connection)
    .await?;
    sqlx::query!(
        "delete from known_devices where id in
             (select id from known_devices where user_id = $1 order by updated_at desc, id desc offset $2)",
        user_id,
        most
    )
    .execute(connection)
    .await?;
    Ok(is_shown)
}

pub(super) async fn delete_of_user(connection: &mut PgConnection, user_id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from known_devices where user_id = $1", user_id).execute(connection).await?;
    Ok(())
}

/// Deletes devices of some days ago; those that somebody signs in with are left, so that no two wait for each other.
pub(super) async fn sweep(pool: &PgPool, days: i32) -> Result<u64, sqlx::Error> {
    let gone = sqlx::query!(
        "delete from known_devices where id in
             (select id from known_devices where updated_at < now() - $1::int * interval '1 day'
              for update skip locked)",
        days
    )
    .execute(pool)
    .await?;
    Ok(gone.rows_affected())
}
