//! Settings (SPEC J9): `Leptos.toml` for defaults, environment variables and `.env` over it. A value that
//! cannot be used stops the start with one sentence that names it.

use std::path::{Path, PathBuf};

use serde::Deserialize;

/// The defaults, as shipped in the binary; a `Leptos.toml` in the current folder goes over them.
const DEFAULTS: &str = include_str!("../../Leptos.toml");
/// The file's name in the current folder.
const FILE: &str = "Leptos.toml";

/// Everything that an operator can set.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    /// Where the site's files are and where it is served.
    pub leptos: SiteSettings,
    /// The shop and its database.
    pub vitrine: ShopSettings,
}

/// The table `[leptos]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct SiteSettings {
    /// Stem of the script's and the style sheet's names.
    pub output_name: String,
    /// Folder of the built site.
    pub site_root: String,
    /// Folder of scripts and styles within it.
    pub site_pkg_dir: String,
    /// Address and port to serve on.
    pub site_addr: std::net::SocketAddr,
    /// Port of the reloading socket in development.
    pub reload_port: u32,
    /// Whether cargo-leptos hashes file names; Vitrine does that itself.
    pub hash_files: bool,
}

/// The table `[vitrine]`.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct ShopSettings {
    /// Development or production.
    pub profile: Profile,
    /// Where shoppers reach the shop, without a slash at the end.
    pub public_url: String,
    /// The shop's name, in titles and in the header.
    pub shop_name: String,
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
    /// Connections to keep at most.
    pub database_connections: u32,
    /// Folder of PostgreSQL's programs; empty to look for them.
    pub postgres_binaries: String,
    /// Seconds that a request may take.
    pub request_seconds: u64,
    /// Seconds that a stop waits for requests in flight.
    pub stop_seconds: u64,
}

/// How the program presents itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Profile {
    /// The style guide is served, logs are for people.
    Development,
    /// Logs are JSON lines, browsers are told to come by HTTPS alone when the public address is.
    Production,
}

/// A setting that cannot be used: the sentence names it.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct SettingsError(String);

/// The settings' names: section, key, environment variable.
const VARIABLES: [(&str, &str); 18] = [
    ("leptos.output-name", "LEPTOS_OUTPUT_NAME"),
    ("leptos.site-root", "LEPTOS_SITE_ROOT"),
    ("leptos.site-pkg-dir", "LEPTOS_SITE_PKG_DIR"),
    ("leptos.site-addr", "LEPTOS_SITE_ADDR"),
    ("leptos.reload-port", "LEPTOS_RELOAD_PORT"),
    ("leptos.hash-files", "LEPTOS_HASH_FILES"),
    ("vitrine.profile", "VITRINE_PROFILE"),
    ("vitrine.public-url", "VITRINE_PUBLIC_URL"),
    ("vitrine.shop-name", "VITRINE_SHOP_NAME"),
    ("vitrine.currency", "VITRINE_CURRENCY"),
    ("vitrine.page-size", "VITRINE_PAGE_SIZE"),
    ("vitrine.low-stock", "VITRINE_LOW_STOCK"),
    ("vitrine.data-folder", "VITRINE_DATA_FOLDER"),
    ("vitrine.database-url", "DATABASE_URL"),
    ("vitrine.database-connections", "VITRINE_DATABASE_CONNECTIONS"),
    ("vitrine.postgres-binaries", "VITRINE_POSTGRES_BINARIES"),
    ("vitrine.request-seconds", "VITRINE_REQUEST_SECONDS"),
    ("vitrine.stop-seconds", "VITRINE_STOP_SECONDS"),
];

impl Settings {
    /// Reads `.env`, `Leptos.toml` and the environment.
    ///
    /// # Errors
    /// One sentence that names the setting which is missing or cannot be used.
    pub fn load() -> Result<Self, SettingsError> {
        match dotenvy::dotenv() {
            Ok(_) => {}
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
        let words = |error: config::ConfigError| SettingsError(format!("Settings: {error}"));
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
        let settings: Self = builder.build().map_err(words)?.try_deserialize().map_err(words)?;
        settings.check().map_err(|(key, why)| {
            SettingsError(format!("The setting {key} ({}) cannot be used: {why}", name_of(key)))
        })?;
        Ok(settings)
    }

    fn check(&self) -> Result<(), (&'static str, String)> {
        let shop = &self.vitrine;
        let within = |key, value: u64, low: u64, high: u64| {
            if (low..=high).contains(&value) {
                Ok(())
            } else {
                Err((key, format!("{value} is not between {low} and {high}")))
            }
        };
        within("vitrine.page-size", shop.page_size.into(), 1, 100)?;
        within("vitrine.database-connections", shop.database_connections.into(), 2, 1_000)?;
        within("vitrine.request-seconds", shop.request_seconds, 1, 3_600)?;
        within("vitrine.stop-seconds", shop.stop_seconds, 1, 3_600)?;
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
}

#[cfg(test)]
mod tests {
    use super::*;

    fn with(name: &'static str, value: &'static str) -> Result<Settings, SettingsError> {
        Settings::from_sources(Path::new("no such file"), move |asked| {
            (asked == name).then(|| value.to_owned())
        })
    }

    #[test]
    fn the_shipped_defaults_can_be_used() {
        let settings = with("", "").unwrap();
        assert_eq!(settings.vitrine.page_size, 20);
        assert_eq!(settings.leptos.site_addr.port(), 3000);
    }

    #[test]
    fn a_variable_goes_over_the_file() {
        assert_eq!(with("VITRINE_SHOP_NAME", "Corner").unwrap().vitrine.shop_name, "Corner");
        assert_eq!(with("VITRINE_PAGE_SIZE", "50").unwrap().vitrine.page_size, 50);
    }

    #[test]
    fn a_bad_value_is_named() {
        for (name, value, part) in [
            ("VITRINE_PAGE_SIZE", "many", "page-size"),
            ("VITRINE_PAGE_SIZE", "0", "VITRINE_PAGE_SIZE"),
            ("VITRINE_CURRENCY", "euro", "vitrine.currency"),
            ("LEPTOS_SITE_ADDR", "nowhere", "site-addr"),
            ("VITRINE_PROFILE", "staging", "profile"),
            ("VITRINE_PUBLIC_URL", "shop.example", "vitrine.public-url"),
            ("DATABASE_URL", "mysql://x:secret@y", "DATABASE_URL"),
        ] {
            let error = with(name, value).unwrap_err().to_string();
            assert!(error.contains(part), "{error}");
            assert!(!error.contains("secret"), "{error}");
            assert!(!error.contains('\n'), "{error}");
        }
    }
}
