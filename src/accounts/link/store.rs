//! The SQL of one-time links.

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::Purpose;

pub(super) async fn insert(
    pool: &PgPool,
    token_hash: &[u8],
    user_id: Uuid,
    purpose: Purpose,
    email: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into account_links (token_hash, user_id, purpose, email, expires_at)
         values ($1, $2, $3, $4, now() + $5::int * interval '1 second')",
        token_hash,
        user_id,
        purpose.as_str(),
        email,
        purpose.seconds()
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// The user and the address of a link that works: to change an address it has to be the one that waits, for
/// all else the present one; what is confirmed already is not confirmed again.
pub(super) async fn look(
    pool: &PgPool,
    token_hash: &[u8],
    purpose: Purpose,
) -> Result<Option<(Uuid, String)>, sqlx::Error> {
    let row = sqlx::query!(
        "select l.user_id, l.email from account_links l join users u on u.id = l.user_id
         where l.token_hash = $1 and l.purpose = $2 and l.used_at is null and l.expires_at > now() and u.is_active
           and lower(l.email) = lower(case when l.purpose = 'email' then u.pending_email else u.email end)
           and (l.purpose <> 'verify' or u.email_verified_at is null)",
        token_hash,
        purpose.as_str()
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| (row.user_id, row.email)))
}

/// Uses a link up in one statement; a second one finds it used.
pub(super) async fn take(
    connection: &mut PgConnection,
    token_hash: &[u8],
    purpose: Purpose,
) -> Result<Option<(Uuid, String)>, sqlx::Error> {
    let row = sqlx::query!(
        "update account_links l set used_at = now() from users u
         where l.token_hash = $1 and l.purpose = $2 and l.used_at is null and l.expires_at > now()
           and u.id = l.user_id and u.is_active
           and lower(l.email) = lower(case when l.purpose = 'email' then u.pending_email else u.email end)
           and (l.purpose <> 'verify' or u.email_verified_at is null)
         returning l.user_id, l.email",
        token_hash,
        purpose.as_str()
    )
    .fetch_optional(connection)
    .await?;
    Ok(row.map(|row| (row.user_id, row.email)))
}

pub(super) async fn withdraw(
    connection: &mut PgConnection,
    user_id: Uuid,
    purpose: Purpose,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from account_links where user_id = $1 and purpose = $2 and used_at is null",
        user_id,
        purpose.as_str()
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn sweep(pool: &PgPool, days: i32) -> Result<u64, sqlx::Error> {
    let gone =
        sqlx::query!("delete from account_links where expires_at < now() - $1::int * interval '1 day'", days)
            .execute(pool)
            .await?;
    Ok(gone.rows_affected())
}

#[cfg(test)]
pub(super) mod tests {
    use sqlx::PgPool;

    /// Makes every link too old.
    pub(in crate::accounts::link) async fn age(pool: &PgPool) {
        sqlx::query("update account_links set expires_at = now()").execute(pool).await.unwrap();
    }

    /// All that the table has, as text.
    pub(in crate::accounts::link) async fn everything(pool: &PgPool) -> Vec<String> {
        sqlx::query_scalar("select to_jsonb(l)::text from account_links l").fetch_all(pool).await.unwrap()
    }
}
