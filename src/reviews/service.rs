//! Use cases of reviews.
//!
//! Who changes a review first locks its product, then writes, then counts: so the number and the mean are exact
//! whoever writes at the same moment. The change of the product tells every running program to drop what it
//! remembers.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::input::ReviewForm;
use super::model::{
    Distribution, FORMER_CUSTOMER, ListedReview, OwnReview, OwnReviews, Review, ReviewId, ReviewList,
};
use super::store;
use crate::accounts::audit as trail;
use crate::accounts::caller::User;
use crate::accounts::model::{Action, Kind, Permission};
use crate::catalog::product::input::check_slug;
use crate::catalog::product::model::{ProductCard, ProductId};
use crate::catalog::product::service as products;
use crate::error::{AppError, ConstraintWords, explain, internal};
use crate::infra::Backend;
use crate::paging::place::Place;

/// Reviews on a product's page: the newest. The others are a link away. [`FIRST_PAGE`] asks for one more, which tells
/// whether there are others.
const FIRST: usize = 5;
/// Reviews on a page of nothing else.
const PAGE: usize = 10;
/// One more than such a page holds.
const PAGE_AND_ONE: i64 = 11;

/// What the constraints of reviews say in words.
pub(super) const WORDS: &ConstraintWords = &[
    ("reviews_user_product_key", "__all__", "You have written a review of this product already"),
    ("reviews_user_fkey", "__all__", "Your account is no longer there"),
    ("reviews_rating_range", "rating", "Choose 1 to 5 stars"),
    ("reviews_title_length", "title", "1 to 120 characters"),
    ("reviews_body_length", "body", "At most 5000 characters"),
];

/// A page of the approved reviews of a published product, newest first; `after` is the `next` of the page before
/// (SPEC W3).
///
/// # Errors
/// "Product not found"; "Page not found" for an `after` that no page gave.
pub async fn list(backend: &Backend, slug: &str, after: Option<&str>) -> Result<ReviewList, AppError> {
    let after = Place::after(after)?;
    let (stars, rows) = store::list::page(&backend.readers, &product_slug(slug)?, after, PAGE_AND_ONE)
        .await?
        .ok_or_else(no_product)?;
    Ok(page(stars, rows, PAGE))
}

/// SQL for the first page of the reviews of a product `p`, as text: for whoever reads the product anyway.
pub const FIRST_PAGE: &str = store::list::FIRST_PAGE;

/// The page that [`FIRST_PAGE`] gives: the beginning of what [`list`] answers without a place.
///
/// # Errors
/// When the text is something else.
pub fn read_first_page(text: &str) -> Result<ReviewList, AppError> {
    let (stars, rows) = serde_json::from_str(text).map_err(|error| internal(&error))?;
    Ok(page(stars, rows, FIRST))
}

fn page(stars: store::list::Stars, mut rows: Vec<store::list::ReviewRow>, most: usize) -> ReviewList {
    let next = cut(&mut rows, most, |last| Place { at: last.created_at, id: last.id });
    let distribution =
        Distribution { stars: stars.map(|reviews| u32::try_from(reviews).unwrap_or(u32::MAX)) };
    let reviews = rows.into_iter().map(shown).collect();
    ReviewList { reviews, next, rating: distribution.rating(), distribution }
}

/// Leaves so many rows; answers the place of the last one where there were more.
fn cut<T>(rows: &mut Vec<T>, most: usize, place: impl FnOnce(&T) -> Place) -> Option<String> {
    let has_more = rows.len() > most;
    rows.truncate(most);
    rows.last().filter(|_| has_more).map(|last| place(last).to_string())
}

/// A part of the caller's own reviews, newest first: whatever moderation says of them, and also where the product is not
/// in the shop any more; `after` is the `next` of the part before (SPEC W6).
///
/// # Errors
/// "Page not found" for an `after` that no part gave.
pub async fn list_own(backend: &Backend, user: &User, after: Option<&str>) -> Result<OwnReviews, AppError> {
    let after = Place::after(after)?;
    let mut rows = store::list::of_user(&backend.readers, user.id().0, after, PAGE_AND_ONE).await?;
    let next = cut(&mut rows, PAGE, |last| Place { at: last.created_at, id: last.id });
    if rows.is_empty() {
        return Ok(OwnReviews::default());
    }
    let ids: Vec<ProductId> = rows.iter().map(|row| ProductId(row.product_id)).collect();
    let mut cards = products::by_ids(backend, &ids).await?;
    let reviews = rows.into_iter().map(|row| {
        let product = cards.iter().position(|card| card.slug == row.slug).map(|at| cards.swap_remove(at));
        listed(row, product)
    });
    Ok(OwnReviews { reviews: reviews.collect(), next })
}

/// The caller's own review of a product, by the product's slug or one of before (SPEC D6): whatever moderation says of
/// it, and also when the product is not in the shop any more (SPEC W6).
///
/// # Errors
/// "Product not found", for what cannot be a slug.
pub async fn own(backend: &Backend, user: &User, slug: &str) -> Result<Option<OwnReview>, AppError> {
    Ok(store::own(&backend.pool, user.id().0, &product_slug(slug)?).await?.map(own_review))
}

