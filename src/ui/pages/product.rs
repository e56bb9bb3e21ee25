//! A product's page (SPEC W3).

mod keeping;
pub(super) mod reviews;
mod shown;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::keeping::Keeping;
pub(crate) use self::shown::{ProductShown, get_product};
use super::failure::Failure;
use super::gallery::Gallery;
use super::recently_viewed::RecentlyViewed;
use crate::catalog::product::model::{Availability, ProductAt, ProductCard, ProductDetail, Rating};
use crate::ui::components::breadcrumb::breadcrumb;
use crate::ui::components::card::cards_across;
use crate::ui::components::skeleton::product_skeleton;
use crate::ui::components::stars::{out_of_five, stars};
use crate::ui::components::stock::{stock, stock_words};
use crate::ui::drawn::Drawn;
use crate::ui::markup::Markup;
use crate::ui::redirect::moved_permanently;
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;
use crate::ui::{json_ld, prefetch};

/// The product at the slug in the path.
#[component]
pub fn ProductPage() -> impl IntoView {
    let params = use_params_map();
    let slug = move || params.with(|params| params.get("slug")).unwrap_or_default();
    let product = Resource::new(slug, |slug| async { prefetch::product(slug).await.map(Drawn) });
    let shop = ShopInfo::current();
    view! {
        <Transition fallback=skeleton>
            {move || {
                let shop = shop.clone();
                Suspend::new(async move {
                    match product.await {
                        Ok(Drawn(shown)) => shown_view(shown, &shop),
                        Err(error) => view! { <Failure error=error/> }.into_any(),
                    }
                })
            }}
        </Transition>
    }
}

fn skeleton() -> impl IntoView {
    view! { <div class="wrap pt-2 md:pt-4 loading" aria-busy="true" inner_html=product_skeleton()></div> }
}

fn shown_view(shown: ProductShown, shop: &ShopInfo) -> AnyView {
    match shown.at {
        ProductAt::Here(product) => product_view(*product, shown.reviews, &shown.reviews_json, shop),
        ProductAt::Moved(slug) => moved_permanently(["/products/", &slug].concat()).into_any(),
    }
}

fn product_view(product: ProductDetail, reviews: String, reviews_json: &str, shop: &ShopInfo) -> AnyView {
    let head = Head {
        title: product.card.name.clone(),
        description: product.summary.clone(),
        path: ["/products/", &product.card.slug].concat(),
        picture: product.pictures.first().map(|picture| picture.url(1200)),
        is_product: true,
        is_unlisted: false,
    };
    let json = json_ld::of_product(shop, &product, reviews_json);
    let ProductDetail { card, description_html, pictures, trail, related, .. } = product;
    let info = info(&card, description_html, shop);
    let related = related_view(&card, related, shop);
    // The ground under the gallery's pictures while they come.
    let class = ["product mt-2 ground-", &card.tint.to_string()].concat();
    view! {
        {head.view(shop)}
        {json}
        <div class="wrap pt-2 md:pt-4">
            {breadcrumb(&trail, &card.name)}
            <div class=class>
                <Gallery pictures=pictures/>
                {info}
            </div>
            <section class="section" aria-labelledby="reviews" inner_html=reviews></section>
            {related}
            <RecentlyViewed slug=card.slug/>
        </div>
    }
    .into_any()
}

fn info(card: &ProductCard, description_html: String, shop: &ShopInfo) -> AnyView {
    let sold_out = (card.availability == Availability::SoldOut).then(|| {
        let href = ["/categories/", &card.category.slug, "?in_stock=1"].concat();
        view! { <p class="mt-4"><a class="link" href=href>"See what is in stock: "{card.category.name.clone()}</a></p> }
    });
    let about = (!description_html.is_empty()).then(|| {
        view! {
            <section class="product__part" aria-labelledby="about">
                <h2 class="product__heading" id="about">"About it"</h2>
                <div class="prose" inner_html=description_html></div>
            </section>
        }
    });
    view! {
        <div class="product__info">
            <h1 class="product__name">{card.name.clone()}</h1>
            {rating_line(card.rating)}
            <div class="product__line">
                <p class="product__price">{shop.format_price(card.price)}</p>
                {stock(card.availability)}
            </div>
            {sold_out}
            <Keeping slug=card.slug.clone()/>
            {about}
            <section class="product__part" aria-labelledby="facts">
                <h2 class="product__heading" id="facts">"Facts"</h2>
                <dl class="facts" inner_html=facts(card)></dl>
            </section>
        </div>
    }
    .into_any()
}

fn number_of_reviews(count: u32) -> String {
    [count.to_string().as_str(), if count == 1 { " review" } else { " reviews" }].concat()
}

fn rating_line(rating: Rating) -> impl IntoView {
    (rating.count > 0).then(|| {
        view! {
            <a class="product__rating" href="#reviews" rel="external">
                {stars(rating)}<span>{number_of_reviews(rating.count)}</span>
            </a>
        }
    })
}

/// What there is to know of a product besides its description.
fn facts(card: &ProductCard) -> String {
    let mut html = Markup::default();
    html.raw("<div><dt>Category</dt><dd><a class=\"underline\"")
        .href("/categories/", &card.category.slug)
        .raw(">")
        .text(&card.category.name)
        .raw("</a></dd></div><div><dt>Availability</dt><dd>")
        .text(&stock_words(card.availability).1)
        .raw("</dd></div>");
    if card.rating.count > 0 {
        html.raw("<div><dt>Reviews</dt><dd>")
            .text(&out_of_five(card.rating))
            .raw(" of 5 (")
            .number(card.rating.count)
            .raw(")</dd></div>");
    }
    if card.is_new {
        html.raw("<div><dt>Added</dt><dd>In the last few weeks</dd></div>");
    }
    html.raw("<div><dt>Item</dt><dd class=\"facts__item\">").text(&card.slug).raw("</dd></div>");
    html.finish()
}

fn related_view(card: &ProductCard, related: Vec<ProductCard>, shop: &ShopInfo) -> impl IntoView + use<> {
    (!related.is_empty()).then(|| {
        let cards = cards_across(&related, shop);
        let href = ["/categories/", &card.category.slug].concat();
        view! {
            <section class="section" aria-labelledby="related">
                <div class="section__head">
                    <h2 class="text-3xl" id="related">"Goes well with it"</h2>
                    <a class="link" href=href>"All of "{card.category.name.clone()}</a>
                </div>
                <div class="goods" inner_html=cards></div>
            </section>
        }
    })
}
