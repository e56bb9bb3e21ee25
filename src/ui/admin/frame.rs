//! What stands around every page of staff: the links beside it, the bar above it, messages, the palette, the keys.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::parts::Confirm;
use super::toasts::{AdminToasts, toast_region};
use super::{keys, nav, palette};
use crate::admin::Home;
use crate::error::AppError;
use crate::server_fns::admin::lists::admin_home;
use crate::ui::announce;
use crate::ui::browser;
use crate::ui::components::icon::{Icon, wordmark};
use crate::ui::components::sheet::sheet_head;
use crate::ui::pages::failure::AtWork;
use crate::ui::shop::ShopInfo;
use crate::ui::theme::Theme;

/// What the caller may do; the frame loads it once.
type HomeLoaded = Resource<Result<Home, AppError>>;

/// The bar, the links, the page. Stands inside the router.
#[component]
pub(crate) fn AdminFrame(
    /// The routes.
    children: Children,
) -> impl IntoView {
    Theme::provide();
    provide_context(AtWork);
    let toasts = AdminToasts::provide();
    let confirm = Confirm::provide();
    announce::follow_the_address();
    let home: HomeLoaded = Resource::new(|| (), |()| admin_home());
    #[cfg(feature = "hydrate")]
    Effect::new(|before: Option<()>| {
        if before.is_none() {
            come_to_life();
        }
    });
    view! {
        <a class="skip-link" href="#content" rel="external">"Skip to content"</a>
        <div class="admin">
            {bar()}
            {side(home)}
            <main class="admin__main" id="content" tabindex="-1">{children()}</main>
        </div>
        {palette::palette(home)}
        {keys::keys_dialog()}
        {confirm.view()}
        {toast_region(toasts)}
    }
}

/// What the program does once, when the page comes to life.
#[cfg(feature = "hydrate")]
fn come_to_life() {
    use crate::ui::browser::{admin as dom, unsaved};

    crate::ui::scroll::remember_places();
    crate::ui::programs::let_links_leave();
    browser::hold_focus();
    unsaved::guard_changes();
    window_event_listener(leptos::ev::keydown, |event| keys::press(&event));
    window_event_listener(leptos::ev::click, |event| dom::close_menus(&event));
    browser::mark_hydrated();
}

/// The bar above the page.
fn bar() -> AnyView {
    let name = ShopInfo::current().name;
    let theme = Theme::current();
    let label = [name.as_str(), ", overview"].concat();
    view! {
        <header class="abar">
            <button class="icon-btn abar__menu" type="button" popovertarget="menu" aria-label="Menu">
                {Icon::MENU.view()}
            </button>
            <a class="wordmark abar__name" href="/admin" aria-label=label>{wordmark(name)}</a>
            <button class="abar__find needs-script" type="button" on:click=|_| palette::open()>
                {Icon::SEARCH.small()}
                <span>"Find or go to"</span>
                <kbd>"Ctrl K"</kbd>
            </button>
            <div class="abar__right">
                <button
                    class="icon-btn needs-script"
                    type="button"
                    aria-label="Keys"
                    on:click=|_| browser::open_dialog(keys::KEYS)
                >
                    <span aria-hidden="true">"?"</span>
                </button>
                <button
                    class="icon-btn needs-script"
                    type="button"
                    aria-label="Use the dark theme"
                    aria-pressed=move || if theme.is_dark() { "true" } else { "false" }
                    on:click=move |_| theme.toggle()
                >
                    {Icon::THEME.view()}
                </button>
                <a class="abar__link" href="/" rel="external">"See the shop"</a>
            </div>
        </header>
    }
    .into_any()
}

/// The links beside the page: a drawer on phones, a column on desktops. The same element is both, so it is no dialog but
/// what it is in either: a navigation with a name.
fn side(home: HomeLoaded) -> AnyView {
    view! {
        <nav class="aside sheet" id="menu" popover="auto" aria-label="Staff">
            {sheet_head("menu", "Staff", "Close menu")}
            <Suspense fallback=|| ()>
                {Suspend::new(async move {
                    // Who may not be here is told so by the page itself.
                    match home.await {
                        Ok(home) => links(home),
                        Err(_) => ().into_any(),
                    }
                })}
            </Suspense>
        </nav>
    }
    .into_any()
}

fn links(home: Home) -> AnyView {
    let pathname = use_location().pathname;
    let name = home.name.clone();
    let links = move || nav::links(&home, pathname.get().trim_end_matches('/'));
    view! {
        <div class="aside__body">
            <div class="anav" inner_html=links></div>
            <div class="aside__foot">
                <a class="aside__me" href="/account" rel="external">{name}</a>
                <form method="post" action="/sign-out">
                    <button class="link link--quiet" type="submit">"Sign out"</button>
                </form>
            </div>
        </div>
    }
    .into_any()
}
