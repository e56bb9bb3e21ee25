//! What somebody sells goes off sale with their account, which is found wherever it is referred to (SPEC S2, U1).

use sqlx::PgPool;
use sqlx::postgres::PgListener;
use vitrine::accounts::caller::User;
use vitrine::accounts::testing::signed_in;
use vitrine::catalog::Actor;
use vitrine::catalog::category::model::CategoryId;
use vitrine::catalog::product::change;
use vitrine::catalog::product::input::ProductForm;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;

use super::{category, product};

async fn product_of(backend: &Backend, owner: &User, lamps: CategoryId, name: &str, status: &str) {
    let form = ProductForm {
        name: name.to_owned(),
        price: "98".to_owned(),
        stock: "3".to_owned(),
        status: status.to_owned(),
        ..ProductForm::default()
    };
    change::create(backend, Actor::User(owner.id().0), &form, lamps).await.unwrap();
}

/// Slug, status and version of every product, and whether somebody owns it.
async fn products(pool: &PgPool) -> Vec<(String, String, i32, bool)> {
    sqlx::query_as("select slug, status::text, version, created_by is not null from products order by slug")
        .fetch_all(pool)
        .await
        .unwrap()
}

#[sqlx::test]
async fn the_published_products_of_a_deleted_account_go_back_to_draft_and_no_others(pool: PgPool) {
    let backend = backend(pool.clone());
    let (ada, bob) = (signed_in(&backend, "ada").await, signed_in(&backend, "bob").await);
    let lamps = category(&backend, "Lamps").await;
    product(&backend, lamps, "Of-the-shop").await;
    product_of(&backend, &ada, lamps, "Globe", "published").await;
    product_of(&backend, &ada, lamps, "Lantern", "archived").await;
    product_of(&backend, &ada, lamps, "Moon", "draft").await;
    product_of(&backend, &bob, lamps, "Sun", "published").await;
    let before = products(&pool).await;

    // Where the account stays after all, so do its products.
    let mut transaction = pool.begin().await.unwrap();
    sqlx::query("delete from users where id = $1").bind(ada.id().0).execute(&mut *transaction).await.unwrap();
    transaction.rollback().await.unwrap();
    assert_eq!(products(&pool).await, before);

    let mut listener = PgListener::connect_with(&pool).await.unwrap();
    listener.listen("vitrine_catalogue").await.unwrap();
    sqlx::query("delete from users where id = $1").bind(ada.id().0).execute(&pool).await.unwrap();
    let row = |slug: &str, status: &str, version, owned| (slug.to_owned(), status.to_owned(), version, owned);
    assert_eq!(
        products(&pool).await,
        [
            // A form that staff opened before is told that the product changed since.
            row("globe", "draft", 2, false),
            row("lantern", "archived", 1, false),
            row("moon", "draft", 1, false),
            row("of-the-shop", "published", 1, false),
            row("sun", "published", 1, true),
        ]
    );
    assert_eq!(listener.recv().await.unwrap().payload(), "products", "every running program is told");
}

#[sqlx::test]
async fn no_table_is_read_from_end_to_end_for_an_account_that_is_deleted(pool: PgPool) {
    let unindexed: Vec<String> = sqlx::query_scalar(
        "select c.conrelid::regclass::text || '.' || a.attname
         from pg_constraint c join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[1]
         where c.contype = 'f' and c.confrelid = 'users'::regclass
           and not exists (select from pg_index i where i.indrelid = c.conrelid and i.indkey[0] = a.attnum)
         order by 1",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert_eq!(unindexed, Vec::<String>::new());
}
