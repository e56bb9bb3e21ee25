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
    pub fn view(self, shop: &ShopInfo) -> AnyView {
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
        [
            view! { <Title text=title.clone()/> }.into_any(),
            named("description", self.description.clone()),
            named("robots", robots.to_owned()),
            // A page that stands for no address of its own names none.
            (!self.path.is_empty())
                .then(|| view! { <Link rel="canonical" href=address.clone()/> })
                .into_any(),
            property("og:type", kind.to_owned()),
            property("og:title", title),
            property("og:description", self.description),
            property("og:url", address),
            property("og:image", picture),
            property("og:site_name", shop.name.clone()),
            named("twitter:card", "summary_large_image".to_owned()),
        ]
        .collect_view()
        .into_any()
    }
}

fn named(name: &'static str, content: String) -> AnyView {
    view! { <Meta name=name content=content/> }.into_any()
}

fn property(name: &'static str, content: String) -> AnyView {
    view! { <Meta property=name content=content/> }.into_any()
}
