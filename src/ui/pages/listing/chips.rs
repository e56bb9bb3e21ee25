//! What narrows the list down at present, each with a way to take it off.

use leptos::prelude::*;

use super::state::Asked;
use crate::catalog::category::model::CategoryHead;
use crate::catalog::product::filter::ProductFilter;
use crate::ui::components::icon::Icon;
use crate::ui::markup::Markup;
use crate::ui::shop::ShopInfo;

/// The chips; nothing where nothing narrows the list down. An empty list has a way to take off all of them of its own.
pub(super) fn chips(
    asked: &Asked,
    category: Option<&CategoryHead>,
    shop: &ShopInfo,
    is_empty: bool,
) -> impl IntoView + use<> {
    let filter = &asked.filter;
    let mut html = Markup::default();
    let mut add = |words: String, without: ProductFilter| chip(&mut html, &words, &asked.address(&without));
    if !filter.query.is_empty() {
        add(["“", &filter.query, "”"].concat(), filter.with(|other| other.query.clear()));
    }
    if let (None, Some(category)) = (&asked.category, category) {
        add(category.link.name.clone(), filter.with(|other| other.category = None));
    }
    if let Some(price) = filter.min_price {
        add(["From ", &shop.format_price(price)].concat(), filter.with(|other| other.min_price = None));
    }
    if let Some(price) = filter.max_price {
        add(["Up to ", &shop.format_price(price)].concat(), filter.with(|other| other.max_price = None));
    }
    if filter.in_stock {
        add("In stock".to_owned(), filter.with(|other| other.in_stock = false));
    }
    if let Some(stars) = filter.rating {
        let words = if stars == 1 { " star and up" } else { " stars and up" };
        add([&stars.to_string(), words].concat(), filter.with(|other| other.rating = None));
    }
    let mut chips = html.finish();
    if chips.is_empty() {
        return None;
    }
    if !is_empty {
        let mut clear = Markup::default();
        clear
            .raw(r#"<li><a class="link link--quiet" data-noscroll="""#)
            .attribute("href", &cleared(asked))
            .raw(">Clear all</a></li>");
        chips.push_str(&clear.finish());
    }
    Some(view! { <ul class="chips" aria-label="Active filters" inner_html=chips></ul> })
}

/// How many things narrow the list down, the words and the category aside.
pub(super) fn count(filter: &ProductFilter) -> usize {
    [filter.min_price.is_some(), filter.max_price.is_some(), filter.in_stock, filter.rating.is_some()]
        .into_iter()
        .filter(|narrows| *narrows)
        .count()
}

/// Whether something other than the words narrows the list down, and can be taken off.
pub(super) fn has_filters(asked: &Asked) -> bool {
    count(&asked.filter) > 0 || (asked.category.is_none() && asked.filter.category.is_some())
}

/// The address of the list with its words alone; with nothing where the words are all that there is.
pub(super) fn cleared(asked: &Asked) -> String {
    let only_words = ProductFilter { query: asked.filter.query.clone(), page: 1, ..ProductFilter::default() };
    if has_filters(asked) { only_words.to_address(&asked.path) } else { asked.path.clone() }
}

fn chip(html: &mut Markup, words: &str, without: &str) {
    html.raw(r#"<li><a class="chip" data-noscroll="""#)
        .attribute("href", without)
        .attribute("aria-label", &["Remove filter: ", words].concat())
        .raw("><span>")
        .text(words)
        .raw("</span> ")
        .raw(Icon::CLOSE.html())
        .raw("</a></li>");
}
