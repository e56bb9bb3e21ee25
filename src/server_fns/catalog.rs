//! Server functions of the catalogue.

#![allow(missing_docs, reason = "the macro makes structures of the arguments")]

use leptos::prelude::*;
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::catalog::category::model::CategoryWindow;
#[cfg(feature = "ssr")]
use crate::catalog::product::model::{Home, ProductAt};
use crate::catalog::product::model::{ProductCard, ProductList, Suggestions};
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::reviews::model::ReviewList;

/// What the first page shows (SPEC W1). The pages' own server function calls it, which writes it out.
///
/// # Errors
/// When the database does not answer.
#[cfg(feature = "ssr")]
pub async fn home() -> Result<Home, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    super::answer(response, crate::catalog::product::service::home(&backend).await)
}

/// The answer where no page is.
///
/// # Errors
/// "Page not found", always.
#[cfg(feature = "ssr")]
pub fn no_such_page<T>() -> Result<T, AppError> {
    super::answer(use_context(), Err(AppError::NotFound("Page".to_owned())))
}

/// A page of the list that the query part of an address asks for (SPEC W2).
///
/// # Errors
/// A category or a page that is not there.
#[server(name = ListProducts, prefix = "/fn", endpoint = "products", input = GetUrl)]
pub async fn list_products(#[server(default)] query: String) -> Result<ProductList, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let filter = crate::catalog::product::filter::ProductFilter::from_query(&query);
    super::answer(response, crate::catalog::product::service::list(&backend, &filter).await)
}

/// A product, or where it moved to, and the first of its reviews (SPEC W3), in one statement. The page's own
/// server function calls it, which writes the reviews out.
///
/// # Errors
/// "Product not found".
#[cfg(feature = "ssr")]
pub async fn product_page(slug: &str) -> Result<(ProductAt, Option<ReviewList>), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let outcome = async {
        let beside = crate::reviews::service::FIRST_PAGE;
        let (product, said) = crate::catalog::product::service::by_slug_with(&backend, slug, beside).await?;
        let reviews = said.map(|said| crate::reviews::service::read_first_page(&said)).transpose()?;
        Ok((product, reviews))
    };
    super::answer(response, outcome.await)
}

/// The present slug of a published product that once had another (SPEC D6): pages about a product ask this where it
/// is not at the slug in their path.
///
/// # Errors
/// When the database does not answer.
#[server(name = ProductMovedTo, prefix = "/fn", endpoint = "product-moved", input = GetUrl)]
pub async fn product_moved_to(slug: String) -> Result<Option<String>, AppError> {
    let backend = super::backend()?;
    crate::catalog::product::service::moved_to(&backend, &slug).await
}

/// The present slug of a category that once had another (SPEC D6).
///
/// # Errors
/// When the database does not answer.
#[server(name = CategoryMovedTo, prefix = "/fn", endpoint = "category-moved", input = GetUrl)]
pub async fn category_moved_to(slug: String) -> Result<Option<String>, AppError> {
    let backend = super::backend()?;
    crate::catalog::category::service::moved_to(&backend, &slug).await
}

/// The whole category tree, each top category with its picture. The pages' own server function calls it, which
/// writes it out.
///
/// # Errors
/// When the database does not answer.
#[cfg(feature = "ssr")]
pub async fn all_categories() -> Result<Vec<CategoryWindow>, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let tree = crate::catalog::category::service::tree(&backend).await;
    super::answer(response, tree.map(|tree| tree.windows(usize::MAX)))
}

/// What a search box offers for what has been typed so far (SPEC W5).
///
/// # Errors
/// When the database does not answer.
#[server(name = Suggest, prefix = "/fn", endpoint = "suggest", input = GetUrl)]
pub async fn suggest(#[server(default)] query: String) -> Result<Suggestions, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    super::answer(response, crate::catalog::product::service::suggest(&backend, &query).await)
}

/// Published products by slug, slugs separated by commas (SPEC W7).
///
/// # Errors
/// When the database does not answer.
#[server(name = RecentlyViewed, prefix = "/fn", endpoint = "recently-viewed", input = GetUrl)]
pub async fn recently_viewed(#[server(default)] slugs: String) -> Result<Vec<ProductCard>, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let slugs: Vec<String> = slugs.split(',').filter(|slug| !slug.is_empty()).map(str::to_owned).collect();
    super::answer(response, crate::catalog::product::service::recently_viewed(&backend, &slugs).await)
}
