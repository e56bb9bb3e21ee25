//! The SQL of reviews as programs read them: with the product, by one statement.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use uuid::Uuid;

/// Who looks, in the eyes of SQL: a product that is not published is there for its owner and for staff. A review is there
/// for its writer and for who may delete it, whatever became of the product.
#[derive(Clone, Copy)]
pub(in crate::reviews) struct Viewer {
    pub id: Option<Uuid>,
    pub sees_all: bool,
    pub deletes_all: bool,
}

/// A review.
pub(in crate::reviews) struct ReviewRow {
    pub id: Uuid,
    pub user_id: Option<Uuid>,
    pub username: Option<String>,
    pub rating: i16,
    pub title: String,
    pub body: String,
    pub verified_purchase: bool,
    pub is_edited: bool,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
}

/// How many approved reviews a product has that the viewer sees, and a page of them, newest first: the one with a
/// number from 1, or the last one. Nothing where there is no such product.
pub(in crate::reviews) async fn page(
    database: impl PgExecutor<'_>,
    viewer: Viewer,
    product: Uuid,
    number: Option<i64>,
    size: i64,
) -> Result<Option<(i32, Vec<ReviewRow>)>, sqlx::Error> {
    // The count stands on each row, and a page without reviews is one row of nothing else.
    let rows = sqlx::query!(
        r#"select p.review_count as "review_count!", r.id as "id?", u.id as "user_id?", u.username as "username?",
                  r.rating as "rating?", r.title as "title?", r.body as "body?",
                  r.verified_purchase as "verified_purchase?", r.edited_at is not null as "is_edited!",
                  r.created_at as "created_at?", r.updated_at as "updated_at?"
           from products p
           left join lateral (
               select * from reviews
               where product_id = p.id and status = 'approved'
               order by created_at desc, id desc
               limit $3::bigint
               offset greatest(coalesce($2::bigint - 1, (p.review_count - 1) / $3::bigint), 0) * $3::bigint) r on true
           left join users u on u.id = r.user_id and u.leaving_at is null
           where p.id = $1 and p.deleted_at is null and (p.status = 'published' or p.created_by = $4 or $5)
           order by r.created_at desc, r.id desc"#,
        product,
        number,
        size,
        viewer.id,
        viewer.sees_all
    )
    .fetch_all(database)
    .await?;
    let Some(count) = rows.first().map(|row| row.review_count) else { return Ok(None) };
    let reviews = rows.into_iter().filter_map(|row| {
        Some(ReviewRow {
            id: row.id?,
            user_id: row.user_id,
            username: row.username,
            rating: row.rating?,
            title: row.title?,
            body: row.body?,
            verified_purchase: row.verified_purchase?,
            is_edited: row.is_edited,
            created_at: row.created_at?,
            updated_at: row.updated_at?,
        })
    });
    Ok(Some((count, reviews.collect())))
}

/// A review that the viewer sees: an approved one of a product that the viewer sees, and any that is the viewer's own or
/// that the viewer may delete. Nothing where there is no product that the viewer sees and no such review of it either, and
/// no row where the product has no such review.
pub(in crate::reviews) async fn find(
    database: impl PgExecutor<'_>,
    viewer: Viewer,
    product: Uuid,
    review: Uuid,
) -> Result<Option<Option<ReviewRow>>, sqlx::Error> {
    let row = sqlx::query!(
        r#"select r.id as "id?", u.id as "user_id?", u.username as "username?",
                  r.rating as "rating?", r.title as "title?", r.body as "body?",
                  r.verified_purchase as "verified_purchase?", r.edited_at is not null as "is_edited!",
                  r.created_at as "created_at?", r.updated_at as "updated_at?"
           from products p
           left join reviews r on r.product_id = p.id and r.id = $2
               and (r.status = 'approved' or r.user_id = $3 or $5)
           left join users u on u.id = r.user_id and u.leaving_at is null
           where p.id = $1
             and ((p.deleted_at is null and (p.status = 'published' or p.created_by = $3 or $4))
                  or r.user_id = $3 or (r.id is not null and $5))"#,
        product,
        review,
        viewer.id,
        viewer.sees_all,
        viewer.deletes_all
    )
    .fetch_optional(database)
    .await?;
    Ok(row.map(|row| {
        Some(ReviewRow {
            id: row.id?,
            user_id: row.user_id,
            username: row.username,
            rating: row.rating?,
            title: row.title?,
            body: row.body?,
            verified_purchase: row.verified_purchase?,
            is_edited: row.is_edited,
            created_at: row.created_at?,
            updated_at: row.updated_at?,
        })
    }))
}
