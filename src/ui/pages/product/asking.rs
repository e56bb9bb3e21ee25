//! What a product's page asks the server by itself, once it has come to life (in a browser only). The page is the same
//! for everybody; whose own things are on it, these answers say.

use js_sys::futures::JsFuture;
use leptos::prelude::{document, window};
use leptos::wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{RequestInit, Response};

/// Whether a cookie says that somebody is signed in.
pub fn is_signed_in() -> bool {
    let cookies = js_sys::Reflect::get(&document(), &JsValue::from_str("cookie"));
    cookies.ok().and_then(|cookies| cookies.as_string()).is_some_and(|cookies| cookies.contains("signed-in="))
}

/// The text of a good answer.
pub async fn ask(address: &str, request: &RequestInit) -> Option<String> {
    let answer = JsFuture::from(window().fetch_with_str_and_init(address, request)).await.ok()?;
    let answer: Response = answer.dyn_into().ok()?;
    if !answer.ok() {
        return None;
    }
    JsFuture::from(answer.text().ok()?).await.ok()?.as_string()
}
