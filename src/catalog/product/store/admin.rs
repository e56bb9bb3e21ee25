//! The SQL of products as staff work with them: their list, their form, what is done to several at once.

use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use crate::catalog::product::input::PriceChange;
use crate::catalog::product::model::ProductStatus;
use crate::catalog::product::store::numeric;
use crate::infra::listing::{ColumnSql, FilterSql, SortSql, Source};

/// Where the list of products comes from.
pub(in crate::catalog::product) static SOURCE: Source = Source {
    table: "products",
    from: "products p",
    id: "p.id",
    id_type: "uuid",
    name: "p.name",
    live: "p.deleted_at is null",
    trash: Some("p.deleted_at is not null"),
    search: Some("p.folded_text"),
    joins: "left join categories k on k.id = p.category_id",
    columns: COLUMNS,
    filters: FILTERS,
};

const COLUMNS: &[ColumnSql] = &[
    ColumnSql::cell("picture", "split_part(split_part(p.pictures, E'\\x1e', 1), E'\\x1f', 1)"),
    ColumnSql {
        name: "name",
        cell: "p.name",
        base: None,
        sort: Some(SortSql { by: "p.folded_name collate \"C\"", cast: "text collate \"C\"" }),
    },
    ColumnSql::cell("category", "coalesce(k.name, '')"),
    ColumnSql {
        name: "price",
        cell: "p.price::text",
        base: Some("p.price::text"),
        sort: Some(SortSql { by: "p.price", cast: "numeric" }),
    },
    ColumnSql { name: "stock", cell: "p.stock::text", base: Some("p.stock::text"), sort: None },
    ColumnSql { name: "status", cell: "p.status::text", base: Some("p.status::text"), sort: None },
    ColumnSql::cell(
        "is_available",
        "case when p.status = 'published' and p.stock > 0 and p.deleted_at is null then '1' else '' end",
    ),
    ColumnSql::cell("is_featured", "case when p.is_featured then '1' else '' end"),
    ColumnSql::cell("slug", "p.slug"),
    ColumnSql::cell("review_count", "p.review_count::text"),
    ColumnSql::cell("average_rating", "case when p.review_count = 0 then '' else p.average_rating::text end"),
    ColumnSql {
        name: "created_at",
        cell: "to_char(p.created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
        base: None,
        sort: Some(SortSql { by: "p.created_at", cast: "timestamptz" }),
    },
    ColumnSql::cell(
        "updated_at",
        "to_char(p.updated_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
    ),
    ColumnSql {
        name: "deleted_at",
        cell: "coalesce(to_char(p.deleted_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"'), '')",
        base: None,
        sort: Some(SortSql { by: "p.deleted_at", cast: "timestamptz" }),
    },
];

const FILTERS: &[FilterSql] = &[
    FilterSql::Fixed {
        name: "status",
        values: &[
            ("draft", "p.status = 'draft'"),
            ("published", "p.status = 'published'"),
            ("archived", "p.status = 'archived'"),
        ],
    },
    FilterSql::Ids { name: "category", column: "p.category_id" },
    FilterSql::Fixed {
        name: "stock",
        values: &[
            ("none", "p.stock_level = 0"),
            ("low", "p.stock_level = 1"),
            // What the overview counts as running low.
            ("short", "p.stock_level <= 1"),
            ("some", "p.stock_level >= 2"),
        ],
    },
    FilterSql::Fixed { name: "featured", values: &[("yes", "p.is_featured"), ("no", "not p.is_featured")] },
    FilterSql::Days { name: "created", column: "p.created_at" },
];

/// A product as its form has it.
pub(in crate::catalog::product) struct FormRow {
    pub name: String,
    pub slug: String,
    pub description: String,
    pub cents: i64,
    pub category_id: Uuid,
    pub status: ProductStatus,
    pub stock: i32,
    pub is_featured: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub created_by: Option<String>,
    pub is_trashed: bool,
}

/// A product, the trash included.
pub(in crate::catalog::product) async fn form(
    database: impl PgExecutor<'_>,
    id: Uuid,
) -> Result<Option<FormRow>, sqlx::Error> {
    sqlx::query_as!(
        FormRow,
        r#"select p.name, p.slug, p.description, (p.price * 100)::bigint as "cents!", p.category_id,
                  p.status as "status: ProductStatus", p.stock, p.is_featured, p.created_at, p.updated_at,
                  u.username as "created_by?", p.deleted_at is not null as "is_trashed!"
           from products p left join users u on u.id = p.created_by where p.id = $1"#,
        id
    )
    .fetch_optional(database)
    .await
}

