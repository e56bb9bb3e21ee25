//! What shoppers see: components (the design system) and pages.
//!
//! Pages reach data through [`crate::server_fns`] alone. What only a browser can do stands in `browser`,
//! which has stand-ins for the server.

pub(crate) mod admin;
mod announce;
mod answer;
mod browser;
pub(crate) mod components;
mod drawn;
mod filled;
pub(crate) mod frame;
mod going;
mod json_ld;
pub mod late;
pub mod markup;
pub mod menus;
pub(crate) mod pages;
mod prefetch;
pub(crate) mod programs;
mod recent;
mod redirect;
pub mod reply;
#[cfg(feature = "hydrate")]
mod scroll;
pub mod seo;
pub mod shop;
mod theme;
