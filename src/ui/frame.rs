//! What stands around every page: header, footer, messages; and what a page does when it comes to life.

use leptos::prelude::*;
use leptos_router::hooks::use_location;
use leptos_router::location::Location;

use super::announce;
use super::components::footer::Footer;
use super::components::header::Header;
use super::components::toast::{ToastRegion, Toasts};
use super::menus::{self, Menus};
use super::theme::Theme;

/// Header, content, footer. Stands inside the router.
#[component]
pub fn Frame(
    /// The routes.
    children: Children,
) -> impl IntoView {
    Theme::provide();
    Toasts::provide();
    announce::follow_the_address();
    let Location { pathname, search, .. } = use_location();
    let here = move || menus::address(&pathname.get(), &search.get());
    #[cfg(feature = "hydrate")]
    Effect::new(move |before: Option<()>| {
        menus::mark(&here());
        if before.is_none() {
            super::scroll::remember_places();
            super::prefetch::listen();
            super::programs::let_links_leave();
            super::browser::hold_focus();
            super::browser::mark_hydrated();
        }
    });
    let menus = Menus::current();
    #[cfg(not(feature = "hydrate"))]
    let menus = menus.on(&untrack(here));
    view! {
        <a class="skip-link" href="#content" rel="external">"Skip to content"</a>
        <Header menus=menus.clone()/>
        <main id="content" tabindex="-1">{children()}</main>
        <Footer menus=menus/>
        <ToastRegion/>
    }
}
