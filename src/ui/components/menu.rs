//! The category menu: a drawer on phones, a panel under the header on desktops. It opens without a script.

use std::sync::Arc;

use leptos::prelude::*;

use super::icon::Icon;
use super::sheet::sheet_head;
use crate::ui::late::late;
use crate::ui::theme::Theme;

/// The menu, opened by buttons that name `menu`.
#[component]
pub fn Menu(
    /// The groups of categories, as HTML.
    groups: Arc<str>,
) -> impl IntoView {
    let theme = Theme::current();
    let words = move || if theme.is_dark() { "Use the light theme" } else { "Use the dark theme" };
    view! {
        <div class="menu sheet" id="menu" popover="auto" role="dialog" aria-label="Shop">
            {sheet_head("menu", "Shop", "Close menu")}
            <nav class="sheet__body" aria-label="Categories">
                <div class="menu__groups" inner_html=late(groups.to_string())></div>
                <div class="menu__foot">
                    <a href="/products">{Icon::SEARCH.view()}"All products"</a>
                    <button class="link link--quiet needs-script" type="button" on:click=move |_| theme.toggle()>
                        {Icon::THEME.view()}
                        {words}
                    </button>
                </div>
            </nav>
        </div>
    }
}
