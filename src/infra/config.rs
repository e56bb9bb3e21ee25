//! Settings (SPEC J9): `Leptos.toml` for defaults, environment variables and `.env` over it. A value that
//! cannot be used stops the start with one sentence that names it.

mod checks;
mod proxies;
mod sources;
#[cfg(test)]
mod tests;

use std::fmt;
use std::path::PathBuf;

use serde::Deserialize;

pub use self::proxies::Proxies;
pub use self::sources::SettingsError;
use super::files::S3Key;
use super::mail::SmtpUrl;

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
    /// Connections to keep at most, besides one that listens for changes and three of the worker.
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
}

impl Settings {
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
