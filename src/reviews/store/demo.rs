//! The SQL of the demo catalogue's reviews.

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

/// A product that can be reviewed.
pub(in crate::reviews) struct ProductRow {
    pub id: Uuid,
    pub slug: String,
    pub category: String,
    pub created_at: DateTime<Utc>,
}

/// Every published product with its category's slug.
pub(in crate::reviews) async fn products(
    connection: &mut PgConnection,
) -> Result<Vec<ProductRow>, sqlx::Error> {
    sqlx::query_as!(
        ProductRow,
        "select p.id, p.slug, c.slug as category, p.created_at
         from products p join categories c on c.id = p.category_id
         where p.status = 'published' and p.deleted_at is null
         order by p.slug"
    )
    .fetch_all(connection)
    .await
}

/// Adds reviewers by address and name. Nobody can sign in as one: they are not active, and what stands for the
/// hash of a password is none. One whose address or name is taken is left out.
pub(in crate::reviews) async fn insert_reviewers(
    connection: &mut PgConnection,
    emails: &[String],
    names: &[String],
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into users (email, username, password_hash, is_active)
         select email, username, '!', false from unnest($1::text[], $2::text[]) as reviewer(email, username)
         on conflict do nothing",
        emails,
        names
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Reviews as columns: one entry of each for a review.
#[derive(Default)]
pub(in crate::reviews) struct Columns {
    pub products: Vec<Uuid>,
    pub emails: Vec<String>,
    pub ratings: Vec<i16>,
    pub titles: Vec<String>,
    pub bodies: Vec<String>,
    pub times: Vec<DateTime<Utc>>,
}

/// Adds reviews; those of reviewers who were left out are left out too.
pub(in crate::reviews) async fn insert_reviews(
    connection: &mut PgConnection,
    reviews: &Columns,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into reviews (product_id, user_id, rating, title, body, created_at)
         select w.product_id, u.id, w.rating, w.title, w.body, w.created_at
         from unnest($1::uuid[], $2::text[], $3::smallint[], $4::text[], $5::text[], $6::timestamptz[])
              as w(product_id, email, rating, title, body, created_at)
         join users u on lower(u.email) = w.email
         on conflict do nothing",
        &reviews.products[..],
        &reviews.emails[..],
        &reviews.ratings[..],
        &reviews.titles[..],
        &reviews.bodies[..],
        &reviews.times[..]
    )
    .execute(connection)
    .await?;
    Ok(())
}
