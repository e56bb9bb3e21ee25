//! Server functions of reviews.

#![allow(missing_docs, reason = "the macro makes structures of the arguments")]

use leptos::prelude::*;
use server_fn::codec::GetUrl;

use crate::error::AppError;
use crate::reviews::model::{OwnReview, OwnReviews, ReviewId, ReviewList};

/// A page of a product's reviews with the distribution of stars; `after` is the `next` of the page before
/// (SPEC W3).
///
/// # Errors
/// "Product not found"; "Page not found".
#[server(name = ListReviews, prefix = "/fn", endpoint = "reviews", input = GetUrl)]
pub async fn list_reviews(
    slug: String,
    #[server(default)] after: Option<String>,
) -> Result<ReviewList, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    super::answer(response, crate::reviews::service::list(&backend, &slug, after.as_deref()).await)
}

/// The caller's own review of a product, where there is one (SPEC W6).
///
/// # Errors
/// A caller who is not signed in.
#[server(name = MyReview, prefix = "/fn", endpoint = "my-review", input = GetUrl)]
pub async fn my_review(slug: String) -> Result<Option<OwnReview>, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome = async { crate::reviews::service::own(&backend, &user.await?, &slug).await };
    super::answer(response, outcome.await)
}

/// A part of the caller's own reviews, newest first; `after` is the `next` of the part before (SPEC W6).
///
/// # Errors
/// A caller who is not signed in; "Page not found".
#[server(name = ListOwnReviews, prefix = "/fn", endpoint = "own-reviews", input = GetUrl)]
pub async fn list_own_reviews(#[server(default)] after: Option<String>) -> Result<OwnReviews, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome = async { crate::reviews::service::list_own(&backend, &user.await?, after.as_deref()).await };
    super::answer(response, outcome.await)
}

/// Writes the caller's review of a product, or changes the one that is there (SPEC W6).
///
/// # Errors
/// A caller who is not signed in; "Product not found"; the fields that cannot be taken.
#[server(name = SaveReview, prefix = "/fn", endpoint = "save-review")]
pub async fn save_review(
    slug: String,
    #[server(default)] rating: String,
    #[server(default)] title: String,
    #[server(default)] body: String,
) -> Result<OwnReview, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let form = crate::reviews::input::ReviewForm { rating, title, body };
    let user = crate::extract::user();
    let outcome = async { crate::reviews::service::save(&backend, &user.await?, &slug, &form).await };
    super::answer(response, outcome.await)
}

/// Deletes a review: the caller's own, or any for staff who may (SPEC W6).
///
/// # Errors
/// A caller who is not signed in, or may not; "Review not found".
#[server(name = DeleteReview, prefix = "/fn", endpoint = "delete-review")]
pub async fn delete_review(id: ReviewId) -> Result<(), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome = async { crate::reviews::service::delete(&backend, &user.await?, id).await };
    super::answer(response, outcome.await)
}
