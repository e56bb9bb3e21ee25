//! The orders of lists: which columns they need, and how a list goes on after a row.

use std::borrow::Cow;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::postgres::PgRow;
use sqlx::{Postgres, QueryBuilder, Row as _};
use uuid::Uuid;

use super::TextMatch;
use super::several::{self, RowKey};
use crate::catalog::product::ordering::{Column, Key, Ordering};

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::catalog::product) enum Order {
    Newest,
    Oldest,
    PriceUp,
    PriceDown,
    Name,
    NameDown,
    Rating,
    /// As in [`TextMatch::Nearest`].
    Nearest,
    /// By more than one column.
    Several(Ordering),
}

impl From<Ordering> for Order {
    fn from(ordering: Ordering) -> Self {
        if ordering.others().next().is_some() { Self::Several(ordering) } else { Self::by(ordering.first()) }
    }
}

impl Order {
    /// The order by one column.
    const fn by(key: Key) -> Self {
        match (key.column, key.is_down) {
            (Column::CreatedAt, true) => Self::Newest,
            (Column::CreatedAt, false) => Self::Oldest,
            (Column::Price, true) => Self::PriceDown,
            (Column::Price, false) => Self::PriceUp,
            (Column::Name, true) => Self::NameDown,
            (Column::Name, false) => Self::Name,
        }
    }

    /// The order by its first column, whose index leads.
    pub const fn leading(self) -> Self {
        match self {
            Self::Several(ordering) => Self::by(ordering.first()),
            single => single,
        }
    }

    /// The columns that an order needs.
    pub fn columns(self) -> &'static str {
        match self {
            Self::Newest | Self::Oldest | Self::Nearest => "id, created_at",
            Self::PriceUp | Self::PriceDown => "id, price",
            Self::Name | Self::NameDown => "id, folded_name",
            Self::Rating => "id, average_rating, review_count",
            Self::Several(ordering) => several::columns(ordering),
        }
    }

    /// How many those are.
    fn width(self) -> usize {
        match self {
            Self::Rating => 3,
            Self::Several(ordering) => several::width(ordering),
            _ => 2,
        }
    }

    /// What stands after `order by`.
    pub fn clause(self) -> Cow<'static, str> {
        Cow::Borrowed(match self {
            Self::Newest => "created_at desc, id desc",
            Self::Oldest => "created_at, id",
            Self::PriceUp => "price, id",
            Self::PriceDown => "price desc, id desc",
            Self::Name => "folded_name collate \"C\", id",
            Self::NameDown => "folded_name collate \"C\" desc, id desc",
            Self::Rating => "average_rating desc, review_count desc, id desc",
            Self::Nearest => "array_position(",
            Self::Several(ordering) => return Cow::Owned(several::clause(ordering)),
        })
    }

    /// Whether rows stand in the order of time, as the entries of a category do, forwards or backwards; among those of
    /// one moment other columns may count.
    pub const fn is_of_time(self) -> bool {
        matches!(self.leading(), Self::Newest | Self::Oldest)
    }

    /// Whether rows stand in the order of prices; among those of one price other columns may count.
    pub const fn is_of_price(self) -> bool {
        matches!(self.leading(), Self::PriceUp | Self::PriceDown)
    }

    /// Whether the index that leads holds all columns of the order.
    pub fn is_covered(self) -> bool {
        match self {
            Self::Several(ordering) => several::is_covered(ordering),
            _ => true,
        }
    }

    /// The same list from its end; the two orders that only pages use have none.
    pub fn reversed(self) -> Self {
        match self {
            Self::Newest => Self::Oldest,
            Self::Oldest => Self::Newest,
            Self::PriceUp => Self::PriceDown,
            Self::PriceDown => Self::PriceUp,
            Self::Name => Self::NameDown,
            Self::NameDown => Self::Name,
            Self::Rating => Self::Rating,
            Self::Nearest => Self::Nearest,
            Self::Several(ordering) => Self::Several(ordering.reversed()),
        }
    }
}

/// Where a row stands in an order: a page begins after it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::catalog::product) enum Mark {
    Time(DateTime<Utc>, Uuid),
    Price(Decimal, Uuid),
    Name(String, Uuid),
    Rating(Decimal, i32, Uuid),
    Several(Box<RowKey>),
}

impl Mark {
    /// The bytes that it takes.
    pub fn size(&self) -> usize {
        let beside = match self {
            Self::Name(name, _) => name.capacity(),
            Self::Several(key) => size_of::<RowKey>() + key.name.as_ref().map_or(0, String::capacity),
            Self::Time(..) | Self::Price(..) | Self::Rating(..) => 0,
        };
        size_of::<Self>() + beside
    }
}

