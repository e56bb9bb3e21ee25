//! Use cases of throttles.

use sqlx::PgPool;

use super::{Limit, store};
use crate::error::AppError;
use crate::infra::Backend;

/// Counts a try, before it is made: tries that run beside each other count too.
///
/// # Errors
/// [`AppError::Throttled`] with the seconds until the window ends, when the limit is reached.
pub async fn hit(pool: &PgPool, key: &str, limit: Limit) -> Result<(), AppError> {
    let counted = store::hit(pool, key, limit.seconds).await?;
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

/// Takes one try back: it was right, and only wrong ones count here.
///
/// # Errors
/// When the database does not answer.
pub async fn give_back(pool: &PgPool, key: &str) -> Result<(), AppError> {
    Ok(store::give_back(pool, key).await?)
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
    async fn a_try_that_is_given_back_does_not_count(pool: PgPool) {
        for _ in 0..10 {
            hit(&pool, "k", LIMIT).await.unwrap();
            give_back(&pool, "k").await.unwrap();
        }
    }
}
