//! Use cases of throttles.

use sqlx::{PgConnection, PgPool};

use super::Limit;
use super::store::{self, Counted};
use crate::error::AppError;
use crate::infra::Backend;

/// Counts a try, before it is made: tries that run beside each other count too.
///
/// # Errors
/// [`AppError::Throttled`] with the seconds until the window ends, when the limit is reached.
pub async fn hit(pool: &PgPool, key: &str, limit: Limit) -> Result<(), AppError> {
    let_through(&store::hit(pool, key, limit.seconds).await?, limit)
}

/// The same under one key and, where that lets the try through, under another too: both with one commit.
///
/// # Errors
/// As [`hit`], for the key that refuses.
pub(in crate::accounts) async fn hit_both(
    pool: &PgPool,
    one: (&str, Limit),
    other: (&str, Limit),
) -> Result<(), AppError> {
    let (counted, counted_too) = store::hit_both(pool, one, other).await?;
    let_through(&counted, one.1)?;
    counted_too.map_or(Ok(()), |counted| let_through(&counted, other.1))
}

/// Refuses a try that has been counted beyond the limit.
fn let_through(counted: &Counted, limit: Limit) -> Result<(), AppError> {
    if counted.tries <= limit.tries {
        return Ok(());
    }
    let seconds = counted.seconds_left.clamp(1, limit.seconds);
    Err(AppError::Throttled { retry_after_seconds: u32::try_from(seconds).unwrap_or(1) })
}

/// Forgets the tries under a key, after one that was right.
///
/// # Errors
/// When the database does not answer.
pub async fn clear(pool: &PgPool, key: &str) -> Result<(), AppError> {
    Ok(store::clear(pool, key).await?)
}

/// After a try that was right and counted by [`hit_both`]: takes it back under the one key, where only wrong ones count,
/// and forgets all under the other. Within the caller's transaction, and best at its end: others who try wait for it.
///
/// # Errors
/// When the database does not answer.
pub(in crate::accounts) async fn settle(
    connection: &mut PgConnection,
    one: &str,
    other: &str,
) -> Result<(), AppError> {
    Ok(store::settle(connection, one, other).await?)
}

