//! The SQL of lists: which products match, how many, and one page of them. The filters vary, so the
//! statements are put together; every value is a parameter.

pub(in crate::catalog::product) mod addresses;
mod counts;
mod narrowing;
mod order;
mod several;
mod walk;
mod words;

use chrono::{DateTime, Utc};
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgExecutor, Postgres, QueryBuilder, Row as _};
use uuid::Uuid;

pub(in crate::catalog::product) use self::counts::{Cell, count, count_all, count_or_nearest};
use self::narrowing::push_matching;
pub(in crate::catalog::product) use self::narrowing::{Access, Matching, More};
pub(in crate::catalog::product::store) use self::narrowing::{PUBLISHED, push_narrowed};
pub(in crate::catalog::product) use self::order::{Mark, Order};
pub(in crate::catalog::product::store) use self::order::{push_after, push_order};
pub(in crate::catalog::product) use self::several::RowKey;
pub(in crate::catalog::product) use self::walk::near_or_gathered;
pub(in crate::catalog::product) use self::words::{FIT, TextMatch, has_trigram};

/// A product as a card needs it.
#[derive(Clone, Debug)]
pub(in crate::catalog::product) struct CardRow {
    pub slug: String,
    pub name: String,
    pub cents: i64,
    pub category_id: Uuid,
    pub stock: i32,
    pub created_at: DateTime<Utc>,
    pub review_count: i32,
    pub rating_hundredths: i32,
    /// The first of its pictures, as a text of one.
    pub picture: String,
}

/// By place: names would be looked up for each value of each row.
impl FromRow<'_, PgRow> for CardRow {
    fn from_row(row: &PgRow) -> Result<Self, sqlx::Error> {
        Ok(Self {
            slug: row.try_get_unchecked(0)?,
            name: row.try_get_unchecked(1)?,
            cents: row.try_get_unchecked(2)?,
            category_id: row.try_get_unchecked(3)?,
            stock: row.try_get_unchecked(4)?,
            created_at: row.try_get_unchecked(5)?,
            review_count: row.try_get_unchecked(6)?,
            rating_hundredths: row.try_get_unchecked(7)?,
            picture: row.try_get_unchecked(8)?,
        })
    }
}

/// What [`CardRow`] reads, from `products p`: the first columns of a row.
pub(in crate::catalog::product) const CARD: &str = "p.slug, p.name, (p.price * 100)::bigint as cents, p.category_id, p.stock, p.created_at, \
     p.review_count, (p.average_rating * 100)::int as rating_hundredths, \
     split_part(p.pictures, E'\\x1e', 1) as picture";

/// What a page takes of one kind of matches.
#[derive(Clone, Debug)]
pub(in crate::catalog::product) struct Part<'a> {
    pub matching: Matching<'a>,
    pub access: Access,
    pub after: Option<Mark>,
    pub offset: i64,
    pub limit: i64,
}

impl Part<'_> {
    /// Whether the rows come in order as they are found. Else all are gathered and sorted, which has to be
    /// asked for: the planner would rather walk the order's index, and it does not know how rare the matches
    /// are.
    pub fn is_ordered(&self, order: Order) -> bool {
        self.access == Access::Order
            || (self.access == Access::Category
                && order.is_of_time()
                && self.matching.categories.is_some_and(|ids| ids.len() == 1))
    }
}

/// The cards of rows that hold [`CARD`].
pub(in crate::catalog::product) fn cards(rows: &[PgRow]) -> Result<Vec<CardRow>, sqlx::Error> {
    rows.iter().map(CardRow::from_row).collect()
}

