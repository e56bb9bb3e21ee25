//! The SQL of made-up products.

use sqlx::{PgConnection, PgPool};

/// Drops the trigram indexes of products and their pictures: they take most of the time of a large load and are built
/// anew after it. Answers the statements that do so, as PostgreSQL itself words them.
pub(super) async fn drop_text_indexes(connection: &mut PgConnection) -> Result<Vec<String>, sqlx::Error> {
    let indexes = sqlx::query!(
        r#"select i.indexrelid::regclass::text as "name!", pg_get_indexdef(i.indexrelid) as "definition!"
           from pg_index i join pg_class c on c.oid = i.indexrelid join pg_am m on m.oid = c.relam
           where i.indrelid in ('products'::regclass, 'product_images'::regclass) and m.amname = 'gin'
           order by 1"#
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut definitions = Vec::with_capacity(indexes.len());
    for index in indexes {
        // PostgreSQL has quoted the name where that is needed.
        let drop = format!("drop index {}", index.name);
        sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&mut *connection).await?;
        definitions.push(index.definition);
    }
    Ok(definitions)
}

/// Builds the indexes anew that [`drop_text_indexes`] dropped.
pub(super) async fn create_text_indexes(
    connection: &mut PgConnection,
    definitions: Vec<String>,
) -> Result<(), sqlx::Error> {
    sqlx::query("set local maintenance_work_mem = '512MB'").execute(&mut *connection).await?;
    for create in definitions {
        sqlx::query(sqlx::AssertSqlSafe(create)).execute(&mut *connection).await?;
    }
    Ok(())
}

pub(super) async fn copy_products(connection: &mut PgConnection, lines: String) -> Result<(), sqlx::Error> {
    let mut copy = connection
        .copy_in_raw(
            "copy products (name, slug, description, price, category_id, status, stock, is_featured, created_at,
             review_count, average_rating) from stdin with (format csv)",
        )
        .await?;
    copy.send(lines.into_bytes()).await?;
    copy.finish().await?;
    Ok(())
}

/// Gives every product three images of the given files, the same three for the same product.
pub(super) async fn share_pictures(
    connection: &mut PgConnection,
    files: &[String],
    size: (i32, i32),
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into product_images (product_id, file, alt, position, width, height)
         select p.id, ($1::text[])[1 + (abs(hashtext(p.slug)::bigint) + view) % cardinality($1::text[])],
                p.name || ', view ' || view + 1, view, $2, $3
         from products p cross join generate_series(0, 2) as view",
        files,
        size.0,
        size.1
    )
    .execute(connection)
    .await?;
    Ok(())
}

pub(super) async fn vacuum(pool: &PgPool) -> Result<(), sqlx::Error> {
    for table in ["products", "product_images", "categories", "stock_movements"] {
        sqlx::query(sqlx::AssertSqlSafe(format!("vacuum (analyze) {table}"))).execute(pool).await?;
    }
    Ok(())
}
