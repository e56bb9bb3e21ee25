//! The worker (SPEC J1): does the jobs of all areas and keeps their times. `serve` runs one beside the pages,
//! `vitrine worker` runs one alone.

use std::future::Future;
use std::time::Duration;

use futures::FutureExt as _;
use serde::{Deserialize, Serialize};

use crate::accounts;
use crate::admin;
use crate::catalog::product::staff::images;
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
        .job::<admin::bulk::jobs::Run>()
        .scheduled(Schedule::Hourly { minute: 17 }, Sweep {})?
        .scheduled(Schedule::Hourly { minute: 37 }, SweepRequests {})?
        .scheduled(Schedule::Hourly { minute: 57 }, accounts::user::leaving::Erase {})?
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

/// Deletes pictures that are nobody's, and no product's.
#[derive(Serialize, Deserialize)]
struct SweepPictures {}

impl Job for SweepPictures {
    const NAME: &'static str = "sweep-pictures";
    // The next day comes anyway.
    const ATTEMPTS: u16 = 3;

    async fn run(self, backend: Backend) -> Result<(), AppError> {
        let pictures = accounts::user::avatar::sweep(&backend).await? + images::sweep(&backend).await?;
        tracing::debug!(pictures, "pictures that were nobody's are deleted");
        Ok(())
    }
}

/// Deletes what has run out: in the accounts sessions, links, throttles, tokens, unconfirmed accounts, held names; of
/// the work of staff files that nobody imported, and runs that are long over.
#[derive(Serialize, Deserialize)]
struct Sweep {}

impl Job for Sweep {
    const NAME: &'static str = "sweep-accounts";
    // The next hour comes anyway.
    const ATTEMPTS: u16 = 3;

    async fn run(self, backend: Backend) -> Result<(), AppError> {
        let rows = accounts::sweep::run(&backend).await? + admin::bulk::service::sweep(&backend).await?;
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
