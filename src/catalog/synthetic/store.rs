//! The SQL of made-up products.

use sqlx::{PgConnection, PgPool};

/// The trigram indexes take most of the time of a large load; they are built anew after it.
const TEXT_INDEXES: [(&str, &str); 2] = [
    (
        "products_text_trigrams",
        "create index products_text_trigrams on products using gin (folded_text gin_trgm_ops) where deleted_at is null",
    ),
    (
        "products_name_trigrams",
        "create index products_name_trigrams on products using gin (folded_name gin_trgm_ops) where deleted_at is null",
    ),
];

pub(super) async fn drop_text_indexes(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    for (name, _) in TEXT_INDEXES {
        sqlx::query(sqlx::AssertSqlSafe(format!("drop index {name}"))).execute(&mut *connection).await?;
    }
    Ok(())
}

pub(super) async fn create_text_indexes(connection: &mut PgConnection) -> Result<(), sqlx::Error> {
    sqlx::query("set local maintenance_work_mem = '512MB'").execute(&mut *connection).await?;
    for (_, create) in TEXT_INDEXES {
        sqlx::query(create).execute(&mut *connection).await?;
    }
    Ok(())
}

pub(super) async fn copy_products(connection: &mut PgConnection, lines: String) -> Result<(), sqlx::Error> {
    let mut copy = connection
        .copy_in_raw(
            "copy products (name, slug, description, price, category_id, status, stock, is_featured, created_at)
             from stdin with (format csv)",
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
