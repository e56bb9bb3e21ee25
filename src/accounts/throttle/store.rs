//! The SQL of throttles.

use sqlx::{PgConnection, PgPool};

use super::Limit;

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

/// Counts a try under one key and, where that lets it through, under another too, in one statement. The other is not
/// counted where the answer has nothing of it. The row of the one is locked before that of the other.
pub(super) async fn hit_both(
    pool: &PgPool,
    (one, one_limit): (&str, Limit),
    (other, other_limit): (&str, Limit),
) -> Result<(Counted, Option<Counted>), sqlx::Error> {
    let row = sqlx::query!(
        r#"with one as (
               insert into throttles as t (key, tries, window_ends_at)
               values ($1, 1, now() + $2::int * interval '1 second')
               on conflict (key) do update set
                   tries = case when t.window_ends_at <= now() then 1 else least(t.tries, 1000000) + 1 end,
                   window_ends_at = case when t.window_ends_at <= now() then excluded.window_ends_at
                                         else t.window_ends_at end
               returning t.tries, ceil(extract(epoch from t.window_ends_at - now()))::int as seconds_left
           ), other as (
               insert into throttles as t (key, tries, window_ends_at)
               select $4::text, 1, now() + $5::int * interval '1 second' from one where one.tries <= $3::int
               on conflict (key) do update set
                   tries = case when t.window_ends_at <= now() then 1 else least(t.tries, 1000000) + 1 end,
                   window_ends_at = case when t.window_ends_at <= now() then excluded.window_ends_at
                                         else t.window_ends_at end
               returning t.tries, ceil(extract(epoch from t.window_ends_at - now()))::int as seconds_left
           )
           select one.tries as "tries!", one.seconds_left as "seconds_left!",
                  other.tries as "other_tries?", other.seconds_left as "other_seconds_left?"
           from one left join other on true"#,
        one,
        one_limit.seconds,
        one_limit.tries,
        other,
        other_limit.seconds
    )
    .fetch_one(pool)
    .await?;
    let other = row.other_tries.zip(row.other_seconds_left);
    Ok((
        Counted { tries: row.tries, seconds_left: row.seconds_left },
        other.map(|(tries, seconds_left)| Counted { tries, seconds_left }),
    ))
}

pub(super) async fn clear(pool: &PgPool, key: &str) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from throttles where key = $1", key).execute(pool).await?;
    Ok(())
}

/// Takes a try back under one key, and forgets those under another. The row of the one is locked before that of the
/// other, as in [`hit_both`]: the second part looks at what the first answers.
pub(super) async fn settle(connection: &mut PgConnection, one: &str, other: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "with given_back as (update throttles set tries = tries - 1 where key = $1 and tries > 0 returning key)
         delete from throttles where key = $2 and (select count(*) from given_back) >= 0",
        one,
        other
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Deletes what has ended; rows that somebody counts in are left, so that no two wait for each other.
pub(super) async fn sweep(pool: &PgPool) -> Result<u64, sqlx::Error> {
    let gone = sqlx::query!(
        "delete from throttles where id in
             (select id from throttles where window_ends_at <= now() for update skip locked)"
    )
    .execute(pool)
    .await?;
    Ok(gone.rows_affected())
}

#[cfg(test)]
pub(super) mod tests {
    use sqlx::PgPool;

    /// How many tries are counted under a key; nothing where none is known.
    pub(in crate::accounts::throttle) async fn tries(pool: &PgPool, key: &str) -> Option<i32> {
        sqlx::query_scalar("select tries from throttles where key = $1")
            .bind(key)
            .fetch_optional(pool)
            .await
            .unwrap()
    }

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
