//! Pages as documents: the app is drawn whole for one request, and then sent. What `leptos_axum` does for this is made
//! for streams of parts, each of which is copied several times; a page of ours has one part.

use std::pin::pin;
use std::sync::Arc;

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::uri::PathAndQuery;
use axum::response::{Html, IntoResponse as _, Response};
use futures::StreamExt as _;
use leptos::prelude::{AnyView, RenderHtml as _, provide_context};
use leptos_axum::ResponseOptions;
use leptos_integration_utils::{BoxedFnOnce, PinnedFuture, PinnedStream, build_response};
use leptos_router::components::provide_server_redirect;
use leptos_router::location::RequestUrl;

use super::{AppState, page_context, shell_of};
use crate::infra::http::LateTexts;
use crate::ui::late::KeepLate;
use crate::ui::seo::HeadText;

/// Bytes of a page without its long texts, about.
const PAGE_BYTES: usize = 16 * 1024;

/// What `MetaTags` leaves in the document: the browser's program looks behind it for the head's elements.
const HEAD_MARK: &str = "<!--HEAD-->";

/// The page at the request's address, as the app's router has it.
pub(super) async fn page(State(state): State<AppState>, request: Request<Body>) -> Response {
    document(&state, request.into_parts().0, || ()).await
}

/// The page at an address, drawn with what `more` puts into its context.
pub(super) async fn document(
    state: &AppState,
    parts: Parts,
    more: impl FnOnce() + Send + 'static,
) -> Response {
    let answer = ResponseOptions::default();
    let texts = LateTexts::default();
    let head = HeadText::default();
    let context = {
        let (answer, texts, head) = (answer.clone(), texts.clone(), head.clone());
        let usual = page_context(state);
        move || {
            // The router reads the path and the query alone.
            let path = parts.uri.path_and_query().map_or("/", PathAndQuery::as_str);
            provide_context(RequestUrl::new(&["http://leptos.dev", path].concat()));
            provide_context(head);
            provide_context(parts);
            provide_context(answer);
            provide_server_redirect(leptos_axum::redirect);
            provide_context(KeepLate(Arc::new(move |text| texts.keep(text))));
            usual();
            more();
        }
    };
    let (owner, drawing) = build_response(shell_of(state), context, whole, true);
    let drawn = drawing.await;
    while let Some(pending) = owner.shared_context().and_then(|shared| shared.await_deferred()) {
        pending.await;
    }
    let mut html = pin!(drawn).next().await.unwrap_or_default();
    owner.unset_with_forced_cleanup();
    if let Some(at) = html.find(HEAD_MARK)
        && let Ok(head) = head.0.lock()
    {
        html.insert_str(at + HEAD_MARK.len(), &head);
    }
    let mut response = Html(html).into_response();
    if let Ok(mut told) = answer.0.write() {
        if let Some(status) = told.status {
            *response.status_mut() = status;
        }
        response.headers_mut().extend(std::mem::take(&mut told.headers));
    }
    response.extensions_mut().insert(texts);
    response
}

/// The view and what the browser's program takes over, as one text.
fn whole(
    view: AnyView,
    data: BoxedFnOnce<PinnedStream<String>>,
    _supports_parts: bool,
) -> PinnedFuture<PinnedStream<String>> {
    Box::pin(async move {
        let mut page = String::with_capacity(PAGE_BYTES);
        let mut parts = view.to_html_stream_in_order();
        while let Some(part) = parts.next().await {
            page.push_str(&part);
        }
        // What resources hold is known when all of them have come.
        let mut data = data();
        while let Some(part) = data.next().await {
            page.push_str(&part);
        }
        Box::pin(futures::stream::once(async move { page })) as PinnedStream<String>
    })
}
