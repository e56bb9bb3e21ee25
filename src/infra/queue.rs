//! The queue (SPEC J1, J10): jobs in PostgreSQL, put there in the transaction of the change that needs them, done
//! at least once, tried again later when they fail. `graphile_worker` keeps them in a schema of its own.

pub mod staff;
#[cfg(test)]
mod tests;

use std::fmt::{Debug, Formatter};
use std::future::Future;
use std::time::Duration;

use graphile_worker::{
    Cron, CrontabFill, CrontabTimer, CrontabValue, IntoTaskHandlerResult, TaskHandler, WorkerContext,
    WorkerOptions, WorkerRecoveryConfig,
};
use graphile_worker_migrations::sql::GRAPHILE_WORKER_MIGRATIONS;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use sqlx::postgres::PgPoolOptions;
use sqlx::{PgConnection, PgPool};

use crate::error::{AppError, internal};
use crate::infra::{Backend, telemetry};

/// The schema of the queue's tables, which are not ours.
const SCHEMA: &str = "graphile_worker";
/// Jobs that one program does at a time.
const AT_A_TIME: usize = 4;
/// Connections for the queue's own bookkeeping, one of which listens. Jobs use those of the backend.
const CONNECTIONS: u32 = 3;
/// How often jobs are looked for that wait for their time; new ones are told of at once.
const LOOK: Duration = Duration::from_secs(2);
/// How often a worker says that it lives.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often workers look for those that said nothing for too long.
const SWEEP: Duration = Duration::from_secs(30);
/// A worker that said nothing for so long is dead, and others do its jobs.
const DEAD_AFTER: Duration = Duration::from_secs(90);
/// How long a job that was handed back waits for the next worker.
const HANDED_BACK: Duration = Duration::from_secs(1);
/// How long the end waits for the queue's connections.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// Work that is done later, in some program. What it needs is stored as JSON, so it holds no secret.
pub trait Job: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// Its name in the queue, which stays as it is: `send-mail`.
    const NAME: &'static str;
    /// How often it is tried. The waits between grow by e: 3 s, 7 s, 20 s, 55 s … 6 h; twelve tries take 16 hours.
    const ATTEMPTS: u16 = 12;

    /// Does it. It may have been done before, wholly or in part: a program can end at any time.
    fn run(self, backend: Backend) -> impl Future<Output = Result<(), AppError>> + Send;
}

/// When a job is done without being asked for; all times are UTC. A time that was missed is made up for once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Schedule {
    /// Every hour at this minute.
    Hourly {
        /// 0 to 59.
        minute: u32,
    },
    /// Every day at this time.
    Daily {
        /// 0 to 23.
        hour: u32,
        /// 0 to 59.
        minute: u32,
    },
}

/// Why the queue cannot work, in one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct QueueError(String);

/// Puts a job into the queue when the transaction of `connection` is committed. While a job with the same key
/// waits, this one takes its place; one that is being done is left alone, and this one is done after it.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue<J: Job>(
    connection: &mut PgConnection,
    job: &J,
    key: Option<&str>,
) -> Result<(), AppError> {
    let payload = serde_json::to_value(job).map_err(|error| internal(&error))?;
    // Not checked when it is compiled: the migrations do not know these tables.
    sqlx::query(
        "select id from graphile_worker.add_job($1, payload => $2::json, max_attempts => $3, job_key => $4)",
    )
    .bind(J::NAME)
    .bind(payload)
    .bind(i32::from(J::ATTEMPTS))
    .bind(key)
    .execute(connection)
    .await?;
    Ok(())
}

/// Makes the queue's tables, or changes them to what this program needs. The caller holds the migrations' lock.
///
/// # Errors
/// When PostgreSQL refuses, or a newer program has changed them in a way that this one does not understand.
pub async fn migrate(pool: &PgPool) -> Result<(), QueueError> {
    graphile_worker_migrations::migrate(pool, SCHEMA)
        .await
        .map_err(|error| QueueError(format!("The queue's tables cannot be migrated: {error}")))
}

/// Whether the queue's tables are as this program needs them.
///
/// # Errors
/// When the database does not answer.
pub async fn is_ready(pool: &PgPool) -> Result<bool, sqlx::Error> {
    let newest = sqlx::query_scalar::<_, Option<i32>>("select max(id) from graphile_worker.migrations")
        .fetch_one(pool)
        .await;
    let needed = GRAPHILE_WORKER_MIGRATIONS
        .iter()
        .map(graphile_worker_migrations::GraphileWorkerMigration::migration_number)
        .max();
    match newest {
        Ok(newest) => Ok(newest.and_then(|newest| u32::try_from(newest).ok()) >= needed),
        // There is no such table.
        Err(sqlx::Error::Database(error)) if error.code().as_deref() == Some("42P01") => Ok(false),
        Err(error) => Err(error),
    }
}

/// Does the jobs that it was told of. Others in the queue are left for programs that know them.
pub struct Worker {
    backend: Backend,
    options: WorkerOptions,
    /// How long a stop waits for jobs that are being done.
    patience: Duration,
}

