//! The head of every page: the sign, the ways in, the search.

use leptos::prelude::*;

use super::icon::{Icon, wordmark};
use super::menu::Menu;
use super::search_box::SearchBox;
use crate::ui::late::late;
use crate::ui::menus::Menus;
use crate::ui::shop::ShopInfo;
use crate::ui::theme::Theme;

/// Where the server draws the account's corner, for browsers without scripts and those that do not know whose it is.
pub const ACCOUNT_CORNER: &str = "/account/corner.svg";

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
                    <span class="contents" inner_html=late(menus.header.to_string())></span>
                </nav>
                <SearchBox/>
                <div class="header__corners">
                    <ThemeButton/>
                    {own_corners()}
                </div>
            </div>
            <Menu groups=menus.groups/>
        </header>
    }
}

/// The ways to what one keeps and to one's account. The page is the same for everybody: what these corners show of
/// somebody, the browser knows from other pages, and puts there once the page has come to life. Without scripts it asks
/// the server for a picture of it.
fn own_corners() -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(|| {
        fill_corners();
        // Somebody may have signed in or out in another tab.
        drop(window_event_listener(leptos::ev::visibilitychange, |_| fill_corners()));
    });
    // It lies over the figure.
    let drawn =
        ["<img class=\"corner__drawn\" src=\"", ACCOUNT_CORNER, "\" width=\"28\" height=\"28\" alt=\"\">"]
            .concat();
    view! {
        <a class="icon-btn" id="wishlist-corner" href="/wishlist" aria-label="Wish list">
            {Icon::HEART.view()}
            <span class="icon-btn__count"></span>
        </a>
        <a class="icon-btn corner" id="account-corner" href="/account" aria-label="Account">
            {Icon::ACCOUNT.view()}
            <noscript inner_html=drawn></noscript>
        </a>
    }
}

#[cfg(feature = "hydrate")]
pub(crate) use self::here::{count_kept, fill_corners, is_signed_in, note_kept};

/// Nothing is noted on the server.
#[cfg(not(feature = "hydrate"))]
pub(crate) const fn note_kept(_count: usize) {}

#[cfg(feature = "hydrate")]
mod here {
    use leptos::prelude::document;

    use super::ACCOUNT_CORNER;
    use crate::ui::browser;
    use crate::ui::markup::Markup;

    /// The name under which the browser has the first letter of the name of whoever is signed in.
    const INITIAL: &str = "initial";
    /// That of the stem of their picture's files; empty where there is none.
    const FACE: &str = "face";
    /// That of how many products are kept. What is one's own and what a visitor keeps are told apart.
    const COUNT: &str = "kept";

    /// Whether a cookie says that somebody is signed in.
    pub fn is_signed_in() -> bool {
        let cookies = js_sys::Reflect::get(&document(), &"cookie".into()).ok().and_then(|it| it.as_string());
        cookies.is_some_and(|cookies| cookies.split("; ").any(|cookie| cookie == "signed-in=1"))
    }

    /// Shows in the header's corners what the browser knows: how many products are kept, and the picture, or the first
    /// letter, of whoever is signed in. Where it knows neither, as after a form that the browser itself sent, the
    /// server draws it over the figure.
    pub fn fill_corners() {
        if let Some(corner) = document().get_element_by_id("account-corner") {
            let is_known = is_signed_in();
            if !is_known {
                // It was somebody's who left.
                for name in [INITIAL, FACE] {
                    browser::store(name, "");
                }
            }
            let known = |name| browser::stored(name).filter(|kept| is_known && !kept.is_empty());
            let _ = match known(INITIAL) {
                Some(initial) => corner.set_attribute("data-initial", &initial),
                None => corner.remove_attribute("data-initial"),
            };
            if let Ok(Some(before)) = corner.query_selector("img") {
                before.remove();
            }
            let image = match known(FACE) {
                Some(stem) => Some(("corner__face", ["/media/", &stem, "-64.webp"].concat())),
                None if is_known && !corner.has_attribute("data-initial") => {
                    Some(("corner__drawn", ACCOUNT_CORNER.to_owned()))
                }
                None => None,
            };
            if let Some((class, source)) = image {
                let mut html = Markup::default();
                html.raw("<img width=\"28\" height=\"28\" alt=\"\"")
                    .attribute("class", class)
                    .attribute("src", &source)
                    .raw(">");
                let _ = corner.insert_adjacent_html("beforeend", &html.finish());
            }
        }
        show_count();
    }

    /// Whose list it is that is counted.
    fn whose() -> &'static str {
        if is_signed_in() { "own " } else { "here " }
    }

    fn known_count() -> Option<usize> {
        browser::stored(COUNT)?.strip_prefix(whose())?.parse().ok()
    }

    fn show_count() {
        let count = known_count().unwrap_or_default();
        if let Some(corner) = document().get_element_by_id("wishlist-corner")
            && let Ok(Some(badge)) = corner.query_selector(".icon-btn__count")
        {
            let (shown, label) = match count {
                0 => (String::new(), "Wish list".to_owned()),
                count => {
                    let count = count.to_string();
                    let label = ["Wish list, ", &count, " kept"].concat();
                    (count, label)
                }
            };
            badge.set_text_content(Some(&shown));
            let _ = corner.set_attribute("aria-label", &label);
        }
    }

    /// Notes how many products are kept, and shows it, and whose they are.
    pub fn note_kept(count: usize) {
        browser::store(COUNT, &[whose(), &count.to_string()].concat());
        fill_corners();
    }

    /// Counts one product more, or one less. Of somebody's list that was never seen here, nobody knows how many it
    /// has; a visitor's begins empty.
    pub fn count_kept(is_one_more: bool) {
        let known = known_count().or((!is_signed_in()).then_some(0));
        if let Some(count) = known {
            note_kept(if is_one_more { count + 1 } else { count.saturating_sub(1) });
        }
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
