//! How often one may ask (SPEC R11): exact, on all programs together.

use futures::future::join_all;
use sqlx::PgPool;

use super::client::{Answer, Client};
use super::shop::Shop;

const LIST: &str = "/api/categories/";

fn throttled(answer: &Answer) -> bool {
    assert!(matches!(answer.status, 200 | 429), "{answer:?}");
    answer.status == 429
}

/// What an answer says of the limit, under both of its names.
fn said(answer: &Answer) -> (i64, i64) {
    for (name, other) in [
        ("ratelimit-limit", "x-ratelimit-limit"),
        ("ratelimit-remaining", "x-ratelimit-remaining"),
        ("ratelimit-reset", "x-ratelimit-reset"),
    ] {
        assert_eq!(answer.number(name), answer.number(other), "{name}");
    }
    assert!((1..=3600).contains(&answer.number("ratelimit-reset")), "{answer:?}");
    (answer.number("ratelimit-limit"), answer.number("ratelimit-remaining"))
}

#[sqlx::test]
async fn of_two_hundred_visitors_at_once_exactly_a_hundred_pass(pool: PgPool) {
    let here = Shop::open_with(pool, |shop| shop.api_anonymous_hourly = 100).await;
    let there = here.beside().await;
    let visitor = here.visitor();
    let asked = (0..200).map(|number| {
        let client = visitor.at_other(if number % 2 == 0 { here.address } else { there.address });
        async move { client.get(LIST).await }
    });
    let (refused, passed): (Vec<Answer>, Vec<Answer>) =
        join_all(asked).await.into_iter().partition(throttled);
    assert_eq!((passed.len(), refused.len()), (100, 100));
    let mut left: Vec<i64> = passed.iter().map(|answer| said(answer).1).collect();
    left.sort_unstable();
    assert_eq!(left, (0..100).collect::<Vec<_>>());
    // What has run dry is told from memory by both.
    for program in [here.address, there.address] {
        assert!(throttled(&visitor.at_other(program).get(LIST).await));
    }
}

#[sqlx::test]
async fn the_next_one_is_told_when_to_come_back(pool: PgPool) {
    let shop = Shop::open_with(pool.clone(), |shop| shop.api_anonymous_hourly = 3).await;
    let visitor = shop.visitor();
    for left in [2, 1, 0] {
        assert_eq!(said(&visitor.get(LIST).await.is(200)), (3, left));
    }
    for _ in 0..2 {
        let refused = visitor.get(LIST).await.is(429);
        let wait = refused.number("retry-after");
        assert!((3590..=3600).contains(&wait), "{wait}");
        assert_eq!(said(&refused), (3, 0));
        let words = format!("Request was throttled. Expected available in {wait} seconds.");
        assert_eq!(refused.detail(), words);
    }
    visitor.elsewhere().get(LIST).await.is(200);

    // An hour later, at a program that does not remember.
    sqlx::query("update api_use set window_ends_at = window_ends_at - interval '3600 seconds'")
        .execute(&pool)
        .await
        .unwrap();
    let later = shop.beside().await;
    assert_eq!(said(&visitor.at_other(later.address).get(LIST).await.is(200)), (3, 2));
}

#[sqlx::test]
async fn users_count_by_themselves(pool: PgPool) {
    let shop = Shop::open_with(pool, |shop| {
        shop.api_anonymous_hourly = 2;
        shop.api_user_hourly = 4;
    })
    .await;
    let (_, ada) = shop.user("ada").await;
    let (_, bob) = shop.user("bob").await;
    for left in [3, 2, 1, 0] {
        // Wherever the user comes from.
        assert_eq!(said(&ada.elsewhere().get(LIST).await.is(200)), (4, left));
    }
    ada.get(LIST).await.is(429);
    bob.get(LIST).await.is(200);
    // The same address without a token is somebody else.
    let visitor = shop.visitor().elsewhere();
    for _ in 0..2 {
        visitor.get(LIST).await.is(200);
    }
    visitor.get(LIST).await.is(429);
    visitor.with_token(bob.token.as_ref().unwrap()).get(LIST).await.is(200);
}

