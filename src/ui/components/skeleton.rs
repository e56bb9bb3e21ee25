//! What stands where something is on its way: shapes in the grid of the page to come, each as high as what will stand
//! there, as far as that is known before it comes. They are text, and their looks are in the style sheet.

use leptos::prelude::*;

/// A card: its picture and its lines.
const CARD: &str = r#"<div class="card"><div class="card__picture skeleton"></div><div class="card__lines shape"></div></div>"#;
/// Breadcrumb and title.
const HEAD: &str =
    r#"<div class="page-head"><div class="shape shape--crumbs"></div><div class="shape shape--title"></div>"#;
/// The shop's words on the first page, and the shelf of the window.
const HERO: &str = r#"<div class="hero"><div class="wrap hero__stage"><div class="hero__words"><div class="shape shape--hero"></div><div class="shape shape--lead"></div><div class="shape shape--actions"></div></div><div class="hero__window">"#;
/// A product on the shelf.
const HERO_ITEM: &str = r#"<div class="hero__item"><div class="hero__picture skeleton"></div><div class="hero__label"></div></div>"#;
/// A product's page, from the breadcrumb to the price.
const PRODUCT: &str = r#"<div class="shape shape--crumbs"></div><div class="product mt-2"><div class="gallery"><div class="gallery__track"><div class="gallery__item skeleton"></div></div></div><div class="product__info"><p class="product__name"><span class="block skeleton skeleton--text"></span></p><div class="product__line"><p class="product__price"><span class="block skeleton skeleton--text w-24">&nbsp;</span></p></div></div></div>"#;
/// A top category on the page of all.
const ROOM: &str = r#"<div class="room"><div class="room__arch window__arch skeleton"></div><div class="room__head shape shape--room"></div><div class="room__shelves shape shape--shelves"></div></div>"#;

fn status(words: &str) -> String {
    [r#"<p class="sr-only" role="status">Loading "#, words, "</p>"].concat()
}

/// A card to come.
pub fn card_skeleton() -> impl IntoView {
    view! { <div class="contents" inner_html=CARD></div> }
}

/// So many cards to come.
pub fn cards_skeleton(count: usize) -> impl IntoView {
    view! {
        <p class="sr-only" role="status">"Loading products"</p>
        <div class="goods" aria-busy="true" inner_html=CARD.repeat(count)></div>
    }
}

/// A list to come, as HTML. That of a category has a line about it, and as a rule a row of those below it.
pub fn list_skeleton(of_category: bool) -> String {
    let (intro, below) = if of_category {
        (r#"<div class="shape shape--intro"></div>"#, r#"<div class="shape shape--chips"></div>"#)
    } else {
        ("", "")
    };
    [
        &status("products"),
        HEAD,
        intro,
        r#"<div class="shape shape--field"></div></div>"#,
        below,
        r#"<div class="listing"><div class="shape shape--facets"></div><div class="listing__results"><div class="listing__bar"><div class="shape shape--count"></div></div><div class="goods">"#,
        &CARD.repeat(12),
        "</div></div></div>",
    ]
    .concat()
}

/// The first page to come, as HTML.
pub fn home_skeleton() -> String {
    [
        &status("the page"),
        HERO,
        &HERO_ITEM.repeat(3),
        r#"</div></div></div><div class="section wrap"><div class="section__head shape shape--room"></div><div class="goods">"#,
        &CARD.repeat(4),
        "</div></div>",
    ]
    .concat()
}

/// All categories to come, as HTML.
pub fn categories_skeleton() -> String {
    [&status("categories"), r#"<div class="wrap">"#, HEAD, "</div>", &ROOM.repeat(4), "</div>"].concat()
}

/// A product's page to come, as HTML.
pub fn product_skeleton() -> String {
    [&status("the product"), PRODUCT].concat()
}
