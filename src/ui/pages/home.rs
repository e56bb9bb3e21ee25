//! The first page (SPEC W1): the window, featured products, the categories, what is new. The server writes it.

#[cfg(feature = "ssr")]
pub(super) mod text;

use leptos::prelude::*;

use super::written::WrittenPage;
use crate::ui::components::skeleton::home_skeleton;

/// The page's address.
pub(super) const PATH: &str = "/";

/// The first page.
#[component]
pub fn HomePage() -> impl IntoView {
    WrittenPage { title: "", path: PATH, loading: home_skeleton }.view()
}
