//! Settings (SPEC J9): `Leptos.toml` for defaults, environment variables and `.env` over it. A value that
//! cannot be used stops the start with one sentence that names it.

#[cfg(test)]
mod tests;

mod proxies;

use std::fmt;
use std::path::{Path, PathBuf};

use serde::Deserialize;

pub use self::proxies::Proxies;
use super::files::{self, S3Key};
use super::mail::{self, SmtpUrl};

/// The defaults, as shipped in the binary; a `Leptos.toml` in the current folder goes over them.
const DEFAULTS: &str = include_str!("../../Leptos.toml");
/// The file's name in the current folder.
const FILE: &str = "Leptos.toml";
/// The file in the current folder whose lines are added to the environment.
const DOT_ENV: &str = ".env";

/// Everything that an operator can set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the site is served.
    pub leptos: SiteSettings,
    /// The shop and its database.
    pub vitrine: ShopSettings,
}

/// The table `[leptos]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SiteSettings {
    /// Address and port to serve on.
    pub site_addr: std::net::SocketAddr,
    /// Port of the reloading socket in development.
    pub reload_port: u32,
}

/// The table `[vitrine]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ShopSettings {
    /// Development or production.
    pub profile: Profile,
    /// Where shoppers reach the shop, without a slash at the end. Where it begins with `https://`, browsers are told
    /// to come by HTTPS alone.
    pub public_url: String,
    /// The shop's name, in titles and in the header.
    pub shop_name: String,
    /// The first page's title; empty for the shop's name.
    pub tagline: String,
    /// The shop in a sentence or two: on the first page, in the footer, for search engines. Empty: left out.
    pub description: String,
    /// What the shop stands for, a sentence on the first page. Empty: left out.
    pub promise: String,
    /// What holds for all prices, in the footer. Empty: left out.
    pub price_note: String,
    /// The title over the categories; empty for "Categories".
    pub categories_title: String,
    /// ISO 4217 code of the one currency.
    pub currency: String,
    /// Products on a page of a list.
    pub page_size: u32,
    /// At most this many pieces count as low stock.
    pub low_stock: i32,
    /// Folder for the private PostgreSQL and the pictures.
    pub data_folder: PathBuf,
    /// Where PostgreSQL is; empty for the private one.
    pub database_url: String,
    /// Connections to keep at most, besides one that listens for changes.
    pub database_connections: u32,
    /// Folder of PostgreSQL's programs; empty to look for them.
    pub postgres_binaries: String,
    /// Whether `serve` does jobs.
    pub jobs: bool,
    /// Who mails come from.
    pub mail_from: String,
    /// Who gets the answers; empty for the sender.
    pub mail_reply_to: String,
    /// The SMTP server, by the environment alone; none: mails are kept in the data folder.
    #[serde(skip)]
    pub smtp_url: Option<SmtpUrl>,
    /// Memory that hashing one password takes, in KiB.
    pub argon2_memory_kib: u32,
    /// Passes over that memory.
    pub argon2_iterations: u32,
    /// Lanes of that memory.
    pub argon2_parallelism: u32,
    /// Proxies in front of the shop whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Proxies,
    /// Where pictures are kept.
    pub media_store: MediaStore,
    /// The bucket for pictures.
    pub s3_bucket: String,
    /// The address of the bucket's store; empty for Amazon's own.
    pub s3_endpoint: String,
    /// The bucket's region.
    pub s3_region: String,
    /// The bucket's key, by the environment alone.
    #[serde(skip)]
    pub s3_key: Option<S3Key>,
    /// Largest file that is taken, in megabytes.
    pub upload_megabytes: u32,
    /// Seconds that a request may take, and a statement of it.
    pub request_seconds: u64,
    /// Seconds that a stop waits for requests in flight.
    pub stop_seconds: u64,
    /// Requests to the API within an hour from one address; 0: as many as it likes.
    pub api_anonymous_hourly: u32,
    /// Requests to the API within an hour from one user; 0: as many as it likes.
    pub api_user_hourly: u32,
    /// Seconds that an access token is good for.
    pub token_access_seconds: u32,
    /// Days without use after which a refresh token is void.
    pub token_refresh_days: u32,
    /// What tokens are signed with, the newest first, by the environment alone; none: the database keeps a key.
    #[serde(skip)]
    pub token_keys: Vec<TokenKey>,
    /// Origins of other sites whose pages may call the API, separated by spaces.
    pub api_origins: String,
}

impl ShopSettings {
    /// The origins of other sites whose pages may call the API.
    pub fn api_origin_list(&self) -> impl Iterator<Item = &str> {
        self.api_origins.split_ascii_whitespace()
    }

    fn check_api(&self) -> Result<(), Unusable> {
        within("vitrine.api-anonymous-hourly", self.api_anonymous_hourly.into(), 0, 1_000_000)?;
        within("vitrine.api-user-hourly", self.api_user_hourly.into(), 0, 1_000_000)?;
        within("vitrine.token-access-seconds", self.token_access_seconds.into(), 60, 86_400)?;
        within("vitrine.token-refresh-days", self.token_refresh_days.into(), 1, 365)?;
        if let Some(other) = self.api_origin_list().find(|origin| !is_origin(origin)) {
            return Err((
                "vitrine.api-origins",
                format!("\"{other}\" is not an origin such as https://app.example"),
            ));
        }
        Ok(())
    }
}

/// Something that tokens are signed with. Nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct TokenKey(String);

impl TokenKey {
    /// The fewest bytes: as many as the signature has.
    const SHORTEST: usize = 32;

