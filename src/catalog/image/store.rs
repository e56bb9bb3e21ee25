//! The SQL of pictures as staff see them beside their products.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use crate::infra::listing::{ColumnSql, FilterSql, SortSql, Source};

/// Where the list of pictures comes from; those of products in the trash are not in it. Their ids grow with time.
pub(in crate::catalog::image) static SOURCE: Source = Source {
    table: "product_images",
    from: "product_images i join products p on p.id = i.product_id",
    id: "i.id",
    id_type: "uuid",
    name: "case when i.alt = '' then 'A picture of ' || p.name else i.alt end",
    live: "p.deleted_at is null",
    trash: None,
    search: Some("i.folded_text"),
    joins: "join products p on p.id = i.product_id",
    columns: &[
        ColumnSql::cell("picture", "i.file"),
        ColumnSql::cell("alt", "case when i.alt = '' then 'Not described' else i.alt end"),
        ColumnSql::cell("product", "p.name || E'\\t/admin/products/' || p.id"),
        ColumnSql::cell("size", "i.width || ' × ' || i.height"),
        // People count from one.
        ColumnSql::cell("position", "(i.position + 1)::text"),
        ColumnSql {
            name: "created_at",
            cell: "to_char(i.created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
            base: None,
            sort: Some(SortSql { by: "i.id", cast: "uuid" }),
        },
    ],
    filters: &[
        FilterSql::Fixed { name: "described", values: &[("yes", "i.alt <> ''"), ("no", "i.alt = ''")] },
        FilterSql::Days { name: "created", column: "i.created_at" },
    ],
};

/// What some pictures show, in quotes and no longer than a line; what is not described, or gone, is not among them.
pub(in crate::catalog::image) async fn names(
    database: impl PgExecutor<'_>,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    const NAMES: &str = "
        select i.id, '“' || left(i.alt, 60) || case when length(i.alt) > 60 then '…' else '' end || '”'
        from product_images i where i.id = any($1) and i.alt <> ''";
    sqlx::query_as(NAMES).bind(ids.to_vec()).fetch_all(database).await
}

/// A picture as its form has it.
pub(in crate::catalog::image) struct FormRow {
    pub product_id: Uuid,
    pub product: String,
    pub product_slug: String,
    pub is_public: bool,
    pub alt: String,
    pub focus_x: i16,
    pub focus_y: i16,
    pub width: i32,
    pub height: i32,
    pub position: i32,
    pub created_at: DateTime<Utc>,
}

/// A picture of a product outside the trash.
pub(in crate::catalog::image) async fn form(
    database: impl PgExecutor<'_>,
    id: Uuid,
) -> Result<Option<FormRow>, sqlx::Error> {
    sqlx::query_as!(
        FormRow,
        r#"select i.product_id, p.name as product, p.slug as product_slug, p.status = 'published' as "is_public!",
                  i.alt, i.focus_x, i.focus_y, i.width, i.height, i.position, i.created_at
           from product_images i join products p on p.id = i.product_id
           where i.id = $1 and p.deleted_at is null"#,
        id
    )
    .fetch_optional(database)
    .await
}

/// Locks a picture's product until the transaction ends, and reads the picture.
pub(in crate::catalog::image) async fn lock_form(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<Option<FormRow>, sqlx::Error> {
    lock_products(&mut *connection, &[id]).await?;
    form(connection, id).await
}

/// Locks the products of some pictures until the transaction ends, in one order for everybody.
pub(in crate::catalog::image) async fn lock_products(
    connection: &mut PgConnection,
    ids: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "select p.id from products p where p.id in (select product_id from product_images where id = any($1))
         order by p.id for no key update",
        ids
    )
    .fetch_all(connection)
    .await?;
    Ok(())
}

/// Says what is on a picture, and which point of it stays in sight; `false` where the product has no such picture.
pub(in crate::catalog) async fn describe(
    connection: &mut PgConnection,
    product: Uuid,
    id: Uuid,
    alt: &str,
    (focus_x, focus_y): (i16, i16),
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!(
        "update product_images set alt = $3, focus_x = $4, focus_y = $5 where id = $2 and product_id = $1",
        product,
        id,
        alt,
        focus_x,
        focus_y
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected() == 1)
}

/// Takes pictures off their products; those in the trash keep theirs. Answers how many went.
pub(in crate::catalog::image) async fn delete_all(
    connection: &mut PgConnection,
    ids: &[Uuid],
) -> Result<u64, sqlx::Error> {
    let gone = sqlx::query!(
        "delete from product_images i using products p
         where i.id = any($1) and p.id = i.product_id and p.deleted_at is null",
        ids
    )
    .execute(connection)
    .await?;
    Ok(gone.rows_affected())
}
