//! What a browser does by itself when a page is loaded, done again for moves within the shop.

use leptos::prelude::*;
use leptos_router::hooks::use_location;

use super::browser;

/// Closes what lies over the page when the address changes, and gives the focus to the new content.
pub(super) fn follow_the_address() {
    let location = use_location();
    Effect::new(move |before: Option<(String, String)>| {
        let now = (location.pathname.get(), location.search.get());
        if let Some(before) = &before
            && *before != now
        {
            browser::close_popover("menu");
            browser::close_popover("search");
            if before.0 != now.0 {
                browser::close_popover("filters");
                #[cfg(feature = "hydrate")]
                // After the change of pages: the card that was pressed keeps the focus until its picture has grown.
                set_timeout(|| browser::focus_if_lost("content"), std::time::Duration::from_millis(400));
            }
        }
        now
    });
}
