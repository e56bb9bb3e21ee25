//! Badges on a card's picture; only when they say something.

use crate::catalog::product::model::{Availability, ProductCard};
use crate::ui::markup::Markup;

/// The badges of a card: whether few or none are left, else whether it is new.
pub fn badges(html: &mut Markup, card: &ProductCard) {
    html.raw(match card.availability {
        Availability::SoldOut => {
            r#"<div class="card__badges"><span class="badge badge--out">Sold out</span></div>"#
        }
        Availability::Low(_) => {
            r#"<div class="card__badges"><span class="badge badge--low">Low stock</span></div>"#
        }
        Availability::InStock if card.is_new => {
            r#"<div class="card__badges"><span class="badge badge--new">New</span></div>"#
        }
        Availability::InStock => "",
    });
}
