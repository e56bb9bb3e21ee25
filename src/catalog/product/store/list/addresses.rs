//! The SQL of the addresses of all published products, in the order in which the products came.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use uuid::Uuid;

/// The first product of each part but the first, where a part has `size` products: one walk over an index.
pub(in crate::catalog::product) async fn later_parts(
    database: impl PgExecutor<'_>,
    size: i64,
) -> Result<Vec<(DateTime<Utc>, Uuid)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select created_at as "created_at!", id as "id!"
           from (select created_at, id, row_number() over (order by created_at, id) as place
                 from products where status = 'published' and deleted_at is null) numbered
           where (place - 1) % $1 = 0 and place > 1
           order by place"#,
        size
    )
    .fetch_all(database)
    .await?;
    Ok(rows.into_iter().map(|row| (row.created_at, row.id)).collect())
}

/// At most `limit` slugs from a product on, with the time of the last change.
pub(in crate::catalog::product) async fn from(
    database: impl PgExecutor<'_>,
    first: (DateTime<Utc>, Uuid),
    limit: i64,
) -> Result<Vec<(String, DateTime<Utc>)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select slug, updated_at from products
         where status = 'published' and deleted_at is null and (created_at, id) >= ($1, $2)
         order by created_at, id limit $3",
        first.0,
        first.1,
        limit
    )
    .fetch_all(database)
    .await?;
    Ok(rows.into_iter().map(|row| (row.slug, row.updated_at)).collect())
}
