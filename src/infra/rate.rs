//! How often something was done under a key within its window, on all nodes together (SPEC R11).
//!
//! One statement for each time, on a table whose writes no crash has to survive, so nobody waits for the disk. The
//! window begins with the first time and ends by itself, so nobody waits longer than it.

use sqlx::PgPool;

use super::db::Readers;

/// Where a window stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Used {
    /// How often the key was used in this window, this time included.
    pub used: i32,
    /// Seconds until the window ends, at least one.
    pub seconds_left: i32,
}

/// Counts one use of a key, whose window is so many seconds long. Of uses at the same moment each has a number of its
/// own.
///
/// # Errors
/// When the database does not answer.
pub async fn count(pool: &Readers, key: &str, seconds: i32) -> Result<Used, sqlx::Error> {
    sqlx::query_as!(
        Used,
        r#"insert into api_use as u (key, used, window_ends_at)
           values ($1, 1, now() + $2::int * interval '1 second')
           on conflict (key) do update set
               used = case when u.window_ends_at <= now() then 1 else least(u.used, 1000000000) + 1 end,
               window_ends_at = case when u.window_ends_at <= now() then excluded.window_ends_at
                                     else u.window_ends_at end,
               updated_at = now()
           returning u.used as "used!",
                     least($2::int, greatest(1, ceil(extract(epoch from u.window_ends_at - now()))))::int
                         as "seconds_left!""#,
        key,
        seconds
    )
    .fetch_one(pool)
    .await
}

/// Takes one use of a key back, as if it had not been; the window stays as it is.
///
/// # Errors
/// When the database does not answer.
pub async fn give_back(pool: &Readers, key: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update api_use set used = used - 1, updated_at = now()
         where key = $1 and used > 0 and window_ends_at > now()",
        key
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Deletes the counts whose window has ended.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(pool: &PgPool) -> Result<u64, sqlx::Error> {
    let gone = sqlx::query!("delete from api_use where window_ends_at <= now()").execute(pool).await?;
    Ok(gone.rows_affected())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::infra::testing::backend;

    #[sqlx::test]
    async fn uses_at_the_same_moment_on_two_nodes_have_numbers_of_their_own(pool: PgPool) {
        let nodes = [backend(pool.clone()), backend(pool)];
        let uses = (0..40).map(|number| {
            let node = nodes[number % 2].clone();
            tokio::spawn(async move { count(&node.readers, "k", 3600).await.unwrap() })
        });
        let mut numbers: Vec<i32> = Vec::new();
        for outcome in futures::future::join_all(uses).await {
            let Used { used, seconds_left } = outcome.unwrap();
            assert!((3590..=3600).contains(&seconds_left), "{seconds_left}");
            numbers.push(used);
        }
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=40).collect::<Vec<_>>());
        assert_eq!(count(&nodes[0].readers, "other", 3600).await.unwrap().used, 1);
    }

    #[sqlx::test]
    async fn a_use_that_is_given_back_leaves_its_place_to_another(pool: PgPool) {
        let backend = backend(pool);
        give_back(&backend.readers, "k").await.unwrap();
        for used in 1..=2 {
            assert_eq!(count(&backend.readers, "k", 60).await.unwrap().used, used);
        }
        for _ in 0..3 {
            give_back(&backend.readers, "k").await.unwrap();
        }
        assert_eq!(count(&backend.readers, "k", 60).await.unwrap().used, 1);
    }

    #[sqlx::test]
    async fn a_window_ends_by_itself_and_is_swept_away(pool: PgPool) {
        let backend = backend(pool.clone());
        for used in 1..=3 {
            assert_eq!(count(&backend.readers, "k", 60).await.unwrap().used, used);
        }
        assert_eq!(sweep(&pool).await.unwrap(), 0);
        sqlx::query("update api_use set window_ends_at = now()").execute(&pool).await.unwrap();
        assert_eq!(count(&backend.readers, "k", 60).await.unwrap(), Used { used: 1, seconds_left: 60 });
        sqlx::query("update api_use set window_ends_at = now()").execute(&pool).await.unwrap();
        assert_eq!(sweep(&pool).await.unwrap(), 1);
    }
}
