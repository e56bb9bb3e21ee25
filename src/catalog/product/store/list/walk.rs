//! The SQL of a walk from row to row where nothing is known of how rare the matches are.

use sqlx::postgres::PgRow;
use sqlx::{PgExecutor, QueryBuilder};

use super::{Access, Order, PUBLISHED, Part, push_after, push_matching, push_narrowed, push_order};

/// So many of the next entries of an order are looked at first.
const NEAR: i64 = 2_000;

/// The rows of a part: those of the next entries of the order that match, where they fill it; else the first of all that
/// the part's own way leads to, gathered and sorted. It is one statement, which gathers nothing where the near ones do.
pub(in crate::catalog::product) async fn near_or_gathered(
    database: impl PgExecutor<'_>,
    order: Order,
    part: &Part<'_>,
    columns: &'static str,
) -> Result<Vec<PgRow>, sqlx::Error> {
    // The part is full where this one of the near rows is there.
    let last = part.limit - 1;
    let mut sql = QueryBuilder::new("with near as materialized (select ");
    sql.push(order.columns()).push(" from (select * from products where ").push(PUBLISHED);
    if let Some(mark) = &part.after {
        push_after(&mut sql, order, mark);
    }
    sql.push(" order by ").push(order.clause()).push(" limit ").push(NEAR).push(") products where true");
    push_narrowed(&mut sql, part.matching, Access::Order, order);
    sql.push(" order by ").push(order.clause()).push(" limit ").push(part.limit);
    sql.push("), gathered as materialized (select ").push(order.columns()).push(" from products where ");
    push_matching(&mut sql, part.matching, part.access, order);
    sql.push(" and not exists (select from near offset ").push(last);
    sql.push(")), page as (select * from near where exists (select from near offset ").push(last);
    sql.push(") union all (select * from gathered where true");
    if let Some(mark) = &part.after {
        push_after(&mut sql, order, mark);
    }
    sql.push(" order by ").push(order.clause()).push(" limit ").push(part.limit).push(")) select ");
    sql.push(columns).push(" from page join products p on p.id = page.id order by ");
    push_order(&mut sql, order, part.matching.text, "page.");
    sql.build().fetch_all(database).await
}
