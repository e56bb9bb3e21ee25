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
mod api_lists;
mod categories;
mod far_and_near;
mod given_file;
mod lists;
mod notices;
mod own_products;
mod products;
mod search;
mod statements;
mod stock;

use sqlx::PgPool;
use vitrine::accounts::caller::User;
use vitrine::accounts::model::Action;
use vitrine::accounts::testing::{account, caller, new_session, sign_in};
use vitrine::catalog::Actor;
use vitrine::catalog::category::input::CategoryForm;
use vitrine::catalog::category::model::CategoryId;
use vitrine::catalog::product::change;
use vitrine::catalog::product::input::ProductForm;
use vitrine::catalog::product::model::ProductId;
use vitrine::catalog::product::own::{self, OwnForm, Saved};
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

/// A new member of staff that is signed in and may do this to products, and nothing else.
async fn staff(backend: &Backend, username: &str, actions: &[Action]) -> User {
    let id = account(backend, username).await;
    sqlx::query("update users set is_staff = true where id = $1")
        .bind(id.0)
        .execute(&backend.pool)
        .await
        .unwrap();
    let actions: Vec<String> = actions.iter().map(|action| action.as_str().to_owned()).collect();
    sqlx::query(
        "with made as (insert into groups (name) values ($1) returning id),
              allowed as (insert into group_permissions (group_id, action, kind)
                          select made.id, action, 'product' from made cross join unnest($2::text[]) as action)
         insert into user_groups (group_id, user_id) select id, $3 from made",
    )
    .bind(username)
    .bind(actions)
    .bind(id.0)
    .execute(&backend.pool)
    .await
    .unwrap();
    let session = new_session(backend, None);
    sign_in(backend, &session, username).await.unwrap();
    caller(backend, &session).await
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
