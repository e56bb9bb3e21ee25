//! A list is on its way at most once at a time; one that somebody is about to open is loaded ahead.

use std::future::Future;

#[cfg(feature = "hydrate")]
pub(crate) use here::ahead;
#[cfg(feature = "hydrate")]
pub(super) use here::once;

/// On the server each page loads for itself.
#[cfg(not(feature = "hydrate"))]
pub(super) async fn once<T>(_query: &str, work: impl Future<Output = T>) -> T {
    work.await
}

#[cfg(feature = "hydrate")]
mod here {
    use std::cell::RefCell;

    use leptos::prelude::window;
    use leptos::task::spawn_local;
    use leptos_router::location::{BrowserUrl, LocationProvider};

    use super::Future;
    use crate::ui::pages::listing::overtaking::pause;
    use crate::ui::pages::listing::state::Asked;
    use crate::ui::pages::listing::{Key, fetch};

    thread_local! {
        /// The queries of the lists that are on their way.
        static LOADING: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
    }

    /// Stands for a list on its way, for as long as somebody waits for it.
    struct Mark(String);

    impl Mark {
        fn set(query: &str) -> Self {
            LOADING.with_borrow_mut(|loading| loading.push(query.to_owned()));
            Self(query.to_owned())
        }
    }

    impl Drop for Mark {
        fn drop(&mut self) {
            LOADING.with_borrow_mut(|loading| loading.retain(|one| *one != self.0));
        }
    }

    fn is_loading(query: &str) -> bool {
        LOADING.with_borrow(|loading| loading.iter().any(|known| known == query))
    }

    /// The outcome of loading a list. It begins when no other load of the same list is under way, so that it finds
    /// what that one kept.
    pub async fn once<T>(query: &str, work: impl Future<Output = T>) -> T {
        while is_loading(query) {
            pause().await;
        }
        let _mark = Mark::set(query);
        work.await
    }

    /// Loads the list at an address, so that it stands at once when somebody goes there. Nothing happens where no
    /// list stands, where it is the one of this page, and where it is on its way already.
    pub fn ahead(address: &str) {
        let Some(key) = key_at(address) else { return };
        let present = window().location().href().ok().and_then(|present| key_at(&present));
        if present.as_ref() == Some(&key) || is_loading(&key.query) {
            return;
        }
        let query = key.query.clone();
        spawn_local(async move {
            let _ = once(&query, fetch(key)).await;
        });
    }

    /// What decides which list stands at an address, read as the router reads it.
    fn key_at(address: &str) -> Option<Key> {
        let url = BrowserUrl::parse(address).ok()?;
        Asked::at(url.path(), url.search_params()).as_ref().map(Key::of)
    }
}
