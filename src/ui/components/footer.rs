//! The foot of every page.

use leptos::prelude::*;

use super::icon::wordmark;
use crate::ui::markup::Markup;
use crate::ui::menus::Menus;
use crate::ui::shop::ShopInfo;

/// The footer.
#[component]
pub fn Footer(
    /// The lists of links.
    menus: Menus,
) -> impl IntoView {
    let name = ShopInfo::current().name;
    let label = [name.as_str(), ", home"].concat();
    let mut base = Markup::default();
    base.raw("<span>© ").text(&menus.year).raw(" ").text(&name).raw("</span><span>Prices include VAT</span>");
    view! {
        <footer class="footer">
            <div class="wrap">
                <div class="footer__grid">
                    <div class="footer__about">
                        <a class="wordmark" href="/" aria-label=label>{wordmark(name)}</a>
                        <p class="mt-3">
                            "Everyday goods for the kitchen, the table and the rooms around them. Chosen slowly, made to last."
                        </p>
                    </div>
                    <nav aria-labelledby="footer-shop">
                        <h2 class="footer__title" id="footer-shop">"Shop"</h2>
                        <ul inner_html=menus.shop.to_string()></ul>
                    </nav>
                    <nav aria-labelledby="footer-rooms">
                        <h2 class="footer__title" id="footer-rooms">"Room by room"</h2>
                        <ul inner_html=menus.footer.to_string()></ul>
                    </nav>
                </div>
                <div class="footer__base" inner_html=base.finish()></div>
            </div>
        </footer>
    }
}