    /// Takes a key that is long enough.
    ///
    /// # Errors
    /// Why it cannot be used; the words hold nothing of it.
    pub fn parse(text: &str) -> Result<Self, String> {
        let text = text.trim();
        if text.len() < Self::SHORTEST {
            return Err(format!("a key has fewer than {} bytes", Self::SHORTEST));
        }
        Ok(Self(text.to_owned()))
    }

    /// The key, for what has to work with it.
    #[must_use]
    pub fn expose(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for TokenKey {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("TokenKey(…)")
    }
}

/// Where pictures are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum MediaStore {
    /// In the folder `media` of the data folder.
    Folder,
    /// In a bucket of a store that speaks S3.
    S3,
}

/// How the program presents itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// Debug builds serve the style guide, logs are for people.
    Development,
    /// Logs are JSON lines.
    Production,
}

/// A setting that cannot be used: the sentence names it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(String);

/// The name of a setting that cannot be used, and why.
type Unusable = (&'static str, String);

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
        match dotenvy::from_path(DOT_ENV) {
            Ok(()) => {}
            Err(error) if error.not_found() => {}
            // The line may hold a secret: it is not repeated.
            Err(dotenvy::Error::LineParse(..)) => {
                return Err(SettingsError(
                    "A line of the file .env cannot be read: is its value quoted?".to_owned(),
                ));
            }
            Err(error) => return Err(SettingsError(format!("The file .env cannot be read: {error}"))),
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
    fn from_sources(file: &Path, variable: impl Fn(&str) -> Option<String>) -> Result<Self, SettingsError> {
        let mut builder = config::Config::builder()
            .add_source(config::File::from_str(DEFAULTS, config::FileFormat::Toml))
            .add_source(config::File::from(file).format(config::FileFormat::Toml).required(false));
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

    fn check(&self) -> Result<(), Unusable> {
        let shop = &self.vitrine;
        within("leptos.reload-port", self.leptos.reload_port.into(), 1, 65_535)?;
        within("vitrine.page-size", shop.page_size.into(), 1, 100)?;
        within("vitrine.database-connections", shop.database_connections.into(), 2, 1_000)?;
        within("vitrine.upload-megabytes", shop.upload_megabytes.into(), 1, 100)?;
        files::check_endpoint(&shop.s3_endpoint).map_err(|why| ("vitrine.s3-endpoint", why))?;
        if shop.media_store == MediaStore::S3 {
            if shop.s3_bucket.is_empty() {
                return Err(("vitrine.s3-bucket", "it is empty".to_owned()));
            }
            if shop.s3_key.is_none() {
                return Err((
                    "vitrine.media-store",
                    "VITRINE_S3_ACCESS_KEY_ID and VITRINE_S3_SECRET_ACCESS_KEY are not both set".to_owned(),
                ));
            }
        }
        within("vitrine.argon2-memory-kib", shop.argon2_memory_kib.into(), 19_456, 1_048_576)?;
        within("vitrine.argon2-iterations", shop.argon2_iterations.into(), 2, 20)?;
        within("vitrine.argon2-parallelism", shop.argon2_parallelism.into(), 1, 16)?;
        mail::check_sender(&shop.mail_from).map_err(|why| ("vitrine.mail-from", why))?;
        if !shop.mail_reply_to.is_empty() {
            mail::check_sender(&shop.mail_reply_to).map_err(|why| ("vitrine.mail-reply-to", why))?;
        }
        within("vitrine.request-seconds", shop.request_seconds, 1, 3_600)?;
        within("vitrine.stop-seconds", shop.stop_seconds, 1, 3_600)?;
        shop.check_api()?;
        if shop.low_stock < 0 {
            return Err(("vitrine.low-stock", format!("{} is below 0", shop.low_stock)));
        }
        if shop.shop_name.trim().is_empty() {
            return Err(("vitrine.shop-name", "it is empty".to_owned()));
        }
        if shop.currency.len() != 3 || !shop.currency.bytes().all(|letter| letter.is_ascii_uppercase()) {
            return Err((
                "vitrine.currency",
                format!("\"{}\" is not a code of three capitals, such as EUR", shop.currency),
            ));
        }
        let address = &shop.public_url;
        if !(address.starts_with("http://") || address.starts_with("https://")) || address.ends_with('/') {
            return Err((
                "vitrine.public-url",
                format!("\"{address}\" is not an address such as https://shop.example"),
            ));
        }
        let database = &shop.database_url;
        if !database.is_empty()
            && !database.starts_with("postgres://")
            && !database.starts_with("postgresql://")
        {
            // The value may hold a password: it is not repeated.
            return Err(("vitrine.database-url", "it does not begin with postgres://".to_owned()));
        }
        Ok(())
    }

    /// Whether the shop is reached by HTTPS.
    #[must_use]
    pub fn https(&self) -> bool {
        self.vitrine.public_url.starts_with("https://")
    }

    /// A text for the terminal or a log without the database's address, which may hold a password.
    #[must_use]
    pub fn without_secrets(&self, text: &str) -> String {
        match self.vitrine.database_url.as_str() {
            "" => text.to_owned(),
            address => text.replace(address, "DATABASE_URL"),
        }
    }
}

/// Refuses a number out of bounds.
fn within(key: &'static str, value: u64, low: u64, high: u64) -> Result<(), Unusable> {
    if (low..=high).contains(&value) {
        Ok(())
    } else {
        Err((key, format!("{value} is not between {low} and {high}")))
    }
}

/// Whether a text is an origin as browsers write it: scheme and authority in lower case, and nothing behind them.
fn is_origin(text: &str) -> bool {
    let authority = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    authority.is_some_and(|authority| {
        !authority.is_empty()
            && authority.bytes().all(|letter| {
                letter.is_ascii_lowercase() || letter.is_ascii_digit() || b".-:[]_".contains(&letter)
            })
    })
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
