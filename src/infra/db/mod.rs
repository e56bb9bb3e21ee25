//! PostgreSQL: where it is, the connections to it, and its migrations.

mod needs;
pub mod notices;
pub mod private;
mod psql;
mod readers;
mod turn;

use std::path::Path;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{Migrate, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, PgPool};

use self::private::{PrivatePostgres, PrivatePostgresOptions};
pub use self::readers::Readers;
pub use self::turn::{Turn, take_turn};
use crate::infra::config::Settings;
use crate::infra::queue;

/// The migrations, as shipped in the binary.
pub static MIGRATIONS: Migrator = sqlx::migrate!();

/// How long a connection is waited for.
const ACQUIRE: Duration = Duration::from_secs(5);
/// How long a connection that is still in use is waited for at the end.
const LAST_ANSWERS: Duration = Duration::from_secs(2);

/// An open database, and the private server behind it where there is one.
pub struct Database {
    /// Connections to it.
    pub pool: PgPool,
    /// The address; it may hold a password.
    url: String,
    private: Option<PrivatePostgres>,
}

/// Why the database cannot be used, in one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct DatabaseError(String);

impl Database {
    /// Opens the database that the settings name, or starts the private one.
    ///
    /// # Errors
    /// When it cannot be reached or is not fit for the shop, or the private one cannot be started.
    pub async fn open(settings: &Settings) -> Result<Self, DatabaseError> {
        let shop = &settings.vitrine;
        let (url, private) = if shop.database_url.is_empty() {
            let server = start_private(settings).await?;
            (server.url().to_owned(), Some(server))
        } else {
            (shop.database_url.clone(), None)
        };
        let pool = connect_to(&url, settings).await;
        match (pool, private) {
            (Ok(pool), private) => Ok(Self { pool, url, private }),
            (Err(error), None) => Err(error),
            (Err(error), Some(server)) => {
                if let Err(error) = server.stop().await {
                    tracing::warn!(%error, "the private PostgreSQL could not be stopped");
                }
                Err(error)
            }
        }
    }

    /// Opens the connections anew for answering requests: PostgreSQL gives up a statement that takes longer than a
    /// request may. Commands and migrations have no such limit.
    ///
    /// # Errors
    /// When the database cannot be reached.
    pub async fn limit_statements(&mut self, settings: &Settings) -> Result<(), DatabaseError> {
        close(&self.pool).await;
        let limit = format!("{}s", settings.vitrine.request_seconds);
        let options = connect_options(&self.url)?.options([("statement_timeout", limit)]);
        self.pool = connect(options, settings).await?;
        Ok(())
    }

    /// Refuses to go on where PostgreSQL has fewer connections for programs than this one takes: those of the settings,
    /// one that listens for changes where pages are served, three where jobs are done.
    ///
    /// # Errors
    /// One sentence that names the setting.
    pub async fn has_connections(
        &self,
        settings: &Settings,
        serves: bool,
        works: bool,
    ) -> Result<(), DatabaseError> {
        let beside = u32::from(serves) + if works { needs::OF_JOBS } else { 0 };
        needs::has_connections(&self.pool, settings, beside).await
    }

    /// What `psql` needs in its environment to reach this database.
    ///
    /// # Errors
    /// When the address cannot be read.
    pub fn psql_environment(&self) -> Result<Vec<(&'static str, String)>, DatabaseError> {
        psql::environment(&self.url).map_err(|error| bad_address(&error))
    }

    /// The `psql` that belongs to the private server; `None` for a shared database, or where there is none.
    #[must_use]
    pub fn psql(&self) -> Option<&Path> {
        self.private.as_ref().and_then(PrivatePostgres::psql)
    }

    /// Closes the connections, for which it waits two seconds at most, and stops the private server cleanly
    /// (SPEC J10).
    ///
    /// # Errors
    /// When the private server does not stop.
    pub async fn close(self) -> Result<(), DatabaseError> {
        close(&self.pool).await;
        match self.private {
            Some(server) => server.stop().await.map_err(|error| DatabaseError(error.to_string())),
            None => Ok(()),
        }
    }
}

/// How many connections are for transactions, and how many for reading: a page of the shop only reads.
fn shares(settings: &Settings) -> (u32, u32) {
    let all = settings.vitrine.database_connections.max(2);
    let transactions = all.div_ceil(4);
    (transactions, all - transactions)
}

/// The readers that belong to a pool of transactions.
#[must_use]
pub fn readers(pool: &PgPool, settings: &Settings) -> Readers {
    Readers::new(pool.connect_options(), shares(settings).1, ACQUIRE)
}

