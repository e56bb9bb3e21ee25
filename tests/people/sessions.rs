//! The list of the devices on which one is signed in (SPEC U2).

use sqlx::PgPool;

use super::shop::Shop;

const PAGE: &str = "/account/sessions";

/// Where the link with these words leads.
fn link_to<'a>(page: &'a str, words: &str) -> Option<&'a str> {
    let (before, _) = page.split_once(&format!("\">{words}</a>"))?;
    before.rsplit_once("href=\"").map(|(_, address)| address)
}

/// The ids in the forms that end a session.
fn ids(page: &str) -> Vec<String> {
    let rest = page.split("name=\"id\" value=\"").skip(1);
    rest.filter_map(|rest| rest.split('"').next()).map(str::to_owned).collect()
}

#[sqlx::test]
async fn every_device_is_found_and_signed_out_however_many_there_are(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let (ada, mut browser) = shop.newcomer("ada").await;
    let only = browser.get(PAGE).await.body;
    assert!(link_to(&only, "Used longer ago").is_none() && ids(&only).is_empty(), "{only}");
    sqlx::query(
        "insert into sessions (token_hash, user_id, sign_in_epoch, last_used_at, expires_at, absolute_expires_at)
         select sha256(uuid_send(gen_random_uuid())), u.id, u.sign_in_epoch,
                now() - n * interval '1 minute', now() + interval '1 day', now() + interval '1 day'
         from users u cross join generate_series(1, 60) n where u.id = $1",
    )
    .bind(ada)
    .execute(&pool)
    .await
    .unwrap();
    let first = browser.get(PAGE).await.body;
    assert_eq!(ids(&first).len(), 49, "and the one that asks");
    assert!(first.contains("This device") && link_to(&first, "To those used last").is_none(), "{first}");

    let address = link_to(&first, "Used longer ago").unwrap().to_owned();
    let second = browser.get(&address).await;
    assert_eq!(second.status, 200, "{second:?}");
    let rest = ids(&second.body);
    assert_eq!(rest.len(), 11);
    assert!(rest.iter().all(|id| !first.contains(id)));
    assert_eq!(link_to(&second.body, "To those used last"), Some(PAGE));
    assert!(link_to(&second.body, "Used longer ago").is_none(), "{second:?}");

    // The form is sent to the page that it stands on.
    let ended = browser.submit(&address, &[("id", rest[10].as_str())]).await;
    assert_eq!((ended.status, ended.header("location")), (303, Some("/account/sessions?saved=ended")));
    assert_eq!(ids(&browser.get(&address).await.body), rest[..10]);
    assert_eq!(browser.get("/account/sessions?after=nonsense").await.status, 404);
}
