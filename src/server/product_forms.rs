//! The forms of reviews and of a creator's own products as browsers without scripts send them: to the page's own
//! address (SPEC W6, W12). The answer is the next page, or the same page with what is wrong and what was typed.

use axum::Router;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use axum::routing::post;
use uuid::Uuid;

use super::AppState;
use super::forms::{Sent, page_knowing};
use crate::catalog::product::input::check_slug;
use crate::catalog::product::model::ProductId;
use crate::catalog::product::own::pictures::Way;
use crate::catalog::product::own::{self, FIELDS, OwnForm, Saved, pictures};
use crate::catalog::product::service as products;
use crate::error::{AppError, FieldErrors};
use crate::reviews;
use crate::reviews::input::ReviewForm;
use crate::reviews::model::ReviewId;
use crate::ui::pages::account::review::{DELETED_ADDRESS, DELETING};

/// Where the list of one's own products is.
const OWN_PRODUCTS: &str = "/account/products";

/// Names and values, as the form sends them.
type Fields = Vec<(String, String)>;

/// The routes; they need sessions around them, and what pages have around them.
pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/products/{slug}/review", post(review))
        .route("/account/products/new", post(create))
        .route("/account/products/{id}", post(update))
        .route("/account/products/{id}/pictures", post(change_picture))
}

async fn review(Path(slug): Path<String>, mut sent: Sent<Fields>) -> Response {
    let outcome = async {
        let slug = follow(&mut sent, &slug).await?;
        save_review(&sent, &slug).await
    }
    .await;
    match outcome {
        Ok(next) => answer(sent, Ok(()), &next).await,
        Err(error) => answer(sent, Err(error), "").await,
    }
}

/// The present slug of the product that a form was sent to. Where it moved while somebody typed, the page that answers
/// is that of the present address: the one of before would lead there, and what was typed would be lost.
async fn follow(sent: &mut Sent<Fields>, slug: &str) -> Result<String, AppError> {
    let slug = check_slug(slug).ok().flatten().ok_or_else(|| AppError::NotFound("Product".to_owned()))?;
    let Some(present) = products::moved_to(sent.backend(), &slug).await? else { return Ok(slug) };
    if let Ok(address) = ["/products/", &present, "/review"].concat().parse() {
        sent.parts.uri = address;
    }
    Ok(present)
}

/// Saves the review that was sent, or deletes it where the form says so; answers where to go then. The product's page
/// has words for each.
async fn save_review(sent: &Sent<Fields>, slug: &str) -> Result<String, AppError> {
    let user = sent.user().await?;
    if let Some(id) = value(&sent.form, "delete") {
        let id = Uuid::try_parse(id).map_err(|_| AppError::NotFound("Review".to_owned()))?;
        reviews::service::delete(sent.backend(), &user, ReviewId(id)).await?;
        return Ok(after_deletion(sent, slug).await);
    }
    let text = |name| value(&sent.form, name).unwrap_or_default().to_owned();
    let form = ReviewForm { rating: text("rating"), title: text("title"), body: text("body") };
    reviews::service::save(sent.backend(), &user, slug, &form).await?;
    Ok(["/products/", slug, "#review-saved"].concat())
}

/// The product's page; the list of one's reviews for whoever came from there, or where the product has no page any
/// more.
async fn after_deletion(sent: &Sent<Fields>, slug: &str) -> String {
    if sent.parts.uri.query().is_some_and(|query| query.split('&').any(|part| part.starts_with(DELETING))) {
        return DELETED_ADDRESS.to_owned();
    }
    let shown = products::recently_viewed(sent.backend(), &[slug.to_owned()]).await;
    if shown.is_ok_and(|cards| !cards.is_empty()) {
        ["/products/", slug, "#review-deleted"].concat()
    } else {
        DELETED_ADDRESS.to_owned()
    }
}

async fn create(sent: Sent<Fields>) -> Response {
    let outcome = async {
        let user = sent.user().await?;
        own::service::create(sent.backend(), &user, &own_form(&sent.form)).await.map(|_| ())
    }
    .await;
    let next = saved_as(&sent.form);
    answer(sent, outcome, &next).await
}

async fn update(Path(id): Path<String>, sent: Sent<Fields>) -> Response {
    if value(&sent.form, "delete").is_some() {
        return delete(&id, sent).await;
    }
    let next = saved_as(&sent.form);
    let outcome = save_product(&sent, &id).await;
    match outcome {
        // The same page, with both sides to choose from.
        Ok(Saved::Stale(both)) => {
            page_knowing(&sent.state, sent.parts, StatusCode::CONFLICT.as_u16(), *both).await
        }
        outcome => answer(sent, outcome.map(|_| ()), &next).await,
    }
}

/// The list of one's own products, which says what the product is now.
fn saved_as(fields: &[(String, String)]) -> String {
    own::list_after(value(fields, "status").unwrap_or_default())
}

async fn delete(id: &str, mut sent: Sent<Fields>) -> Response {
    let outcome = async {
        let user = sent.user().await?;
        let version = value(&sent.form, "version").unwrap_or_default();
        own::service::delete(sent.backend(), &user, product_id(id)?, version).await
    }
    .await;
    // The page is to show the product as it is now, and with its present version.
    if matches!(outcome, Err(AppError::Conflict(_))) {
        sent.form.clear();
    }
    answer(sent, outcome, &own::list_after("deleted")).await
}

