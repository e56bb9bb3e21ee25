//! The e-mail address that was typed on one page of signing in stands in the field of the next one. The browser keeps
//! it until somebody has signed in, at most for as long as the tab is open: whoever comes next to the same window does
//! not learn it. It never stands in a page's address, nor in a cookie.

#[cfg(not(feature = "hydrate"))]
use leptos::ev::Event;

#[cfg(feature = "hydrate")]
pub(super) use self::here::{fill_in, forget, keep, known, listen};

/// Nothing is typed on the server.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn listen(_event: &Event) {}

/// Nothing is kept on the server.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn keep(_address: &str) {}

/// There is nothing to forget on the server.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn forget() {}

/// Nothing is known on the server.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn known() -> String {
    String::new()
}

/// No field is filled in on the server.
#[cfg(not(feature = "hydrate"))]
pub(super) const fn fill_in(_id: &'static str) {}

#[cfg(feature = "hydrate")]
mod here {
    use leptos::prelude::{Effect, document, window};
    use leptos::wasm_bindgen::JsCast as _;
    use web_sys::{Event, HtmlInputElement, Storage};

    /// The name under which the tab keeps it.
    const NAME: &str = "address";

    fn storage() -> Option<Storage> {
        window().session_storage().ok().flatten()
    }

    /// Keeps what is typed into a field for addresses; for events from anywhere in a form.
    pub fn listen(event: &Event) {
        let field = event.target().and_then(|target| target.dyn_into::<HtmlInputElement>().ok());
        if let Some(field) = field.filter(|field| field.name() == "email") {
            keep(&field.value());
        }
    }

    /// Keeps an address for the next page.
    pub fn keep(address: &str) {
        if let Some(storage) = storage() {
            let _ = storage.set_item(NAME, address);
        }
    }

    /// Forgets the address: somebody has signed in, or goes.
    pub fn forget() {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(NAME);
        }
    }

    /// The address that was kept last.
    pub fn known() -> String {
        storage().and_then(|storage| storage.get_item(NAME).ok().flatten()).unwrap_or_default()
    }

    /// Puts it into an empty field of a page that the server has drawn, once that has come to life.
    pub fn fill_in(id: &'static str) {
        Effect::new(move || {
            let field = document().get_element_by_id(id);
            let field = field.and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
            if let Some(field) = field.filter(|field| field.value().is_empty()) {
                field.set_value(&known());
            }
        });
    }
}
