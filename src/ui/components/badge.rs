//! Badges on a card's picture; only when they say something.

use leptos::prelude::*;

use crate::catalog::product::model::{Availability, ProductCard};

/// The badges of a card: whether few or none are left, else whether it is new.
pub fn badges(card: &ProductCard) -> impl IntoView + use<> {
    let badge = match card.availability {
        Availability::SoldOut => Some(("badge badge--out", "Sold out")),
        Availability::Low(_) => Some(("badge badge--low", "Low stock")),
        Availability::InStock if card.is_new => Some(("badge badge--new", "New")),
        Availability::InStock => None,
    };
    badge.map(|(class, words)| view! { <div class="card__badges"><span class=class>{words}</span></div> })
}
