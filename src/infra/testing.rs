//! What tests need of a backend.

use std::sync::Arc;

use super::Backend;
use super::config::Settings;
use super::files::FileStore;
use super::mail::Mailer;

/// A backend on a test's own database, with the shipped settings and a file store in a folder of its own.
///
/// # Panics
/// When the shipped settings or the folder cannot be used.
#[must_use]
#[allow(clippy::expect_used, clippy::missing_panics_doc, reason = "a test cannot go on without them")]
pub fn backend(pool: sqlx::PgPool) -> Backend {
    let mut settings = Settings::defaults().expect("the shipped settings can be used");
    settings.vitrine.data_folder =
        std::env::temp_dir().join(format!("vitrine-test-{}", uuid::Uuid::now_v7().simple()));
    let files =
        FileStore::in_folder(&settings.vitrine.data_folder.join("media")).expect("a folder for pictures");
    let mailer = Mailer::new(&settings).expect("the shipped settings can be used");
    Backend::new(pool, Arc::new(settings), files, mailer)
}
