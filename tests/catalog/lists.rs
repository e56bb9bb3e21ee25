//! Lists, search and facets (SPEC W2, S5, S6), against the plain definition of what they should be.

use std::collections::HashSet;

use sqlx::PgPool;
use vitrine::catalog::product::filter::{ProductFilter, Sort};
use vitrine::catalog::product::model::{Price, ProductCard, ProductList};
use vitrine::catalog::product::service;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;

use super::{category, made_up, product};

async fn list(backend: &Backend, filter: &ProductFilter) -> ProductList {
    service::list(backend, filter).await.unwrap()
}

fn search(query: &str) -> ProductFilter {
    ProductFilter { query: query.to_owned(), page: 1, ..ProductFilter::default() }
}

fn names(list: &ProductList) -> Vec<&str> {
    list.page.items.iter().map(|card| card.name.as_str()).collect()
}

#[sqlx::test]
async fn words_match_any_part_of_name_or_description_and_names_come_first(pool: PgPool) {
    let backend = backend(pool.clone());
    let sound = category(&backend, "Sound", None).await.unwrap();
    for name in ["Listening headphones", "Phonograph", "Café cup", "Walnut radio", "Plain stand"] {
        product(&backend, sound, name, "10", 1).await;
    }
    sqlx::query(
        "update products set description = 'Holds your headphones. 100% oak_wood' where slug = 'plain-stand'",
    )
    .execute(&pool)
    .await
    .unwrap();
    assert_eq!(names(&list(&backend, &search("headphones")).await), ["Listening headphones", "Plain stand"]);
    assert_eq!(
        names(&list(&backend, &search("phon")).await),
        ["Phonograph", "Listening headphones", "Plain stand"]
    );
    assert_eq!(names(&list(&backend, &search("CAFE")).await), ["Café cup"]);
    assert_eq!(names(&list(&backend, &search("wal radio")).await), ["Walnut radio"]);
    assert_eq!(names(&list(&backend, &search("100%")).await), ["Plain stand"]);
    assert_eq!(names(&list(&backend, &search("oak_")).await), ["Plain stand"]);
    assert!(names(&list(&backend, &search("%")).await).len() == 1, "signs of patterns are taken literally");
}

#[sqlx::test]
async fn typing_errors_are_forgiven_and_said(pool: PgPool) {
    let backend = backend(pool);
    let sound = category(&backend, "Sound", None).await.unwrap();
    for name in ["Listening headphones", "Gooseneck kettle", "Umbrella"] {
        product(&backend, sound, name, "10", 1).await;
    }
    let found = list(&backend, &search("hedphones")).await;
    assert_eq!(names(&found), ["Listening headphones"]);
    assert!(found.nearest);
    assert_eq!(names(&list(&backend, &search("ketle")).await), ["Gooseneck kettle"]);
    let nothing = list(&backend, &search("zzzzqqq")).await;
    assert_eq!(nothing.page.total, 0);
}

#[sqlx::test]
async fn every_order_and_filter_gives_each_match_once_in_order(pool: PgPool) {
    let backend = backend(pool.clone());
    made_up(&backend, 3_000).await;
    sqlx::query("update products set review_count = abs(hashtext(slug)) % 7, average_rating = abs(hashtext(slug)) % 6")
        .execute(&pool)
        .await
        .unwrap();
    backend.cache.clear();
    let sorts = [Sort::Relevance, Sort::Newest, Sort::PriceUp, Sort::PriceDown, Sort::Name, Sort::Rating];
    let shapes = [
        ProductFilter::default(),
        ProductFilter { category: Some("kitchen".to_owned()), ..ProductFilter::default() },
        ProductFilter {
            category: Some("classic-pots".to_owned()),
            in_stock: true,
            ..ProductFilter::default()
        },
        ProductFilter { query: "walnut".to_owned(), ..ProductFilter::default() },
        ProductFilter {
            query: "oak box".to_owned(),
            category: Some("desk".to_owned()),
            ..ProductFilter::default()
        },
        ProductFilter {
            min_price: Some(Price::from_cents(5_000)),
            rating: Some(3),
            ..ProductFilter::default()
        },
    ];
    for shape in shapes {
        for sort in sorts {
            let filter = ProductFilter { sort, ..shape.clone() };
            all_pages_agree(&backend, &pool, &filter).await;
        }
    }
}