/// Locks a product, the trash included, until the transaction ends, and reads it.
pub(in crate::catalog::product) async fn lock_form(
    connection: &mut PgConnection,
    id: Uuid,
) -> Result<Option<FormRow>, sqlx::Error> {
    sqlx::query!("select id from products where id = $1 for no key update", id)
        .fetch_optional(&mut *connection)
        .await?;
    form(connection, id).await
}

/// Those of some products that are in the trash, or are not; locked until the transaction ends, in one order for
/// everybody.
pub(in crate::catalog::product) async fn lock_all(
    connection: &mut PgConnection,
    ids: &[Uuid],
    trashed: bool,
) -> Result<Vec<(Uuid, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        "select id, name from products where id = any($1) and (deleted_at is not null) = $2 order by id for update",
        ids,
        trashed
    )
    .fetch_all(connection)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.name)).collect())
}

/// What is done to several products at once.
#[derive(Clone, Copy, Debug)]
pub(in crate::catalog::product) enum Deed {
    Status(ProductStatus),
    Featured(bool),
    Category(Uuid),
    Price(PriceChange),
    Deleted(bool),
    Erased,
}

/// Does it to products that the caller has locked; those that are so already are not written.
pub(in crate::catalog::product) async fn act(
    connection: &mut PgConnection,
    deed: Deed,
    ids: &[Uuid],
) -> Result<u64, sqlx::Error> {
    let done =
        match deed {
            Deed::Status(status) => sqlx::query!(
                "update products set status = $2, version = version + 1 where id = any($1) and status <> $2",
                ids,
                status as ProductStatus
            )
            .execute(connection)
            .await,
            Deed::Featured(featured) => {
                sqlx::query!(
                    "update products set is_featured = $2, version = version + 1
                 where id = any($1) and is_featured <> $2",
                    ids,
                    featured
                )
                .execute(connection)
                .await
            }
            Deed::Category(category) => {
                sqlx::query!(
                    "update products set category_id = $2, version = version + 1
                 where id = any($1) and category_id <> $2",
                    ids,
                    category
                )
                .execute(connection)
                .await
            }
            Deed::Price(change) => return set_prices(connection, change, ids).await,
            Deed::Deleted(deleted) => {
                sqlx::query!(
                    "update products set deleted_at = case when $2 then now() end, version = version + 1
                 where id = any($1) and (deleted_at is null) = $2",
                    ids,
                    deleted
                )
                .execute(connection)
                .await
            }
            Deed::Erased => {
                sqlx::query!("delete from products where id = any($1) and deleted_at is not null", ids)
                    .execute(connection)
                    .await
            }
        };
    Ok(done?.rows_affected())
}

async fn set_prices(
    connection: &mut PgConnection,
    change: PriceChange,
    ids: &[Uuid],
) -> Result<u64, sqlx::Error> {
    // Every change of prices is the old price times something, and something more.
    let (times, more) = match change {
        PriceChange::To(price) => (Decimal::ZERO, numeric(price)),
        PriceChange::By(cents) => (Decimal::ONE, Decimal::new(cents, 2)),
        PriceChange::ByPercent(hundredths) => (Decimal::ONE + Decimal::new(hundredths, 4), Decimal::ZERO),
    };
    let done = sqlx::query!(
        "update products set price = round(price * $2::numeric + $3::numeric, 2), version = version + 1
         where id = any($1) and price <> round(price * $2::numeric + $3::numeric, 2)",
        ids,
        times,
        more
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

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

/// Says what is on a picture, and which point of it matters; `false` where the product has no such picture.
pub(in crate::catalog::product) async fn describe_image(
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

/// A product with few left.
pub(in crate::catalog::product) struct NamedRow {
    pub id: Uuid,
    pub name: String,
    pub stock: i32,
}

/// Published products of which so many or fewer are left, the fewest first, and how many there are: those of the list
/// `status=published&stock=short`.
pub(in crate::catalog::product) async fn low_stock(
    database: impl PgExecutor<'_>,
    limit: i64,
) -> Result<(Vec<NamedRow>, i64), sqlx::Error> {
    let rows = sqlx::query!(
        r#"with low as materialized (
               select id, name, stock from products
               where deleted_at is null and stock_level <= 1 and status = 'published' limit 10001)
           select id as "id!", name as "name!", stock as "stock!", (select count(*) from low) as "total!"
           from low order by stock, name, id limit $1"#,
        limit
    )
    .fetch_all(database)
    .await?;
    let total = rows.first().map_or(0, |row| row.total);
    let named = rows.into_iter().map(|row| NamedRow { id: row.id, name: row.name, stock: row.stock });
    Ok((named.collect(), total))
}
