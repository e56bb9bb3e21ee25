//! The document shell and the route table.
use leptos::prelude::*;
use std::sync::Arc;
pub use crate::ui::shop::ShopInfo;
#[derive(Clone)]
pub struct PageFiles { pub script: Arc<str>, pub wasm: Arc<str>, pub style: Arc<str> }
pub fn shell(_options: LeptosOptions) -> impl IntoView { view! { <!DOCTYPE html><html><body><App/></body></html> } }
#[component]
pub fn App() -> impl IntoView { leptos_meta::provide_meta_context(); view! { <leptos_router::components::Router><p>"x"</p></leptos_router::components::Router> } }
