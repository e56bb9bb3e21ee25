//! Where settings come from: the defaults, `Leptos.toml`, the environment.

use std::ffi::OsString;
use std::fmt::Display;
use std::io::{self, ErrorKind};
use std::path::Path;

use super::{Settings, TokenKey};
use crate::infra::files::S3Key;
use crate::infra::mail::SmtpUrl;

/// The defaults, as shipped in the binary; a `Leptos.toml` in the current folder goes over them.
const DEFAULTS: &str = include_str!("../../../Leptos.toml");
/// The file's name in the current folder.
const FILE: &str = "Leptos.toml";
/// The file in the current folder whose lines are added to the environment.
const DOT_ENV: &str = ".env";
/// How the names of our variables begin, but for `DATABASE_URL`.
const OURS: [&str; 2] = ["VITRINE_", "LEPTOS_"];

/// A setting that cannot be used: the sentence names it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(String);

/// The settings' names: section, key, environment variable.
const VARIABLES: [(&str, &str); 36] = [
    ("leptos.site-addr", "LEPTOS_SITE_ADDR"),
    ("leptos.reload-port", "LEPTOS_RELOAD_PORT"),
    ("vitrine.profile", "VITRINE_PROFILE"),
    ("vitrine.public-url", "VITRINE_PUBLIC_URL"),
    ("vitrine.shop-name", "VITRINE_SHOP_NAME"),
    ("vitrine.tagline", "VITRINE_TAGLINE"),
    ("vitrine.description", "VITRINE_DESCRIPTION"),
    ("vitrine.promise", "VITRINE_PROMISE"),
    ("vitrine.price-note", "VITRINE_PRICE_NOTE"),
    ("vitrine.categories-title", "VITRINE_CATEGORIES_TITLE"),
    ("vitrine.currency", "VITRINE_CURRENCY"),
    ("vitrine.page-size", "VITRINE_PAGE_SIZE"),
    ("vitrine.low-stock", "VITRINE_LOW_STOCK"),
    ("vitrine.data-folder", "VITRINE_DATA_FOLDER"),
    ("vitrine.database-url", "DATABASE_URL"),
    ("vitrine.database-connections", "VITRINE_DATABASE_CONNECTIONS"),
    ("vitrine.postgres-binaries", "VITRINE_POSTGRES_BINARIES"),
    ("vitrine.jobs", "VITRINE_JOBS"),
    ("vitrine.mail-from", "VITRINE_MAIL_FROM"),
    ("vitrine.mail-reply-to", "VITRINE_MAIL_REPLY_TO"),
    ("vitrine.argon2-memory-kib", "VITRINE_ARGON2_MEMORY_KIB"),
    ("vitrine.argon2-iterations", "VITRINE_ARGON2_ITERATIONS"),
    ("vitrine.argon2-parallelism", "VITRINE_ARGON2_PARALLELISM"),
    ("vitrine.trusted-proxies", "VITRINE_TRUSTED_PROXIES"),
    ("vitrine.media-store", "VITRINE_MEDIA_STORE"),
    ("vitrine.s3-bucket", "VITRINE_S3_BUCKET"),
    ("vitrine.s3-endpoint", "VITRINE_S3_ENDPOINT"),
    ("vitrine.s3-region", "VITRINE_S3_REGION"),
    ("vitrine.upload-megabytes", "VITRINE_UPLOAD_MEGABYTES"),
    ("vitrine.request-seconds", "VITRINE_REQUEST_SECONDS"),
    ("vitrine.stop-seconds", "VITRINE_STOP_SECONDS"),
    ("vitrine.api-anonymous-hourly", "VITRINE_API_ANONYMOUS_HOURLY"),
    ("vitrine.api-user-hourly", "VITRINE_API_USER_HOURLY"),
    ("vitrine.token-access-seconds", "VITRINE_TOKEN_ACCESS_SECONDS"),
    ("vitrine.token-refresh-days", "VITRINE_TOKEN_REFRESH_DAYS"),
    ("vitrine.api-origins", "VITRINE_API_ORIGINS"),
];

impl Settings {
    /// Reads `.env` and `Leptos.toml` of the current folder, none of a folder above it, and the environment.
    ///
    /// # Errors
    /// One sentence that names the setting which is missing or cannot be used.
    pub fn load() -> Result<Self, SettingsError> {
        // Before `.env`, which fills in what it cannot read in the environment.
        refuse_unreadable(std::env::vars_os())?;
        match dotenvy::from_path(DOT_ENV) {
            Ok(()) => {}
            Err(dotenvy::Error::Io(error)) if is_absent(Path::new(DOT_ENV), &error) => {}
            // The line may hold a secret: it is not repeated.
            Err(dotenvy::Error::LineParse(..)) => {
                return Err(SettingsError(
                    "A line of the file .env cannot be read: is its value quoted?".to_owned(),
                ));
            }
            Err(error) => return Err(unreadable(Path::new(DOT_ENV), &error)),
        }
        Self::from_sources(Path::new(FILE), |name| std::env::var(name).ok())
    }

