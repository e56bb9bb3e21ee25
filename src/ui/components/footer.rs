//! The foot of every page. The server writes it, and it stays while one moves through the shop: the browser's program
//! never makes it.

use leptos::prelude::*;

use crate::ui::late::late;
use crate::ui::menus::Menus;

/// The footer.
#[component]
pub fn Footer(
    /// The lists of links.
    menus: Menus,
) -> impl IntoView {
    view! { <footer class="footer" inner_html=late(text(&menus))></footer> }
}

/// Sign and description of the shop, the lists of links, what holds for all prices.
#[cfg(feature = "ssr")]
fn text(menus: &Menus) -> String {
    use super::icon::write_wordmark;
    use crate::ui::markup::Markup;
    use crate::ui::shop::ShopInfo;

    let shop = ShopInfo::current();
    let words = &shop.words;
    let mut about = Markup::default();
    about
        .raw(r#"<div class="wrap"><div class="footer__grid"><div class="footer__about"><a class="wordmark" href="/""#)
        .attribute("aria-label", &[&shop.name, ", home"].concat())
        .raw(">");
    write_wordmark(&mut about, &shop.name);
    about.raw("</a>");
    if !words.description.is_empty() {
        about.raw(r#"<p class="mt-3">"#).text(&words.description).raw("</p>");
    }
    about
        .raw(r#"</div><nav aria-labelledby="footer-shop"><h2 class="footer__title" id="footer-shop">Shop</h2><ul>"#);
    let mut rooms = Markup::default();
    rooms
        .raw(r#"</ul></nav><nav aria-labelledby="footer-rooms"><h2 class="footer__title" id="footer-rooms">"#)
        .text(words.categories_title())
        .raw("</h2><ul>");
    let mut base = Markup::default();
    base.raw(r#"</ul></nav></div><div class="footer__base"><span>© "#)
        .text(&menus.year)
        .raw(" ")
        .text(&shop.name)
        .raw("</span>");
    if !words.price_note.is_empty() {
        base.raw("<span>").text(&words.price_note).raw("</span>");
    }
    base.raw("</div></div>");
    [&about.finish(), &*menus.shop, &rooms.finish(), &menus.footer, &base.finish()].concat()
}

/// The server wrote it into the document.
#[cfg(not(feature = "ssr"))]
const fn text(_menus: &Menus) -> String {
    String::new()
}
