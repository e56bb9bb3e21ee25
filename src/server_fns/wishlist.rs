//! Server functions of the wish list. Each works for visitors too: theirs is in the session.

#![allow(missing_docs, reason = "the macro makes structures of the arguments")]

use leptos::prelude::*;
use server_fn::codec::GetUrl;

use crate::catalog::product::model::ProductCard;
#[cfg(feature = "ssr")]
use crate::catalog::wishlist::service::{self, Keeper};
use crate::error::AppError;

/// Who asks, and what their wish list is reached by.
#[cfg(feature = "ssr")]
struct Asker {
    backend: crate::infra::Backend,
    visitor: crate::accounts::caller::Visitor,
    session: tower_sessions::Session,
    client: crate::accounts::session::Client,
}

#[cfg(feature = "ssr")]
impl Asker {
    /// Of the request that is answered; the context is read at once.
    fn present() -> impl Future<Output = Result<Self, AppError>> {
        let (backend, visitor) = (super::backend(), crate::extract::visitor());
        let (session, client) = (crate::extract::session(), crate::extract::client());
        async { Ok(Self { visitor: visitor.await?, backend: backend?, session: session?, client: client? }) }
    }

    fn keeper(&self) -> Keeper<'_> {
        Keeper::of(&self.visitor, &self.session, &self.client)
    }
}

/// The products of the caller's wish list, the last kept first (SPEC W7).
///
/// # Errors
/// When the database does not answer.
#[server(name = GetWishlist, prefix = "/fn", endpoint = "wishlist", input = GetUrl)]
pub async fn get_wishlist() -> Result<Vec<ProductCard>, AppError> {
    let (response, asker) = (use_context(), Asker::present());
    super::keep_private(response.as_ref());
    let outcome = async {
        let asker = asker.await?;
        service::list(&asker.backend, asker.keeper()).await
    };
    super::answer(response, outcome.await)
}

/// Whether the caller keeps a product.
///
/// # Errors
/// "Product not found", for what cannot be a slug.
#[server(name = IsKept, prefix = "/fn", endpoint = "is-kept", input = GetUrl)]
pub async fn is_kept(slug: String) -> Result<bool, AppError> {
    let (response, asker) = (use_context(), Asker::present());
    super::keep_private(response.as_ref());
    let outcome = async {
        let asker = asker.await?;
        service::contains(&asker.backend, asker.keeper(), &slug).await
    };
    super::answer(response, outcome.await)
}

/// Keeps a product (SPEC W7).
///
/// # Errors
/// "Product not found"; a wish list that is full; too many new wish lists from one address.
#[server(name = Keep, prefix = "/fn", endpoint = "keep")]
pub async fn keep(slug: String) -> Result<(), AppError> {
    let (response, asker) = (use_context(), Asker::present());
    let outcome = async {
        let asker = asker.await?;
        service::add(&asker.backend, asker.keeper(), &slug).await
    };
    super::answer(response, outcome.await)
}

/// Takes a product off the wish list (SPEC W7).
///
/// # Errors
/// When the database does not answer.
#[server(name = DropKept, prefix = "/fn", endpoint = "drop")]
pub async fn drop_kept(slug: String) -> Result<(), AppError> {
    let (response, asker) = (use_context(), Asker::present());
    let outcome = async {
        let asker = asker.await?;
        service::remove(&asker.backend, asker.keeper(), &slug).await
    };
    super::answer(response, outcome.await)
}
