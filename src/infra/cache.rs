//! Values that may be some seconds old: counts beside facets, the category tree. Concurrent askers of a
//! missing value share one load. Rows that a page shows are never kept here.

use std::any::Any;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use crate::error::AppError;

/// How old a value may be at most, where no change drops it before.
const MAX_AGE: Duration = Duration::from_secs(30);
/// How many values are kept at most.
const MAX_ENTRIES: u64 = 4_096;

/// A value of any type.
type Entry = Arc<dyn Any + Send + Sync>;

/// A cache of values of any type by name.
#[derive(Clone)]
pub struct Cache {
    entries: moka::future::Cache<String, Entry>,
}

impl Cache {
    /// An empty cache.
    #[must_use]
    pub fn new() -> Self {
        Self {
            entries: moka::future::Cache::builder().max_capacity(MAX_ENTRIES).time_to_live(MAX_AGE).build(),
        }
    }

    /// The value under `name`, loaded when there is none.
    ///
    /// # Errors
    /// What the load answers; a failed load keeps nothing.
    pub async fn get_or_load<T, F>(&self, name: &str, load: impl FnOnce() -> F) -> Result<Arc<T>, AppError>
    where
        T: Any + Send + Sync,
        F: Future<Output = Result<T, AppError>>,
    {
        // Nearly always the value is there. The load is boxed, since its future is large and would be
        // moved about with that of every page.
        let entry = match self.entries.get(name).await {
            Some(entry) => entry,
            None => Box::pin(self.load(name, load())).await?,
        };
        entry
            .downcast::<T>()
            .map_err(|_| crate::error::internal(&format!("the cache holds another type under {name}")))
    }

    async fn load<T, F>(&self, name: &str, load: F) -> Result<Entry, AppError>
    where
        T: Any + Send + Sync,
        F: Future<Output = Result<T, AppError>>,
    {
        self.entries
            .try_get_with_by_ref(name, async { load.await.map(|value| Arc::new(value) as Entry) })
            .await
            .map_err(|error: Arc<AppError>| (*error).clone())
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
