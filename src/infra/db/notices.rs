//! Notices from PostgreSQL that something changed, whoever changed it.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::{PgListener, PgPoolOptions};

use crate::infra::cache::Cache;

/// The channel on which the catalogue's triggers tell of changes.
const CHANNEL: &str = "vitrine_catalogue";
/// The cache is dropped at most this often, so that a busy shop is not always counting.
const PAUSE: Duration = Duration::from_millis(500);
/// How long to wait before a lost connection is tried again.
const RETRY: Duration = Duration::from_secs(1);
/// How long a new connection is waited for.
const ANSWER: Duration = Duration::from_secs(5);

/// Drops the cache whenever the catalogue changes; runs until it is aborted. Listens on a connection of its own,
/// made as those of the pool are.
pub async fn drop_cache_on_change(pool: PgPool, cache: Cache) {
    loop {
        if let Err(error) = listen(&pool, &cache).await {
            tracing::warn!(%error, "notices of changes are not heard for the moment");
        }
        // What changed while nobody listened is not known.
        cache.clear();
        tokio::time::sleep(RETRY).await;
    }
}

async fn listen(pool: &PgPool, cache: &Cache) -> Result<(), sqlx::Error> {
    // Its connection is never given back: it would be missing among those that answer requests.
    let own = PgPoolOptions::new()
        .max_connections(1)
        .acquire_timeout(ANSWER)
        .max_lifetime(None)
        .idle_timeout(None)
        .connect_with(pool.connect_options().as_ref().clone())
        .await?;
    let mut listener = PgListener::connect_with(&own).await?;
    listener.listen(CHANNEL).await?;
    cache.clear();
    loop {
        // `try_recv` answers `None` when the connection was lost.
        if listener.try_recv().await?.is_none() {
            return Ok(());
        }
        cache.clear();
        tokio::time::sleep(PAUSE).await;
        while listener.next_buffered().is_some() {}
        cache.clear();
    }
}
