//! Accounts, sessions and permissions as somebody outside meets them: over HTTP, at the router that `serve` serves.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod client;
mod cookies;
mod cross_site;
mod digest;
mod inputs;
mod leaving;
mod next;
mod pages;
mod permissions;
mod shop;
mod sign_in;
mod visitors;
