//! What stands where something is on its way; as high as what will stand there.

use leptos::prelude::*;

/// A card to come.
pub fn card_skeleton() -> impl IntoView {
    view! {
        <div class="card" aria-hidden="true">
            <div class="card__picture skeleton"></div>
            <div class="card__body">
                <p class="card__name"><span class="block skeleton skeleton--text"></span></p>
                <p class="card__price"><span class="block skeleton skeleton--text w-12"></span></p>
                <p class="card__meta"><span class="block skeleton skeleton--text skeleton--short"></span></p>
            </div>
        </div>
    }
}

/// So many cards to come.
pub fn cards_skeleton(count: u32) -> impl IntoView {
    let cards: Vec<_> = (0..count).map(|_| card_skeleton()).collect();
    view! {
        <p class="sr-only" role="status">"Loading products"</p>
        <div class="goods" aria-busy="true">{cards}</div>
    }
}
