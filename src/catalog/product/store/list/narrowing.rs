//! What a list is narrowed down to: which products match, and by which index they are found.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::words::push_text;
use super::{Order, TextMatch};

/// Which published products match.
#[derive(Clone, Copy, Debug)]
pub(in crate::catalog::product) struct Matching<'a> {
    pub text: TextMatch<'a>,
    /// A category and its descendants.
    pub categories: Option<&'a [Uuid]>,
    pub min_price: Option<Decimal>,
    pub max_price: Option<Decimal>,
    pub in_stock: bool,
    pub rating: Option<u8>,
    pub more: More,
}

/// What only programs ask for; no counts are kept by it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(in crate::catalog::product) struct More {
    /// Only what cannot be had.
    pub sold_out: bool,
    pub featured: Option<bool>,
    /// From this moment on.
    pub created_after: Option<DateTime<Utc>>,
    /// Up to and with this moment.
    pub created_before: Option<DateTime<Utc>>,
}

impl More {
    /// Whether a bound of the time is asked for.
    pub const fn has_times(&self) -> bool {
        self.created_after.is_some() || self.created_before.is_some()
    }

    /// Whether an order's index does not hold what is asked for, so that each row has to be fetched.
    pub fn is_fetched(&self, order: Order) -> bool {
        let holds_times = order.is_of_time() || order.is_of_price();
        self.featured.is_some() || (self.has_times() && !holds_times) || !order.is_covered()
    }
}

/// Which index a statement starts from. The other filters are written so that no other index fits them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog::product) enum Access {
    /// Along the order's own covering index until the page is full.
    Order,
    /// All of the category's entries in its covering index.
    Category,
    /// All that have the words, by their trigrams; or all that are named one by one.
    Text,
    /// All that came within the bounds of the time, by the index of the newest.
    Time,
}

/// What makes a product of `products` visible to everybody.
pub(in crate::catalog::product::store) const PUBLISHED: &str = "status = 'published' and deleted_at is null";

/// The condition for the published products that match.
pub(super) fn push_matching(
    sql: &mut QueryBuilder<Postgres>,
    matching: Matching<'_>,
    access: Access,
    order: Order,
) {
    sql.push(PUBLISHED);
    push_narrowed(sql, matching, access, order);
}

/// ` and CONDITION` for all that a list is narrowed down to.
pub(in crate::catalog::product::store) fn push_narrowed(
    sql: &mut QueryBuilder<Postgres>,
    matching: Matching<'_>,
    access: Access,
    order: Order,
) {
    if let Some(categories) = matching.categories {
        if access == Access::Category {
            match categories {
                [only] => sql.push(" and category_id = ").push_bind(*only),
                several => sql.push(" and category_id = any(").push_bind(several.to_vec()).push(")"),
            };
        } else {
            sql.push(" and coalesce(category_id = any(").push_bind(categories.to_vec()).push("), false)");
        }
    }
    push_text(sql, matching.text, access);
    push_prices(sql, matching, Some(order));
    if matching.in_stock {
        sql.push(" and in_stock");
    }
    if let Some(stars) = matching.rating {
        sql.push(" and average_rating >= ").push_bind(Decimal::from(stars));
    }
    push_more(sql, matching.more, access, order);
}

/// What only programs ask for. How many are featured PostgreSQL knows well, so their index is left to it; the bounds of
/// the time lead along the index of the newest where that is asked for.
fn push_more(sql: &mut QueryBuilder<Postgres>, more: More, access: Access, order: Order) {
    if more.sold_out {
        sql.push(" and not in_stock");
    }
    if let Some(featured) = more.featured {
        sql.push(if featured { " and is_featured" } else { " and not is_featured" });
    }
    let along = access == Access::Time || (order.is_of_time() && access != Access::Text);
    let (before, after) =
        if along { (" and created_at ", "") } else { (" and coalesce(created_at ", ", false)") };
    if let Some(moment) = more.created_after {
        sql.push(before).push(">= ").push_bind(moment).push(after);
    }
    if let Some(moment) = more.created_before {
        sql.push(before).push("<= ").push_bind(moment).push(after);
    }
}

/// The bounds of the price: they lead along its index only where that is the order asked for.
pub(super) fn push_prices(sql: &mut QueryBuilder<Postgres>, matching: Matching<'_>, order: Option<Order>) {
    let along = order.is_some_and(Order::is_of_price);
    let (before, after) = if along { (" and price ", "") } else { (" and coalesce(price ", ", false)") };
    if let Some(price) = matching.min_price {
        sql.push(before).push(">= ").push_bind(price).push(after);
    }
    if let Some(price) = matching.max_price {
        sql.push(before).push("<= ").push_bind(price).push(after);
    }
}
