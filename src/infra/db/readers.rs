//! Connections for single reading statements, which is what a page of the shop needs.
//!
//! sqlx's pool asks PostgreSQL whether a connection is alive when it lends it and again, in a task of its own, when it
//! comes back: two round trips beside the one that a page is about. Here a connection that was used a moment ago is
//! taken as alive, and what goes wrong with one ends it. Transactions keep to the pool.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use futures::future::BoxFuture;
use futures::stream::{self, BoxStream, StreamExt as _, TryStreamExt as _};
use sqlx::postgres::{
    PgConnectOptions, PgDatabaseError, PgQueryResult, PgRow, PgSeverity, PgStatement, PgTypeInfo, Postgres,
};
use sqlx::{Connection as _, Describe, Either, Error, Execute, Executor, PgConnection, SqlStr};
use tokio::sync::Semaphore;

/// A connection that lay idle for longer is asked first whether it is alive.
const TRUSTED: Duration = Duration::from_secs(1);
/// A connection that is older is not used again: PostgreSQL keeps plans and caches for each.
const OLDEST: Duration = Duration::from_mins(30);

/// A bounded number of connections, each made when it is needed first. Cloning is cheap.
#[derive(Clone)]
pub struct Readers(Arc<Shared>);

struct Shared {
    options: Arc<PgConnectOptions>,
    wait: Duration,
    permits: Semaphore,
    /// The one that came back last is lent first: its memory is warm, here and in PostgreSQL.
    idle: Mutex<Vec<Idle>>,
}

struct Idle {
    connection: PgConnection,
    made: Instant,
    since: Instant,
}

impl Readers {
    /// At most `most` connections to the database that the options name; an asker waits at most `wait` for one.
    #[must_use]
    pub fn new(options: Arc<PgConnectOptions>, most: u32, wait: Duration) -> Self {
        let permits = Semaphore::new(most.max(1) as usize);
        Self(Arc::new(Shared { options, wait, permits, idle: Mutex::new(Vec::new()) }))
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Idle>> {
        self.0.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Runs one statement. A connection whose statement was given up half way, or that failed by itself, is dropped;
    /// PostgreSQL's own errors leave it as good as before.
    async fn with<T>(
        &self,
        run: impl AsyncFnOnce(&mut PgConnection) -> Result<T, Error>,
    ) -> Result<T, Error> {
        let permit = tokio::time::timeout(self.0.wait, self.0.permits.acquire());
        let _permit = permit.await.map_err(|_| Error::PoolTimedOut)?.map_err(|_| Error::PoolClosed)?;
        let (mut connection, made) = self.connection().await?;
        let outcome = run(&mut connection).await;
        if outcome.as_ref().err().is_none_or(leaves_the_connection) {
            self.idle().push(Idle { connection, made, since: Instant::now() });
        }
        outcome
    }

    async fn connection(&self) -> Result<(PgConnection, Instant), Error> {
        loop {
            let Some(mut idle) = self.idle().pop() else {
                return Ok((PgConnection::connect_with(&self.0.options).await?, Instant::now()));
            };
            if idle.made.elapsed() > OLDEST {
                continue;
            }
            if idle.since.elapsed() <= TRUSTED || idle.connection.ping().await.is_ok() {
                return Ok((idle.connection, idle.made));
            }
        }
    }
}

/// Whether a connection is as good as before after an error: PostgreSQL refused the statement, and no more than that.
fn leaves_the_connection(error: &Error) -> bool {
    match error {
        Error::RowNotFound => true,
        Error::Database(error) => error
            .try_downcast_ref::<PgDatabaseError>()
            .is_some_and(|error| matches!(error.severity(), PgSeverity::Error)),
        _ => false,
    }
}

impl fmt::Debug for Readers {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Readers").field("idle", &self.idle().len()).finish_non_exhaustive()
    }
}

impl<'c> Executor<'c> for &'c Readers {
    type Database = Postgres;

