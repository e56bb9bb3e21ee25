//! The SQL of throttles.

use sqlx::PgPool;

/// Where a window stands after a try.
pub(super) struct Counted {
    pub tries: i32,
    pub seconds_left: i32,
}

/// Counts a try in one statement; a window that has ended begins anew.
pub(super) async fn hit(pool: &PgPool, key: &str, seconds: i32) -> Result<Counted, sqlx::Error> {
    sqlx::query_as!(
        Counted,
        r#"insert into throttles as t (key, tries, window_ends_at)
           values ($1, 1, now() + $2::int * interval '1 second')
           on conflict (key) do update set
               tries = case when t.window_ends_at <= now() then 1 else least(t.tries, 1000000) + 1 end,
               window_ends_at = case when t.window_ends_at <= now() then excluded.window_ends_at
                                     else t.window_ends_at end
           returning t.tries, ceil(extract(epoch from t.window_ends_at - now()))::int as "seconds_left!""#,
        key,
        seconds
    )
    .fetch_one(pool)
    .await
}

pub(super) async fn clear(pool: &PgPool, key: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from throttles where key = $1", key).execute(pool).await?;
    Ok(())
}

pub(super) async fn give_back(pool: &PgPool, key: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("update throttles set tries = tries - 1 where key = $1 and tries > 0", key)
        .execute(pool)
        .await?;
    Ok(())
}

pub(super) async fn sweep(pool: &PgPool) -> Result<u64, sqlx::Error> {
    let gone = sqlx::query!("delete from throttles where window_ends_at <= now()").execute(pool).await?;
    Ok(gone.rows_affected())
}

#[cfg(test)]
pub(super) mod tests {
    use sqlx::PgPool;

    /// Ends every window.
    pub(in crate::accounts::throttle) async fn end_windows(pool: &PgPool) {
        sqlx::query("update throttles set window_ends_at = now()").execute(pool).await.unwrap();
    }

    /// Brings the end of every window nearer by some seconds.
    pub(in crate::accounts::throttle) async fn bring_nearer(pool: &PgPool, seconds: i32) {
        sqlx::query("update throttles set window_ends_at = window_ends_at - $1 * interval '1 second'")
            .bind(seconds)
            .execute(pool)
            .await
            .unwrap();
    }
}
