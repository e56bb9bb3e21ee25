//! Orders by several columns, each up or down: what they need, and how a list goes on after a row. The index of the
//! first column leads, and PostgreSQL sorts what is equal in it.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::postgres::PgRow;
use sqlx::{Postgres, QueryBuilder, Row as _};
use uuid::Uuid;

use crate::catalog::product::ordering::{Column, Key, Ordering};

/// The key of a row in such an order: its values in the columns that count, and its id.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::catalog::product) struct RowKey {
    pub created_at: Option<DateTime<Utc>>,
    pub price: Option<Decimal>,
    /// As names are compared.
    pub name: Option<String>,
    pub id: Uuid,
}

/// The columns of a statement that finds rows, in an order of their own, which [`key_of`] knows.
pub(super) fn columns(ordering: Ordering) -> &'static str {
    let has = |column| ordering.has(column);
    match (has(Column::CreatedAt), has(Column::Price), has(Column::Name)) {
        (true, true, false) => "id, created_at, price",
        (true, false, true) => "id, created_at, folded_name",
        (false, true, true) => "id, price, folded_name",
        _ => "id, created_at, price, folded_name",
    }
}

/// How many those are.
pub(super) fn width(ordering: Ordering) -> usize {
    1 + ordering.keys().count()
}

/// The key of a row whose columns from `at` on are those of [`columns`].
pub(super) fn key_of(ordering: Ordering, row: &PgRow, at: usize) -> Result<RowKey, sqlx::Error> {
    let mut columns = at + 1..;
    let mut next = |column| if ordering.has(column) { columns.next() } else { None };
    let (created_at, price, name) = (next(Column::CreatedAt), next(Column::Price), next(Column::Name));
    Ok(RowKey {
        created_at: created_at.map(|column| row.try_get(column)).transpose()?,
        price: price.map(|column| row.try_get(column)).transpose()?,
        name: name.map(|column| row.try_get(column)).transpose()?,
        id: row.try_get(at)?,
    })
}

/// Whether the index of the first column holds the others too, so that no row has to be fetched to be sorted.
pub(super) fn is_covered(ordering: Ordering) -> bool {
    match ordering.first().column {
        Column::CreatedAt => true,
        Column::Price => !ordering.has(Column::Name),
        Column::Name => !ordering.has(Column::CreatedAt),
    }
}

/// What stands after `order by`.
pub(super) fn clause(ordering: Ordering) -> String {
    let (mut clause, mut end) = (String::with_capacity(80), "id");
    for key in ordering.keys() {
        clause.push_str(column(key));
        clause.push_str(if key.is_down { " desc, " } else { ", " });
        end = if key.is_down { "id desc" } else { "id" };
    }
    clause + end
}

/// The condition for the rows that come after the one with a key. One comparison of rows would know one direction
/// alone; what is said of the first column leads along its index.
pub(super) fn push_beyond(sql: &mut QueryBuilder<Postgres>, ordering: Ordering, last: &RowKey) {
    let (mut depth, mut sign) = (0, "");
    for key in ordering.keys() {
        sign = if key.is_down { " < " } else { " > " };
        let or_equal = if key.is_down { " <= " } else { " >= " };
        sql.push("(").push(column(key)).push(or_equal);
        push_value(sql, key, last);
        sql.push(" and (").push(column(key)).push(sign);
        push_value(sql, key, last);
        sql.push(" or ");
        depth += 1;
    }
    sql.push("id").push(sign).push_bind(last.id).push("))".repeat(depth));
}

const fn column(key: Key) -> &'static str {
    match key.column {
        Column::CreatedAt => "created_at",
        Column::Price => "price",
        Column::Name => "folded_name collate \"C\"",
    }
}

fn push_value(sql: &mut QueryBuilder<Postgres>, key: Key, last: &RowKey) {
    match key.column {
        Column::CreatedAt => sql.push_bind(last.created_at),
        Column::Price => sql.push_bind(last.price),
        Column::Name => sql.push_bind(last.name.clone()),
    };
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ordering(words: &str) -> Ordering {
        words.split(',').filter_map(Key::read).collect()
    }

    #[test]
    fn ids_follow_the_last_key() {
        assert_eq!(clause(ordering("price,-created_at")), "price, created_at desc, id desc");
        assert_eq!(clause(ordering("-name,price")), "folded_name collate \"C\" desc, price, id");
    }

    #[test]
    fn a_list_goes_on_beyond_each_key_in_its_direction() {
        let last = RowKey {
            created_at: Some(DateTime::UNIX_EPOCH),
            price: Some(Decimal::ONE),
            name: None,
            id: Uuid::nil(),
        };
        let mut sql = QueryBuilder::new("");
        push_beyond(&mut sql, ordering("price,-created_at"), &last);
        assert_eq!(
            sql.into_string(),
            "(price >= $1 and (price > $2 or (created_at <= $3 and (created_at < $4 or id < $5))))"
        );
    }

    #[test]
    fn columns_are_as_many_as_there_are_keys_and_the_id() {
        for words in ["price,name", "name,created_at", "created_at,-price", "name,price,created_at"] {
            let ordering = ordering(words);
            assert_eq!(columns(ordering).split(", ").count(), width(ordering), "{words}");
        }
        assert!(is_covered(ordering("created_at,price,name")) && is_covered(ordering("price,created_at")));
        assert!(!is_covered(ordering("price,name")) && !is_covered(ordering("name,created_at")));
    }
}
