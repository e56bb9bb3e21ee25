//! What machines look for at fixed addresses (SPEC W8): site map, robots, web app manifest.

use std::fmt::Write as _;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{AppState, site};
use crate::catalog::category;
use crate::catalog::product::addresses;
use crate::error::AppError;
use crate::infra::Backend;
use crate::paging::place::Place;

/// Addresses in one file of the site map; the protocol allows 50,000.
const IN_ONE_FILE: u32 = 10_000;
/// What the first file's address says instead of a place.
const START: &str = "start";

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(sitemap))
        .route("/manifest.webmanifest", get(manifest))
}

async fn robots(State(backend): State<Backend>) -> String {
    let shop = &backend.settings.vitrine.public_url;
    format!(
        "User-agent: *\nDisallow: /fn/\nDisallow: /api/\nDisallow: /products?*q=\n\nSitemap: {shop}/sitemap.xml\n"
    )
}

async fn manifest(State(backend): State<Backend>) -> Response {
    let Some(mut manifest) = site::bytes("manifest.webmanifest")
        .and_then(|file| serde_json::from_slice::<serde_json::Value>(&file).ok())
    else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let name = &backend.settings.vitrine.shop_name;
    manifest["name"] = name.as_str().into();
    manifest["short_name"] = name.as_str().into();
    ([(header::CONTENT_TYPE, HeaderValue::from_static("application/manifest+json"))], manifest.to_string())
        .into_response()
}

#[derive(serde::Deserialize)]
struct Part {
    /// Where the part begins; `start` for the first one.
    from: Option<String>,
}

/// The site map: an index of files when the shop is large, else the one file.
async fn sitemap(State(backend): State<Backend>, Query(part): Query<Part>) -> Result<Response, AppError> {
    let shop = &backend.settings.vitrine.public_url;
    let body = match part.from.as_deref() {
        None if category::service::tree(&backend).await?.total() > IN_ONE_FILE => {
            index(shop, &addresses::parts(&backend, IN_ONE_FILE).await?)
        }
        None | Some(START) => first_part(&backend, shop).await?,
        Some(place) => later_part(&backend, shop, place.parse()?).await?,
    };
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"))], body).into_response())
}

fn index(shop: &str, parts: &[Place]) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    let later = parts.iter().skip(1).map(ToString::to_string);
    for part in std::iter::once(START.to_owned()).chain(later) {
        let _ = writeln!(xml, "<sitemap><loc>{shop}/sitemap.xml?from={part}</loc></sitemap>");
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

/// The pages that are no product's, and the first products.
async fn first_part(backend: &Backend, shop: &str) -> Result<String, AppError> {
    let tree = category::service::tree(backend).await?;
    let categories = tree.slugs().map(|slug| format!("/categories/{slug}"));
    let mut xml = String::new();
    for path in ["/".to_owned(), "/products".to_owned()].into_iter().chain(categories) {
        let _ = writeln!(xml, "<url><loc>{shop}{path}</loc></url>");
    }
    push_products(&mut xml, backend, shop, Place::first()).await?;
    Ok(file(&xml))
}

async fn later_part(backend: &Backend, shop: &str, from: Place) -> Result<String, AppError> {
    let mut xml = String::new();
    push_products(&mut xml, backend, shop, from).await?;
    // A file without an address is none.
    if xml.is_empty() { Err(AppError::NotFound("Page".to_owned())) } else { Ok(file(&xml)) }
}

async fn push_products(xml: &mut String, backend: &Backend, shop: &str, from: Place) -> Result<(), AppError> {
    for (slug, changed) in addresses::part(backend, from, IN_ONE_FILE).await? {
        let _ = writeln!(
            xml,
            "<url><loc>{shop}/products/{slug}</loc><lastmod>{}</lastmod></url>",
            changed.format("%Y-%m-%d")
        );
    }
    Ok(())
}

fn file(addresses: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n{addresses}</urlset>\n"
    )
}
