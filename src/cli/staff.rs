//! The staff account of the demo shop: whoever tries the shop can sign in at once. Its password is made for this shop
//! alone and kept in the data folder; a shop that was not filled with the demo gets no such account.
//!
//! The password is written down before the shop is filled, and the account is made after: a program that is killed in
//! between leaves what the next one needs to go on. Nothing of this stops a shop that could open without it.

use std::fs::Permissions;
use std::io::{ErrorKind, IsTerminal as _, Write as _};
use std::os::unix::fs::{OpenOptionsExt as _, PermissionsExt as _};
use std::path::{Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::CommandError;
use crate::accounts::input::RegisterForm;
use crate::accounts::user;
use crate::infra::Backend;
use crate::infra::config::Settings;

/// The address to sign in with.
const EMAIL: &str = "staff@vitrine.example";
/// The name that others see.
const USERNAME: &str = "staff";
/// Random bytes of the password.
const BYTES: usize = 15;

fn file(settings: &Settings) -> PathBuf {
    settings.vitrine.data_folder.join("staff-password")
}

/// The password that was written down, if one was.
fn password(settings: &Settings) -> Option<String> {
    let path = file(settings);
    match std::fs::read_to_string(&path) {
        Ok(text) => Some(text.trim().to_owned()).filter(|password| !password.is_empty()),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => {
            tracing::warn!(%error, "the file {} cannot be read", path.display());
            None
        }
    }
}

/// Writes a password down for the account that [`make_missing`] makes. One that is there stays: an account may have it.
pub(super) fn prepare(settings: &Settings) {
    if password(settings).is_some() {
        return;
    }
    let path = file(settings);
    let written =
        new_password().and_then(|password| write(&path, &password).map_err(|error| error.to_string()));
    if let Err(error) = written {
        tracing::warn!(%error, "the file {} cannot be written: there is no account for staff", path.display());
    }
}

fn new_password() -> Result<String, String> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes).map_err(|error| format!("the system gives no random numbers: {error}"))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

fn write(path: &Path, password: &str) -> std::io::Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(path)?;
    // An empty file of before may have been open to others.
    file.set_permissions(Permissions::from_mode(0o600))?;
    writeln!(file, "{password}")?;
    file.sync_all()
}

/// Makes the account of a shop that was filled with the demo, where its password is written down and nobody may do
/// everything yet.
pub(super) async fn make_missing(backend: &Backend) {
    let Some(password) = password(&backend.settings) else { return };
    if let Err(error) = make(backend, password).await {
        tracing::warn!(%error, "the account for staff cannot be made");
    }
}

async fn make(backend: &Backend, password: String) -> Result<(), CommandError> {
    if !user::service::has_superuser(backend).await? {
        let form = RegisterForm { email: EMAIL.into(), username: USERNAME.into(), password };
        user::service::create_superuser(backend, &form).await?;
    }
    Ok(())
}

/// Says how to sign in as staff. The password is for a terminal alone: what is not one may be a log.
pub(super) async fn introduce(backend: &Backend) {
    let sign_in = format!("{}/sign-in", backend.settings.vitrine.public_url);
    match right_password(backend).await {
        Some(password) if std::io::stdout().is_terminal() => {
            println!("Staff sign in at {sign_in} as {EMAIL}, password {password}");
        }
        Some(_) => {
            let path = file(&backend.settings);
            println!("Staff sign in at {sign_in} as {EMAIL}; the password is in {}", path.display());
        }
        None => println!("Staff sign in at {sign_in}; `vitrine createsuperuser` makes an account for them"),
    }
}

/// The password that was written down, while one gets in with it: somebody may have changed it, and the database may
/// be another one.
async fn right_password(backend: &Backend) -> Option<String> {
    let password = password(&backend.settings)?;
    match user::service::lets_in(backend, EMAIL, &password).await {
        Ok(is_right) => is_right.then_some(password),
        Err(error) => {
            tracing::warn!(error = %CommandError::from(error), "the account for staff cannot be looked at");
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;

    use super::*;
    use crate::infra::queue;
    use crate::infra::testing::backend;

    #[sqlx::test]
    async fn the_account_has_the_password_that_was_written_down_for_its_owner_alone(pool: PgPool) {
        let shop = backend(pool);
        prepare(&shop.settings);
        let path = file(&shop.settings);
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600);
        let written = std::fs::read_to_string(&path).unwrap();
        assert_eq!(right_password(&shop).await, None);
        // The same again, as after a kill in between.
        for _ in 0..2 {
            prepare(&shop.settings);
            make_missing(&shop).await;
        }
        assert_eq!(std::fs::read_to_string(&path).unwrap(), written);
        assert_eq!(right_password(&shop).await.as_deref(), Some(written.trim()));
    }

    #[sqlx::test]
    async fn a_password_that_is_not_the_accounts_any_more_is_not_shown(pool: PgPool) {
        // Whose password is changed is told by mail.
        queue::migrate(&pool).await.unwrap();
        let shop = backend(pool);
        prepare(&shop.settings);
        make_missing(&shop).await;
        user::service::set_password(&shop, EMAIL, "kleiner Fuchs im Regen").await.unwrap();
        assert_eq!(right_password(&shop).await, None);
    }

    #[sqlx::test]
    async fn a_shop_that_somebody_may_do_everything_in_gets_no_account(pool: PgPool) {
        let shop = backend(pool);
        let form = RegisterForm {
            email: "ada@example.org".into(),
            username: "ada".into(),
            password: "kleiner Fuchs im Regen".into(),
        };
        user::service::create_superuser(&shop, &form).await.unwrap();
        prepare(&shop.settings);
        make_missing(&shop).await;
        assert_eq!(right_password(&shop).await, None);
    }

    #[sqlx::test]
    async fn a_password_that_cannot_be_read_or_written_stops_nothing(pool: PgPool) {
        let shop = backend(pool);
        std::fs::create_dir_all(file(&shop.settings)).unwrap();
        prepare(&shop.settings);
        make_missing(&shop).await;
        introduce(&shop).await;
        assert!(file(&shop.settings).is_dir());
    }
}
