//! Reviews of the demo catalogue, and made-up ones for measurements.

use chrono::TimeDelta;
use sqlx::PgPool;
use vitrine::accounts::testing::{email, new_session, sign_in};
use vitrine::catalog::product::change;
use vitrine::infra::clock;
use vitrine::infra::testing::backend;
use vitrine::reviews::{demo, service, synthetic};

use super::{category, product, shown, truth};

#[sqlx::test]
async fn the_demo_catalogue_has_counted_reviews_by_people_who_cannot_sign_in(pool: PgPool) {
    let backend = backend(pool.clone());
    let kettles = category(&backend, "Kettles").await;
    let mut transaction = pool.begin().await.unwrap();
    let mut products = Vec::new();
    for name in ["Arc", "Bell", "Cone", "Drum", "Egg", "Fin", "Globe", "Hill"] {
        let id = product(&backend, kettles, name).await;
        change::backdate(&mut transaction, id, clock::now() - TimeDelta::days(200)).await.unwrap();
        products.push(id);
    }
    let new = product(&backend, kettles, "New").await;
    let written = demo::fill(&mut transaction).await.unwrap();
    transaction.commit().await.unwrap();

    let mut counted = 0;
    for id in products {
        let shown = shown(&pool, id).await;
        assert_eq!(shown, truth(&pool, id).await);
        assert!(shown.0 == 0 || (3..=9).contains(&shown.0), "{shown:?}");
        counted += usize::try_from(shown.0).unwrap();
    }
    assert!(counted > 0 && counted == written, "{counted} of {written}");
    assert_eq!(shown(&pool, new).await, (0, "0.00".to_owned()), "it has just come");

    let unusable: i64 =
        sqlx::query_scalar("select count(*) from users where not is_active and password_hash = '!'")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!(unusable, 60);
    sqlx::query("update users set email = $1 where username = 'Ottilie'")
        .bind(email("ottilie"))
        .execute(&pool)
        .await
        .unwrap();
    assert!(sign_in(&backend, &new_session(&backend, None), "ottilie").await.is_err());
}

#[sqlx::test]
async fn made_up_reviews_add_up_to_what_their_products_say(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps").await;
    let structure = "select count(*) from (select conname::text from pg_constraint where conrelid = 'reviews'::regclass
                     union all select indexrelid::regclass::text from pg_index where indrelid = 'reviews'::regclass) parts";
    let before: i64 = sqlx::query_scalar(structure).fetch_one(&pool).await.unwrap();
    let mut products = Vec::new();
    for (name, count, sum) in
        [("None", 0, 0), ("One", 1, 2), ("Seven", 7, 31), ("Eight", 8, 33), ("Twenty", 20, 100)]
    {
        let id = product(&backend, lamps, name).await;
        sqlx::query(
            "update products set review_count = $2, average_rating = coalesce(round($3::numeric / nullif($2, 0), 2), 0)
             where id = $1",
        )
        .bind(id.0)
        .bind(count)
        .bind(sum)
        .execute(&pool)
        .await
        .unwrap();
        products.push((id, count));
    }
    let mut transaction = pool.begin().await.unwrap();
    assert_eq!(synthetic::fill(&mut transaction).await.unwrap(), 36);
    transaction.commit().await.unwrap();
    synthetic::settle(&backend).await.unwrap();
    for (id, count) in products {
        assert_eq!(truth(&pool, id).await.0, count);
        assert_eq!(shown(&pool, id).await, truth(&pool, id).await);
    }
    assert_eq!(service::recount(&backend).await.unwrap(), 0);
    let after: i64 = sqlx::query_scalar(structure).fetch_one(&pool).await.unwrap();
    assert_eq!(after, before, "every key and index is there again");
    let list = service::list(&backend, "twenty", None).await.unwrap();
    assert!(list.reviews.iter().all(|review| review.author.starts_with("Shopper ")));
}
