//! `createsuperuser`: the first administrator (SPEC D1, U1).

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use super::CommandError;
use crate::accounts::input::RegisterForm;
use crate::accounts::user;
use crate::infra::Backend;

/// The variable that the password can come by.
const PASSWORD: &str = "VITRINE_SUPERUSER_PASSWORD";

/// Makes a user who may do everything.
///
/// What is not given is asked for. Where nobody can be asked, the password comes by the environment variable
/// VITRINE_SUPERUSER_PASSWORD.
#[allow(clippy::doc_markdown, reason = "the terminal shows this text as it stands")]
#[derive(clap::Args)]
pub(super) struct Createsuperuser {
    /// The address to sign in with.
    #[arg(long)]
    email: Option<String>,
    /// The name that others see.
    #[arg(long)]
    username: Option<String>,
    /// Ask nothing; what is missing is a mistake.
    #[arg(long)]
    no_input: bool,
}

pub(super) async fn run(arguments: Createsuperuser, backend: &Backend) -> Result<(), CommandError> {
    // Somebody may take long to type, and Ctrl-C has to be heard meanwhile.
    let form = tokio::task::spawn_blocking(move || fill_in(arguments))
        .await
        .map_err(|error| CommandError(format!("The questions broke off: {error}")))??;
    user::service::create_superuser(backend, &form).await?;
    println!("{} can sign in now and may do everything", form.email.trim());
    Ok(())
}

fn fill_in(arguments: Createsuperuser) -> Result<RegisterForm, CommandError> {
    let may_ask = !arguments.no_input;
    let email = given_or_asked(arguments.email, "E-mail address", "--email", may_ask)?;
    let username = given_or_asked(arguments.username, "User name", "--username", may_ask)?;
    let password = password_for(PASSWORD, may_ask)?;
    Ok(RegisterForm { email, username, password })
}

fn given_or_asked(
    given: Option<String>,
    what: &str,
    flag: &str,
    may_ask: bool,
) -> Result<String, CommandError> {
    match given {
        Some(value) => Ok(value),
        None if may_ask && std::io::stdin().is_terminal() => ask(what),
        None => Err(CommandError(format!("{what} is missing: give it with {flag}"))),
    }
}

fn ask(what: &str) -> Result<String, CommandError> {
    let broken = |error: std::io::Error| CommandError(format!("The terminal cannot be read: {error}"));
    print!("{what}: ");
    std::io::stdout().flush().map_err(broken)?;
    let mut line = String::new();
    std::io::stdin().lock().read_line(&mut line).map_err(broken)?;
    Ok(line.trim().to_owned())
}

/// A password from a variable, or typed twice without being shown.
pub(super) fn password_for(variable: &str, may_ask: bool) -> Result<String, CommandError> {
    if let Some(password) = std::env::var(variable).ok().filter(|password| !password.is_empty()) {
        return Ok(password);
    }
    if !may_ask || !std::io::stdin().is_terminal() {
        return Err(CommandError(format!("The password is missing: give it in the variable {variable}")));
    }
    let hidden = |prompt: &str| {
        rpassword::prompt_password(prompt)
            .map_err(|error| CommandError(format!("The password cannot be read: {error}")))
    };
    let password = hidden("Password: ")?;
    if hidden("Password again: ")? == password {
        Ok(password)
    } else {
        Err(CommandError("The two passwords are not the same".to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_given_is_not_asked_for() {
        let given = given_or_asked(Some("ada@example.org".to_owned()), "E-mail address", "--email", true);
        assert_eq!(given.unwrap(), "ada@example.org");
    }

    #[test]
    fn what_is_missing_is_named_where_nothing_may_be_asked() {
        let missing = given_or_asked(None, "User name", "--username", false).unwrap_err().to_string();
        assert_eq!(missing, "User name is missing: give it with --username");
        let missing = password_for("VITRINE_NO_SUCH_VARIABLE", false).unwrap_err().to_string();
        assert!(missing.contains("VITRINE_NO_SUCH_VARIABLE"), "{missing}");
    }
}
