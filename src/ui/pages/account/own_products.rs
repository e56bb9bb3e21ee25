//! A creator's own products (SPEC W12): the list of them, and the form.

mod conflict;
pub(crate) mod edit;
mod fields;
pub(crate) mod pictures;

use leptos::prelude::*;

use super::frame::{account_page_of, asked, other_parts, row_link, saved};
use crate::catalog::product::model::ProductStatus;
use crate::catalog::product::own::{OwnProduct, OwnProducts};
use crate::error::AppError;
use crate::server_fns::accounts::get_me;
use crate::server_fns::own_products::list_own_products;
use crate::ui::components::button::{Weight, button_link};
use crate::ui::components::empty::Empty;
use crate::ui::markup::Markup;
use crate::ui::shop::ShopInfo;

/// The list's address.
const PATH: &str = "/account/products";
/// The address of the form for a new product.
const NEW: &str = "/account/products/new";
/// Words of the links to the other parts of the list.
const OTHERS: [&str; 2] = ["Older products", "To the newest products"];
/// What may have led here.
const SAVED: &[(&str, &str)] = &[
    ("draft", "Your product is saved as a draft. Publish it when you are ready."),
    ("published", "Your product is saved, and in the shop."),
    ("archived", "Your product is saved, and no longer in the shop."),
    ("deleted", "Your product is deleted."),
];

/// What a status means, in a word or two.
const fn status_words(status: ProductStatus) -> &'static str {
    match status {
        ProductStatus::Draft => "Draft",
        ProductStatus::Published => "Published",
        ProductStatus::Archived => "Archived",
    }
}

/// The list of the caller's own products, newest first.
#[component]
pub(crate) fn OwnProductsPage() -> impl IntoView {
    let after = Some(asked("after")).filter(|after| !after.is_empty());
    let is_later = after.is_some();
    let found = Resource::new(
        || (),
        move |()| {
            let after = after.clone();
            async move {
                match get_me().await? {
                    Some(me) => Ok::<_, AppError>(Some((me, list_own_products(after).await?))),
                    None => Ok(None),
                }
            }
        },
    );
    account_page_of(PATH, "Your products", found, move |_, list| list_view(&list, is_later))
}

fn list_view(list: &OwnProducts, is_later: bool) -> AnyView {
    let shop = ShopInfo::current();
    if list.products.is_empty() && !is_later {
        return view! {
            {saved(SAVED)}
            <Empty title="Nothing of yours yet" text="What you add stays a draft that only you see, until you publish it.">
                {button_link(Weight::Primary, NEW.to_owned(), "Add a product")}
            </Empty>
        }
        .into_any();
    }
    let html = rows(list, &shop, is_later);
    view! {
        {saved(SAVED)}
        <p class="mb-4">{button_link(Weight::Primary, NEW.to_owned(), "Add a product")}</p>
        <div inner_html=html></div>
    }
    .into_any()
}

fn rows(list: &OwnProducts, shop: &ShopInfo, is_later: bool) -> String {
    let mut html = Markup::with_capacity(256 + list.products.len() * 400);
    html.raw(r#"<ul class="own">"#);
    for product in &list.products {
        row(&mut html, product, shop);
    }
    html.raw("</ul>");
    other_parts(&mut html, PATH, OTHERS, list.next.as_deref(), is_later);
    html.finish()
}

fn row(html: &mut Markup, product: &OwnProduct, shop: &ShopInfo) {
    let edit = [PATH, "/", &product.id.0.to_string()].concat();
    html.raw(r#"<li class="own__row"><h2 class="own__name"><a"#)
        .attribute("href", &edit)
        .raw(">")
        .text(&product.name)
        .raw(r#"</a></h2><span class="badge">"#)
        .raw(status_words(product.status))
        .raw(r#"</span><p class="own__facts">"#)
        .text(&product.category)
        .raw(" · ")
        .text(&shop.format_price(product.price))
        .raw(" · ")
        .text(&product.stock.to_string())
        .raw(r#" in stock</p><p class="own__links">"#);
    row_link(html, &edit, "Edit", &product.name);
    row_link(html, &[edit.as_str(), "/pictures"].concat(), "Pictures", &product.name);
    if product.status == ProductStatus::Published {
        row_link(html, &["/products/", &product.slug].concat(), "See it in the shop", &product.name);
    }
    html.raw("</p></li>");
}
