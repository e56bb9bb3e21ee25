//! The SQL of products.

pub(super) mod admin;
pub(super) mod list;
pub(super) mod own;
pub(super) mod unpublished;
pub(super) mod whole;

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgExecutor, PgPool};
use uuid::Uuid;

use self::list::{CARD, CardRow, PUBLISHED};
use super::input::{CheckedProduct, LARGEST_STOCK};
use super::model::{Price, ProductStatus};

/// The columns of `products` that [`CARD`] and its order need.
const COLUMNS: &str = "id, slug, name, price, category_id, stock, created_at, review_count, average_rating, \
     pictures";

/// A published product, or one that is related to it.
#[derive(sqlx::FromRow)]
pub(super) struct DetailRow {
    #[sqlx(flatten)]
    pub card: CardRow,
    /// Only of the product itself.
    pub description: Option<String>,
    /// Only of the product itself: a text of them all.
    pub pictures: Option<String>,
    /// What another area keeps of it, as text; only of the product itself.
    pub beside: Option<String>,
}

/// The price as PostgreSQL has it.
pub(super) fn numeric(price: Price) -> Decimal {
    Decimal::new(price.cents(), 2)
}

/// A published product by its slug, and after it the newest others of its category; nothing where there is none.
/// `beside` is SQL for a text about the product `p`.
pub(super) async fn published_by_slug(
    database: impl PgExecutor<'_>,
    slug: &str,
    related: i64,
    beside: &'static str,
) -> Result<Vec<DetailRow>, sqlx::Error> {
    let sql = format!(
        "with one as materialized (select description, {COLUMNS} from products where slug = $1 and {PUBLISHED}), \
         p as (select true as is_it, * from one \
         union all select false, null, r.* from one, lateral (select {COLUMNS} from products \
         where {PUBLISHED} and category_id = one.category_id and id <> one.id \
         order by created_at desc, id desc limit {related}) r) \
         select {CARD}, p.description, case when p.is_it then p.pictures end as pictures, \
         case when p.is_it then {beside} end as beside \
         from p order by p.is_it desc, p.created_at desc, p.id desc"
    );
    sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(slug).fetch_all(database).await
}

/// What goes well with a product that is alone in its category: the newest of the nearest category above that has others
/// in it or below it. Each category of that tree is looked into.
pub(super) async fn published_around(
    database: impl PgExecutor<'_>,
    category_id: Uuid,
    slug: &str,
    limit: i64,
) -> Result<Vec<CardRow>, sqlx::Error> {
    let sql = format!(
        "with recursive above as (select $1::uuid as id, 0 as steps \
         union all select c.parent_id, above.steps + 1 from above join categories c on c.id = above.id \
         where c.parent_id is not null), \
         around as (select id, steps from above \
         union all select c.id, around.steps from around join categories c on c.parent_id = around.id \
         where c.id not in (select above.id from above)), \
         p as materialized (select around.steps, r.* from around, lateral (select {COLUMNS} from products \
         where {PUBLISHED} and category_id = around.id and slug <> $2 \
         order by created_at desc, id desc limit {limit}) r) \
         select {CARD} from p where steps = (select min(steps) from p) \
         order by p.created_at desc, p.id desc limit {limit}"
    );
    sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(category_id).bind(slug).fetch_all(database).await
}

/// The present slug of a published product that once had another.
pub(super) async fn moved(database: impl PgExecutor<'_>, slug: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select p.slug from product_slug_redirects r join products p on p.id = r.product_id
         where r.slug = $1 and p.status = 'published' and p.deleted_at is null",
        slug
    )
    .fetch_optional(database)
    .await
}

/// The featured and the newest published products, in one round trip; the first part are the featured ones.
pub(super) async fn home(
    database: impl PgExecutor<'_>,
    featured: i64,
    newest: i64,
) -> Result<Vec<(bool, CardRow)>, sqlx::Error> {
    #[derive(sqlx::FromRow)]
    struct HomeRow {
        #[sqlx(flatten)]
        card: CardRow,
        featured: bool,
    }
    let sql = format!(
        "with p as ((select true as featured, {COLUMNS} from products \
         where {PUBLISHED} and is_featured order by created_at desc, id desc limit {featured}) \
         union all (select false, {COLUMNS} from products \
         where {PUBLISHED} order by created_at desc, id desc limit {newest})) \
         select {CARD}, p.featured from p order by p.featured desc, p.created_at desc, p.id desc"
    );
    let rows: Vec<HomeRow> = sqlx::query_as(sqlx::AssertSqlSafe(sql)).fetch_all(database).await?;
    Ok(rows.into_iter().map(|row| (row.featured, row.card)).collect())
}

/// Published products by slug, in any order.
pub(super) async fn cards_by_slug(
    database: impl PgExecutor<'_>,
    slugs: &[String],
) -> Result<Vec<CardRow>, sqlx::Error> {
    let sql = format!("select {CARD} from products p where p.slug = any($1) and {PUBLISHED}");
    sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(slugs).fetch_all(database).await
}

/// Says for the rest of the transaction why stock changes and who changes it: the ledger's trigger reads it.
pub(super) async fn explain_stock(
    connection: &mut PgConnection,
    reason: &str,
    actor: Option<Uuid>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select set_config('vitrine.stock_reason', $1, true) as reason, set_config('vitrine.actor', $2, true) as actor",
        reason,
        actor.map(|id| id.to_string()).unwrap_or_default()
    )
    .fetch_one(connection)
    .await?;
    Ok(())
}

