//! What shoppers see: components (the design system) and pages.
//!
//! Pages reach data through [`crate::server_fns`] alone. What only a browser can do stands in `browser`,
//! which has stand-ins for the server.

mod announce;
mod answer;
mod browser;
pub mod components;
mod going;
mod json_ld;
pub mod pages;
mod prefetch;
mod redirect;
mod scroll;
mod seo;
pub mod shop;
mod theme;
pub mod frame;