/// Walks every page and compares it with one plain statement.
async fn all_pages_agree(backend: &Backend, pool: &PgPool, filter: &ProductFilter) {
    let expected = plainly(pool, filter).await;
    let mut seen = Vec::new();
    let mut page = 1;
    loop {
        let got = list(backend, &ProductFilter { page, ..filter.clone() }).await;
        assert_eq!(got.page.total as usize, expected.len(), "{filter:?}");
        let last = page >= got.page.count();
        seen.extend(got.page.items.into_iter().map(|card: ProductCard| card.slug));
        if last {
            break;
        }
        page += 1;
    }
    assert_eq!(seen.len(), expected.len(), "{filter:?}");
    assert_eq!(seen.iter().collect::<HashSet<_>>().len(), seen.len(), "nothing comes twice: {filter:?}");
    assert_eq!(seen, expected, "{filter:?}");
}

async fn plainly(pool: &PgPool, filter: &ProductFilter) -> Vec<String> {
    let order = match filter.sort {
        Sort::Relevance if !filter.query.is_empty() => "fit desc, p.created_at desc, p.id desc",
        Sort::Relevance | Sort::Newest => "p.created_at desc, p.id desc",
        Sort::PriceUp => "p.price, p.id",
        Sort::PriceDown => "p.price desc, p.id desc",
        Sort::Name => "p.folded_name collate \"C\", p.id",
        Sort::Rating => "p.average_rating desc, p.review_count desc, p.id desc",
    };
    let words: Vec<String> = filter.query.split_whitespace().map(str::to_owned).collect();
    let sql = format!(
        "with recursive below as (
             select id from categories where slug = $1
             union all select c.id from categories c join below b on c.parent_id = b.id)
         select p.slug from products p, lateral (select case
             when (select bool_and(' ' || p.folded_name like '% ' || word || '%') from unnest($2::text[]) word) then 2
             when (select bool_and(p.folded_name like '%' || word || '%') from unnest($2::text[]) word) then 1
             else 0 end as fit) f
         where p.status = 'published' and p.deleted_at is null
           and ($1 is null or p.category_id in (select id from below))
           and coalesce((select bool_and(p.folded_text like '%' || word || '%') from unnest($2::text[]) word), true)
           and p.price >= coalesce($3, 0) and (not $4 or p.stock > 0) and p.average_rating >= coalesce($5, 0)
         order by {order}"
    );
    sqlx::query_scalar(sqlx::AssertSqlSafe(sql))
        .bind(&filter.category)
        .bind(words)
        .bind(filter.min_price.map(|price| price.cents() / 100))
        .bind(filter.in_stock)
        .bind(filter.rating.map(i32::from))
        .fetch_all(pool)
        .await
        .unwrap()
}

#[sqlx::test]
async fn counts_beside_the_choices_say_what_each_would_show(pool: PgPool) {
    let backend = backend(pool);
    made_up(&backend, 1_000).await;
    let whole = list(&backend, &ProductFilter::default()).await;
    let in_stock = list(&backend, &ProductFilter { in_stock: true, ..ProductFilter::default() }).await;
    assert_eq!(whole.facets.in_stock, in_stock.page.total);
    for choice in &whole.facets.categories {
        let chosen = ProductFilter { category: Some(choice.link.slug.clone()), ..ProductFilter::default() };
        assert_eq!(list(&backend, &chosen).await.page.total, choice.count, "{}", choice.link.slug);
    }
}

#[sqlx::test]
async fn a_page_that_is_not_there_is_not_found(pool: PgPool) {
    let backend = backend(pool);
    let sound = category(&backend, "Sound", None).await.unwrap();
    product(&backend, sound, "Radio", "10", 1).await;
    for filter in [
        ProductFilter { page: 2, ..ProductFilter::default() },
        ProductFilter { page: u32::MAX, ..ProductFilter::default() },
        ProductFilter { category: Some("nowhere".to_owned()), ..ProductFilter::default() },
    ] {
        assert_eq!(service::list(&backend, &filter).await.unwrap_err().status(), 404);
    }
}

#[sqlx::test]
async fn a_category_shows_its_descendants_up_to_a_limit(pool: PgPool) {
    let backend = backend(pool);
    let home = category(&backend, "Home", None).await.unwrap();
    let sound = category(&backend, "Sound", Some(home)).await.unwrap();
    product(&backend, sound, "Radio", "10", 1).await;
    product(&backend, home, "Door", "10", 1).await;
    let cards = service::of_category(&backend, "home", None).await.unwrap();
    assert_eq!(cards.iter().map(|card| card.name.as_str()).collect::<Vec<_>>(), ["Door", "Radio"]);
    assert_eq!(service::of_category(&backend, "home", Some(1)).await.unwrap().len(), 1);
    assert!(service::of_category(&backend, "nowhere", None).await.is_err());
}
