//! The rules of reviews and wish lists on a real PostgreSQL, and what an account that is deleted leaves on sale.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod counts;
mod leaving;
mod made_up;
mod own_list;
mod permissions;
mod rules;
#[path = "../support/people.rs"]
mod support;
mod wishlist;

use sqlx::PgPool;
use vitrine::catalog::Actor;
use vitrine::catalog::category::input::CategoryForm;
use vitrine::catalog::category::model::CategoryId;
use vitrine::catalog::product::change;
use vitrine::catalog::product::input::ProductForm;
use vitrine::catalog::product::model::ProductId;
use vitrine::infra::Backend;
use vitrine::reviews::input::ReviewForm;

use self::support::{staff, until_somebody_waits};

/// A category at the top.
async fn category(backend: &Backend, name: &str) -> CategoryId {
    let mut connection = backend.pool.acquire().await.unwrap();
    let form = CategoryForm { name: name.to_owned(), ..CategoryForm::default() };
    vitrine::catalog::category::service::create(&mut connection, &form, None).await.unwrap().0
}

/// A published product; its slug is its name in lower case.
async fn product(backend: &Backend, category: CategoryId, name: &str) -> ProductId {
    let form = ProductForm {
        name: name.to_owned(),
        price: "98".to_owned(),
        stock: "3".to_owned(),
        status: "published".to_owned(),
        ..ProductForm::default()
    };
    change::create(backend, Actor::Operator, &form, category).await.unwrap()
}

/// The published product `globe`, in a category of its own.
async fn globe(backend: &Backend) -> ProductId {
    let lamps = category(backend, "Lamps").await;
    product(backend, lamps, "Globe").await
}

/// What somebody types.
fn typed(rating: u8, title: &str) -> ReviewForm {
    ReviewForm { rating: rating.to_string(), title: title.to_owned(), body: String::new() }
}

/// The number and the mean that a product shows.
async fn shown(pool: &PgPool, product: ProductId) -> (i32, String) {
    sqlx::query_as("select review_count, average_rating::text from products where id = $1")
        .bind(product.0)
        .fetch_one(pool)
        .await
        .unwrap()
}

/// The number and the mean of a product's approved reviews.
async fn truth(pool: &PgPool, product: ProductId) -> (i32, String) {
    sqlx::query_as(
        "select count(*)::int, coalesce(avg(rating), 0)::numeric(3, 2)::text
         from reviews where product_id = $1 and status = 'approved'",
    )
    .bind(product.0)
    .fetch_one(pool)
    .await
    .unwrap()
}

/// Everything that stands in the table of reviews, but for times.
async fn everything(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select concat_ws('|', id, product_id, user_id, rating, title, body, status) from reviews order by id",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}
