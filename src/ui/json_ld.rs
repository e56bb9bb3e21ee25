//! What search engines read of a page (JSON-LD, schema.org).

use leptos::prelude::*;

use super::late::late;
use super::markup::push_escaped;
use super::shop::ShopInfo;
use crate::catalog::category::model::CategoryLink;
#[cfg(feature = "ssr")]
use crate::catalog::product::model::{Availability, ProductDetail};
#[cfg(feature = "ssr")]
use crate::reviews::model::Review;

/// So many reviews of a product are told: the others are on its page for everybody to read.
#[cfg(feature = "ssr")]
const REVIEWS: usize = 3;

/// A JSON object in the making.
struct Object(String);

impl Object {
    fn of_type(kind: &str) -> Self {
        let mut object = Self(String::with_capacity(512));
        object.0.push('{');
        object.text("@type", kind);
        object
    }

    fn name(&mut self, name: &'static str) {
        self.0.push_str(if self.0.len() > 1 { ",\"" } else { "\"" });
        self.0.push_str(name);
        self.0.push_str("\":");
    }

    fn text(&mut self, name: &'static str, value: &str) {
        self.name(name);
        push_text(&mut self.0, value);
    }

    fn raw(&mut self, name: &'static str, value: &str) {
        self.name(name);
        self.0.push_str(value);
    }

    fn end(mut self) -> String {
        self.0.push('}');
        self.0
    }
}

/// Writes a JSON string that may stand in a script element: `<` is escaped.
fn push_text(json: &mut String, text: &str) {
    json.push('"');
    // Of control characters the first three bits are none.
    let distance =
        |byte: u8| (byte ^ b'"').min(byte ^ b'\\').min(byte ^ b'<').min(byte ^ 0x7f).min(byte & 0b1110_0000);
    push_escaped(json, text, distance, |byte| match byte {
        b'"' => "\\\"",
        b'\\' => "\\\\",
        b'<' => "\\u003c",
        b'\n' => "\\n",
        _ => " ",
    });
    json.push('"');
}

fn list(items: &[String]) -> String {
    let mut list = String::with_capacity(items.iter().map(|item| item.len() + 1).sum::<usize>() + 2);
    list.push('[');
    list.push_str(&items.join(","));
    list.push(']');
    list
}

/// Search engines read what the server wrote: a browser has no use for it, and its program does without.
fn script(parts: impl FnOnce() -> Vec<String>) -> AnyView {
    element(if cfg!(feature = "ssr") { graph(&parts()) } else { String::new() })
}

/// The element for what the server wrote.
pub(super) fn element(graph: String) -> AnyView {
    view! { <script type="application/ld+json" inner_html=late(graph)></script> }.into_any()
}

fn graph(parts: &[String]) -> String {
    ["{\"@context\":\"https://schema.org\",\"@graph\":", &list(parts), "}"].concat()
}

/// The shop itself, with its search, for [`element`].
#[cfg(feature = "ssr")]
pub(super) fn of_home(shop: &ShopInfo) -> String {
    graph(&[site(shop)])
}

#[cfg(feature = "ssr")]
fn site(shop: &ShopInfo) -> String {
    let mut action = Object::of_type("SearchAction");
    action.text("target", &shop.address("/products?q={search_term_string}"));
    action.text("query-input", "required name=search_term_string");
    let mut site = Object::of_type("WebSite");
    site.text("name", &shop.name);
    site.text("url", &shop.address("/"));
    site.raw("potentialAction", &action.end());
    site.end()
}

/// A way from the first page down to the present one.
pub(super) fn of_trail(shop: &ShopInfo, trail: &[CategoryLink], last: &str, path: &str) -> AnyView {
    script(|| vec![breadcrumb(shop, trail, last, path)])
}

/// The same, for [`element`].
#[cfg(feature = "ssr")]
pub(super) fn of_way(shop: &ShopInfo, trail: &[CategoryLink], last: &str, path: &str) -> String {
    graph(&[breadcrumb(shop, trail, last, path)])
}

/// A product with the first of its reviews, and the way to it, for [`element`].
#[cfg(feature = "ssr")]
pub(super) fn of_product(shop: &ShopInfo, product: &ProductDetail, reviews: &[Review]) -> String {
    let card = &product.card;
    let path = ["/products/", &card.slug].concat();
    let thing = thing(shop, product, &of_reviews(reviews), &path);
    graph(&[thing, breadcrumb(shop, &product.trail, &card.name, &path)])
}

