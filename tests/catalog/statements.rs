//! How many statements a page takes: right after a start, when nothing is remembered yet, and later. Three are the
//! most that any page may take.

use std::cell::Cell;
use std::sync::Once;

use sqlx::PgPool;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt as _};
use vitrine::catalog::product::filter::{ProductFilter, Sort};
use vitrine::catalog::product::service;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;
use vitrine::reviews::service as reviews;

use super::made_up;

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

/// From here on statements are counted.
pub(super) fn listen() {
    static LISTENING: Once = Once::new();
    // For all threads: whether an event is looked at at all is remembered for the whole program.
    LISTENING.call_once(|| {
        tracing::subscriber::set_global_default(tracing_subscriber::registry().with(Statements)).unwrap();
    });
}

/// A shop whose list goes on beyond the rows that a page skips without marks.
pub(super) async fn shop(pool: PgPool) -> Backend {
    listen();
    let backend = backend(pool);
    made_up(&backend, 600).await;
    backend
}

/// Statements that something takes when nothing is remembered, and right after that.
pub(super) async fn taken(backend: &Backend, ask: impl AsyncFn()) -> (u32, u32) {
    backend.cache.clear();
    TAKEN.set(0);
    ask().await;
    let cold = TAKEN.replace(0);
    ask().await;
    (cold, TAKEN.replace(0))
}

/// What a product's page is made from, as `server_fns::catalog::product_page` asks for it: the product with the first
/// of its reviews; and the categories in the menus around it.
async fn product_page(backend: &Backend, slug: &str) -> bool {
    let (tree, product) = futures::join!(
        vitrine::catalog::category::service::tree(backend),
        service::by_slug_with(backend, slug, reviews::FIRST_PAGE)
    );
    let has_reviews = |said: Option<String>| said.is_some_and(|said| reviews::read_first_page(&said).is_ok());
    tree.is_ok() && product.is_ok_and(|(_, said)| has_reviews(said))
}

#[sqlx::test]
async fn the_first_page_and_a_products_page_take_at_most_three_statements(pool: PgPool) {
    let backend = shop(pool.clone()).await;
    let slug: String = sqlx::query_scalar("select slug from products where status = 'published' limit 1")
        .fetch_one(&pool)
        .await
        .unwrap();
    let home = async || drop(service::home(&backend).await.unwrap());
    assert_eq!(taken(&backend, home).await, (2, 1), "the first page of the shop");
    let product = async || assert!(product_page(&backend, &slug).await);
    assert_eq!(taken(&backend, product).await, (2, 1), "a product");
    // An address that leads nowhere is looked up among the former ones too: one statement more, for such alone.
    let nowhere = async || assert!(!product_page(&backend, "nowhere").await);
    assert_eq!(taken(&backend, nowhere).await, (3, 2), "a product that is not there");
}

#[sqlx::test]
async fn a_page_of_a_list_takes_at_most_three_statements_and_then_one(pool: PgPool) {
    let backend = shop(pool).await;
    let list = async |filter: &ProductFilter| service::list(&backend, filter).await.unwrap();
    let whole = ProductFilter { page: 1, ..ProductFilter::default() };
    assert!(list(&whole).await.page.count() > 22, "the last page begins behind row 400");
    let wrong = list(&ProductFilter { query: "wallnut".to_owned(), ..whole.clone() }).await;
    assert!(wrong.nearest && wrong.page.total > 0, "a typing error is forgiven");
    let shapes = [
        (None, Sort::Relevance),
        (None, Sort::Name),
        (None, Sort::Rating),
        (Some("kitchen"), Sort::Relevance),
        (Some("kitchen"), Sort::PriceUp),
    ];
    for query in ["", "walnut", "wal", "wa", "made for", "wallnut", "zzzzqqq"] {
        for (category, sort) in shapes {
            let first = ProductFilter {
                query: query.to_owned(),
                category: category.map(str::to_owned),
                sort,
                ..whole.clone()
            };
            let last = ProductFilter { page: list(&first).await.page.count(), ..first.clone() };
            for filter in [first, last] {
                let (cold, warm) = taken(&backend, async || drop(list(&filter).await)).await;
                assert!((2..=3).contains(&cold) && warm <= 1, "{cold}, then {warm} for {filter:?}");
            }
        }
    }
}

#[sqlx::test]
async fn what_is_offered_while_one_types_takes_at_most_three_statements(pool: PgPool) {
    let backend = shop(pool).await;
    for query in ["wa", "walnut", "wallnut", "zzzzqqq"] {
        let suggest = async || drop(service::suggest(&backend, query).await.unwrap());
        let (cold, warm) = taken(&backend, suggest).await;
        assert!(cold <= 3 && warm <= 1, "{cold}, then {warm} for {query}");
    }
}
