//! The list of one's own reviews (SPEC W6).

use sqlx::PgPool;
use vitrine::accounts::caller::User;
use vitrine::accounts::testing::signed_in;
use vitrine::catalog::category::model::CategoryId;
use vitrine::error::AppError;
use vitrine::infra::Backend;
use vitrine::infra::testing::backend;
use vitrine::reviews::model::{ListedReview, OwnReviews};
use vitrine::reviews::service;

use super::{category, globe, product, typed};

async fn first(backend: &Backend, user: &User) -> OwnReviews {
    service::list_own(backend, user, None).await.unwrap()
}

/// Writes reviews of as many products, which are called `Lamp-1` and so on; some are written at the same moment.
async fn write(backend: &Backend, user: &User, lamps: CategoryId, count: i32) {
    for number in 1..=count {
        let product = product(backend, lamps, &format!("Lamp-{number}")).await;
        sqlx::query(
            "insert into reviews (product_id, user_id, rating, title, created_at)
             values ($1, $2, 1 + $3 % 5, $3::text, timestamptz '2026-01-01 12:00Z' + $3 / 4 * interval '1 day')",
        )
        .bind(product.0)
        .bind(user.id().0)
        .bind(number)
        .execute(&backend.pool)
        .await
        .unwrap();
    }
}

#[sqlx::test]
async fn one_s_own_reviews_come_newest_first_ten_at_a_time_each_once_and_nobody_else_s(pool: PgPool) {
    let backend = backend(pool);
    let (ada, bob) = (signed_in(&backend, "ada").await, signed_in(&backend, "bob").await);
    let lamps = category(&backend, "Lamps").await;
    assert_eq!(first(&backend, &ada).await, OwnReviews::default());
    write(&backend, &ada, lamps, 23).await;
    for slug in ["lamp-1", "lamp-12", "lamp-23"] {
        service::save(&backend, &bob, slug, &typed(1, "Bob was here")).await.unwrap();
    }

    let mut listed: Vec<ListedReview> = Vec::new();
    let (mut sizes, mut after) = (Vec::new(), None::<String>);
    loop {
        let part = service::list_own(&backend, &ada, after.as_deref()).await.unwrap();
        sizes.push(part.reviews.len());
        listed.extend(part.reviews);
        after = part.next;
        if after.is_none() {
            break;
        }
    }
    assert_eq!(sizes, [10, 10, 3]);
    assert!(listed.is_sorted_by(|newer, older| newer.written_on >= older.written_on));
    assert_eq!((listed[0].written_on.as_str(), listed[22].written_on.as_str()), ("2026-01-06", "2026-01-01"));
    for it in &listed {
        let card = it.product.as_ref().unwrap();
        let name = format!("Lamp-{}", it.review.title);
        assert_eq!((&card.name, &card.slug, &it.slug), (&name, &name.to_lowercase(), &name.to_lowercase()));
    }
    let mut titles: Vec<u32> = listed.iter().map(|it| it.review.title.parse().unwrap()).collect();
    titles.sort_unstable();
    assert_eq!(titles, (1..=23).collect::<Vec<_>>());

    let bobs = first(&backend, &bob).await;
    assert_eq!((bobs.reviews.len(), bobs.next), (3, None));
    assert!(bobs.reviews.iter().all(|it| it.review.title == "Bob was here"));
    let nowhere = service::list_own(&backend, &ada, Some("elsewhere")).await;
    assert_eq!(nowhere.unwrap_err(), AppError::NotFound("Page".to_owned()));
}

#[sqlx::test]
async fn a_review_is_listed_as_it_is_now_whatever_moderation_says_of_it(pool: PgPool) {
    let backend = backend(pool.clone());
    globe(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    let own = service::save(&backend, &ada, "globe", &typed(4, "Warm light")).await.unwrap();
    let listed = first(&backend, &ada).await.reviews;
    assert_eq!((&listed[0].review, listed[0].is_edited), (&own, false));
    service::save(&backend, &ada, "globe", &typed(2, "Too dim")).await.unwrap();
    for status in ["pending", "rejected", "approved"] {
        sqlx::query("update reviews set status = $1::review_status")
            .bind(status)
            .execute(&pool)
            .await
            .unwrap();
        let listed = first(&backend, &ada).await.reviews;
        let ListedReview { review, is_edited, .. } = &listed[0];
        assert_eq!(
            (
                listed.len(),
                review.id,
                review.title.as_str(),
                review.rating,
                review.status.as_str(),
                *is_edited
            ),
            (1, own.id, "Too dim", 2, status, true)
        );
    }
    service::delete(&backend, &ada, own.id).await.unwrap();
    assert_eq!(first(&backend, &ada).await, OwnReviews::default());
}

#[sqlx::test]
async fn a_product_that_left_the_shop_is_not_named_and_its_slug_is_the_one_that_the_writer_knows(
    pool: PgPool,
) {
    let backend = backend(pool.clone());
    let id = globe(&backend).await;
    let ada = signed_in(&backend, "ada").await;
    service::save(&backend, &ada, "globe", &typed(4, "Warm light")).await.unwrap();
    let shown = async || {
        let list = first(&backend, &ada).await;
        let [listed] = <[ListedReview; 1]>::try_from(list.reviews).unwrap();
        (listed.slug, listed.product.map(|card| card.name))
    };
    for leaving in [
        "update products set status = 'draft'",
        "update products set status = 'archived'",
        "update products set status = 'published', deleted_at = now()",
    ] {
        sqlx::query(leaving).execute(&pool).await.unwrap();
        assert_eq!(shown().await, ("globe".to_owned(), None), "{leaving}");
    }
    // What it is called from then on is not for others, until it is published.
    for (old, new) in [("globe", "sun"), ("sun", "star")] {
        sqlx::query("update products set slug = $1, name = $1").bind(new).execute(&pool).await.unwrap();
        sqlx::query("insert into product_slug_redirects (slug, product_id) values ($1, $2)")
            .bind(old)
            .bind(id.0)
            .execute(&pool)
            .await
            .unwrap();
        assert_eq!(shown().await, ("globe".to_owned(), None), "{new}");
    }
    sqlx::query("update products set deleted_at = null").execute(&pool).await.unwrap();
    assert_eq!(shown().await, ("star".to_owned(), Some("star".to_owned())));
}