/// The first reviews of a product; nothing where there are none.
#[cfg(feature = "ssr")]
fn of_reviews(reviews: &[Review]) -> String {
    let reviews: Vec<String> = reviews.iter().take(REVIEWS).map(review).collect();
    if reviews.is_empty() { String::new() } else { list(&reviews) }
}

#[cfg(feature = "ssr")]
fn review(said: &Review) -> String {
    let mut author = Object::of_type("Person");
    author.text("name", &said.author);
    let mut rating = Object::of_type("Rating");
    rating.raw("ratingValue", &said.rating.to_string());
    rating.raw("bestRating", "5");
    let mut review = Object::of_type("Review");
    review.text("name", &said.title);
    if !said.body.is_empty() {
        review.text("reviewBody", &said.body);
    }
    review.text("datePublished", &said.written_on);
    review.raw("author", &author.end());
    review.raw("reviewRating", &rating.end());
    review.end()
}

#[cfg(feature = "ssr")]
fn thing(shop: &ShopInfo, product: &ProductDetail, reviews: &str, path: &str) -> String {
    let card = &product.card;
    let mut offer = Object::of_type("Offer");
    offer.text("price", &card.price.to_string());
    offer.text("priceCurrency", &shop.currency);
    offer.text(
        "availability",
        match card.availability {
            Availability::InStock => "https://schema.org/InStock",
            Availability::Low(_) => "https://schema.org/LimitedAvailability",
            Availability::SoldOut => "https://schema.org/SoldOut",
        },
    );
    offer.text("url", &shop.address(path));
    let pictures: Vec<String> = product
        .pictures
        .iter()
        .map(|picture| {
            let mut address = String::new();
            push_text(&mut address, &shop.address(&picture.url(1200)));
            address
        })
        .collect();
    let mut thing = Object::of_type("Product");
    thing.text("name", &card.name);
    thing.text("description", &product.summary);
    thing.text("category", &card.category.name);
    thing.text("url", &shop.address(path));
    thing.raw("image", &list(&pictures));
    thing.raw("offers", &offer.end());
    if card.rating.count > 0 {
        let mut rating = Object::of_type("AggregateRating");
        rating.text("ratingValue", &super::components::stars::out_of_five(card.rating));
        rating.raw("reviewCount", &card.rating.count.to_string());
        rating.raw("bestRating", "5");
        thing.raw("aggregateRating", &rating.end());
    }
    if !reviews.is_empty() {
        thing.raw("review", reviews);
    }
    thing.end()
}

fn breadcrumb(shop: &ShopInfo, trail: &[CategoryLink], last: &str, path: &str) -> String {
    let mut steps = Vec::with_capacity(trail.len() + 2);
    let mut step = |name: &str, path: &str| {
        let mut item = Object::of_type("ListItem");
        item.raw("position", &(steps.len() + 1).to_string());
        item.text("name", name);
        item.text("item", &shop.address(path));
        steps.push(item.end());
    };
    step("Home", "/");
    for category in trail {
        step(&category.name, &["/categories/", &category.slug].concat());
    }
    step(last, path);
    let mut way = Object::of_type("BreadcrumbList");
    way.raw("itemListElement", &list(&steps));
    way.end()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_cannot_leave_its_script() {
        let mut object = Object::of_type("Thing");
        object.text("name", "a \"b\" </script><script>\\");
        assert_eq!(object.end(), r#"{"@type":"Thing","name":"a \"b\" \u003c/script>\u003cscript>\\"}"#);
    }

    #[test]
    #[cfg(feature = "ssr")]
    fn a_review_is_told_with_its_writer_and_its_stars() {
        let said = Review {
            id: crate::reviews::model::ReviewId(uuid::Uuid::nil()),
            author: "ada".to_owned(),
            avatar: None,
            rating: 4,
            title: "Warm </script>".to_owned(),
            body: String::new(),
            written_on: "2024-02-29".to_owned(),
            is_edited: false,
            is_verified: false,
        };
        assert_eq!(
            of_reviews(&[said]),
            r#"[{"@type":"Review","name":"Warm \u003c/script>","datePublished":"2024-02-29","author":{"@type":"Person","name":"ada"},"reviewRating":{"@type":"Rating","ratingValue":4,"bestRating":5}}]"#
        );
        assert_eq!(of_reviews(&[]), "");
    }
}
