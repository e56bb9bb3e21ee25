//! The SQL of tokens.

use sqlx::{PgConnection, PgExecutor, PgPool};
use uuid::Uuid;

use crate::accounts::session::ABSOLUTE_DAYS;

/// Whose token it is.
pub(super) struct CallerRow {
    pub is_staff: bool,
    pub is_superuser: bool,
    /// The epoch that counts.
    pub epoch: i32,
    pub permissions: Vec<String>,
    /// As in [`HolderRow`].
    pub state: Option<String>,
}

/// Whose family it is.
pub(super) struct HolderRow {
    pub user_id: Uuid,
    pub epoch: i32,
    /// Why the family does not count: `inactive`, `revoked`, `void` (the user's sign-ins of before have ended) or
    /// `expired`; nothing where it does.
    pub state: Option<String>,
}

/// Begins a family with its first refresh token; `false` when the account has just gone.
pub(super) async fn begin(
    pool: &PgPool,
    family: Uuid,
    jti: Uuid,
    (user_id, epoch): (Uuid, i32),
    days: i32,
) -> Result<bool, sqlx::Error> {
    let made = sqlx::query!(
        "with family as (
             insert into token_families (id, user_id, sign_in_epoch, expires_at)
             select $1::uuid, u.id, $4::int, now() + $5::int * interval '1 day'
             from users u where u.id = $3 and u.is_active
             returning id
         )
         insert into refresh_tokens (jti, family_id) select $2::uuid, id from family",
        family,
        jti,
        user_id,
        epoch,
        days
    )
    .execute(pool)
    .await?;
    Ok(made.rows_affected() == 1)
}

/// Whose family it is. Nobody else changes the family until the transaction ends: of two who exchange a token at once,
/// the second one waits here.
pub(super) async fn holder(
    connection: &mut PgConnection,
    family: Uuid,
) -> Result<Option<HolderRow>, sqlx::Error> {
    sqlx::query_as!(
        HolderRow,
        r#"select f.user_id, f.sign_in_epoch as epoch,
                  case when not u.is_active then 'inactive'
                       when f.revoked_at is not null then 'revoked'
                       when f.sign_in_epoch <> u.sign_in_epoch then 'void'
                       when f.expires_at <= now() then 'expired' end as "state?"
           from token_families f join users u on u.id = f.user_id
           where f.id = $1 for no key update of f"#,
        family
    )
    .fetch_optional(connection)
    .await
}

/// Spends a refresh token; `false` when it was spent before, or never was.
pub(super) async fn spend(
    connection: &mut PgConnection,
    jti: Uuid,
    family: Uuid,
) -> Result<bool, sqlx::Error> {
    let spent = sqlx::query!(
        "update refresh_tokens set spent_at = now() where jti = $1 and family_id = $2 and spent_at is null",
        jti,
        family
    )
    .execute(connection)
    .await?;
    Ok(spent.rows_affected() == 1)
}

/// Gives a family its next refresh token, and time to use it: no more than a session has altogether.
pub(super) async fn go_on(
    connection: &mut PgConnection,
    family: Uuid,
    jti: Uuid,
    days: i32,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with family as (
             update token_families
             set expires_at = least(now() + $3::int * interval '1 day', created_at + $4::int * interval '1 day')
             where id = $1 returning id
         )
         insert into refresh_tokens (jti, family_id) select $2::uuid, id from family",
        family,
        jti,
        days,
        i32::from(ABSOLUTE_DAYS)
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Ends a family with all its tokens; `false` when it had ended, or never was.
pub(super) async fn revoke(db: impl PgExecutor<'_>, family: Uuid) -> Result<bool, sqlx::Error> {
    let ended = sqlx::query!(
        "update token_families set revoked_at = now() where id = $1 and revoked_at is null",
        family
    )
    .execute(db)
    .await?;
    Ok(ended.rows_affected() == 1)
}

/// The user of an access token with the permissions of its groups, and what stands against the token's family, in one
/// round trip.
pub(super) async fn caller(
    db: impl PgExecutor<'_>,
    user_id: Uuid,
    family: Uuid,
) -> Result<Option<CallerRow>, sqlx::Error> {
    sqlx::query_as!(
        CallerRow,
        r#"select u.is_staff, u.is_superuser, u.sign_in_epoch as epoch,
                  array(select distinct p.action || ' ' || p.kind from user_groups g
                        join group_permissions p on p.group_id = g.group_id
                        where g.user_id = u.id) as "permissions!",
                  case when not u.is_active then 'inactive'
                       when f.id is null or f.revoked_at is not null then 'revoked'
                       when f.sign_in_epoch <> u.sign_in_epoch then 'void'
                       when f.expires_at <= now() then 'expired' end as "state?"
           from users u left join token_families f on f.id = $2 and f.user_id = u.id
           where u.id = $1"#,
        user_id,
        family
    )
    .fetch_optional(db)
    .await
}

/// The key that the database keeps.
pub(super) async fn secret(db: impl PgExecutor<'_>) -> Result<Option<Vec<u8>>, sqlx::Error> {
    sqlx::query_scalar!("select secret from token_keys where slot = 1").fetch_optional(db).await
}

/// Gives the database a key to keep, unless it has one.
pub(super) async fn offer_secret(pool: &PgPool, secret: &[u8]) -> Result<(), sqlx::Error> {
    sqlx::query!("insert into token_keys (secret) values ($1) on conflict (slot) do nothing", secret)
        .execute(pool)
        .await?;
    Ok(())
}

/// Deletes families that have run out, and of the others the spent tokens that are older than any that is good: those
/// are refused by what they say of themselves.
pub(super) async fn sweep(pool: &PgPool, days: i32) -> Result<u64, sqlx::Error> {
    let families = sqlx::query!("delete from token_families where expires_at <= now()").execute(pool).await?;
    let tokens = sqlx::query!(
        "delete from refresh_tokens
         where spent_at is not null and created_at < now() - $1::int * interval '1 day' - interval '1 hour'",
        days
    )
    .execute(pool)
    .await?;
    Ok(families.rows_affected() + tokens.rows_affected())
}

#[cfg(test)]
pub(super) mod tests {
    use sqlx::PgPool;

    /// Lets all families run out.
    pub(in crate::accounts::token) async fn end_all(pool: &PgPool) {
        sqlx::query("update token_families set expires_at = now()").execute(pool).await.unwrap();
    }

    /// Makes all refresh tokens some days older.
    pub(in crate::accounts::token) async fn age(pool: &PgPool, days: i32) {
        sqlx::query("update refresh_tokens set created_at = created_at - $1 * interval '1 day'")
            .bind(days)
            .execute(pool)
            .await
            .unwrap();
    }

    /// Closes or opens all accounts.
    pub(in crate::accounts::token) async fn set_active(pool: &PgPool, is_active: bool) {
        sqlx::query("update users set is_active = $1").bind(is_active).execute(pool).await.unwrap();
    }

    /// How many refresh tokens there are.
    pub(in crate::accounts::token) async fn count(pool: &PgPool) -> i64 {
        sqlx::query_scalar("select count(*) from refresh_tokens").fetch_one(pool).await.unwrap()
    }
}
