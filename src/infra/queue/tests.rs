//! The queue on a real database.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use tokio::time::{sleep, timeout};

use super::*;
use crate::infra::testing;

/// Longest wait for something that happens soon.
const SOON: Duration = Duration::from_secs(20);

/// Writes its word into a table.
#[derive(Serialize, Deserialize)]
struct Write {
    word: String,
}

impl Job for Write {
    const NAME: &'static str = "test-write";

    async fn run(self, backend: Backend) -> Result<(), AppError> {
        sqlx::query("insert into words (word) values ($1)").bind(self.word).execute(&backend.pool).await?;
        Ok(())
    }
}

/// Fails each time.
#[derive(Serialize, Deserialize)]
struct Fail {}

impl Job for Fail {
    const NAME: &'static str = "test-fail";

    async fn run(self, _backend: Backend) -> Result<(), AppError> {
        Err(AppError::Conflict("not now".to_owned()))
    }
}

/// Says that it has begun, and takes an hour.
#[derive(Serialize, Deserialize)]
struct TakeLong {}

impl Job for TakeLong {
    const NAME: &'static str = "test-take-long";

    async fn run(self, backend: Backend) -> Result<(), AppError> {
        sqlx::query("insert into words (word) values ('begun')").execute(&backend.pool).await?;
        sleep(Duration::from_hours(1)).await;
        Ok(())
    }
}

async fn prepare(pool: &PgPool) -> Backend {
    migrate(pool).await.unwrap();
    sqlx::query("create table words (word text not null)").execute(pool).await.unwrap();
    testing::backend(pool.clone())
}

fn write(word: &str) -> Write {
    Write { word: word.to_owned() }
}

/// A worker on its own task, with the way to stop it.
fn start(backend: &Backend) -> (oneshot::Sender<()>, JoinHandle<Result<(), QueueError>>) {
    let (stop, stopped) = oneshot::channel::<()>();
    let mut worker = Worker::new(backend).job::<Write>().job::<Fail>().job::<TakeLong>();
    worker.patience = Duration::from_millis(100);
    let running = tokio::spawn(worker.run(async move {
        let _ = stopped.await;
    }));
    (stop, running)
}

async fn end((stop, running): (oneshot::Sender<()>, JoinHandle<Result<(), QueueError>>)) {
    stop.send(()).unwrap();
    timeout(SOON, running).await.unwrap().unwrap().unwrap();
}

async fn words(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select word from words order by word").fetch_all(pool).await.unwrap()
}

/// Attempts, error and whether somebody does it, of the only job.
async fn job(pool: &PgPool) -> (i16, Option<String>, bool) {
    sqlx::query_as("select attempts, last_error, locked_by is not null from graphile_worker._private_jobs")
        .fetch_one(pool)
        .await
        .unwrap()
}

async fn waiting(pool: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from graphile_worker._private_jobs").fetch_one(pool).await.unwrap()
}

async fn until(happened: impl AsyncFn() -> bool) {
    timeout(SOON, async {
        while !happened().await {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await
    .unwrap();
}

#[sqlx::test]
async fn the_queue_is_ready_when_it_was_migrated_and_not_before(pool: PgPool) {
    sqlx::query("drop schema if exists graphile_worker cascade").execute(&pool).await.unwrap();
    assert!(!is_ready(&pool).await.unwrap());
    let refused = Worker::new(&testing::backend(pool.clone())).run(std::future::pending()).await;
    assert!(refused.unwrap_err().to_string().contains("vitrine migrate"));
    migrate(&pool).await.unwrap();
    assert!(is_ready(&pool).await.unwrap());
    migrate(&pool).await.unwrap();
    assert!(is_ready(&pool).await.unwrap());
}

#[sqlx::test]
async fn a_job_is_done_when_its_transaction_is_committed_and_never_otherwise(pool: PgPool) {
    let backend = prepare(&pool).await;
    let worker = start(&backend);
    let mut undone = pool.begin().await.unwrap();
    enqueue(&mut undone, &write("undone"), None).await.unwrap();
    undone.rollback().await.unwrap();
    let mut kept = pool.begin().await.unwrap();
    enqueue(&mut kept, &write("kept"), None).await.unwrap();
    sleep(Duration::from_millis(200)).await;
    assert!(words(&pool).await.is_empty());
    kept.commit().await.unwrap();
    until(async || waiting(&pool).await == 0).await;
    assert_eq!(words(&pool).await, ["kept"]);
    end(worker).await;
}

#[sqlx::test]
async fn a_job_with_the_key_of_one_that_waits_takes_its_place(pool: PgPool) {
    let backend = prepare(&pool).await;
    let mut connection = pool.acquire().await.unwrap();
    for word in ["first", "second", "third"] {
        enqueue(&mut connection, &write(word), Some("one key")).await.unwrap();
    }
    enqueue(&mut connection, &write("other"), Some("another key")).await.unwrap();
    drop(connection);
    assert_eq!(waiting(&pool).await, 2);
    let worker = start(&backend);
    until(async || waiting(&pool).await == 0).await;
    assert_eq!(words(&pool).await, ["other", "third"]);
    end(worker).await;
}

#[sqlx::test]
async fn a_job_that_fails_waits_for_its_next_try_with_the_reason(pool: PgPool) {
    let backend = prepare(&pool).await;
    enqueue(&mut pool.acquire().await.unwrap(), &Fail {}, None).await.unwrap();
    let worker = start(&backend);
    until(async || job(&pool).await.1.is_some()).await;
    let (attempts, error, is_taken) = job(&pool).await;
    assert!(attempts >= 1);
    assert!(error.unwrap().contains("not now"));
    assert!(!is_taken);
    let (later, most): (bool, i16) =
        sqlx::query_as("select run_at > now(), max_attempts from graphile_worker._private_jobs")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert!(later);
    assert_eq!(most, 12);
    end(worker).await;
}

#[sqlx::test]
async fn a_stop_hands_a_job_back_as_if_it_had_not_been_tried(pool: PgPool) {
    let backend = prepare(&pool).await;
    enqueue(&mut pool.acquire().await.unwrap(), &TakeLong {}, None).await.unwrap();
    let worker = start(&backend);
    until(async || !words(&pool).await.is_empty()).await;
    assert_eq!(job(&pool).await, (1, None, true));
    end(worker).await;
    let (attempts, _, is_taken) = job(&pool).await;
    assert_eq!((attempts, is_taken), (0, false));
    // The next worker does it.
    let worker = start(&backend);
    until(async || words(&pool).await.len() == 2).await;
    end(worker).await;
}

#[test]
fn a_schedule_says_its_minutes_and_hours() {
    let at = |time: &str| -> chrono::NaiveDateTime { format!("2026-01-02T{time}:30").parse().unwrap() };
    let daily = Schedule::Daily { hour: 3, minute: 20 }.timer();
    assert!(daily.should_run_at(&at("03:20")));
    assert!(!daily.should_run_at(&at("04:20")));
    let hourly = Schedule::Hourly { minute: 20 }.timer();
    assert!(hourly.should_run_at(&at("04:20")));
    assert!(!hourly.should_run_at(&at("04:21")));
}
