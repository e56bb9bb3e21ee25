//! The way from the first page down to this one.

use leptos::prelude::*;

use crate::catalog::category::model::CategoryLink;

/// A breadcrumb: home, the categories, and where one is.
pub fn breadcrumb(trail: Vec<CategoryLink>, here: String) -> impl IntoView {
    let steps: Vec<_> = trail
        .into_iter()
        .map(|step| view! { <li><a href=["/categories/", &step.slug].concat()>{step.name}</a></li> })
        .collect();
    view! {
        <nav class="breadcrumb" aria-label="Breadcrumb">
            <ol>
                <li><a href="/">"Home"</a></li>
                {steps}
                <li><span aria-current="page">{here}</span></li>
            </ol>
        </nav>
    }
}
