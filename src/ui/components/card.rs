//! A product in a list.

use leptos::prelude::*;

use super::badge::badges;
use super::picture::{Loading, Showing, picture};
use super::stars::card_rating;
use crate::catalog::product::model::ProductCard;
use crate::ui::shop::ShopInfo;

/// Widths of a card's picture beside the filters.
const BESIDE_FILTERS: &str =
    "(min-width: 80rem) 240px, (min-width: 64rem) 27vw, (min-width: 48rem) 31vw, 46vw";
/// Widths of a card's picture across the page.
const ACROSS: &str = "(min-width: 80rem) 302px, (min-width: 64rem) 23vw, (min-width: 48rem) 31vw, 46vw";

/// Where a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In a list with filters beside it.
    BesideFilters,
    /// In a row across the page.
    Across,
}

/// A card: picture, name, price, category, and what there is to say about it.
pub fn card(card: ProductCard, shop: &ShopInfo, place: Place, loading: Loading) -> impl IntoView + use<> {
    let sizes = match place {
        Place::BesideFilters => BESIDE_FILTERS,
        Place::Across => ACROSS,
    };
    let showing = Showing { sizes, usual: 400, largest: 800, loading };
    let shown = card.picture.as_ref().map(|it| picture(it, showing, true));
    let badges = badges(&card);
    view! {
        <article class="card">
            <div class="card__picture tint-8">{shown}{badges}</div>
            <div class="card__body">
                <h3 class="card__name"><a href=["/products/", &card.slug].concat()>{card.name}</a></h3>
                <p class="card__price">{shop.format_price(card.price)}</p>
                <p class="card__meta">{card.category.name}</p>
                {card_rating(card.rating)}
            </div>
        </article>
    }
}

/// A small card: picture, name and price.
pub fn small_card(card: ProductCard, shop: &ShopInfo) -> impl IntoView + use<> {
    let showing = Showing { sizes: "10rem", usual: 400, largest: 400, loading: Loading::Lazy };
    let shown = card.picture.as_ref().map(|it| picture(it, showing, true));
    view! {
        <article class="card">
            <div class="card__picture tint-8">{shown}</div>
            <div class="card__body">
                <h3 class="card__name"><a href=["/products/", &card.slug].concat()>{card.name}</a></h3>
                <p class="card__price">{shop.format_price(card.price)}</p>
            </div>
        </article>
    }
}

/// Cards in a row across the page, loaded when they come near.
pub fn cards_across(cards: Vec<ProductCard>, shop: &ShopInfo) -> impl IntoView + use<> {
    cards.into_iter().map(|it| card(it, shop, Place::Across, Loading::Lazy)).collect::<Vec<_>>()
}
