//! How many products match: by what facets tell apart, and in all. Where words lead to nothing, what is nearest to them.

use sqlx::{FromRow, PgExecutor, QueryBuilder};
use uuid::Uuid;

use super::narrowing::{push_matching, push_prices};
use super::words::{push_fit, push_text};
use super::{Access, FIT, Matching, Order, PUBLISHED};

/// How many published products match, by what else narrows a list down.
#[derive(Clone, Debug, FromRow)]
pub(in crate::catalog::product) struct Cell {
    pub category_id: Uuid,
    pub in_stock: bool,
    pub stars: i32,
    /// How well the words fit: see [`FIT`].
    pub fit: i32,
    pub count: i64,
}

/// The number of matches by category, stock, stars and how well the words fit. The category, stock and stars
/// of `matching` are not applied: one answer serves all choices of them.
pub(in crate::catalog::product) async fn count(
    database: impl PgExecutor<'_>,
    matching: Matching<'_>,
) -> Result<Vec<Cell>, sqlx::Error> {
    let mut sql = QueryBuilder::new("select category_id, in_stock, floor(average_rating)::int as stars, ");
    push_fit(&mut sql, matching.text);
    sql.push(" as fit, count(*) as count from products where ").push(PUBLISHED);
    push_text(&mut sql, matching.text, Access::Text);
    push_prices(&mut sql, matching, None);
    sql.push(" group by 1, 2, 3, 4");
    sql.build_query_as().fetch_all(database).await
}

/// How many products match.
pub(in crate::catalog::product) async fn count_all(
    database: impl PgExecutor<'_>,
    matching: Matching<'_>,
    access: Access,
) -> Result<i64, sqlx::Error> {
    let mut sql = QueryBuilder::new("select count(*) from products where ");
    push_matching(&mut sql, matching, access, Order::Newest);
    sql.build_query_scalar().fetch_one(database).await
}

/// What words lead to.
#[derive(Clone, Debug)]
pub(in crate::catalog::product) struct Found {
    /// The matches, or the products of `nearest`, within the prices.
    pub cells: Vec<Cell>,
    /// Where nothing has the words at any price: the products whose names are nearest to them, nearest first.
    pub nearest: Option<Vec<Uuid>>,
}

/// A cell, or one of the nearest products as a cell of its own.
#[derive(FromRow)]
struct FoundRow {
    #[sqlx(flatten)]
    cell: Cell,
    id: Option<Uuid>,
    nearness: Option<f32>,
}

/// As [`count`] for words that an index leads to; where nothing has them, the same statement finds the at most
/// `limit` products whose names are nearest to `query`.
pub(in crate::catalog::product) async fn count_or_nearest(
    database: impl PgExecutor<'_>,
    matching: Matching<'_>,
    query: &str,
    limit: i64,
) -> Result<Found, sqlx::Error> {
    let mut sql = QueryBuilder::new(
        "with cells as materialized (select category_id, in_stock, floor(average_rating)::int as stars, ",
    );
    push_fit(&mut sql, matching.text);
    // A cell of matches at other prices counts none of them, and still says that something has the words.
    sql.push(" as fit, count(*) filter (where true");
    push_prices(&mut sql, matching, None);
    sql.push(
        ") as count, null::uuid as id, null::real as nearness, null::timestamptz as created_at \
         from products where ",
    );
    sql.push(PUBLISHED);
    push_text(&mut sql, matching.text, Access::Text);
    // The threshold holds until the statement ends. The part after it leans on `setting`, so that it is set
    // before the index is read, and that the index is not read where there are cells.
    sql.push(
        " group by 1, 2, 3, 4), setting as materialized (select \
         set_config('pg_trgm.word_similarity_threshold', '0.4', true) as threshold, fold_text(",
    );
    sql.push_bind(query.to_owned());
    sql.push(
        ") as folded where not exists (select from cells)) \
         select * from cells union all select near.* from setting cross join lateral (\
         select category_id, in_stock, floor(average_rating)::int, ",
    );
    sql.push(FIT.0).push(", (true");
    push_prices(&mut sql, matching, None);
    sql.push(
        ")::int::bigint, id, word_similarity(setting.folded, folded_name) as nearness, created_at \
         from products where ",
    );
    sql.push(PUBLISHED).push(" and setting.folded <% folded_name");
    sql.push(" order by nearness desc, created_at desc, id limit ").push(limit);
    sql.push(") near order by nearness desc, created_at desc, id");
    let mut rows: Vec<FoundRow> = sql.build_query_as().fetch_all(database).await?;
    let is_nearest = rows.iter().all(|row| row.id.is_some());
    let best = rows.first().and_then(|row| row.nearness).unwrap_or(0.0);
    rows.retain(|row| row.nearness.is_none_or(|nearness| nearness > best - 0.15));
    let nearest = is_nearest.then(|| rows.iter().filter_map(|row| row.id).collect());
    let cells = rows.into_iter().map(|row| row.cell).filter(|cell| cell.count > 0).collect();
    Ok(Found { cells, nearest })
}
