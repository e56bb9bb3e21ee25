//! The head of a list: where one is, what it is called, what the document says about it.

use leptos::prelude::*;

use super::Shared;
use super::search_field::search_field;
use super::state::Asked;
use crate::catalog::category::model::{CategoryHead, CategoryLink};
use crate::catalog::product::model::ProductList;
use crate::ui::components::breadcrumb::breadcrumb;
use crate::ui::json_ld;
use crate::ui::markup::Markup;
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;

/// The name of a list of what matches a query.
fn title(query: &str, category: Option<&CategoryHead>) -> String {
    match category {
        Some(category) if query.is_empty() => category.link.name.clone(),
        Some(category) => ["“", query, "” in ", &category.link.name].concat(),
        None if query.is_empty() => "All products".to_owned(),
        None => ["Results for “", query, "”"].concat(),
    }
}

/// What the document says about a list.
pub(super) fn document(asked: &Asked, found: &ProductList, shop: &ShopInfo) -> AnyView {
    let name = title(&asked.filter.query, found.category.as_ref());
    let number = found.page.number;
    let is_plain = asked.is_plain();
    let title =
        if number > 1 { [name.as_str(), ", page ", &number.to_string()].concat() } else { name.clone() };
    let description = match &found.category {
        Some(category) if !category.description.is_empty() => category.description.clone(),
        Some(category) => {
            [&category.link.name, " at ", &shop.name, ": ", &found.page.total.to_string(), " products."]
                .concat()
        }
        None => ["Every product of ", &shop.name, ": search, compare and find what is in stock."].concat(),
    };
    let path = match &asked.filter.category {
        _ if is_plain => asked.page_address(number),
        Some(slug) => ["/categories/", slug].concat(),
        None => asked.path.clone(),
    };
    let picture =
        found.page.items.iter().find_map(|card| card.picture.as_ref()).map(|picture| picture.url(1200));
    let trail: &[CategoryLink] =
        found.category.as_ref().map_or(&[][..], |category| category.trail.as_slice());
    let json = json_ld::of_trail(shop, trail, &name, &path);
    let head = Head { title, description, path, picture, is_unlisted: !is_plain, ..Head::default() };
    view! { {head.view(shop)}{json} }.into_any()
}

/// What stands over a list: breadcrumb, name, description, the search within it, the categories below.
pub(super) fn page_head(asked: &Asked, category: Option<&CategoryHead>, shared: Shared) -> AnyView {
    let name = title(&asked.shown_words(), category);
    let whole = Some(title(&asked.filter.query, category)).filter(|whole| *whole != name);
    let here = category.map_or_else(|| "All products".to_owned(), |category| category.link.name.clone());
    let trail = category.map_or(&[][..], |category| category.trail.as_slice());
    let intro = category
        .filter(|category| !category.description.is_empty())
        .map(|category| view! { <p class="page-head__intro">{category.description.clone()}</p> });
    let below = category.filter(|_| asked.category.is_some()).and_then(|category| children(asked, category));
    view! {
        <div class="page-head">
            {breadcrumb(trail, &here)}
            <h1 title=whole>{name}</h1>
            {intro}
            {search_field(asked, shared)}
        </div>
        {below}
    }
    .into_any()
}

/// Links to the categories directly below.
fn children(asked: &Asked, category: &CategoryHead) -> Option<impl IntoView + use<>> {
    if category.children.is_empty() {
        return None;
    }
    let label = ["In ", &category.link.name].concat();
    let mut html = Markup::default();
    html.raw(r#"<li><a class="chip" aria-current="page""#)
        .attribute("href", &asked.path)
        .raw(">All</a></li>");
    for child in &category.children {
        html.raw(r#"<li><a class="chip""#)
            .href("/categories/", &child.link.slug)
            .raw(">")
            .text(&child.link.name)
            .raw("</a></li>");
    }
    Some(view! { <nav aria-label=label><ul class="chips" inner_html=html.finish()></ul></nav> })
}
