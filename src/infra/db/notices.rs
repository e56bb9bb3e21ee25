//! Notices from PostgreSQL that something changed, whoever changed it.

use std::time::Duration;

use sqlx::PgPool;
use sqlx::postgres::PgListener;

use crate::infra::cache::Cache;

/// The channel on which the catalogue's triggers tell of changes.
const CHANNEL: &str = "vitrine_catalogue";
/// The cache is dropped at most this often, so that a busy shop is not always counting.
const PAUSE: Duration = Duration::from_millis(500);
/// How long to wait before a lost connection is tried again.
const RETRY: Duration = Duration::from_secs(1);

/// Drops the cache whenever the catalogue changes; runs until it is aborted.
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
    let mut listener = PgListener::connect_with(pool).await?;
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
