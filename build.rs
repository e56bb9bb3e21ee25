//! Tells cargo what the binary carries besides its code: the migrations and, in a release, the built site.

use std::path::Path;

/// Where the built site is (`site-root` in Cargo.toml).
const SITE: &str = "target/site";

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=migrations");
    // The browser's wasm is built in a release profile too, and the site is made of it.
    let server = std::env::var_os("CARGO_FEATURE_SSR").is_some();
    let release = std::env::var("PROFILE").is_ok_and(|profile| profile == "release");
    // A path that is not there would make cargo build anew each time.
    if server && release && Path::new(SITE).is_dir() {
        println!("cargo:rerun-if-changed={SITE}");
    }
}