/// One page of a list: its parts one after the other, each in the same order, by one statement.
pub(in crate::catalog::product) async fn page_rows(
    database: impl PgExecutor<'_>,
    order: Order,
    parts: &[Part<'_>],
    columns: &'static str,
) -> Result<Vec<PgRow>, sqlx::Error> {
    let Some(first) = parts.first() else {
        return Ok(Vec::new());
    };
    let mut sql = QueryBuilder::new(String::with_capacity(1_024));
    sql.push("with ");
    push_gathered(&mut sql, order, parts, 0);
    push_page(&mut sql, order, parts, false);
    sql.push(" select ").push(columns).push(" from page join products p on p.id = page.id ");
    sql.push(if parts.len() > 1 { " order by page.part, " } else { " order by " });
    push_order(&mut sql, order, first.matching.text, "page.");
    sql.build().fetch_all(database).await
}

/// As [`page_rows`], with every `step`-th row's place in all that the first part is taken from: one walk finds both.
pub(in crate::catalog::product) async fn page_and_marks(
    database: impl PgExecutor<'_>,
    order: Order,
    parts: &[Part<'_>],
    columns: &'static str,
    step: i64,
) -> Result<(Vec<PgRow>, Vec<Mark>), sqlx::Error> {
    let Some(first) = parts.first() else {
        return Ok((Vec::new(), Vec::new()));
    };
    let mut sql = QueryBuilder::new("with numbered as materialized (select * from (select ");
    sql.push(order.columns()).push(", row_number() over (order by ").push(order.clause());
    sql.push(") as place from products where ");
    push_matching(&mut sql, first.matching, first.access, order);
    sql.push(") walked where place % ").push_bind(step).push(" = 0 or (place > ").push_bind(first.offset);
    sql.push(" and place <= ").push_bind(first.offset + first.limit).push(")), ");
    push_gathered(&mut sql, order, parts, 1);
    push_page(&mut sql, order, parts, true);
    sql.push(", found as (select * from page union all select null, ").push(order.columns());
    sql.push(" from numbered where place % ").push_bind(step).push(" = 0) select ").push(columns);
    // A mark has no part, and no product is looked up for it.
    sql.push(
        ", found.* from found left join lateral (select * from products \
         where id = found.id and found.part is not null offset 0) p on true ",
    );
    sql.push(" order by found.part, ");
    push_order(&mut sql, order, first.matching.text, "found.");
    let (mut page, mut marks) = (Vec::new(), Vec::new());
    for row in sql.build().fetch_all(database).await? {
        match order::mark_of(order, &row)? {
            Some(mark) => marks.push(mark),
            None => page.push(row),
        }
    }
    Ok((page, marks))
}

/// `matched_N as (…), ` for each part from the `first` on whose rows do not come in order.
fn push_gathered(sql: &mut QueryBuilder<Postgres>, order: Order, parts: &[Part<'_>], first: usize) {
    for (number, part) in parts.iter().enumerate().skip(first).filter(|(_, part)| !part.is_ordered(order)) {
        sql.push("matched_").push(number).push(" as materialized (select ").push(order.columns());
        sql.push(" from products where ");
        push_matching(sql, part.matching, part.access, order);
        sql.push("), ");
    }
}

/// `page as (…)`: the page's rows by id and order, with the number of their part where there are several parts
/// or where the first one's rows are taken from those that are `numbered`.
fn push_page(sql: &mut QueryBuilder<Postgres>, order: Order, parts: &[Part<'_>], is_numbered: bool) {
    sql.push("page as (");
    for (number, part) in parts.iter().enumerate() {
        sql.push(if number == 0 { "(select " } else { " union all (select " });
        if parts.len() > 1 || is_numbered {
            sql.push(number).push(" as part, ");
        }
        sql.push(order.columns());
        if is_numbered && number == 0 {
            sql.push(" from numbered where place > ").push_bind(part.offset);
            sql.push(" and place <= ").push_bind(part.offset + part.limit).push(" order by place limit ");
            sql.push(part.limit);
        } else {
            push_part(sql, order, number, part);
        }
        sql.push(")");
    }
    sql.push(")");
}

/// Where the rows of one part come from, how many, and in which order.
fn push_part(sql: &mut QueryBuilder<Postgres>, order: Order, number: usize, part: &Part<'_>) {
    if part.is_ordered(order) {
        sql.push(" from products where ");
        push_matching(sql, part.matching, part.access, order);
    } else {
        sql.push(" from matched_").push(number).push(" where true");
    }
    if let Some(mark) = &part.after {
        push_after(sql, order, mark);
    }
    sql.push(" order by ");
    push_order(sql, order, part.matching.text, "");
    // As parameters these two would keep the planner from seeing how little is asked for.
    sql.push(" limit ").push(part.limit).push(" offset ").push(part.offset);
}
