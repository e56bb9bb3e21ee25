//! Use cases of the wish list (SPEC W7).

use tower_sessions::Session;
use uuid::Uuid;

use super::model::{MOST_OF_USER, MOST_OF_VISITOR};
use super::store;
use crate::accounts::caller::{User, Visitor};
use crate::accounts::session::Client;
use crate::accounts::throttle::{self, WISHLIST_BY_ADDRESS, address_key};
use crate::catalog::product;
use crate::catalog::product::input::check_slug;
use crate::catalog::product::model::{ProductCard, ProductId};
use crate::error::{AppError, ConstraintWords, explain, internal};
use crate::infra::Backend;

/// The name under which the session has a visitor's list: ids of products, the last kept first.
const KEPT: &str = "wishlist";

const WORDS: &ConstraintWords = &[
    ("wishlist_items_user_fkey", "__all__", "Your account is no longer there"),
    ("wishlist_items_product_fkey", "__all__", "Product not found"),
];

/// Whose wish list is meant.
#[derive(Clone, Copy)]
pub enum Keeper<'a> {
    /// That of somebody who is signed in.
    User(&'a User),
    /// That of somebody who is not, kept in the session, and where they come from.
    Visitor(&'a Session, &'a Client),
}

impl<'a> Keeper<'a> {
    /// The user where somebody is signed in, else the session.
    #[must_use]
    pub fn of(visitor: &'a Visitor, session: &'a Session, client: &'a Client) -> Self {
        visitor.user().map_or(Self::Visitor(session, client), Self::User)
    }
}

/// The published products of the wish list, the last kept first.
///
/// # Errors
/// When the database does not answer.
pub async fn list(backend: &Backend, keeper: Keeper<'_>) -> Result<Vec<ProductCard>, AppError> {
    let ids = match keeper {
        Keeper::User(user) => store::list(&backend.pool, user.id().0).await?,
        Keeper::Visitor(session, _) => kept(session).await?,
    };
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids: Vec<ProductId> = ids.into_iter().map(ProductId).collect();
    product::service::by_ids(backend, &ids).await
}

/// Keeps a published product; one that is kept already stays where it is.
///
/// # Errors
/// "Product not found"; a wish list that is full; too many new wish lists from one address. None of them changes
/// anything.
pub async fn add(backend: &Backend, keeper: Keeper<'_>, slug: &str) -> Result<(), AppError> {
    let slug = product_slug(slug)?;
    let product = store::published(&backend.pool, &slug).await?.ok_or_else(not_found)?;
    match keeper {
        Keeper::User(user) => {
            let (id, most) = (user.id().0, MOST_OF_USER.into());
            let is_new = store::insert(&backend.pool, id, product, most).await.map_err(explain(WORDS))?;
            // Asked afterwards, so that what a second click at the same moment kept is seen.
            if is_new || store::contains(&backend.pool, id, &slug).await? {
                Ok(())
            } else {
                Err(full(MOST_OF_USER))
            }
        }
        Keeper::Visitor(session, client) => {
            let mut ids = kept(session).await?;
            // Looked at once the cookie was: one that stands for nothing is forgotten by then.
            if ids.is_empty() && session.id().is_none() {
                let key = address_key(KEPT, client);
                throttle::service::hit(&backend.pool, &key, WISHLIST_BY_ADDRESS).await?;
            }
            if ids.contains(&product) {
                return Ok(());
            }
            if ids.len() >= MOST_OF_VISITOR {
                return Err(full(MOST_OF_VISITOR));
            }
            ids.insert(0, product);
            keep(session, &ids).await
        }
    }
}

/// Takes a product off, published or not; one that is not kept is no mistake.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(backend: &Backend, keeper: Keeper<'_>, slug: &str) -> Result<(), AppError> {
    let slug = product_slug(slug)?;
    match keeper {
        Keeper::User(user) => Ok(store::delete(&backend.pool, user.id().0, &slug).await?),
        Keeper::Visitor(session, _) => {
            let mut ids = kept(session).await?;
            let Some(product) = store::product(&backend.pool, &slug).await? else { return Ok(()) };
            let before = ids.len();
            ids.retain(|&id| id != product);
            // A session that has nothing to forget is left as it is.
            if ids.len() == before { Ok(()) } else { keep(session, &ids).await }
        }
    }
}

/// Whether a product is kept.
///
/// # Errors
/// When the database does not answer.
pub async fn contains(backend: &Backend, keeper: Keeper<'_>, slug: &str) -> Result<bool, AppError> {
    let slug = product_slug(slug)?;
    match keeper {
        Keeper::User(user) => Ok(store::contains(&backend.pool, user.id().0, &slug).await?),
        Keeper::Visitor(session, _) => {
            let ids = kept(session).await?;
            if ids.is_empty() {
                return Ok(false);
            }
            let product = store::product(&backend.pool, &slug).await?;
            Ok(product.is_some_and(|product| ids.contains(&product)))
        }
    }
}

/// Adds products to the wish list of a user who has just signed in, the last kept first, as far as there is room;
/// those that are no longer there, or are kept already, are left out.
///
/// # Errors
/// When the database does not answer.
pub async fn merge(backend: &Backend, user: &User, products: &[ProductId]) -> Result<(), AppError> {
    let ids: Vec<Uuid> = products.iter().map(|product| product.0).collect();
    store::insert_all(&backend.pool, user.id().0, &ids, MOST_OF_USER.into()).await.map_err(explain(WORDS))
}

/// Brings what the session kept before its user signed in to the user's wish list (SPEC W7). Called after a
/// sign-in; where nothing was kept it changes nothing, and [`keeps_any`] tells that without the user.
///
/// # Errors
/// When the database does not answer; then the session still keeps it, for the next sign-in.
pub async fn bring_along(backend: &Backend, user: &User, session: &Session) -> Result<(), AppError> {
    let ids = kept(session).await?;
    if ids.is_empty() {
        return Ok(());
    }
    let products: Vec<ProductId> = ids.into_iter().map(ProductId).collect();
    merge(backend, user, &products).await?;
    keep(session, &[]).await
}

/// Whether the session keeps anything.
///
/// # Errors
/// When the database does not answer.
pub async fn keeps_any(session: &Session) -> Result<bool, AppError> {
    Ok(!kept(session).await?.is_empty())
}

/// What the session keeps. A session without a cookie is not looked up.
async fn kept(session: &Session) -> Result<Vec<Uuid>, AppError> {
    Ok(session.get(KEPT).await.map_err(failed)?.unwrap_or_default())
}

async fn keep(session: &Session, ids: &[Uuid]) -> Result<(), AppError> {
    if ids.is_empty() {
        session.remove_value(KEPT).await.map_err(failed)?;
        return Ok(());
    }
    session.insert(KEPT, ids).await.map_err(failed)
}

fn product_slug(slug: &str) -> Result<String, AppError> {
    check_slug(slug).ok().flatten().ok_or_else(not_found)
}

fn full(most: impl std::fmt::Display) -> AppError {
    AppError::Conflict(format!("The wish list is full: it keeps {most} products"))
}

fn failed(error: tower_sessions::session::Error) -> AppError {
    internal(&error)
}

fn not_found() -> AppError {
    AppError::NotFound("Product".to_owned())
}
