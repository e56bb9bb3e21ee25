//! The head of every page: the sign, the ways in, the search.

use leptos::prelude::*;

use super::icon::{Icon, wordmark};
use super::menu::Menu;
use super::search_box::SearchBox;
use crate::ui::menus::Menus;
use crate::ui::shop::ShopInfo;
use crate::ui::theme::Theme;

/// The header.
#[component]
pub fn Header(
    /// The lists of links.
    menus: Menus,
) -> impl IntoView {
    let name = ShopInfo::current().name;
    let label = [name.as_str(), ", home"].concat();
    view! {
        <header class="header">
            <div class="wrap header__row">
                <div class="header__left only-narrow">
                    <button class="icon-btn" type="button" popovertarget="menu" aria-label="Menu">{Icon::MENU.view()}</button>
                    <button class="icon-btn" type="button" popovertarget="search" aria-label="Search">
                        {Icon::SEARCH.view()}
                    </button>
                </div>
                <a class="wordmark" href="/" aria-label=label>{wordmark(name)}</a>
                <nav class="nav" aria-label="Main">
                    <button class="nav__link" type="button" popovertarget="menu">"Shop "{Icon::DOWN.small()}</button>
                    <span class="contents" inner_html=menus.header.to_string()></span>
                </nav>
                <SearchBox/>
                <div class="header__corners">
                    <ThemeButton/>
                    {account_corner()}
                </div>
            </div>
            <Menu groups=menus.groups/>
        </header>
    }
}

/// The way to one's account. The page is the same for everybody; where a cookie says that somebody is signed in, the
/// browser puts the first letter of the name there, which the account's pages keep in it.
fn account_corner() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(|| {
        use crate::ui::browser;

        let cookies = js_sys::Reflect::get(&document(), &"cookie".into()).ok().and_then(|it| it.as_string());
        if cookies.is_some_and(|cookies| cookies.split("; ").any(|cookie| cookie == "signed-in=1"))
            && let Some(corner) = document().get_element_by_id("account-corner")
        {
            let initial = browser::stored("initial").filter(|initial| !initial.is_empty());
            let _ = corner.set_attribute("data-initial", initial.as_deref().unwrap_or("•"));
        }
    });
    view! {
        <a class="icon-btn corner" id="account-corner" href="/account" aria-label="Account">
            {Icon::ACCOUNT.view()}
        </a>
    }
}

/// Turns the page light or dark.
#[component]
fn ThemeButton() -> impl IntoView {
    let theme = Theme::current();
    view! {
        <button
            class="icon-btn needs-script only-wide"
            type="button"
            aria-label="Use the dark theme"
            aria-pressed=move || if theme.is_dark() { "true" } else { "false" }
            on:click=move |_| theme.toggle()
        >
            {Icon::THEME.view()}
        </button>
    }
}
