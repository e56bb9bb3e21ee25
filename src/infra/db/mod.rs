//! PostgreSQL: where it is, the connections to it, and its migrations.

pub mod notices;
pub mod private;

use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{Migrate, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sqlx::{ConnectOptions, PgPool};

use self::private::{PrivatePostgres, PrivatePostgresOptions};
use crate::infra::config::Settings;

/// The migrations, as shipped in the binary.
pub static MIGRATIONS: Migrator = sqlx::migrate!();

/// How long a connection is waited for.
const ACQUIRE: Duration = Duration::from_secs(5);
/// Memory that the private PostgreSQL keeps pages in.
const SHARED_BUFFERS_MB: u32 = 256;

/// An open database, and the private server behind it where there is one.
pub struct Database {
    /// Connections to it.
    pub pool: PgPool,
    /// The address that other programs (`psql`) reach it by; it may hold a password.
    pub url: String,
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
    /// When it cannot be reached, or the private one cannot be started.
    pub async fn open(settings: &Settings) -> Result<Self, DatabaseError> {
        let shop = &settings.vitrine;
        let (url, private) = if shop.database_url.is_empty() {
            let server = start_private(settings).await?;
            (server.url().to_owned(), Some(server))
        } else {
            (shop.database_url.clone(), None)
        };
        let options = connect_options(&url)?;
        let pool = PgPoolOptions::new()
            .max_connections(shop.database_connections)
            .acquire_timeout(ACQUIRE)
            .connect_with(options)
            .await
            .map_err(|error| DatabaseError(format!("The database cannot be reached: {error}")))?;
        Ok(Self { pool, url, private })
    }

    /// What `psql` needs in its environment to reach this database.
    ///
    /// # Errors
    /// When the address cannot be read.
    pub fn psql_environment(&self) -> Result<Vec<(&'static str, String)>, DatabaseError> {
        let options = connect_options(&self.url)?;
        let host = options
            .get_socket()
            .map_or_else(|| options.get_host().to_owned(), |path| path.display().to_string());
        let mut environment = vec![
            ("PGHOST", host),
            ("PGPORT", options.get_port().to_string()),
            ("PGUSER", options.get_username().to_owned()),
            ("PGDATABASE", options.get_database().unwrap_or_else(|| options.get_username()).to_owned()),
        ];
        if let Some(password) = password_of(&self.url) {
            environment.push(("PGPASSWORD", password));
        }
        Ok(environment)
    }

    /// Closes the connections and stops the private server cleanly (SPEC J10).
    ///
    /// # Errors
    /// When the private server does not stop.
    pub async fn close(self) -> Result<(), DatabaseError> {
        self.pool.close().await;
        match self.private {
            Some(server) => server.stop().await.map_err(|error| DatabaseError(error.to_string())),
            None => Ok(()),
        }
    }
}

async fn start_private(settings: &Settings) -> Result<PrivatePostgres, DatabaseError> {
    let shop = &settings.vitrine;
    let options = PrivatePostgresOptions {
        folder: shop.data_folder.join("pg"),
        binaries: (!shop.postgres_binaries.is_empty()).then(|| shop.postgres_binaries.clone().into()),
        database: "vitrine".to_owned(),
        shared_buffers_mb: SHARED_BUFFERS_MB,
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
    let options = PgConnectOptions::from_str(url).map_err(|error| {
        DatabaseError(format!("The setting vitrine.database-url (DATABASE_URL) cannot be used: {error}"))
    })?;
    Ok(options
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

/// The password in an address, percent-decoded.
fn password_of(url: &str) -> Option<String> {
    let authority = url.split_once("://")?.1.split(['/', '?']).next()?;
    let (_, password) = authority.rsplit_once('@')?.0.split_once(':')?;
    let bytes = password.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        if let (b'%', Some(high), Some(low)) = (byte, digit(at + 1), digit(at + 2)) {
            decoded.push(u8::try_from(high * 16 + low).ok()?);
            at += 3;
        } else {
            decoded.push(byte);
            at += 1;
        }
    }
    String::from_utf8(decoded).ok()
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
    MIGRATIONS
        .run(pool)
        .await
        .map_err(|error| DatabaseError(format!("The database cannot be migrated: {error}")))
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
    Ok(migrations(pool).await?.iter().all(|migration| migration.applied))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_password_of_an_address_is_decoded() {
        assert_eq!(password_of("postgres://shop:p%40ss@db/shop").as_deref(), Some("p@ss"));
        assert_eq!(password_of("postgres://shop@db/shop"), None);
        assert_eq!(password_of("postgres:///shop?host=/tmp"), None);
    }
}