/// Connects to a database that is fit for the shop.
async fn connect_to(url: &str, settings: &Settings) -> Result<PgPool, DatabaseError> {
    let pool = connect(connect_options(url)?, settings).await?;
    needs::check(&pool).await?;
    Ok(pool)
}

async fn connect(options: PgConnectOptions, settings: &Settings) -> Result<PgPool, DatabaseError> {
    PgPoolOptions::new()
        .max_connections(shares(settings).0)
        .acquire_timeout(ACQUIRE)
        .connect_with(options)
        .await
        .map_err(|error| DatabaseError(format!("The database cannot be reached: {error}")))
}

/// A request that was given up may keep its connection for as long as its statement takes.
async fn close(pool: &PgPool) {
    if tokio::time::timeout(LAST_ANSWERS, pool.close()).await.is_err() {
        tracing::warn!("a connection to the database was still in use at the end");
    }
}

async fn start_private(settings: &Settings) -> Result<PrivatePostgres, DatabaseError> {
    let shop = &settings.vitrine;
    let options = PrivatePostgresOptions {
        binaries: (!shop.postgres_binaries.is_empty()).then(|| shop.postgres_binaries.clone().into()),
        ..PrivatePostgresOptions::new(shop.data_folder.join("pg"))
    };
    PrivatePostgres::start(&options, async |url: &str| answers(url).await)
        .await
        .map_err(|error| DatabaseError(error.to_string()))
}

async fn answers(url: &str) -> bool {
    let Ok(options) = connect_options(url) else { return false };
    let Ok(mut connection) = options.connect().await else { return false };
    sqlx::query_scalar::<_, i32>("select 1").fetch_one(&mut connection).await.is_ok()
}

fn connect_options(url: &str) -> Result<PgConnectOptions, DatabaseError> {
    Ok(PgConnectOptions::from_str(url)
        .map_err(|error| bad_address(&error))?
        .application_name("vitrine")
        // Statements are written so that one plan serves all their values: planning each time would cost more
        // than most of them take.
        .options([
            ("timezone", "UTC"),
            ("jit", "off"),
            ("plan_cache_mode", "force_generic_plan"),
            ("idle_in_transaction_session_timeout", "60s"),
        ])
        .log_slow_statements(tracing::log::LevelFilter::Warn, Duration::from_secs(1)))
}

fn bad_address(error: &sqlx::Error) -> DatabaseError {
    DatabaseError(format!("The setting vitrine.database-url (DATABASE_URL) cannot be used: {error}"))
}

/// A migration and whether it has been applied.
#[derive(Clone, Debug)]
pub struct MigrationState {
    /// Its number.
    pub version: i64,
    /// What it does.
    pub description: String,
    /// Whether the database has it.
    pub applied: bool,
}

/// Applies what the database has not got yet; programs that start together wait for each other.
///
/// # Errors
/// When a migration fails (it leaves nothing behind) or differs from the one that was applied.
pub async fn migrate(pool: &PgPool) -> Result<(), DatabaseError> {
    let failed =
        |error: &dyn std::fmt::Display| DatabaseError(format!("The database cannot be migrated: {error}"));
    let turn = take_turn(pool, "vitrine migrations").await.map_err(|error| failed(&error))?;
    MIGRATIONS.run(pool).await.map_err(|error| failed(&error))?;
    queue::migrate(pool).await.map_err(|error| failed(&error))?;
    turn.end().await;
    Ok(())
}

/// All migrations in order, with their state.
///
/// # Errors
/// When the database does not answer.
pub async fn migrations(pool: &PgPool) -> Result<Vec<MigrationState>, sqlx::Error> {
    let mut connection = pool.acquire().await?;
    let table = MIGRATIONS.table_name.as_ref();
    let applied = match connection.list_applied_migrations(table).await {
        Ok(applied) => applied,
        Err(sqlx::migrate::MigrateError::Execute(sqlx::Error::Database(error)))
            if error.code().as_deref() == Some("42P01") =>
        {
            Vec::new()
        }
        Err(sqlx::migrate::MigrateError::Execute(error)) => return Err(error),
        Err(error) => return Err(sqlx::Error::Protocol(error.to_string())),
    };
    Ok(MIGRATIONS
        .iter()
        .filter(|migration| !migration.migration_type.is_down_migration())
        .map(|migration| MigrationState {
            version: migration.version,
            description: migration.description.to_string(),
            applied: applied.iter().any(|done| done.version == migration.version),
        })
        .collect())
}

/// Whether the database answers and has every migration (SPEC J8).
///
/// # Errors
/// When it does not answer.
pub async fn is_ready(pool: &PgPool) -> Result<bool, sqlx::Error> {
    Ok(migrations(pool).await?.iter().all(|migration| migration.applied) && queue::is_ready(pool).await?)
}
