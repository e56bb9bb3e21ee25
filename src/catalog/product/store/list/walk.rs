//! The SQL of a walk from row to row where nothing is known of how rare the matches are.

use sqlx::postgres::PgRow;
use sqlx::{PgExecutor, Postgres, QueryBuilder};

use super::order::push_after_unled;
use super::{Access, Order, PUBLISHED, Part, push_after, push_narrowed, push_order};

/// So many of the next entries of an order are looked at first, for each row that is wanted, and at least.
const NEAR_EACH: i64 = 100;
const NEAR_LEAST: i64 = 2_000;

/// The rows of a part: those of the next entries of the order that match, where they fill it; else the first of all
/// that the part's own way leads to beyond its mark, gathered and sorted. It is one statement, which gathers nothing
/// where the near ones do.
pub(in crate::catalog::product) async fn near_or_gathered(
    database: impl PgExecutor<'_>,
    order: Order,
    part: &Part<'_>,
    columns: &'static str,
) -> Result<Vec<PgRow>, sqlx::Error> {
    let near = part.limit.saturating_mul(NEAR_EACH).max(NEAR_LEAST);
    statement(order, part, columns, near).build().fetch_all(database).await
}

fn statement(order: Order, part: &Part<'_>, columns: &'static str, near: i64) -> QueryBuilder<Postgres> {
    // The part is full where this one of the near rows is there.
    let last = part.limit - 1;
    let mut sql = QueryBuilder::new("with near as materialized (select ");
    sql.push(order.columns()).push(" from (select * from products where ").push(PUBLISHED);
    if let Some(mark) = &part.after {
        push_after(&mut sql, order, mark);
    }
    sql.push(" order by ").push(order.clause()).push(" limit ").push(near).push(") products where true");
    push_narrowed(&mut sql, part.matching, Access::Order, order);
    sql.push(" order by ").push(order.clause()).push(" limit ").push(part.limit);
    sql.push("), gathered as materialized (select ").push(order.columns()).push(" from products where ");
    sql.push(PUBLISHED);
    // What was passed already is neither looked into nor kept nor sorted. The index that finds the matches stays the
    // one that is read: the order's own would be walked to its end for the last of them.
    if let Some(mark) = &part.after {
        push_after_unled(&mut sql, order, mark);
    }
    push_narrowed(&mut sql, part.matching, part.access, order);
    sql.push(" and not exists (select from near offset ").push(last);
    sql.push(")), page as (select * from near where exists (select from near offset ").push(last);
    sql.push(") union all (select * from gathered order by ").push(order.clause()).push(" limit ");
    sql.push(part.limit).push(")) select ").push(columns);
    sql.push(" from page join products p on p.id = page.id order by ");
    push_order(&mut sql, order, part.matching.text, "page.");
    sql
}

#[cfg(test)]
mod tests {
    use sqlx::{PgPool, Row as _};

    use super::super::{Mark, Matching, More, TextMatch};
    use super::*;

    const COLUMNS: &str = "p.slug, p.id, p.created_at, p.price";

    /// Thirty published products, each a second younger and dearer than the one before: the first six are `Quartz`, and
    /// so is the last; the others are lamps.
    async fn furnish(pool: &PgPool) {
        sqlx::query(
            "with top as (insert into categories (name, slug) values ('Top', 'top') returning id)
             insert into products (name, slug, price, category_id, status, created_at)
             select case when i <= 6 or i = 30 then 'Quartz ' else 'Lamp ' end || i, 'item-' || i, i, top.id,
                    'published', timestamptz '2026-01-01 00:00:00+00' + i * interval '1 second'
             from generate_series(1, 30) i, top",
        )
        .execute(pool)
        .await
        .unwrap();
    }

    fn part(words: &[String], access: Access, after: Option<Mark>, limit: i64) -> Part<'_> {
        let matching = Matching {
            text: TextMatch::Text(words),
            categories: None,
            min_price: None,
            max_price: None,
            in_stock: false,
            rating: None,
            more: More::default(),
        };
        Part { matching, access, after, offset: 0, limit }
    }

    /// The slugs of a whole walk, two at a time, where so many near entries are looked at.
    async fn walk(pool: &PgPool, order: Order, word: &str, near: i64) -> Vec<String> {
        let words = [word.to_owned()];
        let (mut slugs, mut after) = (Vec::new(), None);
        loop {
            let part = part(&words, Access::Text, after.take(), 2);
            let rows = statement(order, &part, COLUMNS, near).build().fetch_all(pool).await.unwrap();
            slugs.extend(rows.iter().map(|row| row.get::<String, _>("slug")));
            let Some(last) = rows.last() else { return slugs };
            after = Some(match order {
                Order::PriceUp | Order::PriceDown => Mark::Price(last.get("price"), last.get("id")),
                _ => Mark::Time(last.get("created_at"), last.get("id")),
            });
        }
    }

    #[sqlx::test]
    async fn where_the_near_rows_are_too_few_the_others_are_found_all_the_same(pool: PgPool) {
        furnish(&pool).await;
        let slugs = |numbers: &[u8]| -> Vec<String> {
            numbers.iter().map(|number| format!("item-{number}")).collect()
        };
        let up = slugs(&[1, 2, 3, 4, 5, 6, 30]);
        let down = slugs(&[30, 6, 5, 4, 3, 2, 1]);
        // Of the near entries none is enough, some are, all are.
        for near in [1, 5, 100] {
            assert_eq!(walk(&pool, Order::Newest, "quartz", near).await, down, "{near}");
            assert_eq!(walk(&pool, Order::Oldest, "quartz", near).await, up, "{near}");
            assert_eq!(walk(&pool, Order::PriceUp, "quartz", near).await, up, "{near}");
            assert_eq!(walk(&pool, Order::PriceDown, "quartz", near).await, down, "{near}");
            let lamps = walk(&pool, Order::Newest, "lamp", near).await;
            assert_eq!((lamps.len(), lamps[0].as_str(), lamps[22].as_str()), (23, "item-29", "item-7"));
            assert!(walk(&pool, Order::Newest, "nothing", near).await.is_empty());
        }
    }

    #[test]
    fn what_was_passed_is_not_gathered_and_no_index_but_the_words_own_leads_there() {
        let words = ["quartz".to_owned()];
        let mark = Mark::Time(chrono::DateTime::UNIX_EPOCH, uuid::Uuid::nil());
        let part = part(&words, Access::Text, Some(mark), 21);
        let sql = statement(Order::Newest, &part, COLUMNS, 2_100).into_string();
        let (near, gathered) = sql.split_once("gathered as materialized").unwrap();
        assert!(near.contains(" and (created_at, id) < ($1, $2)"), "{near}");
        assert!(gathered.contains(" and coalesce((created_at, id) < ("), "{gathered}");
        assert!(!gathered.contains(" and (created_at, id) < ("), "{gathered}");
    }
}
