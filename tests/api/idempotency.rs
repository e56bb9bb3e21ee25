//! `Idempotency-Key` (SPEC R12): however often a request is sent, it has its effect once and the same answer.

use std::time::Duration;

use futures::future::join_all;
use serde_json::{Value, json};
use sqlx::PgPool;
use tokio::net::TcpStream;
use uuid::Uuid;

use super::client::{Answer, Client, JSON};
use super::shop::{Shop, product};

const PRODUCTS: &str = "select count(*) from products";
const KEYS: &str = "select count(*) from idempotency_keys";
/// Keys that are counted, of all users together.
const PLACES: &str =
    "select coalesce(sum(used), 0)::bigint from api_use where starts_with(key, 'once:user:')";
const PATH: &str = "/api/products/";

async fn send(client: &Client, key: &str, body: &Value) -> Answer {
    client.json("POST", PATH, &[("Idempotency-Key", key)], body).await
}

fn is_replayed(answer: &Answer) -> bool {
    answer.header("idempotency-replayed") == Some("true")
}

#[sqlx::test]
async fn fifty_at_once_make_one_product_and_fifty_equal_answers(pool: PgPool) {
    let here = Shop::open(pool).await;
    let there = here.beside().await;
    let category = here.category("Lamps").await;
    let (_, ada) = here.user("ada").await;
    let body = product(category, "Arc lamp");
    let clients: Vec<Client> = (0..50)
        .map(|number| ada.at_other(if number % 2 == 0 { here.address } else { there.address }))
        .collect();
    let answers = join_all(clients.iter().map(|client| send(client, "one", &body))).await;
    for answer in &answers {
        assert_eq!(answer.status, 201, "{answer:?}");
        assert_eq!(answer.body, answers[0].body);
        for name in ["location", "etag", "content-type"] {
            assert_eq!(answer.header(name), answers[0].header(name), "{name}");
        }
    }
    assert_eq!(answers.iter().filter(|answer| !is_replayed(answer)).count(), 1);
    assert_eq!(here.count(PRODUCTS).await, 1);
    let later = send(&ada, "one", &body).await.is(201);
    assert!(is_replayed(&later) && later.body == answers[0].body, "{later:?}");
    // Another key is another request, which the rules refuse.
    send(&ada, "two", &body).await.is(400);
}

#[sqlx::test]
async fn another_body_is_422(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let category = shop.category("Lamps").await;
    let (_, ada) = shop.user("ada").await;
    let body = product(category, "Arc lamp");
    send(&ada, "one", &body).await.is(201);
    let other = send(&ada, "one", &product(category, "Desk lamp")).await.is(422);
    assert_eq!(other.detail(), "This Idempotency-Key was used for another request.");
    let kind = "application/merge-patch+json";
    let headers = [("Idempotency-Key", "one")];
    ada.send("POST", PATH, &headers, kind, body.to_string().as_bytes()).await.is(422);
    assert_eq!(shop.count(PRODUCTS).await, 1);
    // Keys belong to an address too.
    let id = shop.product(&ada, category, "Floor lamp").await;
    ada.json("POST", &format!("/api/products/{id}/publish/"), &headers, &json!({})).await.is(200);
}

#[sqlx::test]
async fn a_refusal_is_repeated_too(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let category = shop.category("Lamps").await;
    let (_, ada) = shop.user("ada").await;
    let first_there = shop.product(&ada, category, "Arc lamp").await;
    let body = product(category, "Arc lamp");
    let refused = send(&ada, "one", &body).await.is(400);
    assert_eq!(refused.errors("name"), ["Product with this name already exists in category"]);
    ada.delete(&format!("/api/products/{first_there}/")).await.is(204);
    let again = send(&ada, "one", &body).await.is(400);
    assert!(is_replayed(&again) && again.body == refused.body, "{again:?}");
    send(&ada, "two", &body).await.is(201);
}

#[sqlx::test]
async fn keys_of_two_users_do_not_meet(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let category = shop.category("Lamps").await;
    let (_, ada) = shop.user("ada").await;
    let (_, bob) = shop.user("bob").await;
    let mine = send(&ada, "one", &product(category, "Arc lamp")).await.is(201);
    let theirs = send(&bob, "one", &product(category, "Desk lamp")).await.is(201);
    assert!(!is_replayed(&theirs));
    assert_ne!(mine.text("id"), theirs.text("id"));
}

/// Makes the row of a key look as if its runner had died: before the work was done, or right after it.
async fn lose(pool: &PgPool) {
    sqlx::query(
        "update idempotency_keys set status = null, location = null, body = null,
                lease_ends_at = now() - interval '1 second'",
    )
    .execute(pool)
    .await
    .unwrap();
}

