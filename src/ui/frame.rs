//! What stands around every page: header, footer, messages; and what a page does when it comes to life.

use leptos::prelude::*;

use super::announce;
use super::components::footer::Footer;
use super::components::header::Header;
use super::components::toast::{ToastRegion, Toasts};
use super::menus::Menus;
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
    #[cfg(feature = "hydrate")]
    Effect::new(|| {
        super::scroll::remember_places();
        super::prefetch::listen();
        super::browser::mark_hydrated();
    });
    let menus = Menus::current();
    view! {
        <a class="skip-link" href="#content" rel="external">"Skip to content"</a>
        <Header menus=menus.clone()/>
        <main id="content" tabindex="-1">{children()}</main>
        <Footer menus=menus/>
        <ToastRegion/>
    }
}
