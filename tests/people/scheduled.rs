//! What the clock starts (SPEC J3), by the worker that `serve` runs.

use std::time::Duration;

use sqlx::PgPool;
use tokio::sync::oneshot;
use tokio::time::{sleep, timeout};
use vitrine::infra::{queue, testing};
use vitrine::worker;

/// Longest wait for something that happens soon.
const SOON: Duration = Duration::from_secs(20);

/// Whether a worker has been there that knows all times.
pub const THE_CLOCK_IS_SET: &str = "select count(*) = 5 from graphile_worker._private_known_crontabs";

#[sqlx::test]
async fn what_the_clock_starts_is_done(pool: PgPool) {
    queue::migrate(&pool).await.unwrap();
    work_until(&pool, THE_CLOCK_IS_SET).await;
    let_two_days_pass(&pool).await;
    work_until(
        &pool,
        "select bool_and(last_execution > now() - interval '25 hours')
                and not exists (select from graphile_worker._private_jobs)
           from graphile_worker._private_known_crontabs",
    )
    .await;
}

/// As if nobody had been there for two days, after [`THE_CLOCK_IS_SET`].
pub async fn let_two_days_pass(pool: &PgPool) {
    sqlx::query(
        "update graphile_worker._private_known_crontabs
            set known_since = now() - interval '3 days', last_execution = now() - interval '2 days'",
    )
    .execute(pool)
    .await
    .unwrap();
}

/// Lets a worker work until the answer to a question is yes.
pub async fn work_until(pool: &PgPool, question: &'static str) {
    let (stop, stopped) = oneshot::channel::<()>();
    let worker = tokio::spawn(worker::run(testing::backend(pool.clone()), async move {
        let _ = stopped.await;
    }));
    let happens = async {
        while !sqlx::query_scalar::<_, bool>(question).fetch_one(pool).await.unwrap() {
            sleep(Duration::from_millis(20)).await;
        }
    };
    let in_time = timeout(SOON, happens).await.is_ok();
    let failed = "select last_error from graphile_worker._private_jobs where last_error is not null";
    assert!(in_time, "{:?}", sqlx::query_scalar::<_, String>(failed).fetch_all(pool).await);
    stop.send(()).unwrap();
    timeout(SOON, worker).await.unwrap().unwrap();
}
