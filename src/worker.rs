//! The worker (SPEC J1): does the jobs of all areas and keeps their times. `serve` runs one beside the pages,
//! `vitrine worker` runs one alone.

use std::future::Future;
use std::time::Duration;

use futures::FutureExt as _;
use serde::{Deserialize, Serialize};

use crate::accounts;
use crate::error::AppError;
use crate::infra::queue::{Job, QueueError, Schedule, Worker};
use crate::infra::{Backend, idempotency, rate};
use crate::reviews;

/// How long to wait before a worker that failed is started again.
const RETRY: Duration = Duration::from_secs(5);

/// Every job of the shop, and the times of those that come by themselves (UTC). An area adds its job here: with
/// `.job::<J>()` where its services enqueue it, with `.scheduled(…)` where the clock does.
fn jobs(backend: &Backend) -> Result<Worker, QueueError> {
    Worker::new(backend)
        .job::<accounts::jobs::Mail>()
        .scheduled(Schedule::Hourly { minute: 17 }, Sweep {})?
        .scheduled(Schedule::Hourly { minute: 37 }, SweepRequests {})?
        .scheduled(Schedule::Daily { hour: 3, minute: 50 }, SweepPictures {})?
        .scheduled(Schedule::Daily { hour: 3, minute: 20 }, reviews::jobs::Recount {})
}

/// Works until `stop`; jobs that are then not done are handed back (SPEC J10). A database that is away for a while
/// stops the work and not the program.
pub async fn run(backend: Backend, stop: impl Future<Output = ()> + Send + 'static) {
    let stop = stop.boxed().shared();
    let work = async || jobs(&backend)?.run(stop.clone()).await;
    while let Err(error) = work().await {
        tracing::error!(%error, "no jobs are done; the next try is in {} seconds", RETRY.as_secs());
        tokio::select! {
            () = stop.clone() => break,
            () = tokio::time::sleep(RETRY) => {}
        }
    }
}

/// Deletes pictures that are nobody's.
#[derive(Serialize, Deserialize)]
struct SweepPictures {}

impl Job for SweepPictures {
    const NAME: &'static str = "sweep-pictures";
    // The next day comes anyway.
    const ATTEMPTS: u16 = 3;

    async fn run(self, backend: Backend) -> Result<(), AppError> {
        let pictures = accounts::user::avatar::sweep(&backend).await?;
        tracing::debug!(pictures, "pictures that were nobody's are deleted");
        Ok(())
    }
}

/// Deletes what has run out in the accounts: sessions, links, throttles, tokens, unconfirmed accounts, held names.
#[derive(Serialize, Deserialize)]
struct Sweep {}

impl Job for Sweep {
    const NAME: &'static str = "sweep-accounts";
    // The next hour comes anyway.
    const ATTEMPTS: u16 = 3;

    async fn run(self, backend: Backend) -> Result<(), AppError> {
        let rows = accounts::sweep::run(&backend).await?;
        tracing::debug!(rows, "what had run out is deleted");
        Ok(())
    }
}

/// Deletes what the API remembers of requests that are long over: answers under a key, and counts.
#[derive(Serialize, Deserialize)]
struct SweepRequests {}

impl Job for SweepRequests {
    const NAME: &'static str = "sweep-requests";
    // The next hour comes anyway.
    const ATTEMPTS: u16 = 3;

    async fn run(self, backend: Backend) -> Result<(), AppError> {
        let rows = idempotency::sweep(&backend.pool).await? + rate::sweep(&backend.pool).await?;
        tracing::debug!(rows, "what was kept of requests is deleted");
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;
    use tokio::sync::oneshot;
    use tokio::time::{sleep, timeout};

    use super::*;
    use crate::infra::{queue, testing};

    #[sqlx::test]
    async fn what_the_clock_starts_is_done(pool: PgPool) {
        queue::migrate(&pool).await.unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let start = |stopped: oneshot::Receiver<()>| {
            tokio::spawn(run(testing::backend(pool.clone()), async move {
                let _ = stopped.await;
            }))
        };
        let first = start(stopped);
        until(&pool, "select count(*) = 4 from graphile_worker._private_known_crontabs").await;
        stop.send(()).unwrap();
        timeout(SOON, first).await.unwrap().unwrap();
        // As if nobody had been there for two days.
        sqlx::query(
            "update graphile_worker._private_known_crontabs
                set known_since = now() - interval '3 days', last_execution = now() - interval '2 days'",
        )
        .execute(&pool)
        .await
        .unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let second = start(stopped);
        until(
            &pool,
            "select bool_and(last_execution > now() - interval '25 hours')
                    and not exists (select from graphile_worker._private_jobs)
               from graphile_worker._private_known_crontabs",
        )
        .await;
        stop.send(()).unwrap();
        timeout(SOON, second).await.unwrap().unwrap();
    }

    /// Longest wait for something that happens soon.
    const SOON: Duration = Duration::from_secs(20);

    async fn until(pool: &PgPool, question: &'static str) {
        let happens = async {
            while !sqlx::query_scalar::<_, bool>(question).fetch_one(pool).await.unwrap() {
                sleep(Duration::from_millis(20)).await;
            }
        };
        let failed = "select last_error from graphile_worker._private_jobs where last_error is not null";
        let in_time = timeout(SOON, happens).await.is_ok();
        assert!(in_time, "{:?}", sqlx::query_scalar::<_, String>(failed).fetch_all(pool).await);
    }
}