#[sqlx::test]
async fn a_lost_runner_is_taken_over_without_a_second_product(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let category = shop.category("Lamps").await;
    let (_, ada) = shop.user("ada").await;
    let body = product(category, "Arc lamp");
    let first = send(&ada, "one", &body).await.is(201);
    lose(&pool).await;
    let clients: Vec<Client> = (0..5).map(|_| ada.elsewhere()).collect();
    for answer in join_all(clients.iter().map(|client| send(client, "one", &body))).await {
        assert_eq!((answer.status, answer.text("id")), (201, first.text("id")));
        assert_eq!(answer.header("location"), first.header("location"));
    }
    assert_eq!(shop.count(PRODUCTS).await, 1);

    // Lost before the work was done.
    lose(&pool).await;
    let id: Uuid = first.text("id").parse().unwrap();
    sqlx::query("delete from products where id = $1").bind(id).execute(&pool).await.unwrap();
    let again = send(&ada, "one", &body).await.is(201);
    assert_eq!(again.text("id"), first.text("id"));
    assert_eq!(shop.count(PRODUCTS).await, 1);
}

#[sqlx::test]
async fn a_failure_is_not_kept(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let category = shop.category("Lamps").await;
    let (_, ada) = shop.user("ada").await;
    let body = product(category, "Arc lamp");
    sqlx::query("alter table products rename to products_away").execute(&pool).await.unwrap();
    send(&ada, "one", &body).await.is(500);
    // The next try need not wait for the end of a lease.
    let open = "select count(*) from idempotency_keys where status is null and lease_ends_at < now()";
    assert_eq!((shop.count(KEYS).await, shop.count(open).await), (1, 1));
    sqlx::query("alter table products_away rename to products").execute(&pool).await.unwrap();
    let answer = send(&ada, "one", &body).await.is(201);
    assert!(!is_replayed(&answer), "{answer:?}");
    assert_eq!(shop.count(PRODUCTS).await, 1);
}

#[sqlx::test]
async fn an_answer_that_was_lost_after_the_commit_is_found_by_the_next_try(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let category = shop.category("Lamps").await;
    let (_, ada) = shop.user("ada").await;
    let body = product(category, "Arc lamp");
    // A new product has no pictures yet, but who reads it asks for them.
    sqlx::query("alter table product_images rename to images_away").execute(&pool).await.unwrap();
    send(&ada, "one", &body).await.is(500);
    let made: Uuid = sqlx::query_scalar("select id from products").fetch_one(&pool).await.unwrap();
    // As long as it cannot be told whether the product is there, none is made.
    send(&ada, "one", &body).await.is(500);
    assert_eq!(shop.count(PRODUCTS).await, 1);
    sqlx::query("alter table images_away rename to product_images").execute(&pool).await.unwrap();
    let found = send(&ada, "one", &body).await.is(201);
    assert_eq!(found.text("id"), made.to_string());
    assert!(!is_replayed(&found), "{found:?}");
    let later = send(&ada, "one", &body).await.is(201);
    assert!(is_replayed(&later) && later.body == found.body, "{later:?}");
    assert_eq!(shop.count(PRODUCTS).await, 1);
}

#[sqlx::test]
async fn a_tag_belongs_to_the_request_and_a_stale_one_leaves_the_key_free(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let category = shop.category("Lamps").await;
    let (_, ada) = shop.user("ada").await;
    let id = shop.product(&ada, category, "Arc lamp").await;
    let (single, publish) = (format!("/api/products/{id}/"), format!("/api/products/{id}/publish/"));
    let ask = async |tag: &str| {
        let headers = [("Idempotency-Key", "one"), ("If-Match", tag)];
        ada.json("POST", &publish, &headers, &json!({})).await
    };
    ask("\"of-yesterday\"").await.is(412);
    assert_eq!(shop.count(KEYS).await, 0);
    let tag = ada.get(&single).await.is(200).header("etag").expect("a tag").to_owned();
    let first = ask(&tag).await.is(200);
    assert!(!is_replayed(&first), "{first:?}");
    let later = ask(&tag).await.is(200);
    assert!(is_replayed(&later) && later.body == first.body, "{later:?}");
    ask("*").await.is(422);
    // Lost after it was done: the tag is stale by the first run itself.
    lose(&pool).await;
    let again = ask(&tag).await.is(200);
    assert!(!is_replayed(&again) && again.body == first.body, "{again:?}");
}

#[sqlx::test]
async fn an_odd_key_is_400(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let category = shop.category("Lamps").await;
    let (_, ada) = shop.user("ada").await;
    let body = product(category, "Arc lamp");
    for key in ["", "two words", "schlüssel", &"k".repeat(256)] {
        let answer = send(&ada, key, &body).await.is(400);
        assert_eq!(answer.detail(), "Idempotency-Key must be 1 to 255 visible characters.", "{key}");
    }
    assert_eq!(shop.count(PRODUCTS).await, 0);
    send(&ada, &"k".repeat(255), &body).await.is(201);
}

/// Sends a request under the key "one" and waits for nothing.
async fn begin(client: &Client, body: &Value) -> TcpStream {
    let body = body.to_string();
    let length = body.len().to_string();
    let headers = [("Idempotency-Key", "one"), ("Content-Type", JSON), ("Content-Length", length.as_str())];
    let head = client.head_of("POST", PATH, &headers);
    client.begin(format!("{head}\r\n{body}").as_bytes()).await
}