impl Worker {
    /// A worker that knows no job yet.
    #[must_use]
    pub fn new(backend: &Backend) -> Self {
        Self {
            backend: backend.clone(),
            options: WorkerOptions::default(),
            patience: Duration::from_secs(backend.settings.vitrine.stop_seconds),
        }
    }

    /// Does jobs of this kind.
    #[must_use]
    pub fn job<J: Job>(mut self) -> Self {
        self.options = self.options.define_job::<Task<J>>();
        self
    }

    /// Does jobs of this kind, and puts this one into the queue at each of these times, whichever program is first.
    ///
    /// # Errors
    /// When what the job needs cannot be stored.
    pub fn scheduled<J: Job>(mut self, schedule: Schedule, job: J) -> Result<Self, QueueError> {
        let cron = Cron::from_timer::<Task<J>>(schedule.timer())
            .fill(schedule.made_up_for())
            .max_attempts(J::ATTEMPTS)
            // What was not done by the next time is not done twice.
            .job_key(J::NAME)
            .payload(Task(job))
            .map_err(|error| QueueError(format!("The job {} cannot be stored: {error}", J::NAME)))?;
        self.options = self.options.define_job::<Task<J>>().with_cron(cron);
        Ok(self)
    }

    /// Works until `stop`. Then it takes no more jobs, waits for those that are being done as long as the settings
    /// say, and hands the others back as if they had not been tried (SPEC J10).
    ///
    /// # Errors
    /// When the database does not answer any more, or its tables are not as this program needs them.
    pub async fn run(self, stop: impl Future<Output = ()> + Send + 'static) -> Result<(), QueueError> {
        let failed = |error: &dyn std::fmt::Display| QueueError(format!("The queue failed: {error}"));
        // The worker would migrate by itself, without the lock.
        if !is_ready(&self.backend.pool).await.map_err(|error| failed(&error))? {
            return Err(QueueError("The queue's tables are not there: run `vitrine migrate`".to_owned()));
        }
        let own = PgPoolOptions::new()
            .max_connections(CONNECTIONS)
            .connect_with(self.backend.pool.connect_options().as_ref().clone())
            .await
            .map_err(|error| failed(&error))?;
        let worker = self
            .options
            .pg_pool(own.clone())
            .schema(SCHEMA)
            .concurrency(AT_A_TIME)
            .poll_interval(LOOK)
            .add_extension(Shared(self.backend.clone()))
            .worker_recovery(
                WorkerRecoveryConfig::default()
                    .heartbeat_interval(HEARTBEAT)
                    .sweep_interval(SWEEP)
                    .sweep_threshold(DEAD_AFTER)
                    .recovery_delay(HANDED_BACK),
            )
            // The program hears signals itself.
            .listen_os_shutdown_signals(false)
            .shutdown_signal(stop)
            .shutdown_grace_period(self.patience)
            .shutdown_interrupted_job_retry_delay(HANDED_BACK)
            .init()
            .await;
        let outcome = match worker {
            Ok(worker) => worker.run().await.map_err(|error| failed(&error)),
            Err(error) => Err(failed(&error)),
        };
        if tokio::time::timeout(LAST_ANSWERS, own.close()).await.is_err() {
            tracing::warn!("a connection of the queue was still in use at the end");
        }
        outcome
    }
}

impl Schedule {
    fn timer(self) -> CrontabTimer {
        let any = CrontabTimer::default();
        match self {
            Self::Hourly { minute } => CrontabTimer { minutes: vec![CrontabValue::Number(minute)], ..any },
            Self::Daily { hour, minute } => CrontabTimer {
                minutes: vec![CrontabValue::Number(minute)],
                hours: vec![CrontabValue::Number(hour)],
                ..any
            },
        }
    }

    /// How far back a start looks for a time that no program was there for.
    const fn made_up_for(self) -> CrontabFill {
        match self {
            Self::Hourly { .. } => CrontabFill::hours(1),
            Self::Daily { .. } => CrontabFill::days(1),
        }
    }
}

/// A job as the queue's library takes it.
#[derive(Serialize, Deserialize)]
#[serde(transparent, bound = "J: Job")]
struct Task<J>(J);

impl<J: Job> TaskHandler for Task<J> {
    const IDENTIFIER: &'static str = J::NAME;

    async fn run(self, context: WorkerContext) -> impl IntoTaskHandlerResult {
        let Some(Shared(backend)) = context.get_ext::<Shared>().cloned() else {
            return Err(Failure("the worker has no backend".to_owned()));
        };
        // A failure is logged under the job's number, and the queue keeps its cause for the operator.
        let id = format!("job-{}", context.job().id());
        let work = async {
            match self.0.run(backend).await {
                Err(AppError::Internal { request_id }) => Err(Failure(
                    telemetry::last_cause().unwrap_or_else(|| format!("See the log: {request_id}")),
                )),
                Err(error) => Err(Failure(error.to_string())),
                Ok(()) => Ok(()),
            }
        };
        telemetry::with_request_id(id, telemetry::with_causes(work)).await
    }
}

/// The backend on its way to the jobs: the library wants to be able to print it.
#[derive(Clone)]
struct Shared(Backend);

impl Debug for Shared {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str("Backend")
    }
}

/// Why a job failed: the library keeps what `Debug` prints.
struct Failure(String);

impl Debug for Failure {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str(&self.0)
    }
}
