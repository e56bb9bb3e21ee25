//! `check`: is everything as it should be?

use std::path::Path;

use super::CommandError;
use crate::infra::config::{Profile, Settings};
use crate::infra::db::{self, Database};
use crate::infra::queue;
use crate::server;

/// Checks the settings, the database and the files, and says what is wrong.
#[derive(clap::Args)]
pub(super) struct Check {
    /// Also check what a shop that is open to the world needs.
    #[arg(long)]
    deploy: bool,
}

pub(super) async fn run(
    arguments: Check,
    settings: &Settings,
    database: &Database,
) -> Result<(), CommandError> {
    let mut problems = Vec::new();
    for migration in db::migrations(&database.pool).await?.into_iter().filter(|migration| !migration.applied)
    {
        problems.push(format!(
            "Migration {:04} {} is not applied: run `vitrine migrate`",
            migration.version, migration.description
        ));
    }
    if !queue::is_ready(&database.pool).await? {
        problems.push("The queue's tables are missing: run `vitrine migrate`".to_owned());
    }
    if let Err(problem) = is_writable(&settings.vitrine.data_folder) {
        problems.push(problem);
    }
    if let Err(problem) = server::check_site() {
        problems.push(problem.to_string());
    }
    if arguments.deploy {
        problems.extend(deployment_problems(settings));
    }
    for problem in &problems {
        println!("- {problem}");
    }
    match problems.len() {
        0 => {
            println!("Everything is in order");
            Ok(())
        }
        1 => Err(CommandError("1 problem was found".to_owned())),
        several => Err(CommandError(format!("{several} problems were found"))),
    }
}

fn deployment_problems(settings: &Settings) -> Vec<String> {
    let mut problems = Vec::new();
    if settings.vitrine.profile != Profile::Production {
        problems.push("The setting vitrine.profile (VITRINE_PROFILE) is not \"production\"".to_owned());
    }
    if !settings.https() {
        problems.push(
            "The setting vitrine.public-url (VITRINE_PUBLIC_URL) does not begin with https://".to_owned(),
        );
    }
    if settings.vitrine.smtp_url.is_none() {
        problems.push("VITRINE_SMTP_URL is not set: mails are only kept in the data folder".to_owned());
    }
    if settings.vitrine.token_keys.is_empty() {
        problems.push(
            "VITRINE_TOKEN_KEYS is not set: whoever reads the database can sign tokens for the API"
                .to_owned(),
        );
    }
    problems
}

fn is_writable(folder: &Path) -> Result<(), String> {
    let name = folder.join(".writable");
    std::fs::create_dir_all(folder)
        .and_then(|()| std::fs::write(&name, b""))
        .and_then(|()| std::fs::remove_file(&name))
        .map_err(|error| format!("The data folder {} cannot be written: {error}", folder.display()))
}
