//! The SQL of lists: which products match, how many, and one page of them. The filters vary, so the
//! statements are put together; every value is a parameter.

pub(in crate::catalog::product) mod addresses;
mod words;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgExecutor, Postgres, QueryBuilder, Row};
use uuid::Uuid;

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
}

/// The order of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::catalog::product) enum Order {
    Newest,
    PriceUp,
    PriceDown,
    Name,
    Rating,
    /// As in [`TextMatch::Nearest`].
    Nearest,
}

impl Order {
    /// The columns that an order needs.
    const fn columns(self) -> &'static str {
        match self {
            Self::Newest | Self::Nearest => "id, created_at",
            Self::PriceUp | Self::PriceDown => "id, price",
            Self::Name => "id, folded_name",
            Self::Rating => "id, average_rating, review_count",
        }
    }

    const fn clause(self) -> &'static str {
        match self {
            Self::Newest => "created_at desc, id desc",
            Self::PriceUp => "price, id",
            Self::PriceDown => "price desc, id desc",
            Self::Name => "folded_name collate \"C\", id",
            Self::Rating => "average_rating desc, review_count desc, id desc",
            Self::Nearest => "array_position(",
        }
    }
}

/// The place of a row in an order: a page begins after it.
#[derive(Clone, Debug, PartialEq)]
pub(in crate::catalog::product) enum Mark {
    Newest(DateTime<Utc>, Uuid),
    Price(Decimal, Uuid),
    Name(String, Uuid),
    Rating(Decimal, i32, Uuid),
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
#[derive(Clone, Debug, FromRow)]
pub(in crate::catalog::product) struct CardRow {
    pub slug: String,
    pub name: String,
    pub cents: i64,
    pub category_id: Uuid,
    pub stock: i32,
    pub created_at: DateTime<Utc>,
    pub review_count: i32,
    pub rating_hundredths: i32,
    pub file: Option<String>,
    pub alt: Option<String>,
    pub width: Option<i32>,
    pub height: Option<i32>,
}

/// What [`CardRow`] reads, from `products p` and its first image `i`.
pub(super) const CARD: &str = "p.slug, p.name, (p.price * 100)::bigint as cents, p.category_id, p.stock, p.created_at, \
     p.review_count, (p.average_rating * 100)::int as rating_hundredths, i.file, i.alt, i.width, i.height";
/// The first image of `products p`.
pub(super) const FIRST_IMAGE: &str = "left join lateral (select file, alt, width, height from product_images \
     where product_id = p.id order by position limit 1) i on true";
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

/// A product whose name is near to words that nothing has.
#[derive(Clone, Debug, FromRow)]
pub(in crate::catalog::product) struct NearRow {
    pub id: Uuid,
    pub category_id: Uuid,
    pub in_stock: bool,
    pub stars: i32,
    pub price: Decimal,
    pub nearness: f32,
}

/// The products whose names are nearest to words that nothing has, nearest first.
pub(in crate::catalog::product) async fn nearest(
    database: impl PgExecutor<'_>,
    query: &str,
    limit: i64,
) -> Result<Vec<NearRow>, sqlx::Error> {
    // The threshold holds until the statement ends. The inner part leans on `setting`, so that it is set
    // before the index is read.
    let mut rows = sqlx::query_as::<_, NearRow>(
        "with setting as materialized (
             select set_config('pg_trgm.word_similarity_threshold', '0.4', true) as threshold,
                    fold_text($1) as folded)
         select near.id, near.category_id, near.in_stock, near.stars, near.price, near.nearness
         from setting cross join lateral (
             select id, created_at, category_id, in_stock, floor(average_rating)::int as stars, price,
                    word_similarity(setting.folded, folded_name) as nearness
             from products
             where status = 'published' and deleted_at is null and setting.folded <% folded_name
             order by nearness desc, created_at desc, id limit $2) near
         order by near.nearness desc, near.created_at desc, near.id",
    )
    .bind(query)
    .bind(limit)
    .fetch_all(database)
    .await?;
    let best = rows.first().map_or(0.0, |row| row.nearness);
    rows.retain(|row| row.nearness > best - 0.15);
    Ok(rows)
}

