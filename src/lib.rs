//! Vitrine: a complete web shop in one program.
//!
//! The map of the crate; `docs/ARCHITECTURE.md` draws it. A module marked S is compiled for the server
//! alone, the others for the browser too.
//!
//! - tier 0, no word of shops: [`error`], [`letters`], [`paging`], [`percent`], [`listing`], `infra` (S)
//! - tier 1, the shop: [`accounts`], [`catalog`], [`reviews`], and [`admin`] above them
//! - tier 2, ways in: `extract` (S), [`server_fns`], `api` (S), [`ui`]
//! - tier 3, putting it together: [`app`], `server` (S), `worker` (S), `cli` (S)

// Each of the programs leaves out what the others draw.
#![cfg_attr(
    any(feature = "only-shop", feature = "only-account", feature = "only-admin"),
    allow(dead_code, unused_imports)
)]
// Leptos views nest types deeply.
#![recursion_limit = "512"]

pub mod error;
#[cfg(feature = "ssr")]
pub mod infra;
pub mod letters;
pub mod listing;
pub mod paging;
pub mod percent;

pub mod accounts;
pub mod admin;
pub mod catalog;
pub mod reviews;

#[cfg(feature = "ssr")]
pub mod api;
#[cfg(feature = "ssr")]
pub mod extract;
pub mod server_fns;
pub mod ui;

pub mod app;
#[cfg(feature = "ssr")]
pub mod cli;
#[cfg(feature = "ssr")]
pub mod server;
#[cfg(feature = "ssr")]
pub mod worker;

/// Brings the server-rendered page to life; called by the page's own script.
#[cfg(feature = "hydrate")]
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
}
