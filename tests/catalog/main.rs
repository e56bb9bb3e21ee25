//! The catalogue's rules on a real PostgreSQL.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod addresses;
mod categories;
mod lists;
mod notices;
mod own_products;
mod products;
mod search;
mod statements;
mod stock;

use sqlx::PgPool;
use vitrine::catalog::Actor;
use vitrine::catalog::category::input::CategoryForm;
use vitrine::catalog::category::model::CategoryId;
use vitrine::catalog::product::change::{self, Seen};
use vitrine::catalog::product::input::ProductForm;
use vitrine::catalog::product::model::ProductId;
use vitrine::error::AppError;
use vitrine::infra::Backend;

/// A category with a name, below another or at the top.
async fn category(backend: &Backend, name: &str, parent: Option<CategoryId>) -> Result<CategoryId, AppError> {
    let mut connection = backend.pool.acquire().await.unwrap();
    let form = CategoryForm { name: name.to_owned(), ..CategoryForm::default() };
    vitrine::catalog::category::service::create(&mut connection, &form, parent).await.map(|(id, _)| id)
}

/// A published product's form.
fn form(name: &str, price: &str, stock: i32) -> ProductForm {
    ProductForm {
        name: name.to_owned(),
        price: price.to_owned(),
        stock: stock.to_string(),
        status: "published".to_owned(),
        ..ProductForm::default()
    }
}

/// A published product.
async fn product(backend: &Backend, category: CategoryId, name: &str, price: &str, stock: i32) -> ProductId {
    change::create(backend, Actor::Operator, &form(name, price, stock), category).await.unwrap()
}

/// What an editor saw of a product.
fn seen(version: i32, stock: i32) -> Seen {
    Seen { version, stock }
}

/// Waits until a statement on this database waits for a lock of another.
async fn until_somebody_waits(pool: &PgPool) {
    for _ in 0..1_000 {
        let waits: bool = sqlx::query_scalar(
            "select exists (select from pg_stat_activity
                            where datname = current_database() and wait_event_type = 'Lock')",
        )
        .fetch_one(pool)
        .await
        .unwrap();
        if waits {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    panic!("nobody waits");
}

/// The sum of a product's ledger.
async fn ledger(pool: &PgPool, id: ProductId) -> i64 {
    sqlx::query_scalar("select coalesce(sum(quantity), 0) from stock_movements where product_id = $1")
        .bind(id.0)
        .fetch_one(pool)
        .await
        .unwrap()
}

/// The message of a field, or the error in words.
fn words(error: &AppError) -> String {
    error.to_string()
}
