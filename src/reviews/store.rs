//! The SQL of reviews. It also writes the two columns of products that say what came of them.

pub(super) mod admin;
pub(super) mod demo;
pub(super) mod list;
pub(super) mod programs;
pub(super) mod synthetic;

use sqlx::{PgConnection, PgPool};
use uuid::Uuid;

use super::input::CheckedReview;
use super::model::ReviewStatus;

/// A user's own review.
pub(super) struct OwnRow {
    pub id: Uuid,
    pub rating: i16,
    pub title: String,
    pub body: String,
    pub status: ReviewStatus,
}

/// A user's review of the product with a slug, or that once had it; published or not.
pub(super) async fn own(pool: &PgPool, user: Uuid, slug: &str) -> Result<Option<OwnRow>, sqlx::Error> {
    sqlx::query_as!(
        OwnRow,
        r#"select r.id, r.rating, r.title, r.body, r.status as "status: ReviewStatus"
           from reviews r join products p on p.id = r.product_id
           where r.user_id = $1
             and (p.slug = $2 or p.id = (select product_id from product_slug_redirects where slug = $2))"#,
        user,
        slug
    )
    .fetch_optional(pool)
    .await
}

/// Locks a published product by its slug, or by one of before, until the transaction ends: who changes its reviews
/// waits for its turn here.
pub(super) async fn lock_product(
    connection: &mut PgConnection,
    slug: &str,
) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!(
        "select id from products
         where (slug = $1 or id = (select product_id from product_slug_redirects where slug = $1))
           and status = 'published' and deleted_at is null
         for no key update",
        slug
    )
    .fetch_optional(connection)
    .await
}

/// As [`lock_product`], by id; `false` where there is no such product.
pub(super) async fn lock_product_by_id(
    connection: &mut PgConnection,
    product: Uuid,
) -> Result<bool, sqlx::Error> {
    let found = sqlx::query_scalar!(
        "select id from products where id = $1 and status = 'published' and deleted_at is null
         for no key update",
        product
    )
    .fetch_optional(connection)
    .await?;
    Ok(found.is_some())
}

/// Which product a review is of, who wrote it, and what it is called.
pub(super) struct PlaceRow {
    pub product_id: Uuid,
    pub user_id: Option<Uuid>,
    pub title: String,
}

/// Locks the product of a review until the transaction ends, published or not.
pub(super) async fn lock_product_of(
    connection: &mut PgConnection,
    review: Uuid,
) -> Result<Option<PlaceRow>, sqlx::Error> {
    sqlx::query_as!(
        PlaceRow,
        "select r.product_id, r.user_id, r.title from reviews r join products p on p.id = r.product_id
         where r.id = $1 for no key update of p",
        review
    )
    .fetch_optional(connection)
    .await
}

/// The id of a user's review of a product.
pub(super) async fn find(
    connection: &mut PgConnection,
    user: Uuid,
    product: Uuid,
) -> Result<Option<Uuid>, sqlx::Error> {
    sqlx::query_scalar!("select id from reviews where user_id = $1 and product_id = $2", user, product)
        .fetch_optional(connection)
        .await
}

pub(super) async fn insert(
    connection: &mut PgConnection,
    id: Uuid,
    product: Uuid,
    user: Uuid,
    review: &CheckedReview,
) -> Result<OwnRow, sqlx::Error> {
    sqlx::query_as!(
        OwnRow,
        r#"insert into reviews (id, product_id, user_id, rating, title, body) values ($1, $2, $3, $4, $5, $6)
           returning id, rating, title, body, status as "status: ReviewStatus""#,
        id,
        product,
        user,
        i16::from(review.rating),
        review.title,
        review.body
    )
    .fetch_one(connection)
    .await
}

/// Changes a review; one that is left as it was does not count as edited. Nothing where it is no longer there.
pub(super) async fn update(
    connection: &mut PgConnection,
    id: Uuid,
    review: &CheckedReview,
) -> Result<Option<OwnRow>, sqlx::Error> {
    sqlx::query_as!(
        OwnRow,
        r#"update reviews set rating = $2, title = $3, body = $4,
                  edited_at = case when (rating, title, body) is distinct from ($2, $3, $4)
                                   then clock_timestamp() else edited_at end
           where id = $1
           returning id, rating, title, body, status as "status: ReviewStatus""#,
        id,
        i16::from(review.rating),
        review.title,
        review.body
    )
    .fetch_optional(connection)
    .await
}

pub(super) async fn delete(connection: &mut PgConnection, id: Uuid) -> Result<bool, sqlx::Error> {
    let done = sqlx::query!("delete from reviews where id = $1", id).execute(connection).await?;
    Ok(done.rows_affected() == 1)
}

/// Writes the number and the mean of a product's approved reviews to the product, which the caller has locked:
/// nobody else adds to them until the transaction ends.
pub(super) async fn count_product(connection: &mut PgConnection, product: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update products p set review_count = truth.reviews, average_rating = truth.mean
         from (select count(*)::int as reviews, coalesce(round(avg(rating), 2), 0) as mean
               from reviews where product_id = $1 and status = 'approved') truth
         where p.id = $1 and (p.review_count, p.average_rating) is distinct from (truth.reviews, truth.mean)",
        product
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// Products whose number or mean is not that of their approved reviews, locked until the transaction ends. The
/// lock is waited for with what was seen before: what to write is looked up anew by [`count_products`].
pub(super) async fn lock_wrong_products(connection: &mut PgConnection) -> Result<Vec<Uuid>, sqlx::Error> {
    // It reads all reviews, which may take longer than a request may.
    sqlx::query("set local statement_timeout = 0").execute(&mut *connection).await?;
    sqlx::query_scalar!(
        r#"select p.id as "id!" from products p
           left join (select product_id, count(*)::int as reviews, round(avg(rating), 2) as mean
                      from reviews where status = 'approved' group by product_id) truth on truth.product_id = p.id
           where (p.review_count, p.average_rating)
                 is distinct from (coalesce(truth.reviews, 0), coalesce(truth.mean, 0))
           order by p.id
           for no key update of p"#
    )
    .fetch_all(connection)
    .await
}

/// As [`count_product`], for several products that the caller has locked; answers how many were wrong.
pub(super) async fn count_products(
    connection: &mut PgConnection,
    products: &[Uuid],
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "update products p set review_count = truth.reviews, average_rating = truth.mean
         from (select wrong.id, count(r.rating)::int as reviews, coalesce(round(avg(r.rating), 2), 0) as mean
               from unnest($1::uuid[]) as wrong(id)
               left join reviews r on r.product_id = wrong.id and r.status = 'approved'
               group by wrong.id) truth
         where p.id = truth.id
           and (p.review_count, p.average_rating) is distinct from (truth.reviews, truth.mean)",
        products
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}
