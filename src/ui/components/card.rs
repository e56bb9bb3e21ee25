//! A product in a list.

use super::badge::badges;
use super::picture::{Loading, Showing, picture};
use super::stars::card_rating;
use crate::catalog::product::model::ProductCard;
use crate::ui::markup::Markup;
use crate::ui::shop::ShopInfo;

/// Widths of a card's picture beside the filters.
const BESIDE_FILTERS: &str =
    "(min-width: 80rem) 240px, (min-width: 64rem) 27vw, (min-width: 48rem) 31vw, 46vw";
/// Widths of a card's picture across the page.
const ACROSS: &str = "(min-width: 80rem) 302px, (min-width: 64rem) 23vw, (min-width: 48rem) 31vw, 46vw";
/// Bytes of a card, about.
const CARD_BYTES: usize = 900;

/// Where a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a list with filters beside it.
    BesideFilters,
    /// In a row across the page.
    Across,
}

/// A card: picture, name, price, category, and what there is to say about it.
pub fn card(html: &mut Markup, card: &ProductCard, shop: &ShopInfo, place: Place, loading: Loading) {
    let sizes = match place {
        Place::BesideFilters => BESIDE_FILTERS,
        Place::Across => ACROSS,
    };
    html.raw(r#"<article class="card"><div class="card__picture tint-8">"#);
    if let Some(shown) = &card.picture {
        picture(html, shown, Showing { sizes, usual: 400, largest: 800, loading }, true);
    }
    badges(html, card);
    html.raw("</div>");
    name_and_price(html, card, shop);
    html.raw(r#"<p class="card__meta">"#).text(&card.category.name).raw("</p>");
    card_rating(html, card.rating);
    html.raw("</div></article>");
}

/// A small card: picture, name and price.
fn small_card(html: &mut Markup, card: &ProductCard, shop: &ShopInfo) {
    html.raw(r#"<article class="card"><div class="card__picture tint-8">"#);
    if let Some(shown) = &card.picture {
        let showing = Showing { sizes: "10rem", usual: 400, largest: 400, loading: Loading::Lazy };
        picture(html, shown, showing, true);
    }
    html.raw("</div>");
    name_and_price(html, card, shop);
    html.raw("</div></article>");
}

/// The beginning of a card's body.
fn name_and_price(html: &mut Markup, card: &ProductCard, shop: &ShopInfo) {
    html.raw(r#"<div class="card__body"><h3 class="card__name"><a"#)
        .href("/products/", &card.slug)
        .raw(">")
        .text(&card.name)
        .raw(r#"</a></h3><p class="card__price">"#)
        .text(&shop.format_price(card.price))
        .raw("</p>");
}

/// The cards of a list with filters beside it; the first row is loaded with the page.
#[must_use]
pub fn cards_beside_filters(cards: &[ProductCard], shop: &ShopInfo) -> String {
    let mut html = Markup::with_capacity(cards.len() * CARD_BYTES);
    for (at, it) in cards.iter().enumerate() {
        card(&mut html, it, shop, Place::BesideFilters, Loading::of_place(at));
    }
    html.finish()
}

/// Cards in a row across the page, loaded when they come near.
#[must_use]
pub fn cards_across(cards: &[ProductCard], shop: &ShopInfo) -> String {
    let mut html = Markup::with_capacity(cards.len() * CARD_BYTES);
    for it in cards {
        card(&mut html, it, shop, Place::Across, Loading::Lazy);
    }
    html.finish()
}

/// Small cards in a row.
#[must_use]
pub fn small_cards(cards: &[ProductCard], shop: &ShopInfo) -> String {
    let mut html = Markup::with_capacity(cards.len() * CARD_BYTES);
    for it in cards {
        small_card(&mut html, it, shop);
    }
    html.finish()
}
