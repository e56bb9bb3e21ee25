//! What a product's page asks the server by itself, once it has come to life (in a browser only). The page is the same
//! for everybody; whose own things are on it, these answers say.

use js_sys::futures::JsFuture;
use leptos::prelude::window;
use leptos::wasm_bindgen::JsCast as _;
use web_sys::{RequestInit, Response};

/// The answer, good or not; nothing where the shop cannot be reached.
pub async fn reach(address: &str, request: &RequestInit) -> Option<Response> {
    JsFuture::from(window().fetch_with_str_and_init(address, request)).await.ok()?.dyn_into().ok()
}

/// The text of a good answer.
pub async fn ask(address: &str, request: &RequestInit) -> Option<String> {
    let answer = reach(address, request).await.filter(Response::ok)?;
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}