    /// The shipped settings alone.
    ///
    /// # Errors
    /// When they cannot be used, which a test rules out.
    pub fn defaults() -> Result<Self, SettingsError> {
        Self::from_sources(Path::new(""), |_| None)
    }

    /// The settings from a file (where there is one) and a way to look variables up.
    pub(super) fn from_sources(
        file: &Path,
        variable: impl Fn(&str) -> Option<String>,
    ) -> Result<Self, SettingsError> {
        let mut builder =
            config::Config::builder().add_source(config::File::from_str(DEFAULTS, config::FileFormat::Toml));
        // Asked before, since the builder passes over an optional file that cannot be read.
        if is_there(file)? {
            builder = builder.add_source(config::File::from(file).format(config::FileFormat::Toml));
        }
        for (key, name) in VARIABLES {
            if let Some(value) = variable(name) {
                builder = builder.set_override(key, value).map_err(words)?;
            }
        }
        let name_of =
            |key: &str| VARIABLES.iter().find(|(known, _)| *known == key).map_or("", |(_, name)| *name);
        let mut settings: Self = builder.build().map_err(words)?.try_deserialize().map_err(words)?;
        if let Some(url) = variable("VITRINE_SMTP_URL").filter(|url| !url.is_empty()) {
            settings.vitrine.smtp_url = Some(SmtpUrl::parse(&url).map_err(|why| {
                SettingsError(format!("The setting VITRINE_SMTP_URL cannot be used: {why}"))
            })?);
        }
        let given = |name| variable(name).filter(|value| !value.is_empty());
        settings.vitrine.s3_key = given("VITRINE_S3_ACCESS_KEY_ID")
            .zip(given("VITRINE_S3_SECRET_ACCESS_KEY"))
            .map(|(id, secret)| S3Key::new(id, secret));
        if let Some(keys) = given("VITRINE_TOKEN_KEYS") {
            let keys: Result<Vec<TokenKey>, String> = keys.split(',').map(TokenKey::parse).collect();
            settings.vitrine.token_keys = keys.map_err(|why| {
                SettingsError(format!("The setting VITRINE_TOKEN_KEYS cannot be used: {why}"))
            })?;
        }
        settings.check().map_err(|(key, why)| {
            SettingsError(format!("The setting {key} ({}) cannot be used: {why}", name_of(key)))
        })?;
        Ok(settings)
    }
}

/// Whether there is such a file. It has to be readable then, and text.
fn is_there(file: &Path) -> Result<bool, SettingsError> {
    match std::fs::read_to_string(file) {
        Ok(_) => Ok(true),
        Err(error) if is_absent(file, &error) => Ok(false),
        Err(error) => Err(unreadable(file, &error)),
    }
}

/// Whether there is no such file at all: a link that leads nowhere is a mistake.
fn is_absent(file: &Path, error: &io::Error) -> bool {
    error.kind() == ErrorKind::NotFound && file.symlink_metadata().is_err()
}

fn unreadable(file: &Path, error: &dyn Display) -> SettingsError {
    SettingsError(format!("The file {} cannot be read: {error}", file.display()))
}

/// Refuses a variable of ours whose value is no text; it would count as not set.
pub(super) fn refuse_unreadable(
    variables: impl IntoIterator<Item = (OsString, OsString)>,
) -> Result<(), SettingsError> {
    let is_ours = |name: &str| name == "DATABASE_URL" || OURS.iter().any(|start| name.starts_with(start));
    for (name, value) in variables {
        if let Some(name) = name.to_str().filter(|name| is_ours(name))
            && value.to_str().is_none()
        {
            return Err(SettingsError(format!("The variable {name} cannot be read: its value is not UTF-8")));
        }
    }
    Ok(())
}

/// One sentence for what the settings' reader says.
fn words(error: config::ConfigError) -> SettingsError {
    match error {
        config::ConfigError::FileParse { uri, cause } => SettingsError(format!(
            "The file {} cannot be read: {}",
            uri.as_deref().unwrap_or(FILE),
            syntax_words(&cause.to_string())
        )),
        other => SettingsError(format!("Settings: {other}")),
    }
}

/// Place and reason of a mistake in TOML, without the lines between that show the text: it may hold a secret.
fn syntax_words(cause: &str) -> String {
    let mut lines = cause.lines();
    let first = lines.next().unwrap_or_default();
    match first.strip_prefix("TOML parse error at ") {
        Some(place) => {
            let reason: Vec<&str> = lines.skip(3).map(str::trim).filter(|line| !line.is_empty()).collect();
            format!("{place}: {}", reason.join(" "))
        }
        None => cause.split_whitespace().collect::<Vec<_>>().join(" "),
    }
}
