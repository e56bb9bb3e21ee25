//! Pages for what cannot be shown (SPEC W9): 403, 404, 429, 500.

use leptos::prelude::*;

use crate::error::AppError;
use crate::ui::answer;
use crate::ui::components::button::{Weight, button_link};
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;

/// What a failure page says.
struct Words {
    code: &'static str,
    title: &'static str,
    text: String,
    /// Whether trying again may help.
    again: bool,
    art: &'static str,
}

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

impl Words {
    fn of(error: &AppError) -> Self {
        match error {
            AppError::NotFound(_) => Self {
                code: "404",
                title: "There’s nothing at this address",
                text: "The page was moved, or the address has a slip in it. Search for what you had in mind, or start \
                       from the shelf."
                    .to_owned(),
                again: false,
                art: WINDOW,
            },
            AppError::Forbidden | AppError::Unauthorized => Self {
                code: if *error == AppError::Forbidden { "403" } else { "401" },
                title: "This page isn’t yours to open",
                text: "This page needs rights that you don’t have. Ask whoever runs the shop.".to_owned(),
                again: false,
                art: LOCK,
            },
            AppError::Throttled { retry_after_seconds } => Self {
                code: "429",
                title: "That was a lot at once",
                text: [
                    "The shop takes a short breath after many requests from one place. Try again in ",
                    &retry_after_seconds.to_string(),
                    " seconds; nothing you typed is lost.",
                ]
                .concat(),
                again: true,
                art: HOURGLASS,
            },
            AppError::Unreachable => Self {
                code: "",
                title: "The shop can’t be reached",
                text: "The connection was lost on the way. Check yours, and try again.".to_owned(),
                again: true,
                art: SHARDS,
            },
            AppError::Validation(_) | AppError::Conflict(_) | AppError::TooLarge => Self {
                code: "",
                title: "This can’t be done",
                text: error.to_string(),
                again: true,
                art: WINDOW,
            },
            AppError::Internal { .. } => Self {
                code: "500",
                title: "Something broke on our side",
                text: "It isn’t your doing, and it has been noted. Try again in a moment.".to_owned(),
                again: true,
                art: SHARDS,
            },
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
    let head = Head { title: Words::of(error).title.to_owned(), is_unlisted: true, ..Head::default() };
    view! { {head.view(shop)}{failure_body(error)} }.into_any()
}

/// The body of a failure page, without the document's head.
pub fn failure_body(error: &AppError) -> AnyView {
    let words = Words::of(error);
    let id = match error {
        AppError::Internal { request_id } if !request_id.is_empty() => Some(request_id.clone()),
        _ => None,
    };
    let actions = if words.again {
        view! { <a class="btn btn--primary" href="" rel="external">"Try again"</a> }.into_any()
    } else {
        button_link(Weight::Primary, "/products".to_owned(), "See all products").into_any()
    };
    view! {
        <div class="wrap fault">
            <div class="fault__row">
                <div>
                    <p class="fault__code">{words.code}</p>
                    <h1 class="fault__title">{words.title}</h1>
                    <p class="fault__text">{words.text}</p>
                    <div class="hero__actions">{actions}<a class="link" href="/">"Go to the start page"</a></div>
                    {id.map(|id| view! { <p class="fault__id">"If you write to us, name this: "<code>{id}</code></p> })}
                </div>
                <svg class="fault__art" viewBox="0 0 96 120" aria-hidden="true" inner_html=words.art></svg>
            </div>
        </div>
    }
    .into_any()
}
