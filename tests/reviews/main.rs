//! The rules of reviews and wish lists on a real PostgreSQL, and what an account that is deleted leaves on sale.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs, reason = "tests")]

mod counts;
mod leaving;
mod made_up;
mod permissions;
mod rules;
mod wishlist;

use sqlx::PgPool;
use vitrine::accounts::caller::User;
use vitrine::accounts::testing::{account, caller, new_session, sign_in};
use vitrine::catalog::Actor;
use vitrine::catalog::category::input::CategoryForm;
use vitrine::catalog::category::model::CategoryId;
use vitrine::catalog::product::change;
use vitrine::catalog::product::input::ProductForm;
use vitrine::catalog::product::model::ProductId;
use vitrine::infra::Backend;
use vitrine::reviews::input::ReviewForm;

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

/// A new member of staff that is signed in, with a permission such as `delete review`, or with none.
async fn staff(backend: &Backend, username: &str, permission: Option<(&str, &str)>) -> User {
    let id = account(backend, username).await;
    sqlx::query("update users set is_staff = true where id = $1")
        .bind(id.0)
        .execute(&backend.pool)
        .await
        .unwrap();
    if let Some((action, kind)) = permission {
        sqlx::query(
            "with made as (insert into groups (name) values ($1) returning id),
                  allowed as (insert into group_permissions (group_id, action, kind) select id, $2, $3 from made)
             insert into user_groups (group_id, user_id) select id, $4 from made",
        )
        .bind(username)
        .bind(action)
        .bind(kind)
        .bind(id.0)
        .execute(&backend.pool)
        .await
        .unwrap();
    }
    let session = new_session(backend, None);
    sign_in(backend, &session, username).await.unwrap();
    caller(backend, &session).await
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
