//! `dbshell`: PostgreSQL's own shell.

use tokio::process::Command;

use super::CommandError;
use crate::infra::db::Database;

/// Opens psql on the shop's database.
#[derive(clap::Args)]
pub(super) struct Dbshell {
    /// Arguments for psql, after `--`: `vitrine dbshell -- -c 'select 1'`.
    #[arg(last = true)]
    arguments: Vec<String>,
}

pub(super) async fn run(arguments: Dbshell, database: &Database) -> Result<(), CommandError> {
    // The address may hold a password: it goes by the environment, where other users do not see it.
    let status = Command::new("psql")
        .envs(database.psql_environment()?)
        .args(arguments.arguments)
        .status()
        .await
        .map_err(|error| {
            CommandError(format!("psql cannot be started ({error}): install PostgreSQL's client programs"))
        })?;
    if status.success() { Ok(()) } else { Err(CommandError(format!("psql ended with {status}"))) }
}
