//! Accounts, sessions, permissions and addresses of before as somebody outside meets them: over HTTP, at the router
//! that `serve` serves.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod admin_table;
mod client;
mod cookies;
mod corner;
mod cross_site;
mod digest;
mod forms;
mod inputs;
mod leaving;
mod leaving_much;
mod moved;
mod next;
mod own_products;
mod own_review;
mod pages;
mod permissions;
mod scheduled;
mod sessions;
mod shop;
mod sign_in;
mod visitors;
