//! Where each page was left, so that "back" returns to the place (in a browser only).
//!
//! The browser restores a place at once, when the page that it belongs to has not been drawn yet; so this
//! module does it, as soon as the page is long enough again.

#[cfg(feature = "hydrate")]
pub(super) use here::remember_places;

#[cfg(feature = "hydrate")]
mod here {
    use std::cell::{Cell, RefCell};
    use std::collections::HashMap;

    use leptos::ev;
    use leptos::prelude::{document, request_animation_frame, window, window_event_listener};
    use web_sys::{ScrollBehavior, ScrollRestoration, ScrollToOptions};

    use crate::ui::browser;

    /// For so long a page is given time to become long enough, in milliseconds.
    const PATIENCE: f64 = 3000.0;

    thread_local! {
        /// The place by the entry of the history: the same page may stand in it twice.
        static PLACES: RefCell<HashMap<String, f64>> = RefCell::new(HashMap::new());
        /// Counts the returns: a new one, or a move of the person's own, ends the one before.
        static RETURN: Cell<u32> = const { Cell::new(0) };
        static RETURNING: Cell<bool> = const { Cell::new(false) };
        /// The page that was seen last: a jump within it is no return.
        static SEEN: RefCell<String> = const { RefCell::new(String::new()) };
    }

    /// Keeps the place on each page, and returns to it.
    pub fn remember_places() {
        restore_by(ScrollRestoration::Manual);
        SEEN.set(browser::address());
        drop(window_event_listener(ev::scroll, |_| {
            if !RETURNING.get() {
                let place = window().scroll_y().unwrap_or_default();
                SEEN.set(browser::address());
                PLACES.with_borrow_mut(|places| places.insert(browser::entry(), place));
            }
        }));
        drop(window_event_listener(ev::popstate, |_| {
            let page = browser::address();
            if SEEN.with_borrow(|seen| *seen == page) {
                return;
            }
            SEEN.set(page);
            let place =
                PLACES.with_borrow(|places| places.get(&browser::entry()).copied()).unwrap_or_default();
            let number = RETURN.get().wrapping_add(1);
            RETURN.set(number);
            RETURNING.set(true);
            go_back_to(place, number, browser::now() + PATIENCE);
        }));
        drop(window_event_listener(ev::wheel, |_| drop_return()));
        drop(window_event_listener(ev::touchmove, |_| drop_return()));
        // A reload is the browser's own matter.
        drop(window_event_listener(ev::pagehide, |_| {
            restore_by(ScrollRestoration::Auto);
        }));
    }

    fn drop_return() {
        if RETURNING.get() {
            RETURN.set(RETURN.get().wrapping_add(1));
            RETURNING.set(false);
        }
    }

    fn restore_by(whom: ScrollRestoration) {
        if let Ok(history) = window().history() {
            let _ = history.set_scroll_restoration(whom);
        }
    }

    fn go_back_to(place: f64, number: u32, until: f64) {
        request_animation_frame(move || {
            if RETURN.get() != number {
                return;
            }
            let height =
                document().document_element().map_or(0, |root| root.scroll_height() - root.client_height());
            if f64::from(height) >= place || browser::now() > until {
                let options = ScrollToOptions::new();
                options.set_top(place);
                options.set_behavior(ScrollBehavior::Instant);
                window().scroll_to_with_scroll_to_options(&options);
                // The page may still be the one that is left: look again until it stands.
                if browser::now() + PATIENCE - until < 400.0 {
                    go_back_to(place, number, until);
                } else {
                    RETURNING.set(false);
                }
            } else {
                go_back_to(place, number, until);
            }
        });
    }
}
