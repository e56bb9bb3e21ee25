//! Stock and its ledger (SPEC S3, D9).

use sqlx::PgPool;
use vitrine::catalog::Actor;
use vitrine::catalog::product::change;
use vitrine::catalog::product::model::ProductId;
use vitrine::error::AppError;
use vitrine::infra::testing::backend;

use super::{category, ledger, product, words};

#[sqlx::test]
async fn stock_never_goes_below_zero_under_two_hundred_concurrent_changes(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98.00", 100).await;
    let tries: Vec<_> = (0..200)
        .map(|_| {
            let backend = backend.clone();
            tokio::spawn(async move { change::change_stock(&backend, Actor::Operator, id, -1, "sale").await })
        })
        .collect();
    let mut refused = 0;
    for attempt in tries {
        match attempt.await.unwrap() {
            Ok(_) => {}
            Err(AppError::Conflict(message)) => {
                assert_eq!(message, "Insufficient stock");
                refused += 1;
            }
            Err(other) => panic!("{other}"),
        }
    }
    let (stock,): (i32,) =
        sqlx::query_as("select stock from products where id = $1").bind(id.0).fetch_one(&pool).await.unwrap();
    assert_eq!((stock, refused), (0, 100));
    assert_eq!(ledger(&pool, id).await, 0);
    let (rows,): (i64,) = sqlx::query_as("select count(*) from stock_movements where product_id = $1")
        .bind(id.0)
        .fetch_one(&pool)
        .await
        .unwrap();
    assert_eq!(rows, 101, "the opening stock and a hundred sales");
}

#[sqlx::test]
async fn the_ledger_says_why_and_sums_to_the_stock_whoever_writes(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98.00", 3).await;
    assert_eq!(change::change_stock(&backend, Actor::Operator, id, 7, "delivery").await.unwrap(), 10);
    sqlx::query("update products set stock = 4 where id = $1").bind(id.0).execute(&pool).await.unwrap();
    let rows: Vec<(i32, String)> = sqlx::query_as("select quantity, reason from stock_movements order by id")
        .fetch_all(&pool)
        .await
        .unwrap();
    assert_eq!(
        rows,
        [(3, "opening stock".to_owned()), (7, "delivery".to_owned()), (-6, "adjustment".to_owned())]
    );
    assert_eq!(ledger(&pool, id).await, 4);
}

#[sqlx::test]
async fn the_ledger_cannot_be_altered(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98.00", 3).await;
    assert!(sqlx::query("update stock_movements set quantity = 99").execute(&pool).await.is_err());
    assert_eq!(ledger(&pool, id).await, 3);
}

#[sqlx::test]
async fn a_change_beyond_what_a_number_holds_is_refused(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98.00", 5).await;
    for quantity in [i32::MIN, -6, i32::MAX] {
        assert!(
            change::change_stock(&backend, Actor::Operator, id, quantity, "odd").await.is_err(),
            "{quantity}"
        );
    }
    let nothing =
        change::change_stock(&backend, Actor::Operator, ProductId(uuid::Uuid::nil()), 1, "odd").await;
    assert_eq!(words(&nothing.unwrap_err()), "Product not found");
    assert_eq!(ledger(&pool, id).await, 5);
}
