//! Pages for what cannot be shown (SPEC W9): 403, 404, 429, 500.

pub(crate) mod words;

use leptos::prelude::*;

use self::words::{BROKEN, NOT_ALLOWED, NOT_FOUND, THROTTLED, UNREACHABLE, Words};
use crate::error::AppError;
use crate::ui::answer;
use crate::ui::components::button::{Weight, button_link};
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;

/// What a failure page shows.
struct Page {
    code: &'static str,
    title: &'static str,
    text: String,
    /// Whether trying again may help.
    again: bool,
    art: &'static str,
}

/// Stands around the pages of staff: whoever is let in there has a first page of their own.
#[derive(Clone, Copy, Debug)]
pub(crate) struct AtWork;

const WINDOW: &str = "<path d=\"M8 112V48a40 40 0 0 1 80 0v64M2 112h92\"/><path class=\"accent\" d=\"M24 94h48\"/>\
                      <path d=\"M30 40a22 22 0 0 1 12-12\"/>";
const LOCK: &str = "<path d=\"M8 112V48a40 40 0 0 1 80 0v64M2 112h92\"/><path class=\"accent\" d=\"M24 94h48\"/>\
                    <path d=\"M40 74h16v14H40zM43 74v-5a5 5 0 0 1 10 0v5\"/><path d=\"M30 40a22 22 0 0 1 12-12\"/>";
const HOURGLASS: &str = "<path d=\"M8 112V48a40 40 0 0 1 80 0v64M2 112h92\"/><path class=\"accent\" d=\"M24 94h48\"/>\
                         <path d=\"M40 62h16M40 90h16M42 62c0 10 12 8 12 14s-12 4-12 14M54 62c0 10-12 8-12 14s12 4 12 14\"/>\
                         <path d=\"M30 40a22 22 0 0 1 12-12\"/>";
const SHARDS: &str = "<path d=\"M8 112V48a40 40 0 0 1 80 0v64M2 112h92\"/><path class=\"accent\" d=\"M24 94h48\"/>\
                      <path d=\"m40 94 4-20h8l4 20M44 74l4-6 4 6M30 94l6-4M66 94l-5-3\"/>\
                      <path d=\"M30 40a22 22 0 0 1 12-12\"/>";

impl Page {
    fn of(error: &AppError) -> Self {
        let page = |code, words: Words, again, art| {
            let Words { title, text } = words;
            Self { code, title, text: text.to_owned(), again, art }
        };
        match error {
            AppError::NotFound(_) => Self {
                text: [NOT_FOUND.text, " Search for what you had in mind, or start from the shelf."].concat(),
                ..page("404", NOT_FOUND, false, WINDOW)
            },
            AppError::Forbidden => page("403", NOT_ALLOWED, false, LOCK),
            AppError::Unauthorized => page("401", NOT_ALLOWED, false, LOCK),
            AppError::Throttled { retry_after_seconds } => Self {
                text: [
                    THROTTLED.text,
                    " Try again in ",
                    &retry_after_seconds.to_string(),
                    " seconds; nothing you typed is lost.",
                ]
                .concat(),
                ..page("429", THROTTLED, true, HOURGLASS)
            },
            AppError::Unreachable => page("", UNREACHABLE, true, SHARDS),
            AppError::Validation(_) | AppError::Conflict(_) | AppError::TooLarge => Self {
                code: "",
                title: "This can’t be done",
                text: error.to_string(),
                again: true,
                art: WINDOW,
            },
            AppError::Internal { .. } => page("500", BROKEN, true, SHARDS),
        }
    }
}

/// A page that says what went wrong and what to do. It is answered with the error's status.
#[component]
pub fn Failure(
    /// What went wrong.
    error: AppError,
) -> impl IntoView {
    answer::set_status(error.status());
    failure_view(&error, &ShopInfo::current())
}

/// The page for an address that leads nowhere.
#[component]
pub fn NotFound() -> impl IntoView {
    view! { <Failure error=AppError::NotFound("Page".to_owned())/> }
}

fn failure_view(error: &AppError, shop: &ShopInfo) -> AnyView {
    let head = Head { title: Page::of(error).title.to_owned(), is_unlisted: true, ..Head::default() };
    view! { {head.view(shop)}{failure_body(error)} }.into_any()
}

/// The body of a failure page, without the document's head.
pub fn failure_body(error: &AppError) -> AnyView {
    let page = Page::of(error);
    let id = match error {
        AppError::Internal { request_id } if !request_id.is_empty() => Some(request_id.clone()),
        _ => None,
    };
    let actions = if page.again {
        view! { <a class="btn btn--primary" href="" rel="external">"Try again"</a> }.into_any()
    } else {
        button_link(Weight::Primary, "/products".to_owned(), "See all products").into_any()
    };
    let is_at_work = use_context::<AtWork>().is_some() && !matches!(error, AppError::Unauthorized);
    let overview = is_at_work.then(|| view! { <a class="link" href="/admin">"Overview"</a> });
    view! {
        <div class="wrap fault">
            <div class="fault__row">
                <div>
                    <p class="fault__code">{page.code}</p>
                    <h1 class="fault__title">{page.title}</h1>
                    <p class="fault__text">{page.text}</p>
                    <div class="hero__actions">
                        {actions}{overview}<a class="link" href="/">"Go to the start page"</a>
                    </div>
                    {id.map(|id| view! { <p class="fault__id">"If you write to us, name this: "<code>{id}</code></p> })}
                </div>
                <svg class="fault__art" viewBox="0 0 96 120" aria-hidden="true" inner_html=page.art></svg>
            </div>
        </div>
    }
    .into_any()
}
