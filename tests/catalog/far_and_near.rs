//! Pages far into a list, and what is shown where nothing has the words (SPEC W2), against plain statements.

use sqlx::PgPool;
use vitrine::catalog::product::filter::{ProductFilter, Sort};
use vitrine::catalog::product::model::{Price, ProductList};
use vitrine::catalog::product::service;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;

use super::category;

/// 750 products in one category, three of each minute: 499 names have a word that begins with "walnut", 60 have
/// it within a word, and some of the others have it in their description.
async fn shop(pool: &PgPool) -> Backend {
    let backend = backend(pool.clone());
    let boxes = category(&backend, "Boxes", None).await.unwrap();
    sqlx::query(
        "insert into products (name, slug, description, price, category_id, status, stock, created_at,
                               review_count, average_rating)
         select case when n % 38 < 25 then 'Walnut box ' || n when n % 38 < 28 then 'Darkwalnut box ' || n
                     else 'Oak box ' || n end,
                'box-' || n, case when n % 38 >= 33 then 'Stands beside walnut' else '' end, 1 + n % 90, $1,
                'published', n % 4, now() - make_interval(mins => n / 3), n % 7, n % 6
         from generate_series(1, 750) n",
    )
    .bind(boxes.0)
    .execute(pool)
    .await
    .unwrap();
    backend
}

async fn list(backend: &Backend, filter: &ProductFilter) -> ProductList {
    service::list(backend, filter).await.unwrap()
}

fn search(query: &str) -> ProductFilter {
    ProductFilter { query: query.to_owned(), page: 1, ..ProductFilter::default() }
}

fn slugs(list: ProductList) -> Vec<String> {
    list.page.items.into_iter().map(|card| card.slug).collect()
}

/// What a filter lets through of `from`, in its order; `best` is the order of the best match.
async fn plainly(pool: &PgPool, filter: &ProductFilter, from: &str, best: &str) -> Vec<String> {
    let order = match filter.sort {
        Sort::Relevance => best,
        Sort::Newest => "created_at desc, id desc",
        Sort::PriceUp => "price, id",
        Sort::PriceDown => "price desc, id desc",
        Sort::Name => "folded_name collate \"C\", id",
        Sort::Rating => "average_rating desc, review_count desc, id desc",
    };
    let sql = format!(
        "select slug from ({from}) found
         where price >= coalesce($1, 0) and (not $2 or stock > 0) and average_rating >= coalesce($3, 0)
         order by {order}"
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(filter.min_price.map(|price| price.cents() / 100))
        .bind(filter.in_stock)
        .bind(filter.rating.map(i32::from))
        .fetch_all(pool)
        .await
        .unwrap()
}

#[sqlx::test]
async fn a_far_page_is_the_same_with_and_without_marks(pool: PgPool) {
    let backend = shop(&pool).await;
    let size = backend.settings.vitrine.page_size as usize;
    let all = "select *, 0 as fit from products";
    let with_words = "select *, case when ' ' || folded_name like '% walnut%' then 2
                                     when folded_name like '%walnut%' then 1 else 0 end as fit
                      from products where folded_text like '%walnut%'";
    for (query, from) in [("", all), ("walnut", with_words)] {
        for (sort, _, _) in Sort::ALL {
            let first = ProductFilter { sort, ..search(query) };
            let expected = plainly(&pool, &first, from, "fit desc, created_at desc, id desc").await;
            for (number, expected) in (1..).zip(expected.chunks(size)).skip(20) {
                let filter = ProductFilter { page: number, ..first.clone() };
                backend.cache.clear();
                assert_eq!(slugs(list(&backend, &filter).await), expected, "without marks: {filter:?}");
                assert_eq!(slugs(list(&backend, &filter).await), expected, "with marks: {filter:?}");
            }
        }
    }
}

#[sqlx::test]
async fn the_nearest_names_come_in_every_order_and_through_every_filter(pool: PgPool) {
    let backend = shop(&pool).await;
    let nearest = "select * from (
            select *, word_similarity('wallnut', folded_name) as nearness,
                   max(word_similarity('wallnut', folded_name)) over () as best
            from products order by nearness desc, created_at desc, id limit 200) near
         where nearness >= 0.4 and nearness > best - 0.15";
    let shapes = [
        search("wallnut"),
        ProductFilter { category: Some("boxes".to_owned()), ..search("wallnut") },
        ProductFilter { in_stock: true, ..search("wallnut") },
        ProductFilter { rating: Some(3), min_price: Some(Price::from_cents(5_000)), ..search("wallnut") },
    ];
    for shape in shapes {
        for (sort, _, _) in Sort::ALL {
            let filter = ProductFilter { sort, ..shape.clone() };
            let expected = plainly(&pool, &filter, nearest, "nearness desc, created_at desc, id").await;
            assert!(!expected.is_empty(), "{filter:?}");
            let first = list(&backend, &filter).await;
            assert!(first.nearest, "{filter:?}");
            assert_eq!(first.page.total as usize, expected.len(), "{filter:?}");
            let mut seen = Vec::new();
            for page in 1..=first.page.count() {
                seen.extend(slugs(list(&backend, &ProductFilter { page, ..filter.clone() }).await));
            }
            assert_eq!(seen, expected, "{filter:?}");
        }
    }
}

#[sqlx::test]
async fn words_that_match_at_other_prices_are_not_said_to_match_nothing(pool: PgPool) {
    let backend = shop(&pool).await;
    let dear = Some(Price::from_cents(500_000));
    let known = list(&backend, &ProductFilter { min_price: dear, ..search("walnut") }).await;
    assert_eq!((known.page.total, known.nearest), (0, false));
    let unknown = list(&backend, &ProductFilter { min_price: dear, ..search("wallnut") }).await;
    assert_eq!((unknown.page.total, unknown.nearest), (0, true));
    assert!(list(&backend, &search("walnut")).await.page.total > 0);
}
