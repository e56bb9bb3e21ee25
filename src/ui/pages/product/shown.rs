//! What a product's page is. The server writes it out: the browser's program puts the text in its place.

use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use server_fn::codec::GetUrl;

#[cfg(feature = "ssr")]
use crate::catalog::product::model::ProductAt;
use crate::error::AppError;
#[cfg(feature = "ssr")]
use crate::ui::json_ld;
#[cfg(feature = "ssr")]
use crate::ui::late::late;
use crate::ui::pages::written::Written;
#[cfg(feature = "ssr")]
use crate::ui::shop::ShopInfo;

/// What stands at a product's address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum ProductShown {
    /// The page.
    Here(Box<ProductText>),
    /// The slug that the product moved to.
    Moved(String),
}

/// A product's page as text.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ProductText {
    /// The product's slug.
    pub slug: String,
    /// Its name, the page's title.
    pub name: String,
    /// Path of its first picture, for previews.
    pub picture: Option<String>,
    /// The page itself.
    pub page: Written,
}

/// A product's page, or where it moved to (SPEC W3). It stands beside what writes the page
/// (docs/decisions/0017-product-page-function.md).
///
/// # Errors
/// "Product not found".
#[server(name = GetProduct, prefix = "/fn", endpoint = "product", input = GetUrl)]
pub(crate) async fn get_product(slug: String) -> Result<ProductShown, AppError> {
    let (shop, reply) = (ShopInfo::current(), use_context());
    let (product, said) = match crate::server_fns::catalog::product_page(&slug).await? {
        (ProductAt::Here(product), said) => (product, said.unwrap_or_default()),
        (ProductAt::Moved(slug), _) => return Ok(ProductShown::Moved(slug)),
    };
    let page = Written {
        description: product.summary.clone(),
        html: late(super::text::html(&product, &said, &shop, reply.as_ref())),
        json: json_ld::of_product(&shop, &product, &said.reviews),
    };
    Ok(ProductShown::Here(Box::new(ProductText {
        picture: product.pictures.first().map(|picture| picture.url(1200)),
        slug: product.card.slug,
        name: product.card.name,
        page,
    })))
}
