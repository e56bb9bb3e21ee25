//! What stands between the head of a list and its results: how many there are, the way to the filters, the
//! order.

use leptos::prelude::*;

use super::state::Asked;
use super::{Shared, chips};
use crate::catalog::product::filter::Sort;
use crate::ui::components::icon::Icon;
use crate::ui::components::select::Select;

/// The bar; `total` is `None` where it is not known.
pub(super) fn bar(asked: &Asked, total: Option<u32>, shared: Shared) -> AnyView {
    let count = match total {
        None => "\u{a0}".to_owned(),
        Some(0) => "No products".to_owned(),
        Some(1) => "1 product".to_owned(),
        Some(total) => [&total.to_string(), " products"].concat(),
    };
    let narrowed = chips::count(&asked.filter);
    let narrowed = (narrowed > 0).then(|| view! { <span class="text-muted">{narrowed.to_string()}</span> });
    view! {
        <div class="listing__bar">
            <p class="listing__count" role="status">{count}</p>
            <div class="listing__tools">
                <button class="only-narrow btn btn--secondary btn--small" type="button" popovertarget="filters">
                    {Icon::FILTER.view()}
                    "Filters "
                    {narrowed}
                </button>
                {sort_form(asked, shared)}
            </div>
        </div>
    }
    .into_any()
}

/// The order, as a form that sends itself where scripts run.
fn sort_form(asked: &Asked, shared: Shared) -> AnyView {
    let has_words = !asked.filter.query.is_empty();
    // Without words the best match is the newest.
    let options = Sort::ALL
        .into_iter()
        .filter(|(sort, _, _)| has_words || *sort != Sort::Newest)
        .map(|(sort, word, label)| {
            (word, if sort == Sort::Relevance && !has_words { "Newest" } else { label })
        })
        .collect();
    let chosen = move || {
        shared.asked.with(|asked| {
            let is_default = asked.filter.sort == Sort::Newest && asked.filter.query.is_empty();
            if is_default { String::new() } else { asked.filter.sort.word().to_owned() }
        })
    };
    view! {
        <form
            class="flex items-center gap-2"
            action=asked.path.clone()
            method="get"
            autocomplete="off"
            on:change=move |event| shared.choose(shared.address_with(&event, &["sort"]))
            on:submit=move |event| {
                event.prevent_default();
                shared.choose(shared.address_with(&event, &["sort"]));
            }
        >
            <Select id="sort" name="sort" label="Sort by" options=options chosen=chosen bare=true/>
            {asked.rest(&["sort"])}
            <button class="btn btn--secondary btn--small hidden noscript:inline-flex" type="submit">"Sort"</button>
        </form>
    }
    .into_any()
}
