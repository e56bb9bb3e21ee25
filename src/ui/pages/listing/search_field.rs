//! The list's own search field: the results follow what is typed into it.

use leptos::prelude::*;

use super::state::Asked;
use super::{SEARCH_FIELD, Shared};
use crate::ui::components::icon::Icon;

/// The field, as a form that works by itself.
pub(super) fn search_field(asked: &Asked, shared: Shared) -> impl IntoView + use<> {
    view! {
        <form
            class="search__box mt-5 max-w-md"
            role="search"
            aria-label="These products"
            action=asked.path.clone()
            method="get"
            on:input=move |event| shared.follow(&event, &["q"])
            on:submit=move |event| {
                event.prevent_default();
                shared.choose(shared.address_with(&event, &["q"]));
            }
        >
            <span class="search__icon">{Icon::SEARCH.view()}</span>
            <input
                class="input"
                type="search"
                id=SEARCH_FIELD
                name="q"
                aria-label="Search these products"
                placeholder="Search these products"
                autocomplete="off"
                enterkeyhint="search"
                value=asked.query.clone()
            />
            {asked.rest(&["q"])}
            <button class="search__submit icon-btn" type="submit" aria-label="Search these products">
                {Icon::ARROW.view()}
            </button>
        </form>
    }
}
