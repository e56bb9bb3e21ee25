//! The SQL of lists of products that the public does not see: drafts and archived ones (SPEC S5). There are few of
//! them beside the published ones, so they are counted and skipped as they are.

use sqlx::postgres::PgRow;
use sqlx::{PgExecutor, Postgres, QueryBuilder};
use uuid::Uuid;

use super::list::{Access, Mark, Matching, Order, push_after, push_narrowed, push_order};
use crate::catalog::product::model::ProductStatus;

/// Which products are listed.
#[derive(Clone, Copy, Debug)]
pub(in crate::catalog::product) struct Hidden<'a> {
    pub status: ProductStatus,
    /// Only those that this user made.
    pub created_by: Option<Uuid>,
    pub matching: Matching<'a>,
}

/// How many there are.
pub(in crate::catalog::product) async fn count(
    database: impl PgExecutor<'_>,
    hidden: Hidden<'_>,
) -> Result<i64, sqlx::Error> {
    let mut sql = QueryBuilder::new("select count(*) from products where ");
    push_hidden(&mut sql, hidden, Order::Newest);
    sql.build_query_scalar().fetch_one(database).await
}

/// At most `limit` of them, after the first `offset` or after a mark.
pub(in crate::catalog::product) async fn page(
    database: impl PgExecutor<'_>,
    hidden: Hidden<'_>,
    order: Order,
    columns: &'static str,
    (after, offset, limit): (Option<&Mark>, i64, i64),
) -> Result<Vec<PgRow>, sqlx::Error> {
    let mut sql = QueryBuilder::new("with page as (select ");
    sql.push(order.columns()).push(" from products where ");
    push_hidden(&mut sql, hidden, order);
    if let Some(mark) = after {
        push_after(&mut sql, order, mark);
    }
    sql.push(" order by ");
    push_order(&mut sql, order, hidden.matching.text, "");
    sql.push(" limit ").push_bind(limit).push(" offset ").push_bind(offset).push(") select ");
    sql.push(columns).push(" from page join products p on p.id = page.id ");
    sql.push(" order by ");
    push_order(&mut sql, order, hidden.matching.text, "page.");
    sql.build().fetch_all(database).await
}

fn push_hidden(sql: &mut QueryBuilder<Postgres>, hidden: Hidden<'_>, order: Order) {
    // The first two are those of the index, which PostgreSQL recognises as they stand there.
    sql.push("status <> 'published' and deleted_at is null and status = '");
    sql.push(hidden.status.as_str()).push("'");
    if let Some(user) = hidden.created_by {
        sql.push(" and created_by = ").push_bind(user);
    }
    push_narrowed(sql, hidden.matching, Access::Order, order);
}
