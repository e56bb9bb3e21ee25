//! Writing a review, changing and deleting one's own (SPEC W6). What one said of a product that is not in the shop any
//! more can still be read and deleted, by its writer alone.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::{use_location, use_params_map};
use serde::{Deserialize, Serialize};

use super::frame::{asked, narrow_page, narrow_page_below};
use super::gate::gate;
use crate::catalog::product::model::ProductCard;
use crate::error::AppError;
use crate::reviews::input::{MOST_STARS, ReviewForm};
use crate::reviews::model::{OwnReview, ReviewStatus};
use crate::server_fns::catalog::{product_moved_to, recently_viewed};
use crate::server_fns::reviews::{delete_review, my_review, save_review};
use crate::ui::components::button::Weight;
use crate::ui::components::form::{
    Field, FormState, Typed, dom, error_of, form, hidden, submit, whole_notice,
};
use crate::ui::components::icon::Icon;
use crate::ui::components::notice::{Tone, notice};
use crate::ui::components::stars::given_stars;
use crate::ui::filled::filled;
use crate::ui::markup::Markup;
use crate::ui::pages::product::reviews::paragraphs;
use crate::ui::redirect::{moved_permanently, with_query};
use crate::ui::reply::FormReply;

/// What is said once one has deleted one's own review.
pub(in crate::ui) const DELETED: &str = "Your review is deleted.";
/// Where one is led then if one came from the list of one's reviews, or the product has no page any more: to that
/// list, which says so.
pub(crate) const DELETED_ADDRESS: &str = "/account/reviews?saved=deleted";
/// The form's id.
const FORM: &str = "review";
/// The id of the form that deletes the review.
const DELETION: &str = "review-deletion";
/// The name under which the address says that this form is open: the list of one's reviews leads there.
pub(crate) const DELETING: &str = "delete";
/// The page's title for whoever has not written one yet.
const TITLE: &str = "Write a review";
/// The page's title for whoever has.
const OWN_TITLE: &str = "Your review";
/// The form's fields.
const NAMES: &[&str] = &["rating", "title", "body"];

/// What stands at the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum ReviewAt {
    /// The form: the product, and what the caller said of it.
    Here(Box<ProductCard>, Option<OwnReview>),
    /// The slug that the product moved to.
    Moved(String),
    /// What the caller said of a product that is not in the shop any more.
    Left(OwnReview),
}

/// The form for a review of the product at the slug in the path.
#[component]
pub(crate) fn ReviewPage() -> impl IntoView {
    let params = use_params_map();
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    let state = FormState::new(FORM, NAMES, |typed, name| typed_review(typed).check_field(name));
    let reply = FormReply::here();
    let search = use_location().search;
    let is_deleting = !asked(DELETING).is_empty();
    let loaded = Resource::new(slug, load);
    view! {
        <Suspense fallback=|| ()>
            {filled(move || {
                let path = path_of(&untrack(slug));
                let (reply, search) = (reply.clone(), search.get_untracked());
                Suspend::new(async move {
                    match loaded.await {
                        Ok(ReviewAt::Here(card, own)) => review_view(state, &card, own.as_ref(), is_deleting),
                        Ok(ReviewAt::Moved(slug)) => {
                            moved_permanently(with_query(&path_of(&slug), &search)).into_any()
                        }
                        Ok(ReviewAt::Left(own)) => left_view(state, &own, is_deleting),
                        Err(error) => gate(error, &path, TITLE, reply.as_ref()),
                    }
                })
            })}
        </Suspense>
    }
}

/// The page of one's own review of a product.
pub(super) fn path_of(slug: &str) -> String {
    ["/products/", slug, "/review"].concat()
}

/// The same, where one is about to delete it.
pub(super) fn deletion_of(slug: &str) -> String {
    [path_of(slug).as_str(), "?", DELETING, "=1#", DELETION].concat()
}

/// The product, and what the caller said of it. Both are asked for before anything is waited for. Of a product that is
/// not in the shop nobody is told that it is there, but whoever wrote about it.
async fn load(slug: String) -> Result<ReviewAt, AppError> {
    let (own, cards) = futures::join!(my_review(slug.clone()), recently_viewed(slug.clone()));
    if let Some(card) = cards?.into_iter().next() {
        return Ok(ReviewAt::Here(Box::new(card), own?));
    }
    if let Some(present) = product_moved_to(slug).await? {
        return Ok(ReviewAt::Moved(present));
    }
    match own {
        Ok(Some(own)) => Ok(ReviewAt::Left(own)),
        Ok(None) | Err(AppError::Unauthorized) => Err(AppError::NotFound("Product".to_owned())),
        Err(error) => Err(error),
    }
}

fn typed_review(typed: &Typed) -> ReviewForm {
    ReviewForm { rating: typed.get("rating"), title: typed.get("title"), body: typed.get("body") }
}

fn review_view(state: FormState, card: &ProductCard, own: Option<&OwnReview>, is_deleting: bool) -> AnyView {
    let product = ["/products/", &card.slug].concat();
    let title = if own.is_some() { OWN_TITLE } else { TITLE };
    let unseen = own
        .filter(|own| own.status != ReviewStatus::Approved)
        .map(|_| notice(Tone::Plain, "For now, only you and our team can see this review.".to_owned()));
    let deleted =
        if is_deleting { DELETED_ADDRESS.to_owned() } else { [product.as_str(), "#review-deleted"].concat() };
    let delete = own.map(|own| delete_view(state, own, deleted, is_deleting));
    let saved = [product.as_str(), "#review-saved"].concat();
    let of =
        view! { <p class="narrow__of">"of "<a class="link" href=product.clone()>{card.name.clone()}</a></p> };
    let content = view! {
        {unseen}
        {form_view(state, card.slug.clone(), own, saved)}
        {delete}
    };
    narrow_page_below(&[(product.as_str(), card.name.as_str())], title, of.into_any(), content.into_any())
}

/// What one said of a product that is not in the shop any more: it is named no more, not even to its writer.
fn left_view(state: FormState, own: &OwnReview, is_deleting: bool) -> AnyView {
    let mut said = Markup::default();
    given_stars(&mut said, own.rating);
    said.raw(r#"<h2 class="review__title">"#).text(&own.title).raw("</h2>");
    paragraphs(&mut said, &own.body);
    let content = view! {
        <p class="narrow__of">"You wrote this about a product that is no longer sold. You can only delete it."</p>
        <div id=FORM>{whole_notice(state)}</div>
        <div class="review" inner_html=said.finish()></div>
        {delete_view(state, own, DELETED_ADDRESS.to_owned(), is_deleting)}
    };
    narrow_page(OWN_TITLE, "", content.into_any())
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
        <div class="form__actions">{submit(state, Weight::Primary, words)}</div>
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
                        // Whoever comes back after the review is deleted finds none chosen.
                        autocomplete="off"
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
fn delete_view(state: FormState, own: &OwnReview, back: String, is_open: bool) -> AnyView {
    let id = own.id;
    if is_open {
        // Without a document of its own the page is not led to its part by the browser.
        Effect::new(|| dom::focus_soon(["#", DELETION, " summary"].concat()));
    }
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
        <details class="undoing" id=DELETION open=is_open>
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
