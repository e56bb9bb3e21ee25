//! The SQL of pages of reviews. That of a product's is one statement: the product, its distribution of stars and the
//! reviews.

use chrono::{DateTime, Utc};
use sqlx::PgExecutor;
use uuid::Uuid;

use crate::paging::place::Place;
use crate::reviews::model::ReviewStatus;

/// How many approved reviews gave 1, 2, 3, 4 and 5 stars.
pub(in crate::reviews) type Stars = [i64; 5];

/// An approved review with what is shown of its writer.
#[derive(serde::Deserialize)]
pub(in crate::reviews) struct ReviewRow {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    pub rating: i16,
    pub title: String,
    pub body: String,
    pub is_edited: bool,
    pub verified_purchase: bool,
    pub username: Option<String>,
    pub avatar: Option<String>,
}

/// SQL for what [`page`] answers of the first page of a product `p`, as JSON: the stars, and one review more than a
/// product's page shows.
pub(in crate::reviews) const FIRST_PAGE: &str = "json_build_array(\
     (select json_build_array(count(*) filter (where rating = 1), count(*) filter (where rating = 2), \
     count(*) filter (where rating = 3), count(*) filter (where rating = 4), count(*) filter (where rating = 5)) \
     from reviews where product_id = p.id and status = 'approved'), \
     (select coalesce(json_agg(r), '[]') from (select r.id, r.created_at, r.rating, r.title, r.body, \
     r.edited_at is not null as is_edited, r.verified_purchase, u.username, u.avatar \
     from reviews r left join users u on u.id = r.user_id and u.leaving_at is null \
     where r.product_id = p.id and r.status = 'approved' \
     order by r.created_at desc, r.id desc limit 6) r))::text";

/// The distribution of a published product's stars, and its approved reviews that come after a place in the list,
/// newest first; nothing where there is no such product.
pub(in crate::reviews) async fn page(
    database: impl PgExecutor<'_>,
    slug: &str,
    after: Place,
    limit: i64,
) -> Result<Option<(Stars, Vec<ReviewRow>)>, sqlx::Error> {
    // The counts stand on each row, and a product without reviews is one row of nothing else.
    let rows = sqlx::query!(
        r#"with counts as (
               select p.id,
                      count(*) filter (where r.rating = 1) as one,
                      count(*) filter (where r.rating = 2) as two,
                      count(*) filter (where r.rating = 3) as three,
                      count(*) filter (where r.rating = 4) as four,
                      count(*) filter (where r.rating = 5) as five
               from products p left join reviews r on r.product_id = p.id and r.status = 'approved'
               where p.slug = $1 and p.status = 'published' and p.deleted_at is null
               group by p.id)
           select c.one as "one!", c.two as "two!", c.three as "three!", c.four as "four!", c.five as "five!",
                  r.id as "id?", r.created_at as "created_at?", r.rating as "rating?", r.title as "title?",
                  r.body as "body?", r.edited_at is not null as "is_edited!",
                  r.verified_purchase as "verified_purchase?", u.username as "username?", u.avatar as "avatar?"
           from counts c
           left join lateral (
               select id, created_at, user_id, rating, title, body, edited_at, verified_purchase
               from reviews
               where product_id = c.id and status = 'approved' and (created_at, id) < ($2, $3)
               order by created_at desc, id desc
               limit $4) r on true
           left join users u on u.id = r.user_id and u.leaving_at is null
           order by r.created_at desc, r.id desc"#,
        slug,
        after.at,
        after.id,
        limit
    )
    .fetch_all(database)
    .await?;
    let Some(stars) = rows.first().map(|row| [row.one, row.two, row.three, row.four, row.five]) else {
        return Ok(None);
    };
    let reviews = rows.into_iter().filter_map(|row| {
        Some(ReviewRow {
            id: row.id?,
            created_at: row.created_at?,
            rating: row.rating?,
            title: row.title?,
            body: row.body?,
            is_edited: row.is_edited,
            verified_purchase: row.verified_purchase?,
            username: row.username,
            avatar: row.avatar,
        })
    });
    Ok(Some((stars, reviews.collect())))
}

/// One of a user's own reviews.
pub(in crate::reviews) struct ListedRow {
    pub id: Uuid,
    pub created_at: DateTime<Utc>,
    pub product_id: Uuid,
    pub slug: String,
    pub rating: i16,
    pub title: String,
    pub body: String,
    pub status: ReviewStatus,
    pub is_edited: bool,
}

/// The reviews of a user that come after a place in the list, newest first. With each stands its product's slug: the
/// present one while the product is published, else the one that it had when the review was written.
pub(in crate::reviews) async fn of_user(
    database: impl PgExecutor<'_>,
    user: Uuid,
    after: Place,
    limit: i64,
) -> Result<Vec<ListedRow>, sqlx::Error> {
    // A slug of before was kept when the product left it.
    sqlx::query_as!(
        ListedRow,
        r#"select r.id, r.created_at, r.product_id, r.rating, r.title, r.body,
                  r.status as "status: ReviewStatus", r.edited_at is not null as "is_edited!",
                  coalesce(case when p.status = 'published' and p.deleted_at is null then p.slug end,
                           (select s.slug from product_slug_redirects s
                            where s.product_id = r.product_id and s.created_at > r.created_at
                            order by s.created_at limit 1),
                           p.slug) as "slug!"
           from reviews r join products p on p.id = r.product_id
           where r.user_id = $1 and (r.created_at, r.id) < ($2, $3)
           order by r.created_at desc, r.id desc
           limit $4"#,
        user,
        after.at,
        after.id,
        limit
    )
    .fetch_all(database)
    .await
}