/// Waits until a statement counts one.
async fn until_one(shop: &Shop, statement: &'static str) {
    for _ in 0..200 {
        if shop.count(statement).await == 1 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    panic!("never one: {statement}");
}

#[sqlx::test]
async fn a_client_that_hangs_up_stops_nothing(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let category = shop.category("Lamps").await;
    let (_, ada) = shop.user("ada").await;
    let body = product(category, "Arc lamp");
    // The work waits until the client has hung up.
    let mut transaction = pool.begin().await.unwrap();
    sqlx::query("lock table products in access exclusive mode").execute(&mut *transaction).await.unwrap();
    let connection = begin(&ada, &body).await;
    until_one(&shop, KEYS).await;
    drop(connection);
    tokio::time::sleep(Duration::from_millis(100)).await;
    transaction.commit().await.unwrap();
    let answer = send(&ada, "one", &body).await.is(201);
    assert!(is_replayed(&answer), "{answer:?}");
    assert_eq!(shop.count(PRODUCTS).await, 1);
}

#[sqlx::test]
async fn a_client_that_hangs_up_before_its_turn_is_served_all_the_same(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let category = shop.category("Lamps").await;
    let (_, ada) = shop.user("ada").await;
    let body = product(category, "Arc lamp");
    // The look at the key waits until the client has hung up.
    let mut transaction = pool.begin().await.unwrap();
    sqlx::query("lock table idempotency_keys in access exclusive mode")
        .execute(&mut *transaction)
        .await
        .unwrap();
    let connection = begin(&ada, &body).await;
    let waiting = "select count(*) from pg_locks
                   where relation = 'idempotency_keys'::regclass and not granted
                     and database = (select oid from pg_database where datname = current_database())";
    until_one(&shop, waiting).await;
    drop(connection);
    tokio::time::sleep(Duration::from_millis(100)).await;
    transaction.commit().await.unwrap();
    // Nobody asks again, and it is done.
    until_one(&shop, "select count(*) from idempotency_keys where status = 201").await;
    let answer = send(&ada, "one", &body).await.is(201);
    assert!(is_replayed(&answer), "{answer:?}");
    assert_eq!(shop.count(PRODUCTS).await, 1);
}

#[sqlx::test]
async fn a_user_with_too_many_keys_is_told_to_wait_and_loses_none(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let category = shop.category("Lamps").await;
    let (id, ada) = shop.user("ada").await;
    let (_, bob) = shop.user("bob").await;
    let body = product(category, "Arc lamp");
    let first = send(&ada, "one", &body).await.is(201);
    let used = sqlx::query("update api_use set used = 1000 where key = $1")
        .bind(format!("once:user:{id}"))
        .execute(&pool)
        .await
        .unwrap();
    assert_eq!(used.rows_affected(), 1);
    let refused = send(&ada, "two", &product(category, "Desk lamp")).await.is(429);
    assert!((86_000..=86_400).contains(&refused.number("retry-after")), "{refused:?}");
    assert_eq!((shop.count(PRODUCTS).await, shop.count(KEYS).await), (1, 1));
    // What was promised is kept, and nobody else is stopped.
    let again = send(&ada, "one", &body).await.is(201);
    assert!(is_replayed(&again) && again.body == first.body, "{again:?}");
    ada.post(PATH, &product(category, "Desk lamp")).await.is(201);
    send(&bob, "two", &product(category, "Floor lamp")).await.is(201);
    sqlx::query("update api_use set window_ends_at = now()").execute(&pool).await.unwrap();
    send(&ada, "two", &product(category, "Table lamp")).await.is(201);
}

#[sqlx::test]
async fn a_key_whose_answer_is_not_kept_takes_no_place(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let category = shop.category("Lamps").await;
    let (_, ada) = shop.user("ada").await;
    let nowhere = format!("/api/products/{}/publish/", Uuid::nil());
    for _ in 0..3 {
        ada.json("POST", &nowhere, &[("Idempotency-Key", "one")], &json!({})).await.is(404);
    }
    assert_eq!((shop.count(KEYS).await, shop.count(PLACES).await), (0, 0));
    // A refusal that is kept takes its place, once.
    for _ in 0..3 {
        send(&ada, "two", &json!({})).await.is(400);
    }
    assert_eq!((shop.count(KEYS).await, shop.count(PLACES).await), (1, 1));
    // Who is told to wait has not begun one more.
    let full = "update api_use set used = 1000 where starts_with(key, 'once:user:')";
    assert_eq!(sqlx::query(full).execute(&pool).await.unwrap().rows_affected(), 1);
    for _ in 0..3 {
        send(&ada, "three", &product(category, "Arc lamp")).await.is(429);
    }
    assert_eq!((shop.count(KEYS).await, shop.count(PLACES).await), (1, 1_000));
}