/// The mark of a row whose last columns are its part and those of its order; nothing for a row that has a part, which
/// is one of the page.
pub(super) fn mark_of(order: Order, row: &PgRow) -> Result<Option<Mark>, sqlx::Error> {
    let at = row.len().saturating_sub(order.width());
    if row.try_get::<Option<i32>, _>(at.saturating_sub(1))?.is_some() {
        return Ok(None);
    }
    let id = row.try_get(at)?;
    Ok(Some(match order {
        Order::Newest | Order::Oldest | Order::Nearest => Mark::Time(row.try_get(at + 1)?, id),
        Order::PriceUp | Order::PriceDown => Mark::Price(row.try_get(at + 1)?, id),
        Order::Name | Order::NameDown => Mark::Name(row.try_get(at + 1)?, id),
        Order::Rating => Mark::Rating(row.try_get(at + 1)?, row.try_get(at + 2)?, id),
        Order::Several(ordering) => Mark::Several(Box::new(several::key_of(ordering, row, at)?)),
    }))
}

/// What stands after `order by`.
pub(in crate::catalog::product::store) fn push_order(
    sql: &mut QueryBuilder<Postgres>,
    order: Order,
    text: TextMatch<'_>,
    prefix: &str,
) {
    if let (Order::Nearest, TextMatch::Nearest(ids)) = (order, text) {
        sql.push(order.clause()).push_bind(ids.to_vec()).push("::uuid[], ").push(prefix).push("id)");
        return;
    }
    for (at, part) in order.clause().split(", ").enumerate() {
        sql.push(if at == 0 { "" } else { ", " }).push(prefix).push(part);
    }
}

/// ` and CONDITION` for the rows that come after a mark: the order's index leads to them.
pub(in crate::catalog::product::store) fn push_after(
    sql: &mut QueryBuilder<Postgres>,
    order: Order,
    mark: &Mark,
) {
    push_comparison(sql, order, mark, (" and ", ""));
}

/// The same, written so that no index fits it: for rows that another way leads to.
pub(super) fn push_after_unled(sql: &mut QueryBuilder<Postgres>, order: Order, mark: &Mark) {
    push_comparison(sql, order, mark, (" and coalesce(", ", false)"));
}

/// The condition between two pieces of text; nothing where the mark is one of another order.
fn push_comparison(
    sql: &mut QueryBuilder<Postgres>,
    order: Order,
    mark: &Mark,
    (before, after): (&'static str, &'static str),
) {
    let (columns, sign) = match (order, mark) {
        (Order::Several(ordering), Mark::Several(last)) => {
            sql.push(before);
            several::push_beyond(sql, ordering, last);
            sql.push(after);
            return;
        }
        (Order::Newest, Mark::Time(..)) => ("created_at", "<"),
        (Order::Oldest, Mark::Time(..)) => ("created_at", ">"),
        (Order::PriceUp, Mark::Price(..)) => ("price", ">"),
        (Order::PriceDown, Mark::Price(..)) => ("price", "<"),
        (Order::Name, Mark::Name(..)) => ("folded_name collate \"C\"", ">"),
        (Order::NameDown, Mark::Name(..)) => ("folded_name collate \"C\"", "<"),
        (Order::Rating, Mark::Rating(..)) => ("average_rating, review_count", "<"),
        _ => return,
    };
    sql.push(before).push("(").push(columns).push(", id) ").push(sign).push(" (");
    let id = match mark {
        Mark::Time(created_at, id) => {
            sql.push_bind(*created_at);
            id
        }
        Mark::Price(price, id) => {
            sql.push_bind(*price);
            id
        }
        Mark::Name(name, id) => {
            sql.push_bind(name.clone());
            id
        }
        Mark::Rating(rating, count, id) => {
            sql.push_bind(*rating).push(", ").push_bind(*count);
            id
        }
        Mark::Several(key) => &key.id,
    };
    sql.push(", ").push_bind(*id).push(")").push(after);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mark_counts_the_texts_that_it_holds_elsewhere() {
        let id = Uuid::nil();
        let plain = Mark::Time(DateTime::UNIX_EPOCH, id).size();
        assert_eq!(plain, size_of::<Mark>());
        let name = "x".repeat(1_000);
        assert!(Mark::Name(name.clone(), id).size() >= plain + 1_000);
        let key = RowKey { created_at: None, price: None, name: Some(name), id };
        assert!(Mark::Several(Box::new(key)).size() >= plain + size_of::<RowKey>() + 1_000);
    }
}
