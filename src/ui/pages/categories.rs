//! All categories on one page. The server writes it.

#[cfg(feature = "ssr")]
pub(super) mod text;

use leptos::prelude::*;

use super::written::WrittenPage;
use crate::ui::components::skeleton::categories_skeleton;

/// The page's title.
const TITLE: &str = "All categories";
/// The page's address.
pub(super) const PATH: &str = "/categories";

/// The whole category tree.
#[component]
pub fn CategoriesPage() -> impl IntoView {
    WrittenPage { title: TITLE, path: PATH, loading: categories_skeleton }.view()
}