/// Makes whoever else looks for a free slug like this one wait until the transaction ends. Numbers at the end do not
/// count: two of `lamp` come to `lamp-2`, and so does one of `lamp-2`.
pub(super) async fn lock_slug(connection: &mut PgConnection, slug: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select pg_advisory_xact_lock(
                    hashtext('vitrine.products.slug:' || regexp_replace($1::text, '(-[0-9]+)+$', '')))",
        slug
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn insert(
    connection: &mut PgConnection,
    id: Uuid,
    product: &CheckedProduct,
    slug: &str,
    category: Uuid,
    created_by: Option<Uuid>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into products (id, name, slug, description, price, category_id, status, stock, is_featured, created_by)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)",
        id,
        product.name,
        slug,
        product.description,
        numeric(product.price),
        category,
        product.status as ProductStatus,
        product.stock,
        product.is_featured,
        created_by
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Dates a product back, for what was in the shop before it came here.
pub(super) async fn backdate(
    connection: &mut PgConnection,
    id: Uuid,
    created_at: DateTime<Utc>,
) -> Result<(), sqlx::Error> {
    sqlx::query!("update products set created_at = $2 where id = $1", id, created_at)
        .execute(connection)
        .await?;
    Ok(())
}

pub(super) async fn insert_image(
    connection: &mut PgConnection,
    product: Uuid,
    image: (&str, i32, i32),
    alt: &str,
    position: i32,
) -> Result<(), sqlx::Error> {
    let (file, width, height) = image;
    sqlx::query!(
        "insert into product_images (product_id, file, alt, position, width, height) values ($1, $2, $3, $4, $5, $6)",
        product,
        file,
        alt,
        position,
        width,
        height
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// A product's present state, locked until the transaction ends.
pub(super) struct LockedRow {
    pub name: String,
    pub slug: String,
    pub version: i32,
    pub stock: i32,
}

pub(super) async fn lock(connection: &mut PgConnection, id: Uuid) -> Result<Option<LockedRow>, sqlx::Error> {
    sqlx::query_as!(
        LockedRow,
        "select name, slug, version, stock from products where id = $1 and deleted_at is null for update",
        id
    )
    .fetch_optional(connection)
    .await
}

pub(super) async fn update(
    connection: &mut PgConnection,
    id: Uuid,
    product: &CheckedProduct,
    slug: &str,
    category: Uuid,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update products set name = $2, slug = $3, description = $4, price = $5, category_id = $6, status = $7,
                stock = $8, is_featured = $9, version = version + 1 where id = $1",
        id,
        product.name,
        slug,
        product.description,
        numeric(product.price),
        category,
        product.status as ProductStatus,
        product.stock,
        product.is_featured
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Adds to a product's stock, unless that would take it below 0 or above the largest stock; answers the new stock.
pub(super) async fn add_stock(
    connection: &mut PgConnection,
    id: Uuid,
    quantity: i32,
) -> Result<Option<i32>, sqlx::Error> {
    sqlx::query_scalar!(
        "update products set stock = stock + $2
         where id = $1 and deleted_at is null and stock::bigint + $2::int between 0 and $3::int returning stock",
        id,
        quantity,
        LARGEST_STOCK
    )
    .fetch_optional(connection)
    .await
}

pub(super) async fn exists(connection: &mut PgConnection, id: Uuid) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (select from products where id = $1 and deleted_at is null) as "exists!""#,
        id
    )
    .fetch_one(connection)
    .await
}

pub(super) async fn set_status(
    connection: &mut PgConnection,
    id: Uuid,
    status: ProductStatus,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update products set status = $2, version = version + 1 where id = $1 and deleted_at is null",
        id,
        status as ProductStatus
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

pub(super) async fn set_featured(
    connection: &mut PgConnection,
    id: Uuid,
    featured: bool,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update products set is_featured = $2, version = version + 1 where id = $1 and deleted_at is null",
        id,
        featured
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Moves a product to the trash, or back out of it.
pub(super) async fn set_deleted(
    connection: &mut PgConnection,
    id: Uuid,
    deleted: bool,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update products set deleted_at = case when $2 then now() end, version = version + 1
         where id = $1 and (deleted_at is null) = $2",
        id,
        deleted
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Erases a product that is in the trash, with everything that hangs on it.
pub(super) async fn erase(connection: &mut PgConnection, id: Uuid) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from products where id = $1 and deleted_at is not null", id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Published products by id, in the order of the ids.
pub(super) async fn cards_by_id(
    database: impl PgExecutor<'_>,
    ids: &[Uuid],
) -> Result<Vec<CardRow>, sqlx::Error> {
    let sql = format!(
        "select {CARD} from products p where p.id = any($1) and {PUBLISHED} order by array_position($1, p.id)"
    );
    sqlx::query_as(sqlx::AssertSqlSafe(sql)).bind(ids).fetch_all(database).await
}

/// Whether there is no product at all, deleted ones included.
pub(super) async fn is_empty(pool: &PgPool) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(r#"select not exists (select from products) as "empty!""#).fetch_one(pool).await
}
