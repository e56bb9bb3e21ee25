//! Whether a product can be had, in words.

use leptos::prelude::*;

use crate::catalog::product::model::Availability;

/// A dot and a word.
pub fn stock(availability: Availability) -> impl IntoView {
    let (class, words) = match availability {
        Availability::InStock => ("stock stock--in", "In stock".to_owned()),
        Availability::Low(left) => ("stock stock--low", ["Only ", &left.to_string(), " left"].concat()),
        Availability::SoldOut => ("stock stock--out", "Sold out".to_owned()),
    };
    view! { <p class=class role="status">{words}</p> }
}
