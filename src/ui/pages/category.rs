//! A category's page (SPEC W4): the list of products with the category in its path.

use leptos::prelude::*;

use super::listing::{ListPath, Listing};

/// The products of a category.
#[component]
pub fn CategoryPage() -> impl IntoView {
    view! { <Listing path=ListPath::Category/> }
}
