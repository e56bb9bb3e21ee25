//! What a product's page asks the server by itself, once it has come to life (in a browser only). The page is the same
//! for everybody; whose own things are on it, these answers say.

use js_sys::futures::JsFuture;
use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{RequestInit, Response};

/// The text of a good answer.
pub async fn ask(address: &str, request: &RequestInit) -> Option<String> {
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, request)).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}
