//! Writing a review, changing and deleting one's own (SPEC W6).

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;

use super::frame::narrow_page;
use super::gate::gate;
use crate::catalog::product::model::ProductCard;
use crate::error::AppError;
use crate::reviews::input::{MOST_STARS, ReviewForm};
use crate::reviews::model::{OwnReview, ReviewStatus};
use crate::server_fns::catalog::recently_viewed;
use crate::server_fns::reviews::{delete_review, my_review, save_review};
use crate::ui::components::button::Weight;
use crate::ui::components::form::{Field, FormState, Typed, dom, error_of, form, hidden, submit};
use crate::ui::components::icon::Icon;
use crate::ui::components::notice::{Tone, notice};
use crate::ui::filled::filled;
use crate::ui::reply::FormReply;

/// The form's id.
const FORM: &str = "review";
/// The page's title for whoever has not written one yet.
const TITLE: &str = "Write a review";
/// The form's fields.
const NAMES: &[&str] = &["rating", "title", "body"];

/// The form for a review of the product at the slug in the path.
#[component]
pub(crate) fn ReviewPage() -> impl IntoView {
    let params = use_params_map();
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    let state = FormState::new(FORM, NAMES, |typed, name| typed_review(typed).check_field(name));
    let reply = FormReply::here();
    let loaded = Resource::new(slug, load);
    view! {
        <Suspense fallback=|| ()>
            {filled(move || {
                let path = ["/products/", &untrack(slug), "/review"].concat();
                let reply = reply.clone();
                Suspend::new(async move {
                    match loaded.await {
                        Ok((card, own)) => review_view(state, &card, own.as_ref()),
                        Err(error) => gate(error, &path, TITLE, reply.as_ref()),
                    }
                })
            })}
        </Suspense>
    }
}

/// The product, and what the caller said of it. Both are asked for before anything is waited for.
async fn load(slug: String) -> Result<(ProductCard, Option<OwnReview>), AppError> {
    let (own, cards) = futures::join!(my_review(slug.clone()), recently_viewed(slug));
    let card = cards?.into_iter().next().ok_or_else(|| AppError::NotFound("Product".to_owned()))?;
    Ok((card, own?))
}

fn typed_review(typed: &Typed) -> ReviewForm {
    ReviewForm { rating: typed.get("rating"), title: typed.get("title"), body: typed.get("body") }
}

fn review_view(state: FormState, card: &ProductCard, own: Option<&OwnReview>) -> AnyView {
    let product = ["/products/", &card.slug].concat();
    let title = if own.is_some() { "Your review" } else { TITLE };
    let unseen = own
        .filter(|own| own.status != ReviewStatus::Approved)
        .map(|_| notice(Tone::Plain, "For now, only you and our team can see this review.".to_owned()));
    let delete = own.map(|own| delete_view(state, own, [product.as_str(), "#review-deleted"].concat()));
    let saved = [product.as_str(), "#review-saved"].concat();
    let content = view! {
        <p class="narrow__of">"of "<a class="link" href=product>{card.name.clone()}</a></p>
        {unseen}
        {form_view(state, card.slug.clone(), own, saved)}
        {delete}
    };
    narrow_page(title, "", content.into_any())
}

fn form_view(state: FormState, slug: String, own: Option<&OwnReview>, back: String) -> AnyView {
    let words = if own.is_some() { "Save the review" } else { "Send the review" };
    let said = |part: fn(&OwnReview) -> &str| own.map(part).unwrap_or_default().to_owned();
    let rating = state.value("rating").unwrap_or_else(|| own.map_or(0, |own| own.rating).to_string());
    let fields = view! {
        {stars_field(state, &rating)}
        {Field::new("title", "Title").hint("The gist in one line.").value(said(|own| own.title.as_str())).view(state)}
        {Field::new("body", "Review")
            .hint("What is it like to live with?")
            .optional()
            .value(said(|own| own.body.as_str()))
            .area(state)}
        {submit(state, Weight::Primary, words)}
    };
    let send = move |typed: Typed| {
        let ReviewForm { rating, title, body } = typed_review(&typed);
        let back = back.clone();
        let saving = save_review(slug.clone(), rating, title, body);
        // The page as it is kept in memory does not have the review: the server makes it anew.
        state.send(&typed, saving, move |_| dom::leave(&back));
    };
    form(state, send, fields)
}

/// Stars to give: radio buttons, so that the arrow keys choose.
fn stars_field(state: FormState, chosen: &str) -> AnyView {
    let stars: Vec<_> = (1..=MOST_STARS)
        .map(|number| {
            let value = number.to_string();
            let (is_chosen, has_focus) = (value == chosen, number == 1 && state.is_first("rating"));
            let id = (number == 1).then(|| state.field_id("rating"));
            let words = [value.as_str(), if number == 1 { " star" } else { " stars" }].concat();
            let title = words.clone();
            view! {
                <label title=title>
                    <input
                        class="sr-only"
                        type="radio"
                        id=id
                        name="rating"
                        value=value
                        checked=is_chosen
                        required=true
                        autofocus=has_focus
                        aria-invalid=move || state.error("rating").map(|_| "true")
                        aria-describedby=move || state.error("rating").map(|_| state.field_id("rating-error"))
                    />
                    <span class="sr-only">{words}</span>
                    {Icon::STAR.view()}
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class="field">
            <legend class="field__label">"Rating"</legend>
            <div class="star-input">{stars}</div>
            {error_of(state, "rating")}
        </fieldset>
    }
    .into_any()
}

/// Deleting takes two steps, with and without scripts.
fn delete_view(state: FormState, own: &OwnReview, back: String) -> AnyView {
    let id = own.id;
    let send = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let back = back.clone();
        spawn_local(async move {
            match delete_review(id).await {
                Ok(()) => dom::leave(&back),
                Err(error) => state.refuse(&error),
            }
        });
    };
    view! {
        <details class="undoing">
            <summary class="link">"Delete this review"</summary>
            <form class="undoing__form" method="post" on:submit=send>
                {hidden("delete", id.0.to_string())}
                <p>"This cannot be undone."</p>
                <button class="btn btn--danger" type="submit">"Delete it"</button>
            </form>
        </details>
    }
    .into_any()
}
