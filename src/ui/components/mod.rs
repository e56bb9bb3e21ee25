//! The design system: one idea in each file. `/styleguide` shows most of them in every state; the header, the footer,
//! the menus and the search box stand around that page as around all others, and an account's forms on its own pages.
//!
//! What stands in lists is a plain function that gives a plain view: it costs the server next to nothing.

#![cfg_attr(
    not(debug_assertions),
    allow(dead_code, reason = "some parts are shown by the style guide alone so far")
)]

pub mod badge;
pub mod breadcrumb;
pub mod button;
pub mod card;
pub mod dialog;
pub mod empty;
pub mod field;
pub mod footer;
pub mod form;
pub mod header;
pub mod icon;
pub mod menu;
pub mod notice;
pub mod pager;
pub mod picture;
pub mod search_box;
pub mod select;
pub mod sheet;
pub mod skeleton;
pub mod stars;
pub mod stock;
pub mod suggestions;
pub mod toast;
