//! The SQL of a creator's own products.

use sqlx::PgExecutor;
use uuid::Uuid;

use crate::catalog::product::model::ProductStatus;

/// One of a creator's own products, in the list of them.
pub(in crate::catalog::product) struct OwnRow {
    pub id: Uuid,
    pub name: String,
    pub slug: String,
    pub cents: i64,
    pub stock: i32,
    pub status: ProductStatus,
    pub category: String,
}

/// The products that a user made, newest first; `before` is the id of the last one that was shown.
pub(in crate::catalog::product) async fn list(
    database: impl PgExecutor<'_>,
    user: Uuid,
    before: Uuid,
    limit: i64,
) -> Result<Vec<OwnRow>, sqlx::Error> {
    // Ids grow with time.
    sqlx::query_as!(
        OwnRow,
        r#"select p.id, p.name, p.slug, (p.price * 100)::bigint as "cents!", p.stock,
                  p.status as "status: ProductStatus", c.name as category
           from products p join categories c on c.id = p.category_id
           where p.created_by = $1 and p.deleted_at is null and p.id < $2
           order by p.id desc
           limit $3"#,
        user,
        before,
        limit
    )
    .fetch_all(database)
    .await
}

/// A product as its form has it, and whose it is.
pub(in crate::catalog::product) struct EditRow {
    pub name: String,
    pub slug: String,
    pub description: String,
    pub cents: i64,
    pub category_id: Uuid,
    pub status: ProductStatus,
    pub stock: i32,
    pub version: i32,
    pub is_featured: bool,
    pub created_by: Option<Uuid>,
}

/// A product that is not in the trash, whatever its status.
pub(in crate::catalog::product) async fn find(
    database: impl PgExecutor<'_>,
    id: Uuid,
) -> Result<Option<EditRow>, sqlx::Error> {
    sqlx::query_as!(
        EditRow,
        r#"select name, slug, description, (price * 100)::bigint as "cents!", category_id,
                  status as "status: ProductStatus", stock, version, is_featured, created_by
           from products where id = $1 and deleted_at is null"#,
        id
    )
    .fetch_optional(database)
    .await
}
