//! Short words, accents and what is offered while one types (SPEC W2, W5).

use sqlx::PgPool;
use vitrine::catalog::product::filter::ProductFilter;
use vitrine::catalog::product::model::Suggestions;
use vitrine::catalog::product::service;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;

use super::{category, made_up, product};

async fn names(backend: &Backend, query: &str) -> Vec<String> {
    let filter = ProductFilter { query: query.to_owned(), page: 1, ..ProductFilter::default() };
    let list = service::list(backend, &filter).await.unwrap();
    assert_eq!(list.page.total as usize, list.page.items.len(), "{query}");
    list.page.items.into_iter().map(|card| card.name).collect()
}

async fn offered(backend: &Backend, query: &str) -> Suggestions {
    service::suggest(backend, query).await.unwrap()
}

fn products(offered: &Suggestions) -> Vec<&str> {
    offered.products.iter().map(|card| card.name.as_str()).collect()
}

async fn shop(pool: PgPool) -> Backend {
    let backend = backend(pool);
    let sound = category(&backend, "Crème", None).await.unwrap();
    for name in ["Plain stand", "Écru vase", "Oak radio", "Cloak room hook", "C# mug 7"] {
        product(&backend, sound, name, "10", 1).await;
    }
    backend
}

#[sqlx::test]
async fn words_of_one_and_two_letters_match_any_part_of_a_word(pool: PgPool) {
    let backend = shop(pool).await;
    assert_eq!(names(&backend, "oa").await, ["Oak radio", "Cloak room hook"]);
    assert_eq!(names(&backend, "é").await, ["Écru vase"]);
    assert_eq!(names(&backend, "c#").await, ["C# mug 7"]);
    assert_eq!(names(&backend, "7").await, ["C# mug 7"]);
    assert_eq!(names(&backend, "oa radio").await, ["Oak radio"]);
    assert_eq!(names(&backend, "qz").await, [""; 0]);
    assert_eq!(names(&backend, "--").await, [""; 0]);
}

#[sqlx::test]
async fn two_letters_are_offered_names_whose_words_begin_with_them(pool: PgPool) {
    let backend = shop(pool).await;
    assert_eq!(products(&offered(&backend, "oa").await), ["Oak radio"]);
    assert_eq!(products(&offered(&backend, "RO").await), ["Cloak room hook"]);
    assert_eq!(products(&offered(&backend, "ec").await), ["Écru vase"]);
    assert_eq!(products(&offered(&backend, "o").await), [""; 0], "one letter is not enough");
    assert_eq!(offered(&backend, "oa").await.total, 0, "not all matches were counted");
    let more = offered(&backend, "oak").await;
    assert_eq!((products(&more), more.total), (vec!["Oak radio", "Cloak room hook"], 2));
}

#[sqlx::test]
async fn categories_are_offered_with_and_without_their_accents(pool: PgPool) {
    let backend = shop(pool).await;
    for query in ["creme", "Crème", "CRÈM"] {
        let names: Vec<String> =
            offered(&backend, query).await.categories.into_iter().map(|link| link.name).collect();
        assert_eq!(names, ["Crème"], "{query}");
    }
}

#[sqlx::test]
async fn filling_leaves_the_indexes_as_the_migrations_made_them(pool: PgPool) {
    let indexes = async || -> Vec<(String, String)> {
        sqlx::query_as(
            "select indexname::text, indexdef from pg_indexes where tablename = 'products' order by indexname",
        )
        .fetch_all(&pool)
        .await
        .unwrap()
    };
    let before = indexes().await;
    assert!(before.iter().filter(|(_, definition)| definition.contains("USING gin")).count() >= 2);
    made_up(&backend(pool.clone()), 50).await;
    assert_eq!(indexes().await, before);
}
