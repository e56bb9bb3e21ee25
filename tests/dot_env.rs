//! `.env` counts in the folder that the program is started in, and in none above it.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, missing_docs, reason = "tests")]

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the program says, started in this folder, of the first setting that it cannot use.
fn complaint_in(folder: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_vitrine"));
    // The currency is looked at after the page size, and ends the program in any case before it does anything.
    command.arg("check").current_dir(folder).env_remove("VITRINE_PAGE_SIZE").env("VITRINE_CURRENCY", "euro");
    let output = command.stdin(Stdio::null()).output().unwrap();
    assert!(!output.status.success());
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[test]
fn a_file_in_a_folder_above_sets_nothing() {
    let folder = std::env::temp_dir().join(format!("vitrine-dot-env-{}", std::process::id()));
    let below = folder.join("below");
    fs::create_dir_all(&below).unwrap();
    fs::write(folder.join(".env"), "VITRINE_PAGE_SIZE=0\n").unwrap();
    let [beside, above] = [&folder, &below].map(|start| complaint_in(start));
    fs::remove_dir_all(&folder).unwrap();
    assert!(beside.contains("vitrine.page-size"), "{beside}");
    assert!(above.contains("vitrine.currency"), "{above}");
}
