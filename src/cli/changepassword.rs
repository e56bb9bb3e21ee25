//! `changepassword`: a new password for somebody who cannot get in.

use super::CommandError;
use super::createsuperuser::password_for;
use crate::accounts::user;
use crate::infra::Backend;

/// The variable that the password can come by.
const PASSWORD: &str = "VITRINE_PASSWORD";

/// Sets the password of a user, whose sessions then end.
///
/// It is asked for twice, or comes by the environment variable VITRINE_PASSWORD.
#[allow(clippy::doc_markdown, reason = "the terminal shows this text as it stands")]
#[derive(clap::Args)]
pub(super) struct Changepassword {
    /// The address that the user signs in with.
    #[arg(value_name = "EMAIL")]
    email: String,
}

pub(super) async fn run(arguments: Changepassword, backend: &Backend) -> Result<(), CommandError> {
    // Somebody may take long to type, and Ctrl-C has to be heard meanwhile.
    let password = tokio::task::spawn_blocking(|| password_for(PASSWORD, true))
        .await
        .map_err(|error| CommandError(format!("The question broke off: {error}")))??;
    user::service::set_password(backend, &arguments.email, &password).await?;
    println!("{} has a new password", arguments.email.trim());
    Ok(())
}
