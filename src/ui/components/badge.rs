//! Badges on a card's picture; only when they say something.

use crate::catalog::product::model::{Availability, ProductCard};
use crate::ui::markup::Markup;

/// The badge of a card: whether none is left, else whether it is new. That few are left stands under the
/// picture, where every card says whether it can be had.
pub fn badges(html: &mut Markup, card: &ProductCard) {
    if card.availability == Availability::SoldOut {
        html.raw(r#"<div class="card__badges"><span class="badge badge--out">Sold out</span></div>"#);
    } else if card.is_new {
        html.raw(r#"<div class="card__badges"><span class="badge badge--new">New</span></div>"#);
    }
}
