//! Whether a product can be had, in words.

use crate::catalog::product::model::Availability;
use crate::ui::markup::Markup;

/// The classes and the words of an availability.
fn stock_words(availability: Availability) -> (&'static str, String) {
    match availability {
        Availability::InStock => ("stock stock--in", "In stock".to_owned()),
        Availability::Low(left) => ("stock stock--low", ["Only ", &left.to_string(), " left"].concat()),
        Availability::SoldOut => ("stock stock--out", "Sold out".to_owned()),
    }
}

/// A dot and a word.
pub fn stock(html: &mut Markup, availability: Availability) {
    let (class, words) = stock_words(availability);
    html.raw("<p class=\"").raw(class).raw("\" role=\"status\">").text(&words).raw("</p>");
}

/// A dot and a word, quietly, on a card.
pub fn card_stock(html: &mut Markup, availability: Availability) {
    let (class, words) = stock_words(availability);
    html.raw("<p class=\"card__stock ").raw(class).raw("\">").text(&words).raw("</p>");
}
