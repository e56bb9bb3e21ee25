//! Values that may be some seconds old: counts beside facets, the category tree. Concurrent askers of a
//! missing value share one load. Rows that a page shows are never kept here.
//!
//! What is kept is bounded by its size, not by its number: a count of a small list takes some hundred bytes,
//! the marks of a large one some hundred kilobytes. Sizes are estimates.

use std::any::Any;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use tokio::sync::{Semaphore, SemaphorePermit};

use crate::error::AppError;

/// How old a value may be at most, where no change drops it before.
const MAX_AGE: Duration = Duration::from_secs(30);
/// How much is kept at most, in bytes.
const MAX_BYTES: u64 = 64 * 1024 * 1024;
/// What an entry takes beside its name and its value, in bytes.
const OVERHEAD: usize = 256;
/// What a value counts for that does not say its size: there are few of those, each once for the shop.
const UNMEASURED: usize = 64 * 1024;
/// So many heavy loads run at a time; the others wait.
const HEAVY_LOADS: usize = 2;
/// So many searches run at a time; the others wait.
const SEARCHES: usize = 6;

/// A value of any type, and its size in bytes.
#[derive(Clone)]
struct Entry {
    value: Arc<dyn Any + Send + Sync>,
    bytes: usize,
}

/// A cache of values of any type by name.
#[derive(Clone)]
pub struct Cache {
    entries: moka::future::Cache<String, Entry>,
    turns: Arc<Semaphore>,
    searches: Arc<Semaphore>,
}

impl Cache {
    /// An empty cache.
    #[must_use]
    pub fn new() -> Self {
        let size = |name: &String, entry: &Entry| {
            u32::try_from(name.len() + entry.bytes + OVERHEAD).unwrap_or(u32::MAX)
        };
        Self {
            entries: moka::future::Cache::builder()
                .max_capacity(MAX_BYTES)
                .weigher(size)
                .time_to_live(MAX_AGE)
                .build(),
            turns: Arc::new(Semaphore::new(HEAVY_LOADS)),
            searches: Arc::new(Semaphore::new(SEARCHES)),
        }
    }

    /// The value under `name`, loaded when there is none. For values that stand here once for the whole shop;
    /// those that each filter or address has of its own say their size to [`Self::get_or_load_sized`].
    ///
    /// # Errors
    /// What the load answers; a failed load keeps nothing.
    pub async fn get_or_load<T, F>(&self, name: &str, load: impl FnOnce() -> F) -> Result<Arc<T>, AppError>
    where
        T: Any + Send + Sync,
        F: Future<Output = Result<T, AppError>>,
    {
        self.get_or_load_sized(name, |_| UNMEASURED, load).await
    }

    /// As [`Self::get_or_load`], for a value that takes `size` bytes, about.
    ///
    /// # Errors
    /// As [`Self::get_or_load`].
    pub async fn get_or_load_sized<T, F>(
        &self,
        name: &str,
        size: fn(&T) -> usize,
        load: impl FnOnce() -> F,
    ) -> Result<Arc<T>, AppError>
    where
        T: Any + Send + Sync,
        F: Future<Output = Result<T, AppError>>,
    {
        // Nearly always the value is there. The load is boxed, since its future is large and would be
        // moved about with that of every page.
        let entry = match self.entries.get(name).await {
            Some(entry) => entry,
            None => Box::pin(self.load(name, size, load())).await?,
        };
        entry
            .value
            .downcast::<T>()
            .map_err(|_| crate::error::internal(&format!("the cache holds another type under {name}")))
    }

    async fn load<T, F>(&self, name: &str, size: fn(&T) -> usize, load: F) -> Result<Entry, AppError>
    where
        T: Any + Send + Sync,
        F: Future<Output = Result<T, AppError>>,
    {
        let load = async { load.await.map(|value| Entry { bytes: size(&value), value: Arc::new(value) }) };
        self.entries.try_get_with_by_ref(name, load).await.map_err(|error: Arc<AppError>| (*error).clone())
    }

    /// A turn for a load that reads much of a large table, kept until it is dropped. Many such loads at once
    /// would leave nothing of the database to the others.
    pub async fn turn(&self) -> Option<SemaphorePermit<'_>> {
        // `None` is never seen: nobody closes the semaphore.
        self.turns.acquire().await.ok()
    }

    /// A turn for a search by an index, kept until it is dropped: words that nobody looked for lately, however many
    /// ask for them at once, leave connections to those who ask for a page.
    pub async fn search_turn(&self) -> Option<SemaphorePermit<'_>> {
        self.searches.acquire().await.ok()
    }

    /// Drops everything.
    pub fn clear(&self) {
        self.entries.invalidate_all();
    }
}

impl Default for Cache {
    fn default() -> Self {
        Self::new()
    }
}

#[cfg(test)]
mod tests {
    use futures::FutureExt as _;

    use super::*;

    #[tokio::test]
    async fn a_value_is_loaded_once_and_again_after_a_change() {
        let cache = Cache::new();
        let mut loads = 0;
        for clear in [false, false, true, false] {
            if clear {
                cache.clear();
            }
            let number = loads + 1;
            let mut is_loaded = false;
            let load = async || {
                is_loaded = true;
                Ok(number)
            };
            cache.get_or_load("number", load).await.unwrap();
            loads += u32::from(is_loaded);
        }
        assert_eq!(loads, 2);
    }

    #[tokio::test]
    async fn large_values_never_fill_more_than_the_bound() {
        let cache = Cache::new();
        for number in 0..200 {
            let name = format!("marks:{number}");
            let value = cache.get_or_load_sized(&name, |_: &u32| 1024 * 1024, async || Ok(number)).await;
            assert_eq!(*value.unwrap(), number);
        }
        cache.entries.run_pending_tasks().await;
        assert!(cache.entries.weighted_size() <= MAX_BYTES);
        assert!(cache.entries.entry_count() < 64);
    }

    #[tokio::test]
    async fn a_failed_load_keeps_nothing() {
        let cache = Cache::new();
        let refused = cache.get_or_load::<u32, _>("number", async || Err(AppError::Forbidden)).await;
        assert_eq!(refused.unwrap_err(), AppError::Forbidden);
        assert_eq!(*cache.get_or_load("number", async || Ok(7)).await.unwrap(), 7);
    }

    #[tokio::test]
    async fn heavy_loads_wait_for_their_turn() {
        let cache = Cache::new();
        let (first, _second) = (cache.turn().await, cache.turn().await);
        assert!(cache.turn().now_or_never().is_none());
        drop(first);
        assert!(cache.turn().now_or_never().is_some());
    }
}