    fn fetch_many<'e, 'q: 'e, E>(self, query: E) -> BoxStream<'e, Result<Either<PgQueryResult, PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        let rows = self.with(async |connection| connection.fetch_many(query).try_collect::<Vec<_>>().await);
        stream::once(rows).map_ok(|rows| stream::iter(rows.into_iter().map(Ok))).try_flatten().boxed()
    }

    fn fetch_all<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Vec<PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        Box::pin(self.with(async |connection| connection.fetch_all(query).await))
    }

    fn fetch_optional<'e, 'q: 'e, E>(self, query: E) -> BoxFuture<'e, Result<Option<PgRow>, Error>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Postgres>,
    {
        Box::pin(self.with(async |connection| connection.fetch_optional(query).await))
    }

    fn prepare_with<'e>(
        self,
        sql: SqlStr,
        parameters: &'e [PgTypeInfo],
    ) -> BoxFuture<'e, Result<PgStatement, Error>>
    where
        'c: 'e,
    {
        Box::pin(self.with(async |connection| connection.prepare_with(sql, parameters).await))
    }

    fn describe<'e>(self, sql: SqlStr) -> BoxFuture<'e, Result<Describe<Postgres>, Error>>
    where
        'c: 'e,
    {
        Box::pin(self.with(async |connection| connection.describe(sql).await))
    }
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;

    use super::*;

    fn readers(pool: &PgPool, most: u32) -> Readers {
        Readers::new(pool.connect_options(), most, Duration::from_millis(300))
    }

    async fn backend_id(readers: &Readers) -> Result<i32, Error> {
        sqlx::query_scalar("select pg_backend_pid()").fetch_one(readers).await
    }

    #[sqlx::test(migrations = false)]
    async fn a_connection_is_used_again_also_after_an_error_of_postgresql(pool: PgPool) {
        let readers = readers(&pool, 1);
        let first = backend_id(&readers).await.unwrap();
        let wrong: Result<i32, Error> = sqlx::query_scalar("select 1 / 0").fetch_one(&readers).await;
        assert!(matches!(wrong, Err(Error::Database(_))));
        assert_eq!(backend_id(&readers).await.unwrap(), first);
    }

    #[sqlx::test(migrations = false)]
    async fn a_connection_that_postgresql_ended_is_replaced(pool: PgPool) {
        let readers = readers(&pool, 1);
        let first = backend_id(&readers).await.unwrap();
        let _: bool =
            sqlx::query_scalar("select pg_terminate_backend($1)").bind(first).fetch_one(&pool).await.unwrap();
        let ended = "select not exists (select from pg_stat_activity where pid = $1)";
        while !sqlx::query_scalar::<_, bool>(ended).bind(first).fetch_one(&pool).await.unwrap() {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
        // Within the second in which a connection is trusted one asker finds out the hard way.
        assert!(backend_id(&readers).await.is_err());
        assert_ne!(backend_id(&readers).await.unwrap(), first);
    }

    #[sqlx::test(migrations = false)]
    async fn a_statement_that_is_given_up_takes_its_connection_with_it(pool: PgPool) {
        let readers = readers(&pool, 1);
        let first = backend_id(&readers).await.unwrap();
        let slow = sqlx::query("select pg_sleep(5)").execute(&readers);
        assert!(tokio::time::timeout(Duration::from_millis(50), slow).await.is_err());
        assert_ne!(backend_id(&readers).await.unwrap(), first);
    }

    #[sqlx::test(migrations = false)]
    async fn no_more_connections_are_lent_than_allowed(pool: PgPool) {
        let readers = readers(&pool, 1);
        let slow = sqlx::query("select pg_sleep(1)").execute(&readers);
        let waiting = async {
            tokio::time::sleep(Duration::from_millis(100)).await;
            backend_id(&readers).await
        };
        let (slow, waiting) = tokio::join!(slow, waiting);
        assert!(slow.is_ok());
        assert!(matches!(waiting, Err(Error::PoolTimedOut)));
    }
}
