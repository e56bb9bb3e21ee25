//! Reviews of a product for programs (SPEC R7, D8): everybody reads the approved ones, users write one for each
//! product.

use axum::http::Method;
use serde_json::{Value, json};

use super::call::{Answer, Call};
use super::conditional::IfMatch;
use super::fields::{Field, Kind, NAME, Values};
use super::json::{Json, Object};
use super::once;
use super::operations::{GONE, Running, good, object, page_of, reading, resource, writing};
use super::paging;
use super::query::{Parameter, Wire};
use super::refusal::Refusal;
use super::table::{AnswerDoc, Body, Operation, Resource, Tag};
use crate::accounts::caller::User;
use crate::catalog::product::model::ProductId;
use crate::error::AppError;
use crate::reviews::input::{LONGEST_BODY, LONGEST_TITLE, MOST_STARS, ReviewForm};
use crate::reviews::model::ReviewId;
use crate::reviews::patch::{self, ReviewPatch};
use crate::reviews::reading::{self as reviews, ReviewView};

/// What a review takes on the wire, roughly, in bytes.
const USUAL_SIZE: usize = 1_024;

const FIELDS: &[Field] = &[
    Field {
        name: "rating",
        kind: Kind::Integer { least: 1, most: MOST_STARS as i64 },
        required: true,
        nullable: false,
        write_only: false,
        text: "1 to 5 stars.",
    },
    Field {
        name: "title",
        kind: Kind::Text { longest: LONGEST_TITLE, blank: false, lines: false, pattern: Some(NAME) },
        required: true,
        nullable: false,
        write_only: false,
        text: "One line.",
    },
    Field {
        name: "body",
        kind: Kind::Text { longest: LONGEST_BODY, blank: true, lines: true, pattern: None },
        required: false,
        nullable: false,
        write_only: false,
        text: "Plain text.",
    },
];

const PAGING: &[Parameter] = &[
    Parameter { name: "page", wire: Wire::Page, text: "The number of the page, from 1 on, or `last`." },
    Parameter {
        name: "page_size",
        wire: Wire::Size,
        text: "How many are on a page: 20 at first, at most 100.",
    },
];

const WHOLE: &[AnswerDoc] = &[good(200, "The review.", "Review")];
const CREATED: &[AnswerDoc] = &[good(201, "The review, and its address.", "Review")];

/// This file's rows of the table.
pub(super) fn resources() -> Vec<Resource> {
    let lists = vec![
        Operation {
            summary: "Reviews of a product, newest first, a page at a time",
            parameters: PAGING,
            answers: const { &[good(200, "A page.", "ReviewPage")] },
            tagged: Tag::Weak,
            ..reading("reviews_list", "reviews", list)
        },
        Operation {
            summary: "Review a product",
            text: "A user writes one review of a published product.",
            body: Some(Body { schema: "ReviewWrite", fields: FIELDS, partial: false }),
            answers: CREATED,
            once: true,
            ..writing(Method::POST, "reviews_create", "reviews", create)
        },
    ];
    let single = vec![
        Operation { summary: "A review", answers: WHOLE, ..reading("reviews_retrieve", "reviews", retrieve) },
        change_row(Method::PUT, "reviews_update", "Change a review", update),
        change_row(Method::PATCH, "reviews_partial_update", "Change parts of a review", partial_update),
        Operation {
            summary: "Delete a review",
            text: "By its writer, or by staff who may delete reviews; also of a product that left the shop.",
            answers: GONE,
            ..writing(Method::DELETE, "reviews_delete", "reviews", delete)
        },
    ];
    vec![
        resource("/api/products/{id}/reviews/", "Product", lists),
        resource("/api/products/{id}/reviews/{review_id}/", "Review", single),
    ]
}

fn change_row(
    method: Method,
    id: &'static str,
    summary: &'static str,
    run: fn(Call) -> Running,
) -> Operation {
    let is_partial = method == Method::PATCH;
    let schema = if is_partial { "ReviewPatch" } else { "ReviewWrite" };
    Operation {
        summary,
        text: "By its writer. What is not sent stays as it is.",
        body: Some(Body { schema, fields: FIELDS, partial: is_partial }),
        answers: WHOLE,
        ..writing(method, id, "reviews", run)
    }
}

