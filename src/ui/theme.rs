//! Light or dark, by choice: kept in this browser, set before the first paint by the document's own script.

use leptos::prelude::*;

use super::browser;

/// Whether the page is dark.
#[derive(Clone, Copy)]
pub(super) struct Theme(RwSignal<bool>);

impl Theme {
    /// Makes the theme known to the components below. The server cannot know it: it is read once the page
    /// has come to life.
    pub fn provide() {
        let dark = RwSignal::new(false);
        #[cfg(feature = "hydrate")]
        Effect::new(move || dark.set(browser::is_dark()));
        provide_context(Self(dark));
    }

    /// The theme of this page.
    pub fn current() -> Self {
        use_context().unwrap_or_else(|| Self(RwSignal::new(false)))
    }

    /// Whether it is dark.
    pub fn is_dark(self) -> bool {
        self.0.get()
    }

    /// Turns it over.
    pub fn toggle(self) {
        let dark = !self.0.get_untracked();
        let name = if dark { "dark" } else { "light" };
        self.0.set(dark);
        browser::set_theme(name);
        browser::store("theme", name);
    }
}