/// Deletes the throttles whose window has ended.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(backend: &Backend) -> Result<u64, AppError> {
    Ok(store::sweep(&backend.pool).await?)
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Limit = Limit { tries: 3, seconds: 900 };

    #[sqlx::test]
    async fn tries_beside_each_other_are_all_counted(pool: PgPool) {
        let tries = (0..20).map(|_| {
            let pool = pool.clone();
            tokio::spawn(async move { hit(&pool, "k", LIMIT).await })
        });
        let mut let_through = 0;
        for outcome in futures::future::join_all(tries).await {
            match outcome.unwrap() {
                Ok(()) => let_through += 1,
                Err(AppError::Throttled { retry_after_seconds }) => {
                    assert!((1..=900).contains(&retry_after_seconds));
                }
                Err(error) => panic!("{error}"),
            }
        }
        assert_eq!(let_through, LIMIT.tries);
    }

    #[sqlx::test]
    async fn a_window_ends_and_then_tries_are_let_through_again(pool: PgPool) {
        for _ in 0..10 {
            let _ = hit(&pool, "k", LIMIT).await;
        }
        assert!(hit(&pool, "k", LIMIT).await.is_err());
        store::tests::end_windows(&pool).await;
        assert!(hit(&pool, "k", LIMIT).await.is_ok());
    }

    #[sqlx::test]
    async fn refused_tries_do_not_make_the_wait_longer(pool: PgPool) {
        for _ in 0..=LIMIT.tries {
            let _ = hit(&pool, "k", LIMIT).await;
        }
        store::tests::bring_nearer(&pool, 600).await;
        let Err(AppError::Throttled { retry_after_seconds }) = hit(&pool, "k", LIMIT).await else {
            panic!("it was let through")
        };
        assert!(retry_after_seconds <= 300, "{retry_after_seconds}");
    }

    #[sqlx::test]
    async fn one_key_says_nothing_about_another_and_can_be_cleared(pool: PgPool) {
        for _ in 0..=LIMIT.tries {
            let _ = hit(&pool, "a", LIMIT).await;
        }
        assert!(hit(&pool, "b", LIMIT).await.is_ok());
        clear(&pool, "a").await.unwrap();
        assert!(hit(&pool, "a", LIMIT).await.is_ok());
    }

    #[sqlx::test]
    async fn a_try_that_was_right_does_not_count_and_ends_the_wrong_ones_in_a_row(pool: PgPool) {
        let mut connection = pool.acquire().await.unwrap();
        for _ in 0..10 {
            hit_both(&pool, ("address", LIMIT), ("account", LIMIT)).await.unwrap();
            settle(&mut connection, "address", "account").await.unwrap();
        }
        for _ in 1..LIMIT.tries {
            hit_both(&pool, ("address", LIMIT), ("account", LIMIT)).await.unwrap();
        }
        settle(&mut connection, "address", "account").await.unwrap();
        for _ in 0..LIMIT.tries {
            hit(&pool, "account", LIMIT).await.unwrap();
        }
        for _ in 0..2 {
            hit(&pool, "address", LIMIT).await.unwrap();
        }
        assert!(hit(&pool, "address", LIMIT).await.is_err(), "the wrong one before still counts");
    }

    #[sqlx::test]
    async fn what_one_key_refuses_is_not_counted_under_the_other(pool: PgPool) {
        let few = Limit { tries: 1, ..LIMIT };
        hit_both(&pool, ("address", few), ("account", LIMIT)).await.unwrap();
        for _ in 0..10 {
            let refused = hit_both(&pool, ("address", few), ("account", LIMIT)).await;
            assert!(matches!(refused, Err(AppError::Throttled { .. })), "{refused:?}");
        }
        for _ in 1..LIMIT.tries {
            hit_both(&pool, ("elsewhere", LIMIT), ("account", LIMIT)).await.unwrap();
        }
        let refused = hit_both(&pool, ("at home", LIMIT), ("account", LIMIT)).await;
        assert!(matches!(refused, Err(AppError::Throttled { .. })), "{refused:?}");
    }

    /// Many right tries beside each other, whose windows are as long as that; whoever is done sweeps beside the others.
    async fn try_at_once(pool: &PgPool, seconds: i32) {
        let ample = Limit { tries: 1000, seconds };
        let tries = (0..40).map(|_| {
            let pool = pool.clone();
            tokio::spawn(async move {
                hit_both(&pool, ("address", ample), ("account", ample)).await?;
                let mut transaction = pool.begin().await?;
                settle(&mut transaction, "address", "account").await?;
                transaction.commit().await?;
                store::sweep(&pool).await?;
                Ok::<(), AppError>(())
            })
        });
        for outcome in futures::future::join_all(tries).await {
            outcome.unwrap().unwrap();
        }
    }

    #[sqlx::test]
    async fn tries_under_two_keys_and_right_ones_beside_them_never_wait_in_a_ring_and_none_is_left(
        pool: PgPool,
    ) {
        try_at_once(&pool, 900).await;
        let left = async |key: &str| store::tests::tries(&pool, key).await;
        assert_eq!((left("address").await, left("account").await), (Some(0), None));
    }

    #[sqlx::test]
    async fn what_is_swept_beside_tries_keeps_none_of_them_waiting_in_a_ring(pool: PgPool) {
        // Windows that end at once: each sweep finds some.
        try_at_once(&pool, 0).await;
        let left = async |key: &str| store::tests::tries(&pool, key).await;
        assert!(left("address").await.is_none_or(|tries| tries == 0));
        assert_eq!(left("account").await, None);
    }
}
