//! All reviews that one has written (SPEC W6): each with its product, and the ways to change and to delete it.

use leptos::prelude::*;

use super::frame::{account_page_of, asked, other_parts, row_link, saved};
use super::review::{DELETED, deletion_of, path_of};
use crate::catalog::product::model::ProductCard;
use crate::error::AppError;
use crate::reviews::model::{ListedReview, OwnReviews, ReviewStatus};
use crate::server_fns::accounts::get_me;
use crate::server_fns::reviews::list_own_reviews;
use crate::ui::components::button::{Weight, button_link};
use crate::ui::components::empty::Empty;
use crate::ui::components::picture::{Loading, Showing, no_picture, picture};
use crate::ui::components::stars::given_stars;
use crate::ui::markup::Markup;
use crate::ui::pages::product::reviews::{paragraphs, written};

/// The list's address.
const PATH: &str = "/account/reviews";
/// Words of the links to the other parts of the list.
const OTHERS: [&str; 2] = ["Older reviews", "To the newest reviews"];
/// What may have led here.
const SAVED: &[(&str, &str)] = &[("deleted", DELETED)];
/// The ground of a picture that is not shown.
const NO_TINT: u8 = 8;

/// The list of the caller's own reviews, newest first.
#[component]
pub(crate) fn OwnReviewsPage() -> impl IntoView {
    let after = Some(asked("after")).filter(|after| !after.is_empty());
    let is_later = after.is_some();
    let found = Resource::new(
        || (),
        move |()| {
            let after = after.clone();
            async move {
                match get_me().await? {
                    Some(me) => Ok::<_, AppError>(Some((me, list_own_reviews(after).await?))),
                    None => Ok(None),
                }
            }
        },
    );
    account_page_of(PATH, "Your reviews", found, move |_, list| list_view(&list, is_later))
}

fn list_view(list: &OwnReviews, is_later: bool) -> AnyView {
    if list.reviews.is_empty() && !is_later {
        return view! {
            {saved(SAVED)}
            <Empty title="No reviews yet" text="Tell others what a product is like to live with: what you write is kept here.">
                {button_link(Weight::Primary, "/products".to_owned(), "Look around")}
            </Empty>
        }
        .into_any();
    }
    let html = rows(list, is_later);
    view! {
        {saved(SAVED)}
        <div inner_html=html></div>
    }
    .into_any()
}

fn rows(list: &OwnReviews, is_later: bool) -> String {
    let mut html = Markup::with_capacity(256 + list.reviews.len() * 1_600);
    html.raw(r#"<ul class="said">"#);
    for (at, listed) in list.reviews.iter().enumerate() {
        row(&mut html, listed, Loading::of_place(at));
    }
    html.raw("</ul>");
    other_parts(&mut html, PATH, OTHERS, list.next.as_deref(), is_later);
    html.finish()
}

fn row(html: &mut Markup, listed: &ListedReview, loading: Loading) {
    let ListedReview { review, written_on, is_edited, slug, product } = listed;
    html.raw(r#"<li class="said__row">"#);
    picture_of(html, product.as_ref(), loading);
    html.raw(r#"<div><h2 class="own__name">"#);
    if let Some(card) = product {
        html.raw("<a").href("/products/", &card.slug).raw(">").text(&card.name).raw("</a>");
    } else {
        html.raw(r#"<span class="text-muted">A product that is no longer sold</span>"#);
    }
    html.raw(r#"</h2><div class="review__head">"#);
    given_stars(html, review.rating);
    if review.status != ReviewStatus::Approved {
        html.raw(r#"<span class="badge">For now, only you and our team can see it</span>"#);
    }
    html.raw(r#"</div><h3 class="review__title">"#).text(&review.title).raw("</h3>");
    paragraphs(html, &review.body);
    html.raw(r#"<p class="review__by"><span>"#);
    written(html, written_on, *is_edited);
    html.raw(r#"</span></p><p class="own__links">"#);
    let of = product.as_ref().map_or(&review.title, |card| &card.name);
    // What is said of a product that is not sold any more stays as it is.
    if product.is_some() {
        row_link(html, &path_of(slug), "Edit", of);
    }
    row_link(html, &deletion_of(slug), "Delete", of);
    html.raw("</p></div></li>");
}

/// The product's picture, without words: its name stands beside it.
fn picture_of(html: &mut Markup, product: Option<&ProductCard>, loading: Loading) {
    let tint = product.map_or(NO_TINT, |card| card.tint);
    html.raw(r#"<div class="said__picture tint-"#).number(tint.into()).raw("\">");
    if let Some(shown) = product.and_then(|card| card.picture.as_ref()) {
        picture(html, shown, Showing { sizes: "5rem", usual: 160, largest: 400, loading }, false);
    } else {
        no_picture(html);
    }
    html.raw("</div>");
}
