//! The SQL of made-up reviews.

use sqlx::{PgConnection, PgPool};

/// Drops the foreign keys and the indexes of reviews, but for the primary key: keeping them up to date takes
/// most of the time of a large load. Answers the statements that make them anew, as PostgreSQL itself words them.
pub(in crate::reviews) async fn drop_keys_and_indexes(
    connection: &mut PgConnection,
) -> Result<Vec<String>, sqlx::Error> {
    // PostgreSQL quotes the names where that is needed.
    let rows = sqlx::query!(
        r#"select format('alter table reviews drop constraint %I', conname) as "drop!",
                  format('alter table reviews add constraint %I %s', conname, pg_get_constraintdef(oid)) as "create!"
           from pg_constraint where conrelid = 'reviews'::regclass and contype = 'f'
           union all
           select format('drop index %s', indexrelid::regclass), pg_get_indexdef(indexrelid)
           from pg_index where indrelid = 'reviews'::regclass and not indisprimary"#
    )
    .fetch_all(&mut *connection)
    .await?;
    let mut creations = Vec::with_capacity(rows.len());
    for row in rows {
        sqlx::query(sqlx::AssertSqlSafe(row.drop)).execute(&mut *connection).await?;
        creations.push(row.create);
    }
    Ok(creations)
}

/// Makes anew what [`drop_keys_and_indexes`] dropped.
pub(in crate::reviews) async fn create_keys_and_indexes(
    connection: &mut PgConnection,
    creations: Vec<String>,
) -> Result<(), sqlx::Error> {
    sqlx::query("set local maintenance_work_mem = '512MB'").execute(&mut *connection).await?;
    for create in creations {
        sqlx::query(sqlx::AssertSqlSafe(create)).execute(&mut *connection).await?;
    }
    Ok(())
}

/// Adds so many users who write reviews; nobody can sign in as one.
pub(in crate::reviews) async fn insert_reviewers(
    connection: &mut PgConnection,
    number: i32,
) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "insert into users (email, username, password_hash, is_active)
         select 'shopper-' || n || '@demo.invalid', 'Shopper ' || n, '!', false
         from generate_series(1, $1::int) as n
         on conflict do nothing",
        number
    )
    .execute(connection)
    .await?;
    Ok(())
}

/// What made-up reviews say: as many titles, and as many bodies, for each number of stars from 1 up.
pub(in crate::reviews) struct Words {
    pub titles: Vec<String>,
    pub bodies: Vec<String>,
}

/// Gives every product as many reviews as it says to have, with the mean that it says: the sum of the stars is
/// known from both, and is spread over the reviews as evenly as it goes. Answers how many were made.
///
/// The reviewers of a product stand seven apart, and their number is no multiple of seven: so nobody comes twice
/// while there are more of them than a product has reviews.
pub(in crate::reviews) async fn insert_reviews(
    connection: &mut PgConnection,
    words: &Words,
) -> Result<u64, sqlx::Error> {
    let done = sqlx::query!(
        "with shoppers as (
             select array_agg(id order by email) as ids from users where email like 'shopper-%@demo.invalid'
         ), written as (
             select p.id as product_id, p.created_at, p.seed, n,
                    (p.sum / p.review_count + (n <= p.sum % p.review_count)::int)::smallint as rating
             from (select id, created_at, review_count, round(average_rating * review_count)::int as sum,
                          abs(hashtext(slug)::bigint) as seed
                   from products where review_count > 0) p
             cross join lateral generate_series(1, p.review_count) as n
         )
         insert into reviews (product_id, user_id, rating, title, body, created_at)
         select w.product_id,
                s.ids[1 + (w.seed + w.n * 7) % cardinality(s.ids)],
                w.rating,
                ($1::text[])[(w.rating - 1) * cardinality($1::text[]) / 5
                             + 1 + (w.seed + w.n) % (cardinality($1::text[]) / 5)],
                ($2::text[])[(w.rating - 1) * cardinality($2::text[]) / 5
                             + 1 + (w.seed / 3 + w.n) % (cardinality($2::text[]) / 5)],
                w.created_at + greatest(now() - w.created_at, interval '0')
                               * (((w.seed / 5 + w.n * 37) % 997)::float8 / 997)
         from written w cross join shoppers s",
        &words.titles[..],
        &words.bodies[..]
    )
    .execute(connection)
    .await?;
    Ok(done.rows_affected())
}

pub(in crate::reviews) async fn vacuum(pool: &PgPool) -> Result<(), sqlx::Error> {
    for table in ["reviews", "users", "profiles"] {
        sqlx::query(sqlx::AssertSqlSafe(format!("vacuum (analyze) {table}"))).execute(pool).await?;
    }
    Ok(())
}
