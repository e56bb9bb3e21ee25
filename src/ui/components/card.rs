//! A product in a list.

use super::badge::badges;
use super::picture::{Loading, Showing, no_picture, picture};
use super::stars::card_rating;
use super::stock::card_stock;
use crate::catalog::product::model::ProductCard;
use crate::ui::markup::Markup;
use crate::ui::shop::ShopInfo;

/// Widths of a card's picture beside the filters.
const BESIDE_FILTERS: &str =
    "(min-width: 80rem) 240px, (min-width: 64rem) 18vw, (min-width: 48rem) 30vw, 46vw";
/// Widths of a card's picture across the page.
const ACROSS: &str = "(min-width: 80rem) 302px, (min-width: 64rem) 22vw, (min-width: 48rem) 30vw, 46vw";
/// Bytes of a card, about.
const CARD_BYTES: usize = 1_200;

/// Where a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a list with filters beside it.
    BesideFilters,
    /// In a row across the page.
    Across,
    /// In a row of small cards.
    Small,
}

/// A card: picture, name, price, category, whether it can be had, and what else there is to say about it.
pub fn card(html: &mut Markup, card: &ProductCard, shop: &ShopInfo, place: Place, loading: Loading) {
    let (sizes, largest) = match place {
        Place::BesideFilters => (BESIDE_FILTERS, 800),
        Place::Across => (ACROSS, 800),
        Place::Small => ("10rem", 400),
    };
    html.raw(r#"<article class="card"><div class="card__picture tint-"#).number(card.tint.into()).raw("\">");
    if let Some(shown) = &card.picture {
        picture(html, shown, Showing { sizes, usual: 400, largest, loading }, true);
    } else {
        no_picture(html);
    }
    if place != Place::Small {
        badges(html, card);
    }
    html.raw(r#"</div><div class="card__body"><h3 class="card__name"><a"#)
        .href("/products/", &card.slug)
        .raw(">")
        .text(&card.name)
        .raw(r#"</a></h3><p class="card__price">"#)
        .text(&shop.format_price(card.price))
        .raw(r#"</p><p class="card__meta">"#)
        .text(&card.category.name)
        .raw("</p>");
    card_stock(html, card.availability);
    card_rating(html, card.rating);
    html.raw("</div></article>");
}

/// The cards of a list with filters beside it; the first row is loaded with the page.
#[must_use]
pub fn cards_beside_filters(cards: &[ProductCard], shop: &ShopInfo) -> String {
    row(cards, shop, Place::BesideFilters)
}

/// Small cards in a row.
#[must_use]
pub fn small_cards(cards: &[ProductCard], shop: &ShopInfo) -> String {
    row(cards, shop, Place::Small)
}

fn row(cards: &[ProductCard], shop: &ShopInfo, place: Place) -> String {
    let mut html = Markup::with_capacity(cards.len() * CARD_BYTES);
    for (at, it) in cards.iter().enumerate() {
        let loading = if place == Place::BesideFilters { Loading::of_place(at) } else { Loading::Lazy };
        card(&mut html, it, shop, place, loading);
    }
    html.finish()
}
