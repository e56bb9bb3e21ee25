//! The list of all products (SPEC W2).

use leptos::prelude::*;

use super::listing::{ListPath, Listing};

/// All products, narrowed down by the address.
#[component]
pub fn ProductsPage() -> impl IntoView {
    view! { <Listing path=ListPath::Products/> }
}
