//! The SQL of known devices.

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

/// Whether the user with this address (in lower case) signed in with the device.
pub(super) async fn is_known(pool: &PgPool, token_hash: &[u8], email: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists(
               select from known_devices d join users u on u.id = d.user_id
               where d.token_hash = $1 and u.email = $2
           ) as "known!""#,
        token_hash,
        email
    )
    .fetch_one(pool)
    .await
}

/// Whether anybody signed in with the device.
pub(super) async fn exists(pool: &PgPool, token_hash: &[u8]) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists(select from known_devices where token_hash = $1) as "exists!""#,
        token_hash
    )
    .fetch_one(pool)
    .await
}

/// Notes a sign-in, and forgets the user's devices of longest ago beyond so many.
pub(super) async fn put(
    pool: &PgPool,
    token_hash: &[u8],
    user_id: Uuid,
    most: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into known_devices (token_hash, user_id) values ($1, $2)
         on conflict (token_hash, user_id) do update set updated_at = now()",
        token_hash,
        user_id
    )
    .execute(pool)
    .await?;
    sqlx::query!(
        "delete from known_devices where id in
             (select id from known_devices where user_id = $1 order by updated_at desc, id desc offset $2)",
        user_id,
        most
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn delete_of_user(connection: &mut PgConnection, user_id: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from known_devices where user_id = $1", user_id).execute(connection).await?;
    Ok(())
}

pub(super) async fn sweep(pool: &PgPool, days: i32) -> Result<u64, sqlx::Error> {
    let gone =
        sqlx::query!("delete from known_devices where updated_at < now() - $1::int * interval '1 day'", days)
            .execute(pool)
            .await?;
    Ok(gone.rows_affected())
}
