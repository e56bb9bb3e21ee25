//! A product's page as HTML: the way to it, its pictures, what there is to know and to do, its reviews, and what goes
//! well with it.

use super::{gallery, keeping, reviews};
use crate::catalog::product::model::{Availability, ProductCard, ProductDetail, Rating};
use crate::reviews::model::ReviewList;
use crate::ui::components::breadcrumb::breadcrumb_nav;
use crate::ui::components::card::{Place, card};
use crate::ui::components::picture::Loading;
use crate::ui::components::stars::stars;
use crate::ui::components::stock::stock;
use crate::ui::markup::Markup;
use crate::ui::reply::FormReply;
use crate::ui::shop::ShopInfo;

/// Bytes of a page without reviews, pictures and related products, about.
const PAGE_BYTES: usize = 6 * 1024;
/// Bytes of a review, of a picture, or of a card, about.
const ENTRY_BYTES: usize = 1024;

/// The page. `reply` is what became of a form of it that the browser itself sent.
pub(super) fn html(
    product: &ProductDetail,
    said: &ReviewList,
    shop: &ShopInfo,
    reply: Option<&FormReply>,
) -> String {
    let ProductDetail { card, pictures, trail, related, description_html, .. } = product;
    let entries = said.reviews.len() + 2 * pictures.len() + related.len();
    let mut html = Markup::with_capacity(PAGE_BYTES + description_html.len() + entries * ENTRY_BYTES);
    breadcrumb_nav(&mut html, trail, &card.name);
    // The ground under the gallery's pictures while they come.
    html.raw(r#"<div class="product mt-2 ground-"#).number(card.tint.into()).raw("\">");
    gallery::write(&mut html, pictures);
    info(&mut html, product, shop, reply);
    html.raw(r#"</div><section class="section" aria-labelledby="reviews">"#);
    reviews::section(&mut html, &card.slug, said);
    html.raw("</section>");
    goes_well_with(&mut html, card, related, shop);
    html.finish()
}

fn info(html: &mut Markup, product: &ProductDetail, shop: &ShopInfo, reply: Option<&FormReply>) {
    let card = &product.card;
    html.raw(r#"<div class="product__info"><h1 class="product__name">"#).text(&card.name).raw("</h1>");
    rating_line(html, card.rating);
    html.raw(r#"<div class="product__line"><p class="product__price">"#)
        .text(&shop.format_price(card.price))
        .raw(if card.is_new { r#"</p><p class="badge badge--new">New</p>"# } else { "</p>" });
    stock(html, card.availability);
    html.raw("</div>");
    if card.availability == Availability::SoldOut {
        html.raw(r#"<p class="mt-4"><a class="link" href="/categories/"#)
            .text(&card.category.slug)
            .raw(r#"?in_stock=1">See what is in stock: "#)
            .text(&card.category.name)
            .raw("</a></p>");
    }
    keeping::write(html, &card.slug, reply);
    if !product.description_html.is_empty() {
        html.raw(r#"<section class="product__part" aria-labelledby="about"><h2 class="product__heading" id="about">About it</h2><div class="prose">"#)
            .cleaned(&product.description_html)
            .raw("</div></section>");
    }
    html.raw("</div>");
}

fn rating_line(html: &mut Markup, rating: Rating) {
    if rating.count > 0 {
        html.raw(r##"<a class="product__rating" href="#reviews" rel="external">"##);
        stars(html, rating);
        html.raw("<span>")
            .number(rating.count)
            .raw(if rating.count == 1 { " review" } else { " reviews" })
            .raw("</span></a>");
    }
}

fn goes_well_with(html: &mut Markup, to: &ProductCard, related: &[ProductCard], shop: &ShopInfo) {
    if related.is_empty() {
        return;
    }
    html.raw(r#"<section class="section" aria-labelledby="related"><div class="section__head"><h2 class="text-3xl" id="related">Goes well with it</h2>"#);
    // Where none of them is of its own category, that is not where they are from.
    if related.iter().any(|it| it.category == to.category) {
        html.raw(r#"<a class="link""#)
            .href("/categories/", &to.category.slug)
            .raw(">All of ")
            .text(&to.category.name)
            .raw("</a>");
    }
    html.raw(r#"</div><div class="goods">"#);
    for it in related {
        card(html, it, shop, Place::Across, Loading::Lazy);
    }
    html.raw("</div></section>");
}
