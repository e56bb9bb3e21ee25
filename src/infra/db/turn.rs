//! What one program does at a time, whichever programs use the database.

use sqlx::postgres::{PgConnection, PgPool};
use sqlx::{ConnectOptions as _, Connection as _};

/// The right to do something that no other program does meanwhile. Dropped, it is free for the next as soon as
/// PostgreSQL sees that the connection is gone.
#[derive(Debug)]
pub struct Turn(PgConnection);

/// Waits for the turn at what `name` stands for. The turn has a connection outside of the pool, so that a pool of
/// one connection is enough for the work.
///
/// # Errors
/// When the database does not answer.
pub async fn take_turn(pool: &PgPool, name: &str) -> Result<Turn, sqlx::Error> {
    // Waiting long is no slow statement to warn of.
    let options = pool.connect_options().as_ref().clone().disable_statement_logging();
    let mut connection = options.connect().await?;
    sqlx::query("select pg_advisory_lock(hashtext($1))").bind(name).execute(&mut connection).await?;
    Ok(Turn(connection))
}

impl Turn {
    /// Lets the next program have its turn, at once.
    pub async fn end(self) {
        if let Err(error) = self.0.close().await {
            tracing::debug!(%error, "a connection that held a lock was gone already");
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tokio::time::timeout;

    use super::*;

    #[sqlx::test]
    async fn a_turn_is_had_by_one_at_a_time(pool: PgPool) {
        let first = take_turn(&pool, "a test").await.unwrap();
        let second = timeout(Duration::from_millis(200), take_turn(&pool, "a test")).await;
        assert!(second.is_err(), "two had the turn at once");
        take_turn(&pool, "another").await.unwrap().end().await;
        first.end().await;
        take_turn(&pool, "a test").await.unwrap().end().await;
    }
}
