//! The SQL of categories.

pub(super) mod admin;

use sqlx::{PgConnection, PgExecutor};
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

/// The first picture of the published product that stands for a category: the oldest one that is featured, else the
/// oldest one. What anybody adds later takes nobody's place.
pub(super) struct PictureRow {
    pub category_id: Uuid,
    pub is_featured: bool,
    pub created_at: chrono::DateTime<chrono::Utc>,
    pub file: String,
    pub alt: String,
    pub width: i32,
    pub height: i32,
    /// Percent from the left and from the top.
    pub focus: (i16, i16),
}

/// All categories in order of name, with their own published products counted, and the pictures of those that
/// have one of their own.
pub(super) async fn all(
    database: impl PgExecutor<'_>,
) -> Result<(Vec<CategoryRow>, Vec<PictureRow>), sqlx::Error> {
    let rows = sqlx::query!(
        r#"select c.id, c.parent_id, c.name, c.slug, c.description, fold_text(c.name) as "folded_name!",
                  coalesce(n.published, 0) as "published!", p.created_at as "created_at?", p.file as "file?",
                  coalesce(p.is_featured, false) as "is_featured!",
                  p.alt as "alt?", p.width as "width?", p.height as "height?",
                  coalesce(p.focus_x, 50::smallint) as "focus_x!", coalesce(p.focus_y, 50::smallint) as "focus_y!"
           from categories c
           left join (select category_id, count(*) as published from products
                      where status = 'published' and deleted_at is null group by category_id) n on n.category_id = c.id
           left join lateral (
               select shown.is_featured, shown.created_at, i.file, i.alt, i.width, i.height, i.focus_x, i.focus_y
               from (select id, is_featured, created_at
                     from ((select id, is_featured, created_at from products
                            where category_id = c.id and status = 'published' and deleted_at is null and is_featured
                            order by created_at, id limit 1)
                           union all
                           (select id, is_featured, created_at from products
                            where category_id = c.id and status = 'published' and deleted_at is null
                            order by created_at, id limit 1)) candidate
                     order by is_featured desc limit 1) shown
               cross join lateral (select file, alt, width, height, focus_x, focus_y from product_images
                                   where product_id = shown.id order by position limit 1) i) p on true
           order by fold_text(c.name) collate "C", c.id"#
    )
    .fetch_all(database)
    .await?;
    let mut pictures = Vec::new();
    let categories = rows
        .into_iter()
        .map(|row| {
            if let (Some(created_at), Some(file), Some(alt), Some(width), Some(height)) =
                (row.created_at, row.file, row.alt, row.width, row.height)
            {
                let focus = (row.focus_x, row.focus_y);
                pictures.push(PictureRow {
                    category_id: row.id,
                    is_featured: row.is_featured,
                    created_at,
                    file,
                    alt,
                    width,
                    height,
                    focus,
                });
            }
            CategoryRow {
                id: row.id,
                parent_id: row.parent_id,
                name: row.name,
                slug: row.slug,
                description: row.description,
                folded_name: row.folded_name,
                published: row.published,
            }
        })
        .collect();
    Ok((categories, pictures))
}

/// The present slug of a category that once had another.
pub(super) async fn moved(database: impl PgExecutor<'_>, slug: &str) -> Result<Option<String>, sqlx::Error> {
    sqlx::query_scalar!(
        "select c.slug from category_slug_redirects r join categories c on c.id = r.category_id where r.slug = $1",
        slug
    )
    .fetch_optional(database)
    .await
}

/// Makes every other write of the tree wait until the transaction ends. Taken before anything else is locked, so
/// that no two writers wait for each other; the trigger that refuses rings takes the same lock.
pub(super) async fn lock_tree(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query!("select pg_advisory_xact_lock(hashtext('vitrine.categories.tree'))")
        .execute(connection)
        .await?;
    Ok(())
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

/// A category as its form has it, with its place.
pub(super) struct PresentRow {
    pub name: String,
    pub slug: String,
    pub description: String,
    pub parent_id: Option<Uuid>,
}

/// Locks a category and reads it. Products can come to it meanwhile.
pub(super) async fn lock(connection: &mut PgConnection, id: Uuid) -> Result<Option<PresentRow>, sqlx::Error> {
    sqlx::query_as!(
        PresentRow,
        "select name, slug, description, parent_id from categories where id = $1 for no key update",
        id
    )
    .fetch_optional(connection)
    .await
}

/// Reads a category.
pub(super) async fn present(
    database: impl PgExecutor<'_>,
    id: Uuid,
) -> Result<Option<PresentRow>, sqlx::Error> {
    sqlx::query_as!(PresentRow, "select name, slug, description, parent_id from categories where id = $1", id)
        .fetch_optional(database)
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