/// Every `step`-th row's place in an order.
pub(in crate::catalog::product) async fn marks(
    database: impl PgExecutor<'_>,
    matching: Matching<'_>,
    access: Access,
    order: Order,
    step: i64,
) -> Result<Vec<Mark>, sqlx::Error> {
    let mut sql = QueryBuilder::new("select * from (select ");
    sql.push(order.columns())
        .push(", row_number() over (order by ")
        .push(order.clause())
        .push(") as place from products where ");
    push_matching(&mut sql, matching, access, order);
    sql.push(") numbered where place % ").push_bind(step).push(" = 0 order by place");
    let rows: Vec<PgRow> = sql.build().fetch_all(database).await?;
    rows.iter()
        .map(|row| {
            let id = row.try_get("id")?;
            Ok(match order {
                Order::Newest | Order::Nearest => Mark::Newest(row.try_get("created_at")?, id),
                Order::PriceUp | Order::PriceDown => Mark::Price(row.try_get("price")?, id),
                Order::Name => Mark::Name(row.try_get("folded_name")?, id),
                Order::Rating => {
                    Mark::Rating(row.try_get("average_rating")?, row.try_get("review_count")?, id)
                }
            })
        })
        .collect()
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
    fn is_ordered(&self, order: Order) -> bool {
        self.access == Access::Order
            || (self.access == Access::Category
                && order == Order::Newest
                && self.matching.categories.is_some_and(|ids| ids.len() == 1))
    }
}

/// One page of a list: its parts one after the other, each in the same order, by one statement.
pub(in crate::catalog::product) async fn page(
    database: impl PgExecutor<'_>,
    order: Order,
    parts: &[Part<'_>],
) -> Result<Vec<CardRow>, sqlx::Error> {
    let Some(first) = parts.first() else {
        return Ok(Vec::new());
    };
    let several = parts.len() > 1;
    let mut sql = QueryBuilder::new("with ");
    for (number, part) in parts.iter().enumerate().filter(|(_, part)| !part.is_ordered(order)) {
        sql.push("matched_").push(number).push(" as materialized (select ").push(order.columns());
        sql.push(" from products where ");
        push_matching(&mut sql, part.matching, part.access, order);
        sql.push("), ");
    }
    sql.push("page as (");
    for (number, part) in parts.iter().enumerate() {
        sql.push(if number == 0 { "(select " } else { " union all (select " });
        if several {
            sql.push(number).push(" as part, ");
        }
        sql.push(order.columns());
        push_part(&mut sql, order, number, part);
        sql.push(")");
    }
    sql.push(") select ").push(CARD).push(" from page join products p on p.id = page.id ").push(FIRST_IMAGE);
    sql.push(if several { " order by page.part, " } else { " order by " });
    push_order(&mut sql, order, first.matching.text, "page.");
    sql.build_query_as().fetch_all(database).await
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

fn push_order(sql: &mut QueryBuilder<Postgres>, order: Order, text: TextMatch<'_>, prefix: &str) {
    if let (Order::Nearest, TextMatch::Nearest(ids)) = (order, text) {
        sql.push(order.clause()).push_bind(ids.to_vec()).push("::uuid[], ").push(prefix).push("id)");
        return;
    }
    for (at, part) in order.clause().split(", ").enumerate() {
        sql.push(if at == 0 { "" } else { ", " }).push(prefix).push(part);
    }
}

fn push_after(sql: &mut QueryBuilder<Postgres>, order: Order, mark: &Mark) {
    match (order, mark) {
        (Order::Newest, Mark::Newest(created_at, id)) => {
            sql.push(" and (created_at, id) < (").push_bind(*created_at).push(", ").push_bind(*id).push(")");
        }
        (Order::PriceUp, Mark::Price(price, id)) => {
            sql.push(" and (price, id) > (").push_bind(*price).push(", ").push_bind(*id).push(")");
        }
        (Order::PriceDown, Mark::Price(price, id)) => {
            sql.push(" and (price, id) < (").push_bind(*price).push(", ").push_bind(*id).push(")");
        }
        (Order::Name, Mark::Name(name, id)) => {
            sql.push(" and (folded_name collate \"C\", id) > (").push_bind(name.clone());
            sql.push(", ").push_bind(*id).push(")");
        }
        (Order::Rating, Mark::Rating(rating, count, id)) => {
            sql.push(" and (average_rating, review_count, id) < (").push_bind(*rating);
            sql.push(", ").push_bind(*count).push(", ").push_bind(*id).push(")");
        }
        _ => {}
    }
}

fn push_matching(sql: &mut QueryBuilder<Postgres>, matching: Matching<'_>, access: Access, order: Order) {
    sql.push(PUBLISHED);
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
}

/// The bounds of the price: they lead along its index only where that is the order asked for.
fn push_prices(sql: &mut QueryBuilder<Postgres>, matching: Matching<'_>, order: Option<Order>) {
    let along = matches!(order, Some(Order::PriceUp | Order::PriceDown));
    let (before, after) = if along { (" and price ", "") } else { (" and coalesce(price ", ", false)") };
    if let Some(price) = matching.min_price {
        sql.push(before).push(">= ").push_bind(price).push(after);
    }
    if let Some(price) = matching.max_price {
        sql.push(before).push("<= ").push_bind(price).push(after);
    }
}
