//! What was looked at before (SPEC W7): known to the browser alone, so it comes after the page.

use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::catalog::product::model::ProductCard;
use crate::server_fns::catalog::recently_viewed;
use crate::ui::components::card::small_cards;
use crate::ui::recent;
use crate::ui::shop::ShopInfo;

/// Notes that a product is looked at, and shows the others that were.
#[component]
pub(super) fn RecentlyViewed(
    /// The product's slug.
    slug: String,
) -> impl IntoView {
    let cards = RwSignal::new(Vec::<ProductCard>::new());
    let shop = ShopInfo::current();
    Effect::new(move || {
        let others = recent::note(&slug);
        if !others.is_empty() {
            spawn_local(async move {
                // Nobody misses the row where it cannot be had.
                if let Ok(found) = recently_viewed(others).await {
                    let _ = cards.try_set(found);
                }
            });
        }
    });
    move || {
        let found = cards.get();
        (!found.is_empty()).then(|| {
            let row = small_cards(&found, &shop);
            view! {
                <section class="section" aria-labelledby="recent">
                    <div class="section__head"><h2 class="text-2xl" id="recent">"Recently viewed"</h2></div>
                    <div class="rail rail--small" role="group" aria-labelledby="recent" tabindex="0" inner_html=row></div>
                </section>
            }
        })
    }
}
