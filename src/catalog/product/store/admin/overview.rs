//! The SQL of what is told of products beside their list: on the first page of staff, in the palette, in histories.

use sqlx::PgExecutor;
use uuid::Uuid;

/// Published, draft and archived products, and those in the trash.
pub(in crate::catalog::product) async fn by_status(
    database: impl PgExecutor<'_>,
) -> Result<Vec<(String, i64)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select coalesce(status::text, 'trash') as "status!", count(*) as "count!"
           from (select case when deleted_at is null then status end as status from products) p
           group by status order by status"#
    )
    .fetch_all(database)
    .await?;
    Ok(rows.into_iter().map(|row| (row.status, row.count)).collect())
}

/// At most so many products whose names have a text in them. What is shorter than three letters, an index knows the
/// beginnings of alone.
pub(in crate::catalog::product) async fn named(
    database: impl PgExecutor<'_>,
    text: &str,
    limit: i64,
) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    const ANYWHERE: &str = "select id, name from products \
         where deleted_at is null and folded_name like (select contains_pattern($1)) limit $2";
    const BEGINNING: &str = "select id, name from products \
         where deleted_at is null and folded_name collate \"C\" >= (select fold_text($1)) \
           and folded_name collate \"C\" < (select fold_text($1) || chr(1114109)) \
         order by folded_name collate \"C\", id limit $2";
    let sql = if text.trim().chars().count() < 3 { BEGINNING } else { ANYWHERE };
    sqlx::query_as(sql).bind(text.trim()).bind(limit).fetch_all(database).await
}

/// What some products are called, the trash included.
pub(in crate::catalog::product) async fn names(
    database: impl PgExecutor<'_>,
    ids: &[Uuid],
) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    sqlx::query_as("select id, name from products where id = any($1)")
        .bind(ids.to_vec())
        .fetch_all(database)
        .await
}

/// A product and how many there are of it.
pub(in crate::catalog::product) struct NamedRow {
    pub id: Uuid,
    pub name: String,
    pub stock: i32,
}

/// Published products with a stock from the first number to the second, the fewest first, and how many there are.
pub(in crate::catalog::product) async fn with_stock(
    database: impl PgExecutor<'_>,
    (from, to): (i32, i32),
    limit: i64,
) -> Result<(Vec<NamedRow>, i64), sqlx::Error> {
    let rows = sqlx::query!(
        r#"with found as materialized (
               select id, name, stock from products
               where deleted_at is null and status = 'published' and stock between $2 and $3
                 and stock_level >= case when $2 <= 0 then 0 when $2 <= 5 then 1 when $2 <= 20 then 2 else 3 end
                 and stock_level <= case when $3 <= 0 then 0 when $3 <= 5 then 1 when $3 <= 20 then 2 else 3 end
               limit 10001)
           select id as "id!", name as "name!", stock as "stock!", (select count(*) from found) as "total!"
           from found order by stock, name, id limit $1"#,
        limit,
        from,
        to
    )
    .fetch_all(database)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let named = rows.into_iter().map(|row| NamedRow { id: row.id, name: row.name, stock: row.stock });
    Ok((named.collect(), total))
}
