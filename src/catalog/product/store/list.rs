//! The SQL of lists: which products match, how many, and one page of them. The filters vary, so the
//! statements are put together; every value is a parameter.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::postgres::PgRow;
use sqlx::{FromRow, PgPool, Postgres, QueryBuilder, Row};
use uuid::Uuid;

/// What a product's words have to do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog::product) enum TextMatch<'a> {
    /// No words were given.
    Any,
    /// Each word begins a word of the name.
    Beginning(&'a [String]),
    /// All words are in the name, but not each at a word's beginning.
    Within(&'a [String]),
    /// All words are in name and description, but not all in the name.
    Beyond(&'a [String]),
    /// All words are in name and description.
    Text(&'a [String]),
    /// One of these, which are the nearest to words that nothing has.
    Nearest(&'a [Uuid]),
}

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
/// How well words fit: at the beginning of the name's words, within the name, beyond it.
pub(in crate::catalog::product) const FIT: (i32, i32, i32) = (2, 1, 0);
/// A word begins a word of the name.
const BEGINS: (&str, &str) = ("strpos(' ' || folded_name, (select ' ' || fold_text(", "))) > 0");
/// A word is in the name.
const CONTAINS: (&str, &str) = ("strpos(folded_name, (select fold_text(", "))) > 0");
const PUBLISHED: &str = "status = 'published' and deleted_at is null";

/// The number of matches by category, stock, stars and whether the words are in the name. The category,
/// stock and stars of `matching` are not applied: one answer serves all choices of them.
pub(in crate::catalog::product) async fn count(
    pool: &PgPool,
    matching: Matching<'_>,
) -> Result<Vec<Cell>, sqlx::Error> {
    let mut sql = QueryBuilder::new("select category_id, in_stock, floor(average_rating)::int as stars, ");
    match matching.text {
        TextMatch::Text(words) => {
            sql.push("case when true");
            push_words(&mut sql, BEGINS.0, words, BEGINS.1);
            sql.push(" then ").push(FIT.0).push(" when true");
            push_words(&mut sql, CONTAINS.0, words, CONTAINS.1);
            sql.push(" then ").push(FIT.1).push(" else ").push(FIT.2).push(" end");
        }
        _ => {
            sql.push(FIT.0);
        }
    }
    sql.push(" as fit, count(*) as count from products where ").push(PUBLISHED);
    push_text(&mut sql, matching.text, Access::Text);
    push_prices(&mut sql, matching, None);
    sql.push(" group by 1, 2, 3, 4");
    sql.build_query_as().fetch_all(pool).await
}

/// The products whose names are nearest to words that nothing has, nearest first.
pub(in crate::catalog::product) async fn nearest(
    pool: &PgPool,
    query: &str,
    limit: i64,
) -> Result<Vec<Uuid>, sqlx::Error> {
    let mut transaction = pool.begin().await?;
    sqlx::query("set local pg_trgm.word_similarity_threshold = 0.4").execute(&mut *transaction).await?;
    let rows = sqlx::query_as::<_, (Uuid, f32)>(
        "select id, word_similarity(fold_text($1), folded_name) as nearness from products
         where status = 'published' and deleted_at is null and fold_text($1) <% folded_name
         order by nearness desc, created_at desc, id limit $2",
    )
    .bind(query)
    .bind(limit)
    .fetch_all(&mut *transaction)
    .await?;
    transaction.commit().await?;
    let best = rows.first().map_or(0.0, |row| row.1);
    Ok(rows.into_iter().take_while(|row| row.1 > best - 0.15).map(|row| row.0).collect())
}

/// Every `step`-th row's place in an order.
pub(in crate::catalog::product) async fn marks(
    pool: &PgPool,
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
    let rows: Vec<PgRow> = sql.build().fetch_all(pool).await?;
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

/// One page of a list.
#[derive(Clone, Copy, Debug)]
pub(in crate::catalog::product) struct PageOf<'a> {
    pub matching: Matching<'a>,
    pub access: Access,
    pub order: Order,
    pub after: Option<&'a Mark>,
    pub offset: i64,
    pub limit: i64,
}

pub(in crate::catalog::product) async fn page(
    pool: &PgPool,
    page: PageOf<'_>,
) -> Result<Vec<CardRow>, sqlx::Error> {
    // Sorting all that was gathered has to be asked for: the planner would rather walk the order's index,
    // and it does not know how rare the matches are.
    let ordered = page.access == Access::Order
        || (page.access == Access::Category
            && page.order == Order::Newest
            && page.matching.categories.is_some_and(|ids| ids.len() == 1));
    let mut sql = QueryBuilder::new("with ");
    if !ordered {
        sql.push("matched as materialized (select ").push(page.order.columns()).push(" from products where ");
        push_matching(&mut sql, page.matching, page.access, page.order);
        sql.push("), ");
    }
    sql.push("page as (select ").push(page.order.columns());
    if ordered {
        sql.push(" from products where ");
        push_matching(&mut sql, page.matching, page.access, page.order);
    } else {
        sql.push(" from matched where true");
    }
    if let Some(mark) = page.after {
        push_after(&mut sql, page.order, mark);
    }
    push_order(&mut sql, page.order, page.matching.text, "");
    // As parameters these two would keep the planner from seeing how little is asked for.
    sql.push(" limit ").push(page.limit).push(" offset ").push(page.offset);
    sql.push(") select ").push(CARD).push(" from page join products p on p.id = page.id ").push(FIRST_IMAGE);
    push_order(&mut sql, page.order, page.matching.text, "page.");
    sql.build_query_as().fetch_all(pool).await
}

fn push_order(sql: &mut QueryBuilder<Postgres>, order: Order, text: TextMatch<'_>, prefix: &str) {
    sql.push(" order by ");
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

fn push_text(sql: &mut QueryBuilder<Postgres>, text: TextMatch<'_>, access: Access) {
    match (text, access) {
        (TextMatch::Any, _) => {}
        (TextMatch::Nearest(ids), _) => {
            sql.push(" and id = any(").push_bind(ids.to_vec()).push(")");
        }
        (TextMatch::Text(words), Access::Text) => {
            push_words(sql, "folded_text like (select contains_pattern(", words, "))");
        }
        (TextMatch::Text(words), _) => {
            push_words(sql, "strpos(folded_text, (select fold_text(", words, "))) > 0");
        }
        (TextMatch::Beginning(words) | TextMatch::Within(words), access) => {
            if access == Access::Text {
                push_words(sql, "folded_name like (select contains_pattern(", words, "))");
            }
            if matches!(text, TextMatch::Beginning(_)) {
                push_words(sql, BEGINS.0, words, BEGINS.1);
            } else {
                push_words(sql, CONTAINS.0, words, CONTAINS.1);
                push_not_all(sql, BEGINS, words);
            }
        }
        (TextMatch::Beyond(words), access) => {
            push_text(sql, TextMatch::Text(words), access);
            push_not_all(sql, CONTAINS, words);
        }
    }
}

fn push_not_all(sql: &mut QueryBuilder<Postgres>, each: (&str, &str), words: &[String]) {
    sql.push(" and not (true");
    push_words(sql, each.0, words, each.1);
    sql.push(")");
}

/// ` and BEFORE word AFTER` for each word.
fn push_words(sql: &mut QueryBuilder<Postgres>, before: &str, words: &[String], after: &str) {
    for word in words {
        sql.push(" and ").push(before).push_bind(word.clone()).push(after);
    }
}
