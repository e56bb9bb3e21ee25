//! The head of every page: the sign, the ways in, the search.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::icon::{Icon, wordmark};
use super::menu::Menu;
use super::search_box::SearchBox;
use crate::catalog::category::model::CategoryBranch;
use crate::error::AppError;
use crate::ui::shop::ShopInfo;
use crate::ui::theme::Theme;

/// The category tree, two levels deep, as it comes.
pub type Categories = Resource<Result<Vec<CategoryBranch>, AppError>>;

/// So many categories have a link of their own beside the menu.
const SHOWN: usize = 3;

/// The header.
#[component]
pub fn Header(
    /// The category tree.
    categories: Categories,
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
                    <a class="nav__link" href="/products?sort=newest">"New"</a>
                    <Suspense>{Suspend::new(async move { largest(categories.await.unwrap_or_default()) })}</Suspense>
                </nav>
                <SearchBox/>
                <div class="header__corners">
                    <ThemeButton/>
                </div>
            </div>
            <Menu categories=categories/>
        </header>
    }
}

/// Links to the categories with the most products, in the order of the tree.
fn largest(categories: Vec<CategoryBranch>) -> impl IntoView {
    let mut counts: Vec<u32> = categories.iter().map(|branch| branch.count).collect();
    counts.sort_unstable_by(|one, other| other.cmp(one));
    let least = counts.get(SHOWN - 1).copied().unwrap_or(0);
    let pathname = use_location().pathname;
    categories
        .into_iter()
        .filter(|branch| branch.count >= least)
        .take(SHOWN)
        .map(|branch| {
            let path = ["/categories/", &branch.link.slug].concat();
            let href = path.clone();
            let here = move || pathname.with(|here| *here == path).then_some("page");
            view! { <a class="nav__link" href=href aria-current=here>{branch.link.name}</a> }
        })
        .collect::<Vec<_>>()
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
