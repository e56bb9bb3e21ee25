//! The SQL of reviews as staff work with them.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgExecutor};
use uuid::Uuid;

use crate::infra::listing::{ColumnSql, FilterSql, SortSql, Source};
use crate::reviews::model::ReviewStatus;

/// Where the list of reviews comes from.
pub(in crate::reviews) static SOURCE: Source = Source {
    table: "reviews",
    from: "reviews r",
    id: "r.id",
    id_type: "uuid",
    name: "r.title",
    live: "true",
    trash: None,
    search: Some("fold_text(r.title || ' ' || r.body)"),
    joins: "join products p on p.id = r.product_id \
            left join users u on u.id = r.user_id and u.leaving_at is null",
    columns: &[
        ColumnSql::cell("title", "r.title"),
        ColumnSql::cell("product", "p.name || E'\\t/admin/products/' || p.id"),
        ColumnSql::cell("author", "coalesce(u.username, 'A former customer')"),
        ColumnSql::cell("rating", "r.rating::text"),
        ColumnSql { name: "status", cell: "r.status::text", base: Some("r.status::text"), sort: None },
        ColumnSql::cell("verified", "case when r.verified_purchase then '1' else '' end"),
        ColumnSql {
            name: "created_at",
            cell: "to_char(r.created_at at time zone 'utc', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')",
            base: None,
            sort: Some(SortSql { by: "r.created_at", cast: "timestamptz" }),
        },
    ],
    filters: &[
        FilterSql::Fixed {
            name: "status",
            values: &[
                ("pending", "r.status = 'pending'"),
                ("approved", "r.status = 'approved'"),
                ("rejected", "r.status = 'rejected'"),
            ],
        },
        FilterSql::Fixed {
            name: "rating",
            values: &[
                ("5", "r.rating = 5"),
                ("4", "r.rating = 4"),
                ("3", "r.rating = 3"),
                ("2", "r.rating = 2"),
                ("1", "r.rating = 1"),
            ],
        },
        FilterSql::Days { name: "created", column: "r.created_at" },
    ],
};

/// A review as its form has it.
pub(in crate::reviews) struct FormRow {
    pub id: Uuid,
    pub title: String,
    pub body: String,
    pub rating: i16,
    pub status: ReviewStatus,
    pub created_at: DateTime<Utc>,
    pub product: String,
    pub product_slug: String,
    pub author: Option<String>,
}

/// A review.
pub(in crate::reviews) async fn form(
    database: impl PgExecutor<'_>,
    id: Uuid,
) -> Result<Option<FormRow>, sqlx::Error> {
    sqlx::query_as!(
        FormRow,
        r#"select r.id, r.title, r.body, r.rating, r.status as "status: ReviewStatus", r.created_at,
                  p.name as product, p.slug as product_slug, u.username as "author?"
           from reviews r join products p on p.id = r.product_id
           left join users u on u.id = r.user_id and u.leaving_at is null
           where r.id = $1"#,
        id
    )
    .fetch_optional(database)
    .await
}

/// Locks the products of some reviews until the transaction ends, in one order for everybody, and then the reviews;
/// answers the products.
pub(in crate::reviews) async fn lock_all(
    connection: &mut PgConnection,
    ids: &[Uuid],
) -> Result<Vec<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select p.id from products p where p.id in (select product_id from reviews where id = any($1))
         order by p.id for no key update",
        ids
    )
    .fetch_all(connection)
    .await
}

/// Says what moderation thinks of reviews whose products the caller has locked; answers how many there are.
pub(in crate::reviews) async fn set_status(
    connection: &mut PgConnection,
    ids: &[Uuid],
    status: ReviewStatus,
) -> Result<i64, sqlx::Error> {
    sqlx::query!(
        "update reviews set status = $2 where id = any($1) and status <> $2",
        ids,
        status as ReviewStatus
    )
    .execute(&mut *connection)
    .await?;
    sqlx::query_scalar!(r#"select count(*) as "count!" from reviews where id = any($1)"#, ids)
        .fetch_one(connection)
        .await
}

/// Deletes reviews whose products the caller has locked.
pub(in crate::reviews) async fn delete_all(
    connection: &mut PgConnection,
    ids: &[Uuid],
) -> Result<(), sqlx::Error> {
    sqlx::query!("delete from reviews where id = any($1)", ids).execute(connection).await?;
    Ok(())
}

/// How many reviews wait for a look, 10,001 at most.
pub(in crate::reviews) async fn pending(database: impl PgExecutor<'_>) -> Result<i64, sqlx::Error> {
    sqlx::query_scalar!(
        r#"select count(*) as "count!" from (select from reviews where status = 'pending' limit 10001) r"#
    )
    .fetch_one(database)
    .await
}

/// The newest reviews, those that wait for a look first: id, title and status.
pub(in crate::reviews) async fn newest(
    database: impl PgExecutor<'_>,
    limit: i64,
) -> Result<Vec<(Uuid, String, String)>, sqlx::Error> {
    let rows = sqlx::query!(
        r#"select id as "id!", title as "title!", status as "status!" from (
               (select id, title, status::text, 0 as turn, created_at from reviews where status = 'pending'
                order by created_at desc, id desc limit $1)
               union all
               (select id, title, status::text, 1, created_at from reviews where status <> 'pending'
                order by created_at desc, id desc limit $1)) r
           order by turn, created_at desc, id desc limit $1"#,
        limit
    )
    .fetch_all(database)
    .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.title, row.status)).collect())
}
