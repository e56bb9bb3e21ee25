//! What a setting must keep to.

use super::{MediaStore, Settings, ShopSettings};
use crate::infra::{files, mail};

/// The name of a setting that cannot be used, and why.
pub(super) type Unusable = (&'static str, String);

impl Settings {
    /// Looks for a setting that cannot be used.
    pub(super) fn check(&self) -> Result<(), Unusable> {
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
}

impl ShopSettings {
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
