//! What was typed and would be lost with a page: the browser asks before it is left. On the server nothing is.

#[cfg(not(feature = "hydrate"))]
pub(in crate::ui) use elsewhere::*;
#[cfg(feature = "hydrate")]
pub(in crate::ui) use here::*;

#[cfg(feature = "hydrate")]
mod here {
    use std::sync::atomic::{AtomicBool, Ordering};

    use leptos::prelude::window_event_listener;

    use crate::ui::browser::before_clicks;

    /// Whether something on the page would be lost with it.
    static CHANGED: AtomicBool = AtomicBool::new(false);
    /// Whether the document is guarded.
    static GUARDED: AtomicBool = AtomicBool::new(false);

    /// Says whether something on the page would be lost with it.
    pub fn set_changed(changed: bool) {
        CHANGED.store(changed, Ordering::Relaxed);
    }

    fn is_changed() -> bool {
        CHANGED.load(Ordering::Relaxed)
    }

    /// Has the browser ask before a page is left whose changes would be lost; links leave such a page by the browser.
    /// That holds for as long as the document does.
    pub fn guard_changes() {
        if GUARDED.swap(true, Ordering::Relaxed) {
            return;
        }
        drop(window_event_listener(leptos::ev::beforeunload, |event| {
            if is_changed() {
                event.prevent_default();
            }
        }));
        before_clicks(|_| is_changed());
    }
}

#[cfg(not(feature = "hydrate"))]
mod elsewhere {
    pub fn set_changed(_changed: bool) {}

    pub fn guard_changes() {}
}