#[sqlx::test]
async fn a_forwarded_address_counts_only_behind_a_named_proxy(pool: PgPool) {
    let open = Shop::open_with(pool, |shop| {
        shop.api_anonymous_hourly = 3;
        shop.trusted_proxies = "192.0.2.1".parse().unwrap();
    })
    .await;
    let behind = open.beside_with(|shop| shop.trusted_proxies = "127.0.0.1".parse().unwrap()).await;
    // What a client says itself stands before what the proxy adds.
    let visitor = behind.visitor();
    for number in 0..3 {
        visitor.saying(&format!("203.0.113.{number}")).get(LIST).await.is(200);
    }
    visitor.saying("203.0.113.9").get(LIST).await.is(429);
    visitor.elsewhere().get(LIST).await.is(200);
    // The proxy of this one has another address: whatever is said, they all come from loopback.
    for number in 0..3 {
        open.visitor().saying(&format!("203.0.113.{number}")).get(LIST).await.is(200);
    }
    open.visitor().saying("203.0.113.9").get(LIST).await.is(429);
}

#[sqlx::test]
async fn headers_say_what_is_left_on_every_answer(pool: PgPool) {
    let shop = Shop::open_with(pool, |shop| shop.api_anonymous_hourly = 100).await;
    let visitor = shop.visitor();
    let json = serde_json::json!({});
    let mut left = 100;
    for (answer, status) in [
        (visitor.get(LIST).await, 200),
        (visitor.head(LIST).await, 200),
        (visitor.get("/api/nowhere/").await, 404),
        (visitor.get("/api/products/?page=99").await, 404),
        (visitor.get("/api/products/?min_price=many").await, 400),
        (visitor.put(LIST, &json).await, 405),
        (visitor.post("/api/products/", &json).await, 401),
        (visitor.post("/api/token/", &json).await, 400),
    ] {
        left -= 1;
        assert_eq!(answer.status, status, "{answer:?}");
        assert_eq!(said(&answer), (100, left), "{answer:?}");
    }
    let tag = visitor.get(LIST).await.is(200).header("etag").unwrap().to_owned();
    let unchanged = visitor.get_with(LIST, &[("If-None-Match", &tag)]).await.is(304);
    assert_eq!(said(&unchanged), (100, left - 2));
}

#[sqlx::test]
async fn zero_is_no_limit_and_no_statement(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let visitor = shop.visitor();
    let (_, ada) = shop.user("ada").await;
    for client in [&visitor, &ada] {
        for _ in 0..5 {
            let answer = client.get(LIST).await.is(200);
            assert_eq!(answer.header("ratelimit-limit"), None);
        }
    }
    assert_eq!(shop.count("select count(*) from api_use").await, 0);
}

#[sqlx::test]
async fn schema_and_docs_are_not_counted(pool: PgPool) {
    let shop = Shop::open_with(pool, |shop| shop.api_anonymous_hourly = 1).await;
    let visitor: Client = shop.visitor();
    for path in ["/api/schema/", "/api/docs/", "/api/docs/docs.css", "/api/docs/docs.js"] {
        for _ in 0..2 {
            let answer = visitor.get_with(path, &[("Accept", "*/*")]).await.is(200);
            assert_eq!(answer.header("ratelimit-limit"), None, "{path}");
        }
    }
    visitor.options(LIST).await.is(200);
    assert_eq!(shop.count("select count(*) from api_use").await, 0);
    visitor.get(LIST).await.is(200);
    visitor.get(LIST).await.is(429);
}

#[sqlx::test]
async fn whoever_has_a_token_that_ran_out_hears_that_whatever_others_used_up(pool: PgPool) {
    let shop = Shop::open_with(pool, |shop| {
        shop.api_anonymous_hourly = 1;
        shop.api_user_hourly = 1_000;
    })
    .await;
    let (_, ada) = shop.user("ada").await;
    let visitor = shop.visitor();
    visitor.get(LIST).await.is(200);
    visitor.get(LIST).await.is(429);
    let refused = visitor.with_token("no.token.ofours").get(LIST).await.is(401);
    assert_eq!(said(&refused), (1_000, 999));
    ada.get(LIST).await.is(200);
    // What is refused before anything is done is counted too.
    visitor.elsewhere().get_with(LIST, &[("accept", "text/html")]).await.is(406);
    let long = format!("{LIST}?q={}", "x".repeat(9_000));
    visitor.get(&long).await.is(429);
    ada.get(&long).await.is(414);
}
