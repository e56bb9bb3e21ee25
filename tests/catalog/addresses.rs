//! The addresses of all products in parts (SPEC W8).

use sqlx::PgPool;
use vitrine::catalog::product::addresses::{part, parts};
use vitrine::infra::testing::backend;
use vitrine::paging::place::Place;

use super::made_up;

#[sqlx::test]
async fn the_parts_hold_every_published_product_once_in_the_order_they_came(pool: PgPool) {
    let backend = backend(pool.clone());
    made_up(&backend, 100).await;
    let expected: Vec<String> =
        sqlx::query_scalar("select slug from products where status = 'published' order by created_at, id")
            .fetch_all(&pool)
            .await
            .unwrap();
    for size in [1, 7, u32::try_from(expected.len()).unwrap(), 1_000] {
        let places = parts(&backend, size).await.unwrap();
        assert_eq!(places.len(), expected.len().div_ceil(size as usize), "{size}");
        let mut found = Vec::new();
        for place in places {
            let place: Place = place.to_string().parse().unwrap();
            let slugs = part(&backend, place, size).await.unwrap();
            assert!(!slugs.is_empty(), "{size}");
            found.extend(slugs.into_iter().map(|(slug, _)| slug));
        }
        assert_eq!(found, expected, "{size}");
    }
}

#[sqlx::test]
async fn an_empty_shop_has_one_empty_part(pool: PgPool) {
    let backend = backend(pool);
    assert_eq!(parts(&backend, 10).await.unwrap(), [Place::first()]);
    assert!(part(&backend, Place::first(), 10).await.unwrap().is_empty());
}
