//! Title, description, canonical address and link preview of a page.

use leptos::prelude::*;
use leptos_meta::{Link, Meta, Title};

use super::shop::ShopInfo;

/// What the head of a document says about its page.
#[derive(Clone, Debug, Default)]
pub(super) struct Head {
    /// The title, without the shop's name; empty where the shop's name is the title.
    pub title: String,
    /// The page in a sentence or two.
    pub description: String,
    /// Path and query of the canonical address.
    pub path: String,
    /// Path of the picture for previews.
    pub picture: Option<String>,
    /// Whether it is a product's page.
    pub is_product: bool,
    /// Whether search engines should leave it out.
    pub is_unlisted: bool,
}

impl Head {
    /// The elements of the document's head.
    pub fn view(self, shop: &ShopInfo) -> impl IntoView + use<> {
        let title = if self.title.is_empty() {
            shop.name.clone()
        } else {
            [self.title.as_str(), " · ", &shop.name].concat()
        };
        let address = shop.address(&self.path);
        let picture = shop.address(self.picture.as_deref().unwrap_or("/og.png"));
        let robots =
            if self.is_unlisted { "noindex, follow" } else { "index, follow, max-image-preview:large" };
        let kind = if self.is_product { "product" } else { "website" };
        view! {
            <Title text=title.clone()/>
            <Meta name="description" content=self.description.clone()/>
            <Meta name="robots" content=robots/>
            <Link rel="canonical" href=address.clone()/>
            <Meta property="og:type" content=kind/>
            <Meta property="og:title" content=title/>
            <Meta property="og:description" content=self.description/>
            <Meta property="og:url" content=address/>
            <Meta property="og:image" content=picture/>
            <Meta property="og:site_name" content=shop.name.clone()/>
            <Meta name="twitter:card" content="summary_large_image"/>
        }
    }
}
