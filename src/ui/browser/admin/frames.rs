//! Where lists were left that scroll in a frame of their own: "back" returns to the place within it, as
//! `ui::scroll` does for whole pages. On the server nothing scrolls.

#[cfg(not(feature = "hydrate"))]
pub(in crate::ui) use elsewhere::*;
#[cfg(feature = "hydrate")]
pub(in crate::ui) use here::*;

#[cfg(feature = "hydrate")]
mod here {
    use std::cell::RefCell;
    use std::collections::HashMap;

    use leptos::ev;
    use leptos::prelude::{window, window_event_listener};
    use web_sys::Event;

    use crate::ui::browser::admin::here::{first, target};

    thread_local! {
        static PLACES: RefCell<HashMap<String, i32>> = RefCell::new(HashMap::new());
        /// The address that "back" or "forward" led to, until its list stands.
        static RETURNED: RefCell<Option<String>> = const { RefCell::new(None) };
    }

    fn address() -> String {
        let location = window().location();
        location.pathname().unwrap_or_default() + &location.search().unwrap_or_default()
    }

    /// Begins to notice that one comes back. Once for each document.
    pub fn watch_returns() {
        drop(window_event_listener(ev::popstate, |_| RETURNED.set(Some(address()))));
    }

    /// Keeps the place in the frame that an event comes from.
    pub fn keep_place(event: &Event) {
        if let Some(frame) = target(event) {
            PLACES.with_borrow_mut(|places| places.insert(address(), frame.scroll_top()));
        }
    }

    /// Puts a frame back to where it was left, where one came back to it.
    pub fn return_to_place(selector: &str) {
        let here = address();
        if RETURNED.take().is_none_or(|returned| returned != here) {
            return;
        }
        let place = PLACES.with_borrow(|places| places.get(&here).copied());
        if let (Some(frame), Some(place)) = (first(selector), place) {
            frame.set_scroll_top(place);
        }
    }
}

#[cfg(not(feature = "hydrate"))]
mod elsewhere {
    use leptos::web_sys::Event;

    pub fn keep_place(_event: &Event) {}

    pub fn return_to_place(_selector: &str) {}
}
