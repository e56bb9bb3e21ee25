//! What a product's page is drawn from. The server writes the reviews out: the browser's program puts the text in
//! its place and knows nothing of reviews.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

use crate::catalog::product::model::ProductAt;
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::ui::json_ld;

/// What stands at a product's address, with what is said of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProductShown {
    /// The product, or where it moved to.
    pub at: ProductAt,
    /// Its reviews, as HTML.
    pub reviews: String,
    /// The first of them for search engines, as JSON: on the server alone.
    #[serde(skip)]
    pub reviews_json: String,
}

/// A product with its reviews, or where it moved to (SPEC W3). It stands beside what writes the reviews out
/// (docs/decisions/0017-product-page-function.md).
///
/// # Errors
/// "Product not found".
#[server(name = GetProduct, prefix = "/fn", endpoint = "product", input = GetUrl)]
pub(crate) async fn get_product(slug: String) -> Result<ProductShown, AppError> {
    let (at, said) = crate::server_fns::catalog::product_page(&slug).await?;
    let (reviews, reviews_json) = match said {
        Some(list) => (super::reviews::section(&slug, &list), json_ld::of_reviews(&list.reviews)),
        None => (String::new(), String::new()),
    };
    Ok(ProductShown { at, reviews, reviews_json })
}
