//! What tests need of a backend.

use std::path::{Path, PathBuf};
use std::sync::{Arc, Once};

use super::Backend;
use super::config::Settings;
use super::files::FileStore;
use super::mail::Mailer;

/// What the names of tests' folders begin with; the number of their process and a number of their own follow.
const NAMED: &str = "vitrine-test-";

/// A folder of a test's own, not made yet. Tests need not remove theirs: what a process left behind goes when the next
/// one asks for its first.
#[must_use]
pub fn folder() -> PathBuf {
    static SWEPT: Once = Once::new();
    let all = std::env::temp_dir();
    SWEPT.call_once(|| sweep(&all));
    all.join(format!("{NAMED}{}-{}", std::process::id(), uuid::Uuid::now_v7().simple()))
}

/// Removes the folders of processes that are gone.
fn sweep(all: &Path) {
    for entry in std::fs::read_dir(all).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let process = name.to_str().and_then(|name| name.strip_prefix(NAMED)?.split_once('-'));
        if process.is_some_and(|(process, _)| !Path::new("/proc").join(process).exists()) {
            // Another process may be removing it too.
            let _ = std::fs::remove_dir_all(entry.path());
        }
    }
}

/// A backend on a test's own database, with the shipped settings and a file store in a folder of its own.
///
/// # Panics
/// When the shipped settings or the folder cannot be used.
#[must_use]
#[allow(clippy::expect_used, clippy::missing_panics_doc, reason = "a test cannot go on without them")]
pub fn backend(pool: sqlx::PgPool) -> Backend {
    let mut settings = Settings::defaults().expect("the shipped settings can be used");
    settings.vitrine.data_folder = folder();
    let files =
        FileStore::in_folder(&settings.vitrine.data_folder.join("media")).expect("a folder for pictures");
    let mailer = Mailer::new(&settings).expect("the shipped settings can be used");
    Backend::new(pool, Arc::new(settings), files, mailer)
}
