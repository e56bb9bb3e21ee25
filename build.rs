//! Tells cargo what the binary carries besides its code: the migrations and, in a release, the built site.

use std::path::Path;

/// Where cargo-leptos puts the built site (`site-root` in Cargo.toml).
const SITE: &str = "target/site";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=migrations");
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    // A path that is not there would make cargo build anew each time.
    if release && Path::new(SITE).is_dir() {
        println!("cargo:rerun-if-changed={SITE}");
    }
}
