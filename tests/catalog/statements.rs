//! How many statements a page takes right after a start, when nothing is remembered yet.

use std::cell::Cell;

use sqlx::PgPool;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use vitrine::catalog::product::filter::{ProductFilter, Sort};
use vitrine::catalog::product::service;
use vitrine::catalog::synthetic;
use vitrine::infra::testing::backend;

thread_local! {
    /// Statements of the test that runs on this thread.
    static TAKEN: Cell<u32> = const { Cell::new(0) };
}

/// Counts the statements that the database library tells of.
struct Statements;

impl<S: tracing::Subscriber> Layer<S> for Statements {
    fn on_event(&self, event: &tracing::Event<'_>, _: Context<'_, S>) {
        if event.metadata().target() == "sqlx::query" {
            TAKEN.set(TAKEN.get() + 1);
        }
    }
}

#[sqlx::test]
async fn no_page_takes_more_than_three_statements_when_nothing_is_remembered(pool: PgPool) {
    let backend = backend(pool.clone());
    synthetic::service::fill(&backend, 500, &[]).await.unwrap();
    let slug: String = sqlx::query_scalar("select slug from products where status = 'published' limit 1")
        .fetch_one(&pool)
        .await
        .unwrap();
    // For all threads: whether an event is looked at at all is remembered for the whole program.
    tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Statements)).unwrap();
    let taken = || {
        backend.cache.clear();
        TAKEN.replace(0)
    };

    taken();
    service::home(&backend).await.unwrap();
    assert_eq!(taken(), 2, "the first page of the shop");
    service::by_slug(&backend, &slug).await.unwrap();
    assert_eq!(taken(), 2, "a product");
    assert!(service::by_slug(&backend, "nowhere").await.is_err());
    assert_eq!(taken(), 2, "a product that is not there");
    let words = ["", "walnut", "wal", "wa", "made for"];
    for (query, category, sort) in words.into_iter().flat_map(|query| {
        [
            (query, None, Sort::Relevance),
            (query, Some("kitchen"), Sort::Relevance),
            (query, Some("kitchen"), Sort::PriceUp),
        ]
    }) {
        let filter = ProductFilter {
            query: query.to_owned(),
            category: category.map(str::to_owned),
            sort,
            page: 1,
            ..ProductFilter::default()
        };
        service::list(&backend, &filter).await.unwrap();
        let number = taken();
        assert!((2..=3).contains(&number), "{number} for {filter:?}");
    }
}
