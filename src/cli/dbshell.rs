//! `dbshell`: PostgreSQL's own shell.

use std::path::Path;

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

/// Ctrl-C reaches psql too, as both are on one terminal: it ends the query there, and the caller does not heed it.
pub(super) async fn run(arguments: Dbshell, database: &Database) -> Result<(), CommandError> {
    let program = database.psql().unwrap_or(Path::new("psql"));
    // The address may hold a password: it goes by the environment, where other users do not see it.
    let status = Command::new(program)
        .envs(database.psql_environment()?)
        // These would go over what the address says.
        .env_remove("PGHOSTADDR")
        .env_remove("PGSERVICE")
        .args(arguments.arguments)
        .kill_on_drop(true)
        .status()
        .await
        .map_err(|error| {
            CommandError(format!("psql cannot be started ({error}): install PostgreSQL's client programs"))
        })?;
    if status.success() { Ok(()) } else { Err(CommandError(format!("psql ended with {status}"))) }
}
