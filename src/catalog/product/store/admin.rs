//! The SQL of products as staff work with them: their list and their form here, what is done to several at once in
//! `act`, pictures in `images`, what is told of them elsewhere in `overview`.

mod act;
mod images;
mod overview;

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

pub(in crate::catalog::product) use self::act::{Deed, act, lock_all};
pub(in crate::catalog::product) use self::images::{
    ImageRow, add_image, gone_pictures, images, order_images, remove_image, used_files,
};
pub(in crate::catalog::product) use self::overview::{by_status, named, names, with_stock};
use crate::catalog::product::model::ProductStatus;
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

/// Up to these numbers `products.stock_level` is 0, 1, 2.
const STOCK_LEVELS: &[i32] = &[0, 5, 20];

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
    FilterSql::Steps {
        name: "stock",
        values: &["none", "low", "some"],
        column: "p.stock",
        level: ("p.stock_level", STOCK_LEVELS),
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
