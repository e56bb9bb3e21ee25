//! The REST API as a program outside meets it: over HTTP, at the router that `serve` serves.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod bodies;
mod categories;
mod client;
mod documentation;
mod idempotency;
mod lists;
mod openapi;
mod peer;
mod products;
mod protocol;
mod reviews;
mod scene;
mod shop;
mod tags;
mod throttle;
mod tokens;
mod users;
