//! The SQL of a product's pictures.

use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

/// A picture of a product.
pub(in crate::catalog::product) struct ImageRow {
    pub id: Uuid,
    pub file: String,
    pub alt: String,
    pub width: i32,
    pub height: i32,
    pub focus_x: i16,
    pub focus_y: i16,
}

/// The pictures of a product, in their order.
pub(in crate::catalog::product) async fn images(
    database: impl PgExecutor<'_>,
    product: Uuid,
) -> Result<Vec<ImageRow>, sqlx::Error> {
    sqlx::query_as!(
        ImageRow,
        "select id, file, alt, width, height, focus_x, focus_y from product_images
         where product_id = $1 order by position",
        product
    )
    .fetch_all(database)
    .await
}

/// Hangs a picture behind the others of a product that the caller has locked.
pub(in crate::catalog::product) async fn add_image(
    connection: &mut PgConnection,
    product: Uuid,
    id: Uuid,
    (file, width, height): (&str, i32, i32),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into product_images (id, product_id, file, position, width, height)
         select $1, $2, $3, coalesce(max(position) + 1, 0), $4, $5 from product_images where product_id = $2",
        id,
        product,
        file,
        width,
        height
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Puts the pictures of a product into an order.
pub(in crate::catalog::product) async fn order_images(
    connection: &mut PgConnection,
    product: Uuid,
    ids: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query("set constraints product_images_position_key deferred").execute(&mut *connection).await?;
    sqlx::query!(
        "update product_images i set position = o.n::int - 1
         from unnest($2::uuid[]) with ordinality o (id, n)
         where i.id = o.id and i.product_id = $1 and i.position <> o.n - 1",
        product,
        ids
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Takes a picture off a product; `false` where it has no such picture.
pub(in crate::catalog::product) async fn remove_image(
    connection: &mut PgConnection,
    product: Uuid,
    id: Uuid,
) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from product_images where id = $2 and product_id = $1", product, id)
        .execute(connection)
        .await?;
    Ok(done.rows_affected() == 1)
}

/// Those of some pictures that a product has, or that an entry of the audit trail which is younger than so many days
/// can bring back.
pub(in crate::catalog::product) async fn used_files(
    database: impl PgExecutor<'_>,
    files: &[String],
    days: i32,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select file as "file!" from product_images where file = any($1)
           union
           select r.before ->> 'file' from audit_rows r join audit_entries e on e.id = r.entry_id
           where r.table_name = 'product_images' and r.after is null and r.before ->> 'file' = any($1)
             and e.created_at > now() - $2::int * interval '1 day'"#,
        files,
        days
    )
    .fetch_all(database)
    .await
}

/// The products that would get pictures back from an entry of the audit trail which is older than so many days, and
/// whose files nothing keeps any more; at most so many names.
pub(in crate::catalog::product) async fn gone_pictures(
    database: impl PgExecutor<'_>,
    entry: Uuid,
    days: i32,
    limit: i64,
) -> Result<Vec<String>, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select distinct coalesce(p.name, o.before ->> 'name', '') as "name!"
           from audit_entries e
           join audit_rows r on r.entry_id = e.id and r.table_name = 'product_images' and r.after is null
           left join products p on p.id = (r.before ->> 'product_id')::uuid
           left join audit_rows o on o.entry_id = e.id and o.table_name = 'products' and o.after is null
                                 and o.row_id = (r.before ->> 'product_id')::uuid
           where e.id = $1 and e.created_at <= now() - $2::int * interval '1 day'
             and not exists (select from product_images i where i.file = r.before ->> 'file')
             and not exists (select from audit_rows y join audit_entries younger on younger.id = y.entry_id
                             where y.table_name = 'product_images' and y.after is null
                               and y.before ->> 'file' = r.before ->> 'file'
                               and younger.created_at > now() - $2::int * interval '1 day')
           order by 1 limit $3"#,
        entry,
        days,
        limit
    )
    .fetch_all(database)
    .await
}
