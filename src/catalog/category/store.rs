//! The SQL of categories.

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::input::CheckedCategory;

/// A category and the number of published products directly in it.
pub(super) struct CategoryRow {
    pub id: Uuid,
    pub parent_id: Option<Uuid>,
    pub name: String,
    pub slug: String,
    pub description: String,
    pub folded_name: String,
    pub published: i64,
}

/// All categories in order of name, with their own published products counted.
pub(super) async fn all(pool: &PgPool) -> Result<Vec<CategoryRow>, sqlx::Error> {
    sqlx::query_as!(
        CategoryRow,
        r#"select c.id, c.parent_id, c.name, c.slug, c.description, fold_text(c.name) as "folded_name!",
                  coalesce(n.published, 0) as "published!"
           from categories c
           left join (select category_id, count(*) as published from products
                      where status = 'published' and deleted_at is null group by category_id) n on n.category_id = c.id
           order by fold_text(c.name) collate "C", c.id"#
    )
    .fetch_all(pool)
    .await
}

/// The first picture of the newest published product of a category.
pub(super) struct PictureRow {
    pub category_id: Uuid,
    pub created_at: chrono::DateTime<chrono::Utc>,
    pub file: String,
    pub alt: String,
    pub width: i32,
    pub height: i32,
}

/// The newest picture of each category that has one of its own.
pub(super) async fn newest_pictures(pool: &PgPool) -> Result<Vec<PictureRow>, sqlx::Error> {
    sqlx::query_as!(
        PictureRow,
        "select c.id as category_id, p.created_at, i.file, i.alt, i.width, i.height
         from categories c
         cross join lateral (select id, created_at from products
                             where category_id = c.id and status = 'published' and deleted_at is null
                             order by created_at desc, id desc limit 1) p
         cross join lateral (select file, alt, width, height from product_images
                             where product_id = p.id order by position limit 1) i"
    )
    .fetch_all(pool)
    .await
}

/// The present slug of a category that once had another.
pub(super) async fn moved(pool: &PgPool, slug: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select c.slug from category_slug_redirects r join categories c on c.id = r.category_id where r.slug = $1",
        slug
    )
    .fetch_optional(pool)
    .await
}

pub(super) async fn id_by_slug(
    connection: &mut PgConnection,
    slug: &str,
) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!("select id from categories where slug = $1", slug).fetch_optional(connection).await
}

/// Which of these slugs are taken, by a category or by a redirect.
pub(super) async fn taken_slugs(
    connection: &mut PgConnection,
    candidates: &[String],
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select slug as "slug!" from categories where slug = any($1)
           union all select slug from category_slug_redirects where slug = any($1)"#,
        candidates
    )
    .fetch_all(connection)
    .await
}

pub(super) async fn insert(
    connection: &mut PgConnection,
    id: Uuid,
    category: &CheckedCategory,
    slug: &str,
    parent_id: Option<Uuid>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into categories (id, name, slug, description, parent_id) values ($1, $2, $3, $4, $5)",
        id,
        category.name,
        slug,
        category.description,
        parent_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Locks a category and reads its slug.
pub(super) async fn lock_slug(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!("select slug from categories where id = $1 for update", id)
        .fetch_optional(connection)
        .await
}

pub(super) async fn update(
    connection: &mut PgConnection,
    id: Uuid,
    category: &CheckedCategory,
    slug: &str,
    parent_id: Option<Uuid>,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update categories set name = $2, slug = $3, description = $4, parent_id = $5 where id = $1",
        id,
        category.name,
        slug,
        category.description,
        parent_id
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Keeps an old slug as a redirect, and frees the new one if it was a redirect to the same category.
pub(super) async fn redirect(
    connection: &mut PgConnection,
    id: Uuid,
    old: &str,
    new: &str,
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from category_slug_redirects where slug = $1 and category_id = $2", new, id)
        .execute(&mut *connection)
        .await?;
    sqlx::query!("insert into category_slug_redirects (slug, category_id) values ($1, $2)", old, id)
        .execute(connection)
        .await?;
    Ok(())
}

/// A category of the subtree that has products, deleted ones included, with their number.
pub(super) async fn blockers(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<Vec<(String, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"with recursive below as (
               select id, name from categories where id = $1
               union all
               select c.id, c.name from categories c join below b on c.parent_id = b.id)
           select b.name as "name!", count(p.id) as "count!" from below b join products p on p.category_id = b.id
           group by b.id, b.name order by b.name"#,
        id
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.name, row.count)).collect())
}

pub(super) async fn delete(connection: &mut PgConnection, id: Uuid) -> Result<bool, sqlx::Error> {
    Ok(sqlx::query!("delete from categories where id = $1", id).execute(connection).await?.rows_affected()
        == 1)
}
