//! cargo-leptos reads `[package.metadata.leptos]` in `Cargo.toml`, the program reads `[leptos]` in `Leptos.toml`:
//! what stands in both must be the same.
#![cfg(feature = "ssr")]

use std::path::Path;

use config::{Config, ConfigError, File, FileFormat};

const SHARED: [&str; 2] = ["site-addr", "reload-port"];
/// What the program has fixed (`src/server/site.rs`, `build.rs`).
const FIXED: [(&str, &str); 4] = [
    ("output-name", "vitrine"),
    ("site-root", "target/site"),
    ("site-pkg-dir", "pkg"),
    ("hash-files", "false"),
];

fn read(file: &str) -> Result<Config, ConfigError> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
    Config::builder().add_source(File::from(path).format(FileFormat::Toml)).build()
}

#[test]
fn cargo_leptos_and_the_program_read_the_same_settings() -> Result<(), ConfigError> {
    let (cargo, program) = (read("Cargo.toml")?, read("Leptos.toml")?);
    for key in SHARED {
        let built_with = cargo.get_string(&format!("package.metadata.leptos.{key}"))?;
        let served_with = program.get_string(&format!("leptos.{key}"))?;
        assert_eq!(built_with, served_with, "{key}: Cargo.toml and Leptos.toml disagree");
    }
    Ok(())
}

#[test]
fn cargo_leptos_builds_what_the_program_serves() -> Result<(), ConfigError> {
    let cargo = read("Cargo.toml")?;
    for (key, fixed) in FIXED {
        assert_eq!(cargo.get_string(&format!("package.metadata.leptos.{key}"))?, fixed, "{key}");
    }
    Ok(())
}

#[test]
fn leptos_toml_has_no_site_setting_that_cargo_leptos_does_not_know() -> Result<(), ConfigError> {
    let program = read("Leptos.toml")?;
    let unknown: Vec<String> =
        program.get_table("leptos")?.into_keys().filter(|key| !SHARED.contains(&key.as_str())).collect();
    assert_eq!(unknown, Vec::<String>::new(), "add them to Cargo.toml and to this test");
    Ok(())
}