/// The schemas of what is answered here.
pub(super) fn schemas() -> Vec<(&'static str, Value)> {
    let time = json!({ "type": "string", "format": "date-time" });
    let review = object(json!({
        "id": { "type": "string", "format": "uuid" },
        "product": { "type": "string", "format": "uuid" },
        "author": { "type": "string", "description": "The writer's username." },
        "rating": { "type": "integer", "minimum": 1, "maximum": MOST_STARS },
        "title": { "type": "string" },
        "body": { "type": "string" },
        "is_verified": { "type": "boolean", "description": "Whether the writer has bought the product here." },
        "is_edited": { "type": "boolean", "description": "Whether the writer changed it since." },
        "created_at": time,
        "updated_at": time,
    }));
    vec![("Review", review), ("ReviewPage", page_of("Review"))]
}

fn list(call: Call) -> Running {
    Box::pin(async move {
        let asked = paging::asked(&call.query)?;
        let product = ProductId(call.id());
        let (views, count, number) =
            reviews::of_product(call.backend(), &call.visitor, product, asked.page, asked.size).await?;
        Ok(Answer::json(paging::envelope(
            &call,
            count,
            number,
            asked.size,
            USUAL_SIZE * views.len(),
            |out| {
                for view in &views {
                    out.object(|out| write(out, view));
                }
            },
        )))
    })
}

fn retrieve(call: Call) -> Running {
    Box::pin(async move { Ok(Answer::json(whole(&find(&call).await?))) })
}

fn create(call: Call) -> Running {
    Box::pin(async move {
        let user = call.user()?.clone();
        let (product, id) = (ProductId(call.id()), ReviewId(call.new_id));
        // An earlier run of the same request may have come as far as this.
        if !(call.again && once::is_there(reviews::by_id(call.backend(), &call.visitor, product, id).await)?)
        {
            let form = overlaid(ReviewForm::default(), call.sent(FIELDS, false)?);
            patch::create(call.backend(), &user, product, id, &form).await?;
        }
        let view = reviews::by_id(call.backend(), &call.visitor, product, id).await?;
        let address = format!("{}/api/products/{}/reviews/{}/", call.base, product.0, id.0);
        Ok(Answer::created(whole(&view), address))
    })
}

fn update(call: Call) -> Running {
    Box::pin(change(call, false))
}

fn partial_update(call: Call) -> Running {
    Box::pin(change(call, true))
}

async fn change(call: Call, is_partial: bool) -> Result<Answer, Refusal> {
    let user = call.user()?.clone();
    let seen = find(&call).await?;
    must_be_writer(&user, &seen)?;
    let patch = patch_of(call.sent(FIELDS, is_partial)?);
    let wanted = matched(&call, &seen)?;
    patch::apply(call.backend(), &user, seen.product, seen.id, patch, wanted).await?;
    Ok(Answer::json(whole(&find(&call).await?)))
}

fn delete(call: Call) -> Running {
    Box::pin(async move {
        let user = call.user()?.clone();
        let seen = find(&call).await?;
        let wanted = matched(&call, &seen)?;
        patch::delete(call.backend(), &user, seen.product, seen.id, wanted).await?;
        Ok(Answer::none())
    })
}

/// The review that the address names, of the product that it names.
async fn find(call: &Call) -> Result<ReviewView, AppError> {
    reviews::by_id(call.backend(), &call.visitor, ProductId(call.id()), ReviewId(call.second_id())).await
}

/// The review that the change is for, where `If-Match` names one by its tag.
fn matched<'a>(call: &Call, seen: &'a ReviewView) -> Result<Option<&'a ReviewView>, Refusal> {
    call.check_match(&whole(seen).into_bytes())?;
    Ok(matches!(call.if_match, Some(IfMatch::Tags(_))).then_some(seen))
}

/// The service asks for it too; here it comes before what else may be wrong with the request.
fn must_be_writer(user: &User, review: &ReviewView) -> Result<(), AppError> {
    if review.user_id == Some(user.id().0) { Ok(()) } else { Err(AppError::Forbidden) }
}

fn patch_of(mut values: Values) -> ReviewPatch {
    ReviewPatch { rating: values.text("rating"), title: values.text("title"), body: values.text("body") }
}

/// A form with what was sent laid over it.
fn overlaid(form: ReviewForm, values: Values) -> ReviewForm {
    patch_of(values).over(form)
}

fn whole(view: &ReviewView) -> Json {
    let mut json = Json::with_capacity(USUAL_SIZE);
    json.object(|out| write(out, view));
    json
}

fn write(out: &mut Object<'_>, view: &ReviewView) {
    out.uuid("id", view.id.0);
    out.uuid("product", view.product.0);
    out.text("author", &view.author);
    out.int("rating", view.rating.into());
    out.text("title", &view.title);
    out.text("body", &view.body);
    out.bool("is_verified", view.is_verified);
    out.bool("is_edited", view.is_edited);
    out.time("created_at", view.created_at);
    out.time("updated_at", view.updated_at);
}
