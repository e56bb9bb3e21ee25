//! The staff account of the demo shop: whoever tries the shop can sign in at once. Its password is made for this shop
//! alone and kept in the data folder; a shop that was not filled with the demo gets no such account.

use std::io::{ErrorKind, Write as _};
use std::os::unix::fs::OpenOptionsExt as _;
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

/// Makes the account and writes its password down.
pub(super) async fn make(backend: &Backend) -> Result<(), CommandError> {
    let mut bytes = [0; BYTES];
    getrandom::fill(&mut bytes)
        .map_err(|error| CommandError(format!("The system gives no random numbers: {error}")))?;
    let password = URL_SAFE_NO_PAD.encode(bytes);
    let form = RegisterForm { email: EMAIL.into(), username: USERNAME.into(), password: password.clone() };
    user::service::create_superuser(backend, &form).await?;
    let path = file(&backend.settings);
    write(&path, &password)
        .map_err(|error| CommandError(format!("The file {} cannot be written: {error}", path.display())))
}

fn write(path: &Path, password: &str) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    let mut file = options.write(true).create(true).truncate(true).mode(0o600).open(path)?;
    writeln!(file, "{password}")
}

/// Says how to sign in as staff.
pub(super) fn introduce(settings: &Settings) -> Result<(), CommandError> {
    let path = file(settings);
    let sign_in = format!("{}/sign-in", settings.vitrine.public_url);
    match std::fs::read_to_string(&path) {
        Ok(password) => println!("Staff sign in at {sign_in} as {EMAIL}, password {}", password.trim()),
        Err(error) if error.kind() == ErrorKind::NotFound => {
            println!("Staff sign in at {sign_in}; `vitrine createsuperuser` makes the first account");
        }
        Err(error) => {
            return Err(CommandError(format!("The file {} cannot be read: {error}", path.display())));
        }
    }
    Ok(())
}
