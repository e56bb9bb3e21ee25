//! The session's cookie: what it is made of, when it changes, and that the database does not hold it (SPEC U2).

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, STANDARD_NO_PAD, URL_SAFE, URL_SAFE_NO_PAD};
use sqlx::PgPool;
use uuid::Uuid;
use vitrine::accounts::testing::{PASSWORD, account, email};

use super::client::Browser;
use super::shop::{DEVICE, SESSION, Shop, sign_in, who};

/// A browser that sends this as the session's cookie.
fn with_cookie(shop: &Shop, value: &str) -> Browser {
    let mut browser = shop.browser();
    browser.jar.insert(SESSION.to_owned(), value.to_owned());
    browser
}

/// All that somebody could make of a value of the database and send as a cookie.
fn made_of(value: &str) -> Vec<String> {
    let mut made = vec![value.to_owned()];
    let mut raw: Vec<Vec<u8>> = Vec::new();
    if let Some(hex) = value.strip_prefix("\\x") {
        made.push(hex.to_owned());
        let pairs = hex.as_bytes().chunks(2).filter_map(|pair| std::str::from_utf8(pair).ok());
        raw.push(pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect());
    }
    if let Ok(id) = value.parse::<Uuid>() {
        raw.push(id.as_bytes().to_vec());
        raw.push(id.as_u128().to_le_bytes().to_vec());
    }
    for bytes in raw {
        // An id has 16 bytes, a hash 32.
        for part in [&bytes[..], &bytes[..bytes.len().min(16)], &bytes[bytes.len().saturating_sub(16)..]] {
            for engine in [&STANDARD, &STANDARD_NO_PAD, &URL_SAFE, &URL_SAFE_NO_PAD] {
                made.push(engine.encode(part));
            }
        }
    }
    made.retain(|value| {
        !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic() && !b"\",;\\".contains(&byte))
    });
    made
}

#[sqlx::test]
async fn nothing_of_a_stolen_row_works_as_a_cookie(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let (_, ada) = shop.newcomer("ada").await;
    let columns: Vec<(String, String)> = sqlx::query_as(
        "select c.key, c.value from sessions s cross join jsonb_each_text(to_jsonb(s)) c where c.value is not null",
    )
    .fetch_all(&pool)
    .await
    .unwrap();
    assert!(columns.len() > 8, "{columns:?}");
    let mut tried = 0;
    for (column, value) in &columns {
        assert!(!value.contains(&ada.jar[SESSION]), "{column} holds the cookie");
        for cookie in made_of(value) {
            assert_eq!(who(&with_cookie(&shop, &cookie)).await, None, "{column} as {cookie}");
            tried += 1;
        }
    }
    assert!(tried > 20, "{tried}");
    assert_eq!(who(&ada).await, Some(email("ada")));
    assert_eq!(
        who(&with_cookie(&shop, &ada.jar[SESSION])).await,
        Some(email("ada")),
        "the cookie itself does"
    );
}

#[sqlx::test]
async fn the_cookies_have_every_attribute_and_the_mark_is_no_secret(pool: PgPool) {
    let shop = Shop::open(pool).await;
    account(&shop.backend, "ada").await;
    let answer = sign_in(&mut shop.browser(), &email("ada"), PASSWORD).await;
    assert_eq!((answer.status, answer.cookies().len()), (200, 3), "{answer:?}");
    for (name, lasting, bytes) in [(SESSION, "Max-Age=7776000", 16), (DEVICE, "Max-Age=31536000", 32)] {
        let line = answer.cookie(name).expect(name);
        let attributes: Vec<&str> = line.split("; ").collect();
        for attribute in ["Secure", "HttpOnly", "SameSite=Lax", "Path=/", lasting] {
            assert!(attributes.contains(&attribute), "{attribute} is missing in {line}");
        }
        assert!(!line.to_ascii_lowercase().contains("domain"), "{line}");
        let (_, value) = attributes[0].split_once('=').unwrap();
        assert_eq!(URL_SAFE_NO_PAD.decode(value).unwrap().len(), bytes, "random bytes");
    }
    assert_eq!(answer.cookie("signed-in").unwrap().split("; ").next(), Some("signed-in=1"));
}

#[sqlx::test]
async fn the_id_of_a_visitor_s_session_is_worth_nothing_after_sign_in(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.stock(&["Globe"]).await;
    account(&shop.backend, "ada").await;
    let mut browser = shop.browser();
    assert_eq!(browser.call("/fn/keep", &[("slug", "globe")]).await.status, 200);
    let planted = browser.jar[SESSION].clone();
    assert_eq!(sign_in(&mut browser, &email("ada"), PASSWORD).await.status, 200);
    assert_ne!(browser.jar[SESSION], planted);
    assert_eq!(who(&browser).await, Some(email("ada")));
    let mut thief = with_cookie(&shop, &planted);
    assert_eq!(who(&thief).await, None);
    assert!(!thief.ask("/fn/is-kept", &[("slug", "globe")]).await.value::<bool>());
    assert!(browser.ask("/fn/is-kept", &[("slug", "globe")]).await.value::<bool>(), "it came along");
    assert_eq!(shop.count("select count(*) from sessions").await, 1);
}

#[sqlx::test]
async fn the_id_changes_with_each_sign_in_and_with_the_password(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, mut ada) = shop.newcomer("ada").await;
    let other = shop.signed_in("ada").await;
    let first = ada.jar[SESSION].clone();
    assert_eq!(sign_in(&mut ada, &email("ada"), PASSWORD).await.status, 200);
    let second = ada.jar[SESSION].clone();
    assert_ne!(first, second);
    assert_eq!(who(&with_cookie(&shop, &first)).await, None);

    let fields = [("form[current]", PASSWORD), ("form[password]", "grosser Fuchs im Schnee")];
    assert_eq!(ada.call("/fn/change-password", &fields).await.status, 200);
    assert_ne!(ada.jar[SESSION], second);
    assert_eq!(who(&ada).await, Some(email("ada")));
    for ended in [&with_cookie(&shop, &second), &other] {
        assert_eq!(who(ended).await, None);
    }
}

#[sqlx::test]
async fn a_session_that_is_ended_is_ended_at_once_in_every_program(pool: PgPool) {
    let here = Shop::open(pool).await;
    let there = here.beside().await;
    let (_, mut ada) = here.newcomer("ada").await;
    let stolen = ada.at_other(there.address);
    assert_eq!(who(&stolen).await, Some(email("ada")));
    assert_eq!(ada.call("/fn/sign-out", &[]).await.status, 200);
    assert!(ada.jar.keys().eq([DEVICE]), "{:?}", ada.jar);
    assert_eq!(who(&stolen).await, None);

    let (mut ada, other) = (here.signed_in("ada").await, here.signed_in("ada").await);
    assert_eq!(ada.call("/fn/sign-out-everywhere", &[]).await.status, 200);
    assert_eq!(who(&other.at_other(there.address)).await, None);
    assert_eq!(here.count("select count(*) from sessions").await, 0);
}

#[sqlx::test]
async fn odd_cookies_are_those_of_a_visitor(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let long = "A".repeat(4_000);
    for odd in
        ["", "x", "AAAAAAAAAAAAAAAAAAAAAA", "AAAAAAAAAAAAAAAAAAAAA=", "%00", "../../x", "' or 1=1 --", &long]
    {
        assert_eq!(who(&with_cookie(&shop, odd)).await, None, "{odd}");
        assert_eq!(with_cookie(&shop, odd).get("/").await.status, 200, "{odd}");
    }
    assert_eq!(shop.count("select count(*) from sessions").await, 0);
}
