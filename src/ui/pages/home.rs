//! The first page (SPEC W1): the window, featured products, the categories, what is new.

use leptos::prelude::*;

use super::failure::Failure;
use crate::catalog::product::model::{Home, ProductCard};
use crate::server_fns::catalog::get_home;
use crate::ui::components::card::cards_across;
use crate::ui::components::icon::Icon;
use crate::ui::components::picture::{Loading, Showing, picture};
use crate::ui::components::skeleton::cards_skeleton;
use crate::ui::components::stock::stock_words;
use crate::ui::drawn::Drawn;
use crate::ui::json_ld;
use crate::ui::markup::Markup;
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;

/// Widths of the three pictures in the window.
const WINDOW_SIZES: [&str; 3] = ["(min-width: 64rem) 340px, 58vw", "(min-width: 64rem) 230px, 38vw", "170px"];

/// The first page.
#[component]
pub fn HomePage() -> impl IntoView {
    let home = Resource::new(|| (), |()| async { get_home().await.map(Drawn) });
    let loading = || view! { <div class="wrap section">{cards_skeleton(4)}</div> };
    view! {
        <Suspense fallback=loading>
            {Suspend::new(async move {
                match home.await {
                    Ok(Drawn(home)) => home_view(home, &ShopInfo::current()).into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

fn home_view(home: Home, shop: &ShopInfo) -> AnyView {
    let head = Head {
        description:
            "Everyday goods for the kitchen, the table and the rooms around them. Few of each kind, and each \
                      one worth keeping."
                .to_owned(),
        path: "/".to_owned(),
        ..Head::default()
    };
    let in_window = if home.featured.is_empty() { &home.newest } else { &home.featured };
    let window = hero_window(in_window.iter().take(WINDOW_SIZES.len()), shop);
    let windows = category_windows(&home);
    let newest = cards_across(&home.newest, shop);
    let featured = (!home.featured.is_empty()).then(|| {
        // The first of them stand in the window above.
        let rest = if home.featured.len() > 2 * WINDOW_SIZES.len() { WINDOW_SIZES.len() } else { 0 };
        let cards = cards_across(&home.featured[rest..], shop);
        view! {
            <section class="section wrap" aria-labelledby="featured">
                <div class="section__head">
                    <h2 id="featured">"In the window"</h2>
                    <a class="link" href="/products">"All products "{Icon::ARROW.small()}</a>
                </div>
                <div class="rail" role="group" aria-labelledby="featured" tabindex="0" inner_html=cards></div>
            </section>
        }
    });
    view! {
        {head.view(shop)}
        {json_ld::of_home(shop)}
        <section class="hero" aria-labelledby="hero-title">
            <div class="wrap hero__stage">
                <div class="hero__words">
                    <h1 class="hero__title" id="hero-title">"Good things, well lit"</h1>
                    <p class="hero__lead">
                        "Everyday goods for the kitchen, the table and the rooms around them. Few of each kind, and each one worth keeping."
                    </p>
                    <div class="hero__actions">
                        <a class="btn btn--primary" href="/products?sort=newest">"See what’s new"</a>
                        <a class="link" href="/products">"Browse everything"</a>
                    </div>
                </div>
                <div class="hero__window" inner_html=window></div>
            </div>
        </section>
        {featured}
        <section class="section wrap" aria-labelledby="categories">
            <div class="section__head">
                <h2 id="categories">"Room by room"</h2>
                <a class="link" href="/categories">"All categories "{Icon::ARROW.small()}</a>
            </div>
            <ul class="windows" inner_html=windows></ul>
        </section>
        <section class="strip" aria-label="How we choose">
            <div class="wrap">
                <p class="strip__text">
                    "We keep a thing when it does its work for twenty years, can be mended, and is still good to look at while the water boils."
                </p>
            </div>
        </section>
        <section class="section wrap" aria-labelledby="newest">
            <div class="section__head">
                <h2 id="newest">"New on the shelf"</h2>
                <a class="link" href="/products?sort=newest">"All new "{Icon::ARROW.small()}</a>
            </div>
            <div class="goods" inner_html=newest></div>
        </section>
    }
    .into_any()
}

/// Up to three products on the shelf of the window.
fn hero_window<'a>(cards: impl Iterator<Item = &'a ProductCard>, shop: &ShopInfo) -> String {
    let mut html = Markup::default();
    for (at, (card, sizes)) in cards.zip(WINDOW_SIZES).enumerate() {
        let loading = if at == 0 { Loading::First } else { Loading::Early };
        html.raw(r#"<div class="hero__item"><div class="hero__picture tint-"#)
            .number(card.tint.into())
            .raw("\">");
        if let Some(shown) = &card.picture {
            picture(&mut html, shown, Showing { sizes, usual: 800, largest: 800, loading }, true);
        }
        html.raw(r#"</div><p class="hero__label"><a class="hero__link""#)
            .href("/products/", &card.slug)
            .raw(">")
            .text(&card.name)
            .raw("</a><span>")
            .text(&shop.format_price(card.price))
            .raw(" · ")
            .text(&stock_words(card.availability).1)
            .raw("</span></p></div>");
    }
    html.finish()
}

/// The top categories as small windows.
fn category_windows(home: &Home) -> String {
    let showing =
        Showing { sizes: "(min-width: 64rem) 190px, 30vw", usual: 400, largest: 400, loading: Loading::Lazy };
    let mut html = Markup::default();
    for (branch, shown) in home.categories.iter().zip(&home.windows) {
        html.raw(r#"<li class="window"><div class="window__arch tint-8">"#);
        if let Some(shown) = shown {
            picture(&mut html, shown, showing, false);
        }
        html.raw(r#"</div><h3 class="window__name"><a"#)
            .href("/categories/", &branch.link.slug)
            .raw(">")
            .text(&branch.link.name)
            .raw(r#"</a><span class="window__count">"#)
            .number(branch.count)
            .raw(if branch.count == 1 { " product</span></h3></li>" } else { " products</span></h3></li>" });
    }
    html.finish()
}
