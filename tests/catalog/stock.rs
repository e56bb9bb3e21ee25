//! Stock and its ledger (SPEC S3, D9).

use sqlx::PgPool;
use vitrine::accounts::testing::{account, superuser};
use vitrine::catalog::Actor;
use vitrine::catalog::product::change;
use vitrine::catalog::product::model::ProductId;
use vitrine::error::AppError;
use vitrine::infra::testing::backend;

use super::{category, edit, form, ledger, product, words};

async fn stock(pool: &PgPool, id: ProductId) -> i32 {
    sqlx::query_scalar("select stock from products where id = $1").bind(id.0).fetch_one(pool).await.unwrap()
}

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
    assert_eq!((stock(&pool, id).await, refused), (0, 100));
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
    let ada = Actor::User(account(&backend, "ada").await.0);
    account(&backend, "eve").await;
    let id = change::create(&backend, ada, &form("Globe", "98.00", 3), lamps).await.unwrap();
    for change in [
        "update stock_movements set quantity = 99",
        "update stock_movements set actor_id = (select id from users where username = 'eve')",
        "update stock_movements set actor_id = null",
        "update stock_movements set order_id = uuid_v7()",
        "update stock_movements set id = uuid_v7()",
        "delete from stock_movements",
        "truncate stock_movements",
        "insert into stock_movements (product_id, quantity, reason) select id, 1, 'stray' from products",
    ] {
        let error = sqlx::query(change).execute(&pool).await.unwrap_err();
        let refused = error.as_database_error().and_then(|refused| refused.constraint());
        assert_eq!(refused, Some("stock_movements_append_only"), "{change}");
    }
    assert_eq!(ledger(&pool, id).await, 3);
}

#[sqlx::test]
async fn an_erased_account_leaves_its_rows_of_the_ledger_without_a_name(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let ada = Actor::User(account(&backend, "ada").await.0);
    account(&backend, "eve").await;
    let id = change::create(&backend, ada, &form("Globe", "98.00", 3), lamps).await.unwrap();
    sqlx::query("delete from users where username = 'ada'").execute(&pool).await.unwrap();
    let row: (i32, bool, bool) =
        sqlx::query_as("select quantity, actor_id is null, updated_at > created_at from stock_movements")
            .fetch_one(&pool)
            .await
            .unwrap();
    assert_eq!((row, ledger(&pool, id).await), ((3, true, true), 3));
    let another = "update stock_movements set actor_id = (select id from users where username = 'eve')";
    assert!(sqlx::query(another).execute(&pool).await.is_err());
}

#[sqlx::test]
async fn a_ledger_goes_with_its_product(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let erased = product(&backend, lamps, "Globe", "98.00", 3).await;
    let kept = product(&backend, lamps, "Moon", "98.00", 4).await;
    let root = superuser(&backend, "root").await;
    change::change_stock(&backend, Actor::Operator, erased, -1, "sale").await.unwrap();
    change::delete(&backend, &root, erased).await.unwrap();
    assert_eq!(ledger(&pool, erased).await, 2, "it can come back from the trash");
    change::erase(&backend, &root, erased).await.unwrap();
    assert_eq!((ledger(&pool, erased).await, ledger(&pool, kept).await), (0, 4));
    sqlx::query("truncate products cascade").execute(&pool).await.unwrap();
    assert_eq!(ledger(&pool, kept).await, 0);
}

#[sqlx::test]
async fn an_edit_changes_the_stock_by_what_was_typed_and_keeps_what_was_sold_meanwhile(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98.00", 10).await;
    let sell = async |quantity: i32| {
        change::change_stock(&backend, Actor::Operator, id, -quantity, "sale").await.unwrap()
    };
    let root = superuser(&backend, "root").await;
    let save = async |version: i32, saw: i32, typed: i32| {
        edit(&backend, root.user(), id, (version, saw), &form("Globe", "98.00", typed)).await
    };
    sell(3).await;
    save(1, 10, 15).await.unwrap();
    assert_eq!(ledger(&pool, id).await, 12, "7 and the 5 that were added");
    sell(2).await;
    save(2, 12, 12).await.unwrap();
    assert_eq!(ledger(&pool, id).await, 10, "an edit of something else leaves the stock alone");
    sell(8).await;
    assert_eq!(words(&save(3, 10, 5).await.unwrap_err()), "Insufficient stock");
    save(3, 2, 0).await.unwrap();
    assert_eq!(stock(&pool, id).await, 0);
    let rows: Vec<(i32, String)> =
        sqlx::query_as("select quantity, reason from stock_movements order by created_at")
            .fetch_all(&pool)
            .await
            .unwrap();
    let quantities: Vec<i32> = rows.iter().map(|(quantity, _)| *quantity).collect();
    assert_eq!(quantities, [10, -3, 5, -2, -8, -2]);
    assert_eq!(rows.iter().filter(|(_, reason)| reason == "edit").count(), 2);
}

#[sqlx::test]
async fn two_edits_and_a_sale_at_once_lose_nothing(pool: PgPool) {
    let backend = backend(pool.clone());
    let lamps = category(&backend, "Lamps", None).await.unwrap();
    let id = product(&backend, lamps, "Globe", "98.00", 10).await;
    let root = superuser(&backend, "root").await;
    let (more, less) = (form("Globe", "98.00", 15), form("Globe", "98.00", 8));
    let (one, other, sale) = tokio::join!(
        edit(&backend, root.user(), id, (1, 10), &more),
        edit(&backend, root.user(), id, (1, 10), &less),
        change::change_stock(&backend, Actor::Operator, id, -3, "sale"),
    );
    sale.unwrap();
    let expected = match (one, other) {
        (Ok(()), Err(AppError::Conflict(_))) => 12,
        (Err(AppError::Conflict(_)), Ok(())) => 5,
        answers => panic!("one edit is done, the other is a conflict: {answers:?}"),
    };
    assert_eq!(i64::from(stock(&pool, id).await), expected);
    assert_eq!(ledger(&pool, id).await, expected);
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
