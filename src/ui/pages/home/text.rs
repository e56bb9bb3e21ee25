//! The first page, as text.

use crate::catalog::category::model::{CategoryLink, CategoryWindow};
use crate::catalog::product::model::{Home, ProductCard};
use crate::ui::components::card::{Place, card};
use crate::ui::components::picture::{Loading, Showing, no_picture, picture};
use crate::ui::components::stock::card_stock;
use crate::ui::json_ld;
use crate::ui::markup::Markup;
use crate::ui::pages::written::Written;
use crate::ui::shop::ShopInfo;

/// Widths of the three pictures in the window.
const WINDOW_SIZES: [&str; 3] = ["(min-width: 64rem) 340px, 58vw", "(min-width: 64rem) 230px, 38vw", "170px"];
/// The end of a link that leads to more, and of the heading's line that it stands on.
const MORE: &str =
    r#" <svg class="icon icon--small" aria-hidden="true"><use href="/icons.svg#i-arrow"/></svg></a></div>"#;

/// The page.
pub(in crate::ui::pages) fn written(home: &Home, shop: &ShopInfo) -> Written {
    let words = &shop.words;
    let mut html = Markup::with_capacity(32 * 1024);
    hero(&mut html, home, shop);
    featured(&mut html, home, shop);
    html.raw(
        r#"<section class="section wrap" aria-labelledby="categories"><div class="section__head"><h2 id="categories">"#,
    )
    .text(words.categories_title())
    .raw(r#"</h2><a class="link" href="/categories">All categories"#)
    .raw(MORE)
    .raw(r#"<ul class="windows">"#);
    for window in &home.windows {
        category(&mut html, window);
    }
    html.raw("</ul></section>");
    if !words.promise.is_empty() {
        html.raw(
            r#"<section class="strip" aria-label="About the shop"><div class="wrap"><p class="strip__text">"#,
        )
        .text(&words.promise)
        .raw("</p></div></section>");
    }
    html.raw(r#"<section class="section wrap" aria-labelledby="newest"><div class="section__head"><h2 id="newest">New on the shelf</h2>"#)
        .raw(r#"<a class="link" href="/products?sort=newest">All new"#)
        .raw(MORE)
        .raw(r#"<div class="goods">"#);
    cards(&mut html, &home.newest, shop);
    html.raw("</div></section>");
    let about = [&words.description, &words.tagline].into_iter().find(|text| !text.is_empty());
    Written {
        description: about.unwrap_or(&shop.name).clone(),
        html: html.finish(),
        json: json_ld::of_home(shop),
    }
}

/// The shop's words beside the first products. A shop without a tagline has its name there.
fn hero(html: &mut Markup, home: &Home, shop: &ShopInfo) {
    let words = &shop.words;
    let title = if words.tagline.is_empty() { &shop.name } else { &words.tagline };
    html.raw(r#"<section class="hero" aria-labelledby="hero-title"><div class="wrap hero__stage">"#)
        .raw(r#"<div class="hero__words"><h1 class="hero__title" id="hero-title">"#)
        .text(title)
        .raw("</h1>");
    if !words.description.is_empty() {
        html.raw(r#"<p class="hero__lead">"#).text(&words.description).raw("</p>");
    }
    html.raw(r#"<div class="hero__actions"><a class="btn btn--primary" href="/products?sort=newest">See what’s new</a>"#)
        .raw(r#"<a class="link" href="/products">Browse everything</a></div></div><div class="hero__window">"#);
    let in_window = if home.featured.is_empty() { &home.newest } else { &home.featured };
    for (at, (card, sizes)) in in_window.iter().zip(WINDOW_SIZES).enumerate() {
        let loading = if at == 0 { Loading::First } else { Loading::Early };
        hero_item(html, card, shop, Showing { sizes, usual: 800, largest: 800, loading });
    }
    html.raw("</div></div></section>");
}

/// A product on the shelf of the window; its label says what other cards say.
fn hero_item(html: &mut Markup, card: &ProductCard, shop: &ShopInfo, showing: Showing) {
    html.raw(r#"<div class="hero__item"><div class="hero__picture tint-"#)
        .number(card.tint.into())
        .raw("\">");
    if let Some(shown) = &card.picture {
        picture(html, shown, showing, true);
    } else {
        no_picture(html);
    }
    html.raw(r#"</div><div class="hero__label"><a class="hero__link""#)
        .href("/products/", &card.slug)
        .raw(">")
        .text(&card.name)
        .raw("</a><span><span>")
        .text(&shop.format_price(card.price))
        .raw("</span> <span>")
        .text(&card.category.name)
        .raw("</span></span>");
    card_stock(html, card.availability);
    html.raw("</div></div>");
}

/// The featured products, as far as they do not stand in the window above.
fn featured(html: &mut Markup, home: &Home, shop: &ShopInfo) {
    if home.featured.is_empty() {
        return;
    }
    let above = if home.featured.len() > 2 * WINDOW_SIZES.len() { WINDOW_SIZES.len() } else { 0 };
    html.raw(r#"<section class="section wrap" aria-labelledby="featured"><div class="section__head"><h2 id="featured">In the window</h2>"#)
        .raw(r#"<a class="link" href="/products">All products"#)
        .raw(MORE)
        .raw(r#"<div class="rail" role="group" aria-labelledby="featured" tabindex="0">"#);
    cards(html, &home.featured[above..], shop);
    html.raw("</div></section>");
}

/// Cards that are loaded when they come near.
fn cards(html: &mut Markup, cards: &[ProductCard], shop: &ShopInfo) {
    for it in cards {
        card(html, it, shop, Place::Across, Loading::Lazy);
    }
}

/// A top category as a small window, with those below it.
fn category(html: &mut Markup, window: &CategoryWindow) {
    let showing = Showing {
        sizes: "(min-width: 64rem) 190px, (min-width: 48rem) 30vw, 6rem",
        usual: 400,
        largest: 400,
        loading: Loading::Lazy,
    };
    let CategoryWindow { branch, tint, picture: shown } = window;
    html.raw(r#"<li class="window"><div class="window__arch tint-"#).number((*tint).into()).raw("\">");
    if let Some(shown) = shown {
        picture(html, shown, showing, false);
    }
    html.raw(r#"</div><h3 class="window__name">"#);
    link(html, &branch.link);
    html.raw(r#"<span class="window__count">"#).number(branch.count).raw(if branch.count == 1 {
        " product</span></h3>"
    } else {
        " products</span></h3>"
    });
    if !branch.children.is_empty() {
        html.raw(r#"<ul class="window__below">"#);
        for child in &branch.children {
            html.raw("<li>");
            link(html, &child.link);
            html.raw("</li>");
        }
        html.raw("</ul>");
    }
    html.raw("</li>");
}

fn link(html: &mut Markup, to: &CategoryLink) {
    html.raw("<a").href("/categories/", &to.slug).raw(">").text(&to.name).raw("</a>");
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::shop::ShopWords;

    fn shop(words: ShopWords) -> ShopInfo {
        ShopInfo {
            name: "Salt & Sand".to_owned(),
            currency: "EUR".to_owned(),
            public_url: String::new(),
            page_size: 20,
            development: false,
            words: words.into(),
        }
    }

    const NOTHING: Home = Home { featured: Vec::new(), newest: Vec::new(), windows: Vec::new() };

    #[test]
    fn the_words_of_the_shop_stand_on_its_first_page() {
        let words = ShopWords {
            tagline: "Warm & dry".to_owned(),
            description: "Coats for rain.".to_owned(),
            promise: "We mend <all> we sell.".to_owned(),
            ..ShopWords::default()
        };
        let page = written(&NOTHING, &shop(words));
        assert_eq!(page.description, "Coats for rain.");
        assert!(page.html.contains(">Warm &amp; dry</h1><p class=\"hero__lead\">Coats for rain.</p>"));
        assert!(page.html.contains("We mend &lt;all&gt; we sell."));
    }

    #[test]
    fn words_that_are_empty_are_left_out_and_the_name_stands_for_them() {
        let page = written(&NOTHING, &shop(ShopWords::default()));
        assert_eq!(page.description, "Salt & Sand");
        assert!(page.html.contains(">Salt &amp; Sand</h1><div class=\"hero__actions\">"));
        assert!(page.html.contains(">Categories</h2>"));
        assert!(!page.html.contains("strip"));
    }
}
