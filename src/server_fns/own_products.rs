//! Server functions of a creator's own products (SPEC W12).

#![allow(missing_docs, reason = "the macro makes structures of the arguments")]

use leptos::prelude::*;
use server_fn::codec::GetUrl;

use crate::catalog::product::model::ProductId;
use crate::catalog::product::own::{OwnEdit, OwnForm, OwnPictures, OwnProducts, Saved};
use crate::error::AppError;

/// A part of the caller's own products; `after` is the `next` of the part before.
///
/// # Errors
/// A caller who is not signed in; "Page not found".
#[server(name = ListOwnProducts, prefix = "/fn", endpoint = "own-products", input = GetUrl)]
pub async fn list_own_products(#[server(default)] after: Option<String>) -> Result<OwnProducts, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome =
        async { crate::catalog::product::own::service::list(&backend, &user.await?, after.as_deref()).await };
    super::answer(response, outcome.await)
}

/// What the form of a product starts from; of a new one where no id is given.
///
/// # Errors
/// A caller who is not signed in, or may not; "Product not found".
#[server(name = EditOwnProduct, prefix = "/fn", endpoint = "own-product", input = GetUrl)]
pub async fn edit_own_product(#[server(default)] id: Option<ProductId>) -> Result<OwnEdit, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome = async {
        let user = user.await?;
        match id {
            Some(id) => crate::catalog::product::own::service::edit(&backend, &user, id).await,
            None => crate::catalog::product::own::service::blank(&backend, &user).await,
        }
    };
    super::answer(response, outcome.await)
}

/// The pictures of a product of the caller's own.
///
/// # Errors
/// A caller who is not signed in, or may not; "Product not found".
#[server(name = GetOwnPictures, prefix = "/fn", endpoint = "own-pictures", input = GetUrl)]
pub async fn own_pictures(id: ProductId) -> Result<OwnPictures, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome = async { crate::catalog::product::own::pictures::list(&backend, &user.await?, id).await };
    super::answer(response, outcome.await)
}

/// Creates a product of the caller's own (SPEC S1).
///
/// # Errors
/// A caller who is not signed in; the fields that cannot be taken.
#[server(name = CreateOwnProduct, prefix = "/fn", endpoint = "create-own-product")]
pub async fn create_own_product(form: OwnForm) -> Result<ProductId, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome =
        async { crate::catalog::product::own::service::create(&backend, &user.await?, &form).await };
    super::answer(response, outcome.await)
}

/// Changes a product of the caller's own, or answers both sides where somebody else changed it since (SPEC S2).
///
/// # Errors
/// A caller who is not signed in, or may not; "Product not found"; "Insufficient stock"; the fields that cannot be
/// taken.
#[server(name = UpdateOwnProduct, prefix = "/fn", endpoint = "update-own-product")]
pub async fn update_own_product(id: ProductId, form: OwnForm) -> Result<Saved, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let user = crate::extract::user();
    let outcome =
        async { crate::catalog::product::own::service::update(&backend, &user.await?, id, &form).await };
    super::answer(response, outcome.await)
}
