//! The command line (SPEC C): one file for each command; a mistake prints one clear line and exits non-zero.

#![allow(clippy::print_stdout, clippy::print_stderr, reason = "the terminal is what commands speak to")]

mod changepassword;
mod check;
mod createsuperuser;
mod dbshell;
mod demo;
mod export_products;
mod import_products;
mod migrate;
mod serve;
mod staff;
mod worker;

use std::process::ExitCode;
use std::time::Duration;

use clap::error::ErrorKind;
use clap::{Parser, Subcommand};

use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::config::Settings;
use crate::infra::db::{Database, DatabaseError};
use crate::infra::telemetry;
use crate::server::stop::{Stop, StopSignal};
use crate::server::{self, ServeError};

/// The status after a mistake on the command line.
const WRONG_ARGUMENTS: u8 = 2;
/// How long a private server that is just being started may take until it can be stopped.
const OPENING: Duration = Duration::from_secs(20);
/// How long work on other threads is waited for at the end.
const LAST_WORK: Duration = Duration::from_secs(2);

/// A mistake in one line, for the terminal.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct CommandError(pub String);

impl From<AppError> for CommandError {
    /// What shoppers may not see of an internal error, the operator may.
    fn from(error: AppError) -> Self {
        match (&error, telemetry::last_cause()) {
            (AppError::Internal { .. }, Some(cause)) => Self(format!("Something went wrong: {cause}")),
            _ => Self(error.to_string()),
        }
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
/// Settings come from Leptos.toml and `.env` in the current folder and from environment variables.
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
    /// Do the jobs (mails, sweeping) without serving pages.
    Worker,
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
    /// Make a user who may do everything.
    Createsuperuser(createsuperuser::Createsuperuser),
    /// Set a user's password.
    Changepassword(changepassword::Changepassword),
    /// Open PostgreSQL's own shell on the shop's database.
    Dbshell(dbshell::Dbshell),
    /// Check the settings, the database and the files.
    Check(check::Check),
}

impl Command {
    /// Whether it goes on until it is stopped.
    fn stays(&self) -> bool {
        matches!(self, Self::Serve(_) | Self::Worker)
    }
}

/// Reads the command line and runs what it asks for.
#[must_use]
pub fn run() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return refuse(&error),
    };
    let settings = match Settings::load() {
        Ok(settings) => settings,
        Err(error) => return fail(&error.to_string()),
    };
    let filter = if arguments.command.stays() { telemetry::OF_A_SERVICE } else { telemetry::OF_A_COMMAND };
    telemetry::start(settings.vitrine.profile, filter);
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("The program cannot start its threads: {error}")),
    };
    let outcome = runtime.block_on(telemetry::with_causes(execute(arguments.command, &settings)));
    runtime.shutdown_timeout(LAST_WORK);
    match outcome {
        Ok(None) => ExitCode::SUCCESS,
        Ok(Some(signal)) => {
            eprintln!("Stopped by {signal}: what was not finished is undone");
            ExitCode::from(signal.exit_status())
        }
        Err(error) => fail(&settings.without_secrets(&error.to_string())),
    }
}

/// Prints the help or the version that was asked for, or a mistake in one line.
fn refuse(error: &clap::Error) -> ExitCode {
    match error.kind() {
        ErrorKind::DisplayHelp
        | ErrorKind::DisplayVersion
        | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            // Nobody reads it where the pipe is closed.
            let _ = error.print();
        }
        _ => eprintln!("Error: {}", in_a_line(error)),
    }
    if error.use_stderr() { ExitCode::from(WRONG_ARGUMENTS) } else { ExitCode::SUCCESS }
}

/// What is wrong with the command line: clap says it first, and after an empty line what else it knows.
fn in_a_line(error: &clap::Error) -> String {
    let text = error.render().to_string();
    let said = text.strip_prefix("error:").unwrap_or(&text);
    let lines = said.lines().map(str::trim).skip_while(|line| line.is_empty());
    lines.take_while(|line| !line.is_empty()).collect::<Vec<_>>().join(" ")
}

fn fail(words: &str) -> ExitCode {
    eprintln!("Error: {words}");
    ExitCode::FAILURE
}

