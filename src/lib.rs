//! Vitrine: a complete web shop in one program.
//!
//! The map of the crate; `docs/ARCHITECTURE.md` draws it. A module marked S is compiled for the server
//! alone, the others for the browser too.
//!
//! - tier 0, no word of shops: [`error`], [`paging`], `infra` (S)
//! - tier 1, the shop: [`catalog`]
//! - tier 2, ways in: [`server_fns`], [`ui`]
//! - tier 3, putting it together: [`app`], `server` (S), `cli` (S)

// Leptos views nest types deeply.
#![recursion_limit = "512"]

pub mod error;
#[cfg(feature = "ssr")]
pub mod infra;
pub mod paging;

pub mod catalog;

pub mod server_fns;
pub mod ui;

pub mod app;
#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "ssr")]
pub mod server;

/// Brings the server-rendered page to life; called by the page's own script.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
