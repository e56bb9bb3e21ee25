//! The SQL of wish lists.

use sqlx::PgPool;
use uuid::Uuid;

/// The products of a user's wish list, the last kept first, published or not.
pub(super) async fn list(pool: &PgPool, user: Uuid) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select product_id from wishlist_items where user_id = $1 order by created_at desc, id desc",
        user
    )
    .fetch_all(pool)
    .await
}

/// The product with a slug, published or not.
pub(super) async fn product(pool: &PgPool, slug: &str) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!("select id from products where slug = $1", slug).fetch_optional(pool).await
}

/// The published product with a slug.
pub(super) async fn published(pool: &PgPool, slug: &str) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select id from products where slug = $1 and status = 'published' and deleted_at is null",
        slug
    )
    .fetch_optional(pool)
    .await
}

/// Keeps a product unless it is kept already, or so many are; tells whether it came to the list.
pub(super) async fn insert(pool: &PgPool, user: Uuid, product: Uuid, most: i64) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "insert into wishlist_items (user_id, product_id)
         select $1::uuid, $2::uuid where (select count(*) from wishlist_items where user_id = $1) < $3
         on conflict on constraint wishlist_items_key do nothing",
        user,
        product,
        most
    )
    .execute(pool)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Keeps several products, in their order, as far as so many; those that are no longer there, or are kept
/// already, are left out.
pub(super) async fn insert_all(
    pool: &PgPool,
    user: Uuid,
    products: &[Uuid],
    most: i64,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into wishlist_items (user_id, product_id, created_at)
         select $1::uuid, p.id, now() - brought.place * interval '1 microsecond'
         from unnest($2::uuid[]) with ordinality as brought(id, place) join products p on p.id = brought.id
         where not exists (select from wishlist_items where user_id = $1 and product_id = p.id)
         order by brought.place
         limit greatest(0, $3 - (select count(*) from wishlist_items where user_id = $1))
         on conflict on constraint wishlist_items_key do nothing",
        user,
        products,
        most
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn delete(pool: &PgPool, user: Uuid, slug: &str) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from wishlist_items w using products p
         where p.id = w.product_id and p.slug = $2 and w.user_id = $1",
        user,
        slug
    )
    .execute(pool)
    .await?;
    Ok(())
}

pub(super) async fn contains(pool: &PgPool, user: Uuid, slug: &str) -> Result<bool, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select exists (
               select from wishlist_items w join products p on p.id = w.product_id
               where w.user_id = $1 and p.slug = $2
           ) as "kept!""#,
        user,
        slug
    )
    .fetch_one(pool)
    .await
}
