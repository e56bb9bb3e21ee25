//! The catalogue's rules on a real PostgreSQL.
#![cfg(feature = "ssr")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "tests"
)]

mod addresses;
mod admin_lists;
mod admin_statements;
mod api_lists;
mod api_orders;
mod categories;
mod far_and_near;
mod given_file;
mod lists;
mod notices;
mod own_pictures;
mod own_products;
mod products;
mod search;
mod statements;
mod stock;
#[path = "../support/people.rs"]
mod support;

use sqlx::PgPool;
use vitrine::accounts::caller::User;
use vitrine::accounts::model::{Action, Kind, Permission};
use vitrine::catalog::Actor;
use vitrine::catalog::category::input::CategoryForm;
use vitrine::catalog::category::model::CategoryId;
use vitrine::catalog::product::change;
use vitrine::catalog::product::input::ProductForm;
use vitrine::catalog::product::model::ProductId;
use vitrine::catalog::product::own::{self, OwnForm, Saved};
use vitrine::catalog::synthetic;
use vitrine::error::AppError;
use vitrine::infra::Backend;

use self::support::{staff, until_somebody_waits};

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

/// So many made-up products in an empty shop.
async fn made_up(backend: &Backend, number: u32) {
    let mut transaction = backend.pool.begin().await.unwrap();
    synthetic::service::fill(&mut transaction, number, &[]).await.unwrap();
    transaction.commit().await.unwrap();
    synthetic::service::settle(backend).await.unwrap();
}

/// Changes a product, in the category `lamps`, from the version and the stock that the editor saw. What is stale is a
/// conflict.
async fn edit(
    backend: &Backend,
    editor: &User,
    id: ProductId,
    (version, stock): (i32, i32),
    form: &ProductForm,
) -> Result<(), AppError> {
    let form = form.clone();
    let form = OwnForm {
        name: form.name,
        slug: form.slug,
        category: "lamps".to_owned(),
        price: form.price,
        stock: form.stock,
        status: form.status,
        description: form.description,
        version: version.to_string(),
        seen_stock: stock.to_string(),
    };
    match own::service::update(backend, editor, id, &form).await? {
        Saved::Done => Ok(()),
        Saved::Stale(_) => Err(AppError::Conflict("stale".to_owned())),
    }
}

/// Leave to do this to products.
fn may(action: Action) -> Permission {
    Permission::new(action, Kind::Product)
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
