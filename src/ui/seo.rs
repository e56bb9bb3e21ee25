//! Title, description, canonical address and link preview of a page.

#[cfg(feature = "ssr")]
use std::sync::{Arc, Mutex};

use leptos::prelude::*;
#[cfg(not(feature = "ssr"))]
use leptos_meta::{Link, Meta, Title};

#[cfg(feature = "ssr")]
use super::markup::Markup;
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
    /// What the elements of the document's head say, in their order there.
    fn entries(&self, shop: &ShopInfo) -> (String, Vec<Entry>) {
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
        let mut entries = Vec::with_capacity(10);
        entries.extend([
            Entry::Named("description", self.description.clone()),
            Entry::Named("robots", robots.to_owned()),
            Entry::Property("og:type", kind.to_owned()),
            Entry::Property("og:title", title.clone()),
            Entry::Property("og:description", self.description.clone()),
            Entry::Property("og:url", address.clone()),
            Entry::Property("og:image", picture),
            Entry::Property("og:site_name", shop.name.clone()),
            Entry::Named("twitter:card", "summary_large_image".to_owned()),
        ]);
        // A page that stands for no address of its own names none.
        if !self.path.is_empty() {
            entries.push(Entry::Canonical(address));
        }
        (title, entries)
    }

    /// Tells the server what it writes into the document's head. In the page there stands a comment for each element,
    /// as the browser's program expects it of an `AnyView` that shows nothing in its own place, and one for their list.
    #[cfg(feature = "ssr")]
    pub fn view(self, shop: &ShopInfo) -> AnyView {
        let (title, entries) = self.entries(shop);
        if let Some(HeadText(text)) = use_context()
            && let Ok(mut text) = text.lock()
        {
            *text = head_text(&title, &entries);
        }
        vec![None::<()>; 1 + entries.len()].into_any()
    }

    /// The elements of the document's head.
    #[cfg(not(feature = "ssr"))]
    pub fn view(self, shop: &ShopInfo) -> AnyView {
        let (title, entries) = self.entries(shop);
        let title = std::iter::once(view! { <Title text=title/> }.into_any());
        title.chain(entries.into_iter().map(Entry::view)).collect_view().into_any()
    }
}

/// An element of the head beside the title.
enum Entry {
    Named(&'static str, String),
    Property(&'static str, String),
    Canonical(String),
}

#[cfg(not(feature = "ssr"))]
impl Entry {
    fn view(self) -> AnyView {
        match self {
            Self::Named(name, content) => view! { <Meta name=name content=content/> }.into_any(),
            Self::Property(name, content) => view! { <Meta property=name content=content/> }.into_any(),
            Self::Canonical(address) => view! { <Link rel="canonical" href=address/> }.into_any(),
        }
    }
}

/// The head of the page that is drawn, for the server to put into the document where `MetaTags` stands.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default)]
pub struct HeadText(pub Arc<Mutex<String>>);

/// The elements as the browser's program finds them: it walks over them one after the other, and knows the title by
/// its name.
#[cfg(feature = "ssr")]
fn head_text(title: &str, entries: &[Entry]) -> String {
    let mut text = Markup::with_capacity(2048);
    for entry in entries {
        match entry {
            Entry::Named(name, content) => {
                text.raw("<meta name=\"").raw(name).raw("\"").attribute("content", content).raw(">");
            }
            Entry::Property(name, content) => {
                text.raw("<meta property=\"").raw(name).raw("\"").attribute("content", content).raw(">");
            }
            Entry::Canonical(address) => {
                text.raw("<link rel=\"canonical\"").attribute("href", address).raw(">");
            }
        }
    }
    text.raw("<title>").text(title).raw("</title>");
    text.finish()
}