/// Writes the caller's review of a published product, or changes the one that is there: what the form on the
/// product's page does, however often it is sent (SPEC D8, W6). A form that was drawn before the product got another
/// slug does so too (SPEC D6).
///
/// # Errors
/// "Product not found"; the fields that cannot be taken. Both change nothing.
pub async fn save(
    backend: &Backend,
    user: &User,
    slug: &str,
    form: &ReviewForm,
) -> Result<OwnReview, AppError> {
    let checked = form.check()?;
    let mut transaction = backend.pool.begin().await?;
    let product = lock(&mut transaction, slug).await?;
    // Nobody else writes a review of this product meanwhile, so it is still true below.
    let found = store::find(&mut transaction, user.id().0, product).await?;
    let (id, action) = found.map_or_else(|| (Uuid::now_v7(), "created"), |id| (id, "changed"));
    let entry =
        trail::begin_if_staff(&mut transaction, user, action, Kind::Review, id, &checked.title).await?;
    let row = match found {
        Some(id) => store::update(&mut transaction, id, &checked)
            .await
            .map_err(explain(WORDS))?
            .ok_or_else(no_review)?,
        None => store::insert(&mut transaction, id, product, user.id().0, &checked)
            .await
            .map_err(explain(WORDS))?,
    };
    store::count_product(&mut transaction, product).await?;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    Ok(own_review(row))
}

/// Deletes a review: its writer may, and staff with the permission to delete reviews (SPEC W6, A10), whatever became of
/// the product.
///
/// # Errors
/// "Review not found"; a caller who may not. Both change nothing.
pub async fn delete(backend: &Backend, user: &User, id: ReviewId) -> Result<(), AppError> {
    let mut transaction = backend.pool.begin().await?;
    delete_within(&mut transaction, user, id).await?;
    transaction.commit().await?;
    Ok(())
}

/// As [`delete`], within the caller's transaction.
pub(super) async fn delete_within(
    connection: &mut PgConnection,
    user: &User,
    id: ReviewId,
) -> Result<(), AppError> {
    let place = store::lock_product_of(connection, id.0).await?.ok_or_else(no_review)?;
    if place.user_id != Some(user.id().0) {
        user.staff()?.must(Permission::new(Action::Delete, Kind::Review))?;
    }
    let entry = trail::begin_if_staff(connection, user, "deleted", Kind::Review, id.0, &place.title).await?;
    if !store::delete(connection, id.0).await? {
        return Err(no_review());
    }
    store::count_product(connection, place.product_id).await?;
    trail::finish(connection, entry).await?;
    Ok(())
}

/// Corrects the number and the mean of reviews of every product where they are wrong; the schedule calls this
/// once a day (SPEC J3). Answers how many were wrong.
///
/// # Errors
/// When the database does not answer.
pub async fn recount(backend: &Backend) -> Result<u64, AppError> {
    let mut transaction = backend.pool.begin().await?;
    let wrong = recount_within(&mut transaction).await?;
    transaction.commit().await?;
    if wrong > 0 {
        tracing::warn!(products = wrong, "numbers and means of reviews were wrong and are corrected");
    }
    Ok(wrong)
}

/// As [`recount`], within the caller's transaction.
pub(super) async fn recount_within(connection: &mut PgConnection) -> Result<u64, AppError> {
    let wrong = store::lock_wrong_products(connection).await?;
    Ok(if wrong.is_empty() { 0 } else { store::count_products(connection, &wrong).await? })
}

async fn lock(connection: &mut PgConnection, slug: &str) -> Result<Uuid, AppError> {
    store::lock_product(connection, &product_slug(slug)?).await?.ok_or_else(no_product)
}

fn product_slug(slug: &str) -> Result<String, AppError> {
    check_slug(slug).ok().flatten().ok_or_else(no_product)
}

fn shown(row: store::list::ReviewRow) -> Review {
    Review {
        id: ReviewId(row.id),
        author: row.username.unwrap_or_else(|| FORMER_CUSTOMER.to_owned()),
        avatar: row.avatar,
        rating: stars(row.rating),
        title: row.title,
        body: row.body,
        written_on: day(row.created_at),
        is_edited: row.is_edited,
        is_verified: row.verified_purchase,
    }
}

fn listed(row: store::list::ListedRow, product: Option<ProductCard>) -> ListedReview {
    let store::list::ListedRow { id, created_at, slug, rating, title, body, status, is_edited, .. } = row;
    ListedReview {
        review: own_review(store::OwnRow { id, rating, title, body, status }),
        written_on: day(created_at),
        is_edited,
        slug,
        product,
    }
}

fn day(time: DateTime<Utc>) -> String {
    time.format("%Y-%m-%d").to_string()
}

fn own_review(row: store::OwnRow) -> OwnReview {
    OwnReview {
        id: ReviewId(row.id),
        rating: stars(row.rating),
        title: row.title,
        body: row.body,
        status: row.status,
    }
}

pub(super) fn stars(rating: i16) -> u8 {
    u8::try_from(rating).unwrap_or_default()
}

pub(super) fn no_product() -> AppError {
    AppError::NotFound("Product".to_owned())
}

pub(super) fn no_review() -> AppError {
    AppError::NotFound("Review".to_owned())
}
