//! The foot of every page.

use leptos::prelude::*;

use super::icon::wordmark;
use crate::ui::menus::Menus;
use crate::ui::shop::ShopInfo;

/// The footer.
#[component]
pub fn Footer(
    /// The lists of categories.
    menus: Menus,
) -> impl IntoView {
    let name = ShopInfo::current().name;
    let label = [name.as_str(), ", home"].concat();
    view! {
        <footer class="footer">
            <div class="wrap">
                <div class="footer__grid">
                    <div class="footer__about">
                        <a class="wordmark" href="/" aria-label=label>{wordmark(name.clone())}</a>
                        <p class="mt-3">
                            "Everyday goods for the kitchen, the table and the rooms around them. Chosen slowly, made to last."
                        </p>
                    </div>
                    <nav aria-labelledby="footer-shop">
                        <h2 class="footer__title" id="footer-shop">"Shop"</h2>
                        <ul>
                            <li><a href="/products">"All products"</a></li>
                            <li><a href="/products?sort=newest">"New"</a></li>
                            <li><a href="/products?in_stock=1">"In stock"</a></li>
                            <li><a href="/categories">"All categories"</a></li>
                        </ul>
                    </nav>
                    <nav aria-labelledby="footer-rooms">
                        <h2 class="footer__title" id="footer-rooms">"Room by room"</h2>
                        <ul inner_html=menus.footer.to_string()></ul>
                    </nav>
                </div>
                <div class="footer__base"><span>"© "{name}</span><span>"Prices include VAT"</span></div>
            </div>
        </footer>
    }
}