/// Runs the command on an open database, which is closed whatever the command came to: a private server does not
/// outlive its program. Answers with the signal that stopped the command before its end.
async fn execute(command: Command, settings: &Settings) -> Result<Option<StopSignal>, CommandError> {
    let mut stop = Stop::listen()
        .map_err(|error| CommandError(format!("The program cannot listen for Ctrl-C: {error}")))?;
    let (opened, stopped) = {
        let mut opening = std::pin::pin!(Database::open(settings));
        tokio::select! {
            opened = &mut opening => (Some(opened), None),
            // A server that is half started could not be stopped.
            signal = stop.heard() => (tokio::time::timeout(OPENING, opening).await.ok(), Some(signal)),
        }
    };
    let mut database = match opened {
        Some(Ok(database)) => database,
        Some(Err(error)) if stopped.is_none() => return Err(error.into()),
        _ => return Ok(stopped),
    };
    let outcome = match stopped {
        Some(signal) => Ok(Some(signal)),
        None => until_stopped(command, settings, &mut database, stop).await,
    };
    let closed = database.close().await;
    let stopped = outcome?;
    closed?;
    Ok(stopped)
}

/// A command that is stopped is dropped, and its transaction is rolled back.
async fn until_stopped(
    command: Command,
    settings: &Settings,
    database: &mut Database,
    mut stop: Stop,
) -> Result<Option<StopSignal>, CommandError> {
    match command {
        Command::Serve(arguments) => serve::run(arguments, settings, database, stop).await,
        Command::Worker => worker::run(settings, database, stop).await,
        Command::Dbshell(arguments) => tokio::select! {
            outcome = dbshell::run(arguments, database) => outcome.map(|()| None),
            signal = stop.terminated() => Ok(Some(signal)),
        },
        command => tokio::select! {
            outcome = with_database(command, settings, database) => outcome.map(|()| None),
            signal = stop.heard() => Ok(Some(signal)),
        },
    }
}

async fn with_database(
    command: Command,
    settings: &Settings,
    database: &Database,
) -> Result<(), CommandError> {
    match command {
        Command::Migrate => return migrate::run(&database.pool).await,
        Command::Showmigrations => return migrate::show(&database.pool).await,
        Command::Check(arguments) => return check::run(arguments, settings, database).await,
        _ => {}
    }
    let backend = server::backend(settings, database)?;
    needs_migrations(&backend).await?;
    match command {
        Command::Demo(arguments) => demo::run(arguments, &backend).await,
        Command::ImportProducts(arguments) => import_products::run(arguments, &backend).await,
        Command::ExportProducts(arguments) => export_products::run(arguments, &backend).await,
        Command::Createsuperuser(arguments) => createsuperuser::run(arguments, &backend).await,
        Command::Changepassword(arguments) => changepassword::run(arguments, &backend).await,
        // The others were run above, or know themselves when to stop.
        Command::Migrate
        | Command::Showmigrations
        | Command::Check(_)
        | Command::Serve(_)
        | Command::Worker
        | Command::Dbshell(_) => Ok(()),
    }
}

async fn needs_migrations(backend: &Backend) -> Result<(), CommandError> {
    if crate::infra::db::is_ready(&backend.pool).await? {
        Ok(())
    } else {
        Err(CommandError("The database lacks migrations: run `vitrine migrate` first".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn the_operator_is_told_the_cause_of_an_internal_error() {
        let internal = || AppError::Internal { request_id: "-".to_owned() };
        let told = telemetry::with_causes(async {
            telemetry::note_cause(&"relation \"products\" does not exist");
            CommandError::from(internal()).to_string()
        });
        assert_eq!(told.await, "Something went wrong: relation \"products\" does not exist");
        let conflict = CommandError::from(AppError::Conflict("Somebody was first".to_owned()));
        assert_eq!(conflict.to_string(), "Somebody was first");
    }

    fn parse(arguments: &str) -> Result<Arguments, clap::Error> {
        Arguments::try_parse_from(["vitrine"].into_iter().chain(arguments.split_whitespace()))
    }

    #[test]
    fn a_mistake_on_the_command_line_is_one_line_that_names_it() {
        for (arguments, words) in [
            ("serv", "unrecognized subcommand 'serv'"),
            ("demo --products many", "invalid value 'many' for '--products <N>'"),
            ("import-products", "required arguments were not provided: <FILE>"),
            ("check --deep", "unexpected argument '--deep' found"),
            ("import-products a.csv --format x", "[possible values: vitrine, shopify]"),
        ] {
            let error = parse(arguments).err().unwrap();
            let line = in_a_line(&error);
            assert!(line.contains(words), "{line}");
            assert!(!line.contains('\n') && !line.starts_with("error"), "{line}");
            assert!(error.use_stderr());
        }
        for asked in ["--help", "help serve", "--version"] {
            let answer = parse(asked).err().unwrap();
            assert!(!answer.use_stderr(), "{answer}");
        }
    }

    #[test]
    fn the_command_line_is_put_together_rightly() {
        use clap::CommandFactory as _;
        Arguments::command().debug_assert();
    }
}
