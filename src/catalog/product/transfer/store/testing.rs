//! What the tests of import and export ask the database, and put there.

use std::time::Duration;

use sqlx::{PgExecutor, PgPool};

/// Products that are not in the trash.
pub(in crate::catalog::product::transfer) async fn count(pool: &PgPool) -> i64 {
    sqlx::query_scalar("select count(*) from products where deleted_at is null")
        .fetch_one(pool)
        .await
        .unwrap()
}

pub(in crate::catalog::product::transfer) async fn add_category(pool: &PgPool, name: &str, slug: &str) {
    sqlx::query("insert into categories (name, slug) values ($1, $2)")
        .bind(name)
        .bind(slug)
        .execute(pool)
        .await
        .unwrap();
}

/// `name|price|category|status|stock|version` of a product.
pub(in crate::catalog::product::transfer) async fn product(pool: &PgPool, slug: &str) -> Option<String> {
    sqlx::query_scalar(
        "select concat_ws('|', p.name, p.price, c.slug, p.status, p.stock, p.version)
         from products p join categories c on c.id = p.category_id where p.slug = $1",
    )
    .bind(slug)
    .fetch_optional(pool)
    .await
    .unwrap()
}

pub(in crate::catalog::product::transfer) async fn description(pool: &PgPool, slug: &str) -> String {
    sqlx::query_scalar("select description from products where slug = $1")
        .bind(slug)
        .fetch_one(pool)
        .await
        .unwrap()
}

/// Slugs in order of `created_at`.
pub(in crate::catalog::product::transfer) async fn slugs(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar("select slug from products order by created_at, id").fetch_all(pool).await.unwrap()
}

/// Root categories as `name|slug`.
pub(in crate::catalog::product::transfer) async fn categories(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar(
        "select concat_ws('|', name, slug) from categories where parent_id is null order by slug",
    )
    .fetch_all(pool)
    .await
    .unwrap()
}

/// Whether each product's stock is the sum of its ledger (SPEC D9), and how many rows the ledger has for imports.
pub(in crate::catalog::product::transfer) async fn ledger(pool: &PgPool) -> (bool, i64) {
    sqlx::query_as(
        "select not exists (select from products p where p.stock <>
                    (select coalesce(sum(quantity), 0) from stock_movements where product_id = p.id)),
                (select count(*) from stock_movements where reason = 'import')",
    )
    .fetch_one(pool)
    .await
    .unwrap()
}

pub(in crate::catalog::product::transfer) async fn move_to_trash(database: impl PgExecutor<'_>, slug: &str) {
    sqlx::query("update products set deleted_at = now() where slug = $1")
        .bind(slug)
        .execute(database)
        .await
        .unwrap();
}

/// Waits until a session waits for a row that another one is changing.
pub(in crate::catalog::product::transfer) async fn until_someone_waits(pool: &PgPool) {
    let sql = "select exists (select from pg_stat_activity
               where datname = current_database() and wait_event_type = 'Lock')";
    for _ in 0..2_000 {
        if sqlx::query_scalar::<_, bool>(sql).fetch_one(pool).await.unwrap() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("nobody waits");
}

/// Makes `old` a slug of before of the product at `slug`.
pub(in crate::catalog::product::transfer) async fn redirect(pool: &PgPool, old: &str, slug: &str) {
    sqlx::query(
        "insert into product_slug_redirects (slug, product_id) select $1, id from products where slug = $2",
    )
    .bind(old)
    .bind(slug)
    .execute(pool)
    .await
    .unwrap();
}
