//! The SQL of lists: which products match, how many, and one page of them. The filters vary, so the
//! statements are put together; every value is a parameter.

pub(in crate::catalog::product) mod addresses;
mod order;
mod several;
mod walk;
mod words;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgExecutor, Postgres, QueryBuilder, Row as _};
use uuid::Uuid;

pub(in crate::catalog::product) use self::order::{Mark, Order};
pub(in crate::catalog::product::store) use self::order::{push_after, push_order};
pub(in crate::catalog::product) use self::several::RowKey;
pub(in crate::catalog::product) use self::walk::near_or_gathered;
pub(in crate::catalog::product) use self::words::{FIT, TextMatch, has_trigram};
use self::words::{push_fit, push_text};

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
/// What makes a product of `products` visible to everybody.
pub(super) const PUBLISHED: &str = "status = 'published' and deleted_at is null";

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

fn push_matching(sql: &mut QueryBuilder<Postgres>, matching: Matching<'_>, access: Access, order: Order) {
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
fn push_prices(sql: &mut QueryBuilder<Postgres>, matching: Matching<'_>, order: Option<Order>) {
    let along = order.is_some_and(Order::is_of_price);
    let (before, after) = if along { (" and price ", "") } else { (" and coalesce(price ", ", false)") };
    if let Some(price) = matching.min_price {
        sql.push(before).push(">= ").push_bind(price).push(after);
    }
    if let Some(price) = matching.max_price {
        sql.push(before).push("<= ").push_bind(price).push(after);
    }
}
