//! What machines look for at fixed addresses (SPEC W8): site map, robots, web app manifest.

use std::fmt::Write as _;

use axum::Router;
use axum::extract::{Query, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;

use super::{AppState, site};
use crate::catalog::category;
use crate::catalog::product::service;
use crate::error::AppError;
use crate::infra::Backend;

/// Addresses in one file of the site map; the protocol allows 50,000.
const IN_ONE_FILE: u32 = 10_000;

pub(super) fn routes() -> Router<AppState> {
    Router::new()
        .route("/robots.txt", get(robots))
        .route("/sitemap.xml", get(sitemap))
        .route("/manifest.webmanifest", get(manifest))
}

async fn robots(State(backend): State<Backend>) -> String {
    let shop = &backend.settings.vitrine.public_url;
    format!("User-agent: *\nDisallow: /fn/\nDisallow: /products?*q=\n\nSitemap: {shop}/sitemap.xml\n")
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
    page: Option<u32>,
}

/// The site map: an index of files when the shop is large, else the one file.
async fn sitemap(State(backend): State<Backend>, Query(part): Query<Part>) -> Result<Response, AppError> {
    let shop = &backend.settings.vitrine.public_url;
    let total = category::service::tree(&backend).await?.total();
    let parts = total.div_ceil(IN_ONE_FILE).max(1);
    let body = match part.page {
        None if parts > 1 => index(shop, parts),
        Some(page) if page == 0 || page > parts => return Err(AppError::NotFound("Page".to_owned())),
        page => addresses(&backend, shop, page.unwrap_or(1)).await?,
    };
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static("application/xml"))], body).into_response())
}

fn index(shop: &str, parts: u32) -> String {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<sitemapindex xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    for part in 1..=parts {
        let _ = writeln!(xml, "<sitemap><loc>{shop}/sitemap.xml?page={part}</loc></sitemap>");
    }
    xml.push_str("</sitemapindex>\n");
    xml
}

async fn addresses(backend: &Backend, shop: &str, part: u32) -> Result<String, AppError> {
    let mut xml = String::from(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<urlset xmlns=\"http://www.sitemaps.org/schemas/sitemap/0.9\">\n",
    );
    if part == 1 {
        for path in ["/", "/products"] {
            let _ = writeln!(xml, "<url><loc>{shop}{path}</loc></url>");
        }
        for slug in category::service::tree(backend).await?.slugs() {
            let _ = writeln!(xml, "<url><loc>{shop}/categories/{slug}</loc></url>");
        }
    }
    for (slug, changed) in service::published_addresses(backend, part, IN_ONE_FILE).await? {
        let _ = writeln!(
            xml,
            "<url><loc>{shop}/products/{slug}</loc><lastmod>{}</lastmod></url>",
            changed.format("%Y-%m-%d")
        );
    }
    xml.push_str("</urlset>\n");
    Ok(xml)
}
