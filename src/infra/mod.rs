//! What the shop stands on and that knows nothing of shops: settings, database, files, clock, logs, HTTP.

pub mod audit;
pub mod cache;
pub mod clock;
pub mod config;
pub mod db;
pub mod files;
pub mod http;
pub mod idempotency;
pub mod listing;
pub mod mail;
pub mod pictures;
pub mod queue;
pub mod rate;
pub mod telemetry;
pub mod testing;

use std::ops::Deref;
use std::sync::Arc;

/// What every service needs: the database, the settings, the file store and the short-lived counts.
/// Cloning is cheap.
#[derive(Clone)]
pub struct Backend(Arc<Parts>);

/// What a [`Backend`] holds.
pub struct Parts {
    /// Connections to PostgreSQL, for transactions and whatever takes its time.
    pub pool: sqlx::PgPool,
    /// Connections to PostgreSQL for the single statements that pages read by.
    pub readers: db::Readers,
    /// What the operator set.
    pub settings: Arc<config::Settings>,
    /// Where pictures are kept.
    pub files: files::FileStore,
    /// Sends mail.
    pub mailer: mail::Mailer,
    /// Values that may be some seconds old.
    pub cache: cache::Cache,
}

impl Backend {
    /// A backend on an open database.
    #[must_use]
    pub fn new(
        pool: sqlx::PgPool,
        settings: Arc<config::Settings>,
        files: files::FileStore,
        mailer: mail::Mailer,
    ) -> Self {
        let readers = db::readers(&pool, &settings);
        Self(Arc::new(Parts { pool, readers, settings, files, mailer, cache: cache::Cache::new() }))
    }
}

impl Deref for Backend {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}
