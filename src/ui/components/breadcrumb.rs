//! The way from the first page down to this one.

use leptos::prelude::*;

use crate::catalog::category::model::CategoryLink;
use crate::ui::markup::Markup;

/// A breadcrumb: home, the categories, and where one is.
pub fn breadcrumb(trail: &[CategoryLink], here: &str) -> AnyView {
    let mut html = Markup::default();
    steps(&mut html, trail, here);
    view! { <nav class="breadcrumb" aria-label="Breadcrumb" inner_html=html.finish()></nav> }.into_any()
}

/// The same, in a page that is written as text.
#[cfg(feature = "ssr")]
pub fn breadcrumb_nav(html: &mut Markup, trail: &[CategoryLink], here: &str) {
    html.raw(r#"<nav class="breadcrumb" aria-label="Breadcrumb">"#);
    steps(html, trail, here);
    html.raw("</nav>");
}

fn steps(html: &mut Markup, trail: &[CategoryLink], here: &str) {
    html.raw(r#"<ol><li><a href="/">Home</a></li>"#);
    for step in trail {
        html.raw("<li><a").href("/categories/", &step.slug).raw(">").text(&step.name).raw("</a></li>");
    }
    html.raw(r#"<li><span aria-current="page">"#).text(here).raw("</span></li></ol>");
}
