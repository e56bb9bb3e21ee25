//! The command line (SPEC C): one file for each command; a mistake prints one clear line and exits non-zero.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the terminal is what commands speak to")]

mod check;
mod dbshell;
mod demo;
mod export_products;
mod import_products;
mod migrate;
mod serve;

use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::config::Settings;
use crate::infra::db::{Database, DatabaseError};
use crate::infra::telemetry;
use crate::server::{self, ServeError};

/// A mistake in one line, for the terminal.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CommandError(pub String);

impl From<AppError> for CommandError {
    fn from(error: AppError) -> Self {
        Self(error.to_string())
    }
}

impl From<DatabaseError> for CommandError {
    fn from(error: DatabaseError) -> Self {
        Self(error.to_string())
    }
}

impl From<ServeError> for CommandError {
    fn from(error: ServeError) -> Self {
        Self(error.to_string())
    }
}

impl From<sqlx::Error> for CommandError {
    fn from(error: sqlx::Error) -> Self {
        Self(format!("The database refused: {error}"))
    }
}

/// Vitrine: a complete web shop in one program.
///
/// Settings come from Leptos.toml in the current folder, from `.env` and from environment variables.
/// Without `DATABASE_URL` the program runs its own private PostgreSQL in its data folder.
#[derive(Parser)]
#[command(name = "vitrine", version, propagate_version = true, arg_required_else_help = true)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the shop until stopped.
    Serve(serve::Serve),
    /// Apply the migrations that the database has not got yet.
    Migrate,
    /// List the migrations and whether the database has them.
    Showmigrations,
    /// Fill an empty shop with the demo catalogue, or with many made-up products.
    Demo(demo::Demo),
    /// Import products from a CSV file.
    ImportProducts(import_products::ImportProducts),
    /// Export all products as a CSV file.
    ExportProducts(export_products::ExportProducts),
    /// Open PostgreSQL's own shell on the shop's database.
    Dbshell(dbshell::Dbshell),
    /// Check the settings, the database and the files.
    Check(check::Check),
}

/// Reads the command line and runs what it asks for.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = Arguments::parse();
    let settings = match Settings::load() {
        Ok(settings) => settings,
        Err(error) => return fail(&CommandError(error.to_string())),
    };
    telemetry::start(settings.vitrine.profile);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&CommandError(format!("The program cannot start its threads: {error}"))),
    };
    match runtime.block_on(execute(arguments.command, settings)) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&error),
    }
}

fn fail(error: &CommandError) -> ExitCode {
    eprintln!("Error: {error}");
    ExitCode::FAILURE
}

async fn execute(command: Command, settings: Settings) -> Result<(), CommandError> {
    let database = Database::open(&settings).await?;
    let outcome = with_database(command, &settings, &database).await;
    // The private server is stopped whatever the command came to.
    let closed = database.close().await;
    outcome?;
    Ok(closed?)
}

async fn with_database(
    command: Command,
    settings: &Settings,
    database: &Database,
) -> Result<(), CommandError> {
    match command {
        Command::Migrate => return migrate::run(&database.pool).await,
        Command::Showmigrations => return migrate::show(&database.pool).await,
        Command::Dbshell(arguments) => return dbshell::run(arguments, database).await,
        Command::Check(arguments) => return check::run(arguments, settings, database).await,
        _ => {}
    }
    let backend = server::backend(settings, database)?;
    match command {
        Command::Serve(arguments) => serve::run(arguments, backend).await,
        Command::Demo(arguments) => {
            needs_migrations(&backend).await?;
            demo::run(arguments, &backend).await
        }
        Command::ImportProducts(arguments) => {
            needs_migrations(&backend).await?;
            import_products::run(arguments, &backend).await
        }
        Command::ExportProducts(arguments) => {
            needs_migrations(&backend).await?;
            export_products::run(arguments, &backend).await
        }
        Command::Migrate | Command::Showmigrations | Command::Dbshell(_) | Command::Check(_) => Ok(()),
    }
}

async fn needs_migrations(backend: &Backend) -> Result<(), CommandError> {
    if crate::infra::db::is_ready(&backend.pool).await? {
        Ok(())
    } else {
        Err(CommandError("The database lacks migrations: run `vitrine migrate` first".to_owned()))
    }
}
