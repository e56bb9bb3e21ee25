//! Pages that a person is about to open, and those just left: kept for some seconds in the browser, so that
//! they stand at once.

use crate::error::AppError;
use crate::ui::pages::listing::ListAt;
use crate::ui::pages::product::{ProductShown, get_product};

/// The product at a slug: from memory where it is fresh, else from the server.
pub(super) async fn product(slug: String) -> Result<ProductShown, AppError> {
    #[cfg(feature = "hydrate")]
    if let Some(known) = here::PRODUCTS.with_borrow(|memory| memory.get(&slug)) {
        return Ok(known);
    }
    // It is large on the server, and would be moved several times before it runs.
    let found = Box::pin(get_product(slug.clone())).await;
    #[cfg(feature = "hydrate")]
    if let Ok(found) = &found {
        here::PRODUCTS.with_borrow_mut(|memory| memory.keep(slug, found.clone()));
    }
    found
}

/// The list that a key stands for, where it is fresh.
#[cfg(feature = "hydrate")]
pub(super) fn known_list(key: &str) -> Option<ListAt> {
    here::LISTS.with_borrow(|memory| memory.get(key))
}

/// Keeps a list for a return to it.
#[cfg(feature = "hydrate")]
pub(super) fn keep_list(key: &str, list: &ListAt) {
    here::LISTS.with_borrow_mut(|memory| memory.keep(key.to_owned(), list.clone()));
}

/// Nothing is kept on the server.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn known_list(_key: &str) -> Option<ListAt> {
    None
}

/// Nothing is kept on the server.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn keep_list(_key: &str, _list: &ListAt) {}

#[cfg(feature = "hydrate")]
pub(super) use here::listen;

#[cfg(feature = "hydrate")]
mod here {
    use std::cell::RefCell;
    use std::time::Duration;

    use leptos::ev;
    use leptos::prelude::{set_timeout, window_event_listener};
    use leptos::task::spawn_local;
    use leptos::wasm_bindgen::JsCast;
    use web_sys::{Element, Event};

    use super::{ListAt, ProductShown};
    use crate::ui::browser;
    use crate::ui::pages::listing;
    use crate::ui::programs::Program;

    /// For so long what is kept is as good as new, in milliseconds.
    const FRESH: f64 = 30_000.0;
    /// So many pages of each kind are kept.
    const MOST: usize = 20;
    /// So long a pointer rests on a link before it means something.
    const REST: Duration = Duration::from_millis(60);
    /// Links to products and to lists that open in this very page.
    const LINKS: &str = ":is(a[href^='/products'],a[href^='/categories/']):not([target],[download])";

    thread_local! {
        pub static PRODUCTS: RefCell<Memory<ProductShown>> = const { RefCell::new(Memory(Vec::new())) };
        pub static LISTS: RefCell<Memory<ListAt>> = const { RefCell::new(Memory(Vec::new())) };
        /// The address of the link under the pointer.
        static AIMED_AT: RefCell<String> = const { RefCell::new(String::new()) };
    }

    /// Name, time of arrival and value, oldest first.
    pub struct Memory<T>(Vec<(String, f64, T)>);

    impl<T: Clone> Memory<T> {
        pub fn get(&self, name: &str) -> Option<T> {
            let now = browser::now();
            self.0
                .iter()
                .find(|(known, since, _)| known == name && now - since < FRESH)
                .map(|(_, _, value)| value.clone())
        }

        pub fn keep(&mut self, name: String, value: T) {
            self.0.retain(|(known, _, _)| *known != name);
            if self.0.len() >= MOST {
                self.0.remove(0);
            }
            self.0.push((name, browser::now(), value));
        }
    }

    /// Loads products and lists when a pointer or the focus rests on their links.
    pub fn listen() {
        // From a page of another program such a link leads to a new document, which loads for itself.
        if !Program::Shop.is_here() {
            return;
        }
        drop(window_event_listener(ev::pointerover, |event| {
            // So does a click while one of these keys is down.
            if !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key()) {
                aim(&event);
            }
        }));
        drop(window_event_listener(ev::focusin, |event| aim(&event)));
    }

    fn aim(event: &Event) {
        let Some(target) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) else {
            return;
        };
        let address = target
            .closest(LINKS)
            .ok()
            .flatten()
            .and_then(|link| link.get_attribute("href"))
            .unwrap_or_default();
        let same = AIMED_AT.with_borrow(|aimed_at| *aimed_at == address);
        if same {
            return;
        }
        AIMED_AT.set(address.clone());
        if address.is_empty() {
            return;
        }
        set_timeout(
            move || {
                let still = AIMED_AT.with_borrow(|aimed_at| *aimed_at == address);
                if still {
                    load(&address);
                }
            },
            REST,
        );
    }

    fn load(address: &str) {
        match address.strip_prefix("/products/") {
            Some(slug) if !slug.is_empty() && !slug.contains(['/', '?', '#']) => {
                let slug = slug.to_owned();
                spawn_local(async move {
                    let _ = super::product(slug).await;
                });
            }
            _ => listing::ahead(address),
        }
    }
}
