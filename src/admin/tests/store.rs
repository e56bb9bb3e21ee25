//! What tests ask of the database.

use sqlx::{AssertSqlSafe, PgPool, Postgres};
use uuid::Uuid;

/// The tables whose changes stand in the audit trail.
const AUDITED: [&str; 12] = [
    "products",
    "product_images",
    "product_slug_redirects",
    "categories",
    "category_slug_redirects",
    "reviews",
    "wishlist_items",
    "users",
    "profiles",
    "groups",
    "group_permissions",
    "user_groups",
];

/// What stands in each audited table, in a word; without what each change moves on.
pub(super) async fn digests(pool: &PgPool) -> Vec<(&'static str, String)> {
    let mut digests = Vec::new();
    for table in AUDITED {
        let sql = format!(
            "select coalesce(md5(string_agg((to_jsonb(t) - '{{updated_at,version,sign_in_epoch}}'::text[])::text, \
             E'\\n' order by t.id)), 'empty') from {table} t"
        );
        let digest =
            sqlx::query_scalar::<Postgres, String>(AssertSqlSafe(sql)).fetch_one(pool).await.unwrap();
        digests.push((table, digest));
    }
    digests
}

/// The stock of a product and the sum of its ledger.
pub(super) async fn stock(pool: &PgPool, id: &str) -> (i64, i64) {
    let sql = "select p.stock::bigint, coalesce((select sum(quantity) from stock_movements where product_id = p.id), 0)::bigint
               from products p where p.id = $1::uuid";
    sqlx::query_as::<Postgres, (i64, i64)>(sql).bind(id).fetch_one(pool).await.unwrap()
}

/// How many entries there are, and how many rows in them.
pub(super) async fn trail(pool: &PgPool) -> (i64, i64) {
    let sql = "select (select count(*) from audit_entries), (select count(*) from audit_rows)";
    sqlx::query_as::<Postgres, (i64, i64)>(sql).fetch_one(pool).await.unwrap()
}

/// The version of a product.
pub(super) async fn version(pool: &PgPool, id: &str) -> i32 {
    let sql = "select version from products where id = $1::uuid";
    sqlx::query_scalar::<Postgres, i32>(sql).bind(id).fetch_one(pool).await.unwrap()
}

/// A run is at work again under its entry, of which nobody knows yet how much it is.
pub(super) async fn begin_again(pool: &PgPool, run: Uuid, entry: Uuid) {
    let sql = "with begun as (update bulk_runs set state = 'running' where id = $1)
               update audit_entries set row_count = 0 where id = $2";
    sqlx::query(sql).bind(run).bind(entry).execute(pool).await.unwrap();
}

/// Nothing has been heard of any run for hours.
pub(super) async fn fall_silent(pool: &PgPool) {
    for sql in [
        "alter table bulk_runs disable trigger bulk_runs_touch",
        "update bulk_runs set updated_at = now() - interval '2 hours'",
        "alter table bulk_runs enable trigger bulk_runs_touch",
    ] {
        sqlx::query(sql).execute(pool).await.unwrap();
    }
}

/// Whether a text stands anywhere in the trail.
pub(super) async fn holds(pool: &PgPool, text: &str) -> bool {
    let sql = "select exists (select from audit_rows r where strpos(to_jsonb(r)::text, $1) > 0)
                   or exists (select from audit_entries e where strpos(to_jsonb(e)::text, $1) > 0)";
    sqlx::query_scalar::<Postgres, bool>(sql).bind(text).fetch_one(pool).await.unwrap()
}

/// Whatever stands in the trail was done so many days ago.
pub(super) async fn age(pool: &PgPool, days: i32) {
    let sql = "update audit_entries set created_at = now() - $1::int * interval '1 day'";
    sqlx::query(sql).bind(days).execute(pool).await.unwrap();
}

/// Hangs a picture on a product behind those that it has, past the trail.
pub(super) async fn hang(pool: &PgPool, product: &str, file: &str) {
    let sql = "insert into product_images (product_id, file, position, width, height)
               select $1::uuid, $2, count(*), 10, 10 from product_images where product_id = $1::uuid";
    sqlx::query(sql).bind(product).bind(file).execute(pool).await.unwrap();
}

/// The title of a product's only review, and its writer.
pub(super) async fn review_of(pool: &PgPool, product: &str) -> Option<(String, Option<Uuid>)> {
    let sql = "select title, user_id from reviews where product_id = $1::uuid";
    sqlx::query_as::<Postgres, (String, Option<Uuid>)>(sql).bind(product).fetch_optional(pool).await.unwrap()
}

/// Somebody has left, and the row waits to be deleted.
pub(super) async fn let_wait(pool: &PgPool, user: Uuid) {
    let sql = "update users set leaving_at = now(), is_active = false where id = $1";
    sqlx::query(sql).bind(user).execute(pool).await.unwrap();
}

/// How many mails with a link to set a password wait for an address.
pub(super) async fn resets_to(pool: &PgPool, email: &str) -> i64 {
    let sql = "select count(*) from graphile_worker._private_jobs
               where payload::text like '%\"reset\"%' and strpos(payload::text, '\"' || $1 || '\"') > 0";
    sqlx::query_scalar::<Postgres, i64>(sql).bind(email).fetch_one(pool).await.unwrap()
}

/// All jobs are as if they were done.
pub(super) async fn drop_jobs(pool: &PgPool) {
    sqlx::query("delete from graphile_worker._private_jobs").execute(pool).await.unwrap();
}

/// How many groups of an id there are, and how many members.
pub(super) async fn groups_and_members(pool: &PgPool, group: Uuid) -> (i64, i64) {
    sqlx::query_as(
        "select (select count(*) from groups where id = $1), (select count(*) from user_groups where group_id = $1)",
    )
    .bind(group)
    .fetch_one(pool)
    .await
    .unwrap()
}

/// Makes so many users, past the trail.
pub(super) async fn many_users(pool: &PgPool, count: i32) {
    let sql = "insert into users (email, username, password_hash, email_verified_at)
               select 'user' || n || '@example.org', 'user' || n, '', now() from generate_series(1, $1::int) n";
    sqlx::query(sql).bind(count).execute(pool).await.unwrap();
}

/// Where the entries of somebody lie, and the rows of products: what is written anew lies elsewhere.
pub(super) async fn places(pool: &PgPool, actor: Uuid) -> Vec<String> {
    let sql = "select 'entry ' || ctid from audit_entries where actor_id = $1
               union all select 'row ' || ctid from audit_rows where table_name = 'products' order by 1";
    sqlx::query_scalar::<Postgres, String>(sql).bind(actor).fetch_all(pool).await.unwrap()
}
