//! What every page knows about the shop: its name, its currency, where it is reached.

#[cfg(feature = "ssr")]
use std::sync::Arc;

use leptos::prelude::*;

use crate::catalog::product::model::Price;

/// The shop's settings that pages need. The router provides them on the server; a browser reads them from
/// the attributes that the document shell wrote.
#[derive(Clone, Debug)]
pub struct ShopInfo {
    /// The shop's name.
    pub name: String,
    /// The currency of all prices, as in ISO 4217.
    pub currency: String,
    /// Where the shop is reached, without a slash at the end.
    pub public_url: String,
    /// Products on a full page of a list.
    pub page_size: u32,
    /// Whether to show what is meant for those who build the shop.
    pub development: bool,
    /// The shop's own words.
    #[cfg(feature = "ssr")]
    pub words: Arc<ShopWords>,
}

/// The shop's own words, as its settings have them: the server alone writes them into pages. What is empty is left out.
#[cfg(feature = "ssr")]
#[derive(Clone, Debug, Default)]
pub struct ShopWords {
    /// The first page's title.
    pub tagline: String,
    /// The shop in a sentence or two.
    pub description: String,
    /// What the shop stands for.
    pub promise: String,
    /// What holds for all prices.
    pub price_note: String,
    /// The title over the categories.
    pub categories_title: String,
}

#[cfg(feature = "ssr")]
impl ShopWords {
    /// The words that the settings have.
    #[must_use]
    pub fn of(settings: &crate::infra::config::ShopSettings) -> Self {
        let text = |setting: &str| setting.trim().to_owned();
        Self {
            tagline: text(&settings.tagline),
            description: text(&settings.description),
            promise: text(&settings.promise),
            price_note: text(&settings.price_note),
            categories_title: text(&settings.categories_title),
        }
    }

    /// The title over the categories.
    #[must_use]
    pub fn categories_title(&self) -> &str {
        if self.categories_title.is_empty() { "Categories" } else { &self.categories_title }
    }
}

impl ShopInfo {
    /// The shop of the current page.
    #[must_use]
    pub fn current() -> Self {
        use_context::<Self>().unwrap_or_else(Self::of_document)
    }

    /// As the document says.
    #[must_use]
    pub fn of_document() -> Self {
        let read = |name: &str| super::browser::document_attribute(name).unwrap_or_default();
        Self {
            name: read("data-shop"),
            currency: read("data-currency"),
            public_url: read("data-url"),
            page_size: read("data-page-size").parse().unwrap_or(20),
            development: read("data-development") == "true",
            #[cfg(feature = "ssr")]
            words: Arc::default(),
        }
    }

    /// A price as it is shown: `€1,204.00`, `CHF 49.00`.
    #[must_use]
    pub fn format_price(&self, price: Price) -> String {
        format_price(price, &self.currency)
    }

    /// The whole address of a path of the shop.
    #[must_use]
    pub fn address(&self, path: &str) -> String {
        let mut address = String::with_capacity(self.public_url.len() + path.len());
        address.push_str(&self.public_url);
        address.push_str(path);
        address
    }
}

/// What stands before an amount.
#[must_use]
pub fn currency_sign(currency: &str) -> &str {
    match currency {
        "EUR" => "€",
        "USD" => "$",
        "GBP" => "£",
        "JPY" | "CNY" => "¥",
        "INR" => "₹",
        "KRW" => "₩",
        other => other,
    }
}

/// A price as it is shown; yen and won have no hundredths unless there are some.
#[must_use]
pub fn format_price(price: Price, currency: &str) -> String {
    let sign = currency_sign(currency);
    let (units, hundredths) = (price.cents() / 100, price.cents() % 100);
    let mut shown = String::with_capacity(16);
    shown.push_str(sign);
    if sign == currency {
        shown.push('\u{a0}');
    }
    let digits = units.to_string();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at) % 3 == 0 {
            shown.push(',');
        }
        shown.push(digit);
    }
    if hundredths == 0 && matches!(currency, "JPY" | "KRW") {
        return shown;
    }
    shown.push('.');
    if hundredths < 10 {
        shown.push('0');
    }
    shown.push_str(&hundredths.to_string());
    shown
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_wear_the_sign_of_their_currency() {
        for (cents, currency, shown) in [
            (4900, "EUR", "€49.00"),
            (5, "USD", "$0.05"),
            (120_400, "GBP", "£1,204.00"),
            (9_999_999_999, "EUR", "€99,999,999.99"),
            (490_000, "JPY", "¥4,900"),
            (4900, "CHF", "CHF\u{a0}49.00"),
        ] {
            assert_eq!(format_price(Price::from_cents(cents), currency), shown);
        }
    }
}
