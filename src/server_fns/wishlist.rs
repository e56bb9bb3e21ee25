//! Server functions of the wish list. Each works for visitors too: theirs is in the session.

#![allow(missing_docs, reason = "the macro makes structures of the arguments")]

use leptos::prelude::*;
use server_fn::codec::GetUrl;

use crate::catalog::product::model::ProductCard;
#[cfg(feature = "ssr")]
use crate::catalog::wishlist::service::{self, Keeper};
use crate::error::AppError;

/// The products of the caller's wish list, the last kept first (SPEC W7).
///
/// # Errors
/// When the database does not answer.
#[server(name = GetWishlist, prefix = "/fn", endpoint = "wishlist", input = GetUrl)]
pub async fn get_wishlist() -> Result<Vec<ProductCard>, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let (visitor, session) = (crate::extract::visitor(), crate::extract::session());
    let outcome = async {
        let (visitor, session) = (visitor.await?, session?);
        service::list(&backend, Keeper::of(&visitor, &session)).await
    };
    super::answer(response, outcome.await)
}

/// Whether the caller keeps a product.
///
/// # Errors
/// "Product not found", for what cannot be a slug.
#[server(name = IsKept, prefix = "/fn", endpoint = "is-kept", input = GetUrl)]
pub async fn is_kept(slug: String) -> Result<bool, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let (visitor, session) = (crate::extract::visitor(), crate::extract::session());
    let outcome = async {
        let (visitor, session) = (visitor.await?, session?);
        service::contains(&backend, Keeper::of(&visitor, &session), &slug).await
    };
    super::answer(response, outcome.await)
}

/// Keeps a product (SPEC W7).
///
/// # Errors
/// "Product not found"; a wish list that is full.
#[server(name = Keep, prefix = "/fn", endpoint = "keep")]
pub async fn keep(slug: String) -> Result<(), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let (visitor, session) = (crate::extract::visitor(), crate::extract::session());
    let outcome = async {
        let (visitor, session) = (visitor.await?, session?);
        service::add(&backend, Keeper::of(&visitor, &session), &slug).await
    };
    super::answer(response, outcome.await)
}

/// Takes a product off the wish list (SPEC W7).
///
/// # Errors
/// When the database does not answer.
#[server(name = DropKept, prefix = "/fn", endpoint = "drop")]
pub async fn drop_kept(slug: String) -> Result<(), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let (visitor, session) = (crate::extract::visitor(), crate::extract::session());
    let outcome = async {
        let (visitor, session) = (visitor.await?, session?);
        service::remove(&backend, Keeper::of(&visitor, &session), &slug).await
    };
    super::answer(response, outcome.await)
}
