//! What shoppers will see, drawn with the shop's own classes while one types. One key hides it and brings it back: `p`,
//! within fields Alt-P.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::FormState;
use crate::catalog::product::admin::Preview;
use crate::server_fns::admin::forms::admin_preview;
use crate::ui::admin::later::Later;
use crate::ui::admin::words;
use crate::ui::shop::ShopInfo;

/// So many milliseconds after the last key it is drawn anew.
const PAUSE: u64 = 300;

/// The button and the preview.
pub(super) fn preview_view(state: FormState) -> AnyView {
    let is_open = RwSignal::new(true);
    let preview: RwSignal<Option<Preview>> = RwSignal::new(None);
    let asked = StoredValue::new(0_u32);
    let later = Later::new();
    Effect::new(move || {
        let values = state.values.get();
        if !is_open.get() {
            return;
        }
        let number = asked.get_value().wrapping_add(1);
        asked.set_value(number);
        let pause = if preview.with_untracked(Option::is_none) { 0 } else { PAUSE };
        later.after(pause, move || {
            spawn_local(async move {
                let answer = admin_preview(values).await;
                // The latest answer wins.
                if asked.try_get_value() == Some(number)
                    && let Ok(answer) = answer
                {
                    let _ = preview.try_set(Some(answer));
                }
            });
        });
    });
    let shop = StoredValue::new(ShopInfo::current());
    let shown = move || {
        is_open.get().then(|| match preview.get() {
            None => view! { <p class="apreview__wait" role="status">"Drawing the preview"</p> }.into_any(),
            Some(preview) => shop.with_value(|shop| product(state, preview, shop)),
        })
    };
    view! {
        <section class="aset apreview needs-script" aria-label="Preview">
            <button
                class="abtn"
                type="button"
                data-key="p"
                aria-expanded=move || if is_open.get() { "true" } else { "false" }
                aria-keyshortcuts="p Alt+P"
                on:click=move |_| is_open.update(|open| *open = !*open)
            >
                {move || if is_open.get() { "Hide preview" } else { "Preview" }}
                <kbd>"P"</kbd>
            </button>
            {shown}
        </section>
    }
    .into_any()
}

fn product(state: FormState, preview: Preview, shop: &ShopInfo) -> AnyView {
    let price = words::money(&preview.price, shop);
    let name = move || {
        let name = state.values.with(|values| values.get("name").cloned().unwrap_or_default());
        if name.trim().is_empty() { "No name yet".to_owned() } else { name }
    };
    view! {
        <div class="apreview__page">
            <h3 class="product__name">{name}</h3>
            <div class="product__line">
                <p class="product__price">{price}</p>
                <p class="apreview__stock">{preview.availability}</p>
            </div>
            <div class="prose" inner_html=preview.html></div>
        </div>
    }
    .into_any()
}
