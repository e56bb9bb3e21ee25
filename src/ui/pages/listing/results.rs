//! The results of a list, and what stands in their place where there are none.

use std::sync::Arc;

use leptos::prelude::*;

use super::state::Asked;
use super::{RESULTS, Shared, chips, facets, head, tools};
use crate::catalog::product::model::ProductList;
use crate::error::AppError;
use crate::ui::answer;
#[cfg(feature = "hydrate")]
use crate::ui::browser;
use crate::ui::components::button::{Weight, button_link};
use crate::ui::components::card::cards_beside_filters;
use crate::ui::components::empty::Empty;
use crate::ui::components::notice::{Tone, notice};
use crate::ui::components::pager::pager;
use crate::ui::late::late;
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;

/// The whole page of a list.
pub(super) fn list_view(asked: &Asked, found: &Arc<ProductList>, shop: &ShopInfo, shared: Shared) -> AnyView {
    let document = head::document(asked, found, shop);
    let page_head = head::page_head(asked, found.category.as_ref(), shared);
    let facets = facets::facets(asked, found, shop, shared);
    let bar = tools::bar(asked, Some(found.page.total), shared);
    let chips = chips::chips(asked, found.category.as_ref(), shop, found.page.total == 0);
    let nearest = (found.nearest && found.page.total > 0).then(|| {
        let words = ["Nothing matches “", &asked.shown_words(), "” exactly. These come nearest."].concat();
        view! { <div class="mb-6">{notice(Tone::Plain, words)}</div> }
    });
    let pager = pager(found.page.number, found.page.count(), &|number| asked.page_address(number));
    let content = if found.page.total == 0 {
        nothing_found(asked, shop)
    } else {
        let cards = || late(cards_beside_filters(&found.page.items, shop));
        // A page that comes to life has them as text alone, and keeps them as they are.
        #[cfg(feature = "hydrate")]
        let goods = if shared.is_outline(found) { browser::html_of(".listing .goods") } else { cards() };
        #[cfg(not(feature = "hydrate"))]
        let goods = cards();
        view! { <h2 class="sr-only">"Results"</h2><div class="goods" inner_html=goods></div> }.into_any()
    };
    let busy = move || shared.is_pending().then_some("true");
    view! {
        {document}
        <div class="wrap">
            {page_head}
            <div class="listing">
                {facets}
                <div
                    class="listing__results"
                    id=RESULTS
                    role="group"
                    aria-label="Results"
                    tabindex="-1"
                    aria-busy=busy
                >
                    {bar}{chips}{nearest}{content}{pager}
                </div>
            </div>
        </div>
    }
    .into_any()
}

/// Why there is nothing, and the one thing to do about it that helps here.
fn nothing_found(asked: &Asked, shop: &ShopInfo) -> AnyView {
    let filter = &asked.filter;
    if let (Some(low), Some(high)) = (filter.min_price, filter.max_price)
        && low > high
    {
        let (low, high) = (shop.format_price(low), shop.format_price(high));
        let text = ["No price is at least ", &low, " and at most ", &high, "."].concat();
        let without = filter.with(|other| (other.min_price, other.max_price) = (None, None));
        let address = asked.address(&without);
        return empty("These prices leave nothing".to_owned(), &text, Some((address, "Clear the prices")));
    }
    let (has_words, has_filters) = (!filter.query.is_empty(), chips::has_filters(asked));
    let text = match (has_words, has_filters) {
        (true, true) => "Check the spelling, use fewer words, or take off a filter.",
        (true, false) => "Check the spelling, or use fewer words.",
        (false, true) => "Take off a filter to see more.",
        (false, false) => "There is nothing on this shelf yet. Come back soon.",
    };
    let title = if has_words {
        ["Nothing matches “", &asked.shown_words(), "”"].concat()
    } else if has_filters {
        "Nothing matches these filters".to_owned()
    } else {
        "Nothing here yet".to_owned()
    };
    let act = if has_filters {
        Some((chips::cleared(asked), "Clear filters"))
    } else {
        // The list of all products itself leads nowhere else.
        let is_all = !has_words && asked.category.is_none();
        (!is_all).then(|| ("/products".to_owned(), "See all products"))
    };
    empty(title, text, act)
}

fn empty(title: String, text: &str, act: Option<(String, &'static str)>) -> AnyView {
    let act = act.map(|(address, words)| button_link(Weight::Secondary, address, words));
    view! { <Empty title=title text=text>{act}</Empty> }.into_any()
}

/// The page of a list that did not load. Nothing of what was chosen is lost.
pub(super) fn failed_view(asked: &Asked, error: &AppError, shop: &ShopInfo, shared: Shared) -> AnyView {
    answer::set_status(error.status());
    let head =
        Head { title: "Products".to_owned(), is_unlisted: true, path: asked.path.clone(), ..Head::default() };
    let text = match error {
        AppError::Unreachable => {
            "The connection to the shop was lost on the way. Nothing you chose is gone.".to_owned()
        }
        other => other.to_string(),
    };
    // Without scripts the link asks for the same page again.
    let same = asked.page_address(asked.filter.page);
    view! {
        {head.view(shop)}
        <div class="wrap">
            {head::page_head(asked, None, shared)}
            <div class="listing__results" id=RESULTS role="group" aria-label="Results" tabindex="-1">
                {tools::bar(asked, None, shared)}
                <Empty title="The products didn’t load" text=text urgent=true>
                    <a
                        class="btn btn--primary"
                        href=same
                        on:click=move |event| {
                            event.prevent_default();
                            shared.again.run(());
                        }
                    >
                        "Try again"
                    </a>
                </Empty>
            </div>
        </div>
    }
    .into_any()
}