/// The forms of one picture: what is on it, where it stands, and off with it.
async fn change_picture(Path(id): Path<String>, sent: Sent<Fields>) -> Response {
    let task = value(&sent.form, "task").unwrap_or_default();
    let picture = value(&sent.form, "picture").and_then(|id| Uuid::try_parse(id).ok());
    let outcome = async {
        let user = sent.user().await?;
        let product = product_id(&id)?;
        let picture = picture.ok_or_else(|| AppError::NotFound("Picture".to_owned()))?;
        match task {
            "remove" => pictures::remove(sent.backend(), &user, product, picture).await.map(|()| true),
            "up" => pictures::shift(sent.backend(), &user, product, picture, Way::Up).await,
            "down" => pictures::shift(sent.backend(), &user, product, picture, Way::Down).await,
            _ => {
                let alt = value(&sent.form, "alt").unwrap_or_default();
                let done = pictures::describe(sent.backend(), &user, product, picture, alt).await;
                done.map(|()| true).map_err(of_the_form)
            }
        }
    }
    .await;
    let pictures = [OWN_PRODUCTS, "/", &id, "/pictures"].concat();
    // A picture at the end of the order stayed where it was: nothing is said to have been moved.
    let next = match outcome {
        Ok(false) => pictures,
        _ => [&pictures, "?saved=", &done_to(picture.unwrap_or_default(), task)].concat(),
    };
    answer(sent, outcome.map(|_| ()), &next).await
}

/// What the page of pictures is told of one that something was done to. The button by which it was moved keeps the
/// focus.
fn done_to(picture: Uuid, task: &str) -> String {
    match task {
        "remove" => "removed".to_owned(),
        "up" | "down" => ["moved-", task, "&moved=", &picture.to_string()].concat(),
        _ => "described".to_owned(),
    }
}

/// What is wrong with one of many fields of a name, told for the form.
fn of_the_form(error: AppError) -> AppError {
    match error {
        AppError::Validation(errors) => {
            AppError::field("__all__", errors.first("alt").unwrap_or("Check the description"))
        }
        other => other,
    }
}

fn product_id(id: &str) -> Result<ProductId, AppError> {
    Uuid::try_parse(id).map(ProductId).map_err(|_| AppError::NotFound("Product".to_owned()))
}

async fn save_product(sent: &Sent<Fields>, id: &str) -> Result<Saved, AppError> {
    let user = sent.user().await?;
    if let Some(errors) = missing(&sent.form) {
        return Err(AppError::Validation(errors));
    }
    own::service::update(sent.backend(), &user, product_id(id)?, &own_form(&sent.form)).await
}

/// Leads on, or answers with the same page, what is wrong and all that was typed.
async fn answer(mut sent: Sent<Fields>, outcome: Result<(), AppError>, next: &str) -> Response {
    let fields = std::mem::take(&mut sent.form);
    let typed: Vec<(&str, &str)> =
        fields.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    sent.answer(outcome, next, &typed).await
}

/// Where two sides are to choose from and nothing was chosen, the field is not sent: it is no empty one.
fn missing(fields: &[(String, String)]) -> Option<FieldErrors> {
    let mut errors = FieldErrors::default();
    for (name, _) in FIELDS {
        if value(fields, name).is_none() {
            errors.add(name, "Choose what stays");
        }
    }
    (!errors.is_empty()).then_some(errors)
}

fn own_form(fields: &[(String, String)]) -> OwnForm {
    let mut form = OwnForm::default();
    for (name, value) in fields {
        if let Some(field) = form.field_mut(name) {
            field.clone_from(value);
        }
    }
    form
}

fn value<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(names: &[&str]) -> Fields {
        names.iter().map(|name| ((*name).to_owned(), (*name).to_owned())).collect()
    }

    #[test]
    fn a_side_that_was_not_chosen_is_asked_for_and_not_taken_as_empty() {
        let all = FIELDS.map(|(name, _)| name);
        assert_eq!(missing(&sent(&all)), None);
        let errors = missing(&sent(&all[1..])).unwrap();
        assert_eq!(errors.first(all[0]), Some("Choose what stays"));
        assert_eq!(errors.0.len(), 1);
    }

    #[test]
    fn the_page_of_pictures_is_told_which_one_was_moved_and_nothing_that_was_sent() {
        let moved = "moved-up&moved=00000000-0000-0000-0000-000000000000";
        assert_eq!(done_to(Uuid::nil(), "up"), moved);
        assert_eq!(done_to(Uuid::nil(), "remove"), "removed");
        for odd in ["", "save", "//evil.example", "up&x=1"] {
            assert_eq!(done_to(Uuid::nil(), odd), "described", "{odd}");
        }
    }

    #[test]
    fn every_field_that_is_sent_is_read_and_no_other() {
        let form = own_form(&sent(&["name", "price", "seen_stock", "created_by"]));
        assert_eq!((form.name.as_str(), form.price.as_str(), form.slug.as_str()), ("name", "price", ""));
        assert_eq!(form.seen_stock, "seen_stock");
    }
}
