//! Who deletes an account leaves nothing but reviews without a name (SPEC U1, D8).

use sqlx::PgPool;
use vitrine::accounts::testing::{PASSWORD, account, email};
use vitrine::reviews::model::{FORMER_CUSTOMER, ReviewList};

use super::shop::{DEVICE, Shop, sign_in, who};

#[sqlx::test]
async fn the_reviews_of_a_deleted_account_stay_without_its_name(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe"]).await;
    let (id, mut ada) = shop.newcomer("ada").await;
    let elsewhere = shop.signed_in("ada").await;
    let review = [("slug", "globe"), ("rating", "4"), ("title", "Warm light"), ("body", "It stays.")];
    assert_eq!(ada.call("/fn/save-review", &review).await.status, 200);
    assert_eq!(ada.call("/fn/keep", &[("slug", "globe")]).await.status, 200);
    let profile =
        [("form[username]", "ada"), ("form[phone]", "+49 30 1234567"), ("form[address]", "Secret Street 1")];
    assert_eq!(ada.call("/fn/update-profile", &profile).await.status, 200);

    let wrong = ada.call("/fn/delete-account", &[("form[password]", "not my password")]).await;
    assert!(wrong.wrong_fields().first("password").is_some(), "{wrong:?}");
    assert_eq!(who(&ada).await, Some(email("ada")));
    let gone = ada.call("/fn/delete-account", &[("form[password]", PASSWORD)]).await;
    assert_eq!(gone.status, 200, "{gone:?}");

    assert!(ada.jar.keys().eq([DEVICE]), "{:?}", ada.jar);
    assert_eq!((who(&ada).await, who(&elsewhere).await), (None, None));
    assert_eq!(sign_in(&mut shop.browser(), &email("ada"), PASSWORD).await.status, 400);
    let list: ReviewList = shop.browser().ask("/fn/reviews", &[("slug", "globe")]).await.value();
    assert_eq!((list.reviews.len(), list.rating.count), (1, 1));
    let kept = &list.reviews[0];
    assert_eq!((kept.author.as_str(), kept.title.as_str(), kept.rating), (FORMER_CUSTOMER, "Warm light", 4));
    assert_eq!(kept.avatar, None);
    for traces in [
        "select count(*) from users",
        "select count(*) from profiles",
        "select count(*) from sessions",
        "select count(*) from wishlist_items",
        "select count(*) from account_links",
        "select count(*) from reviews where user_id is not null",
        "select count(*) from products where created_by is not null",
    ] {
        assert_eq!(shop.count(traces).await, 0, "{traces}");
    }
    let trace = traces_of(&pool, &[&id.to_string(), &email("ada"), "Secret Street"]).await;
    assert!(trace.is_empty(), "{trace:?}");
}

/// The tables that still hold one of the texts.
pub async fn traces_of(pool: &PgPool, texts: &[&str]) -> Vec<String> {
    let tables: Vec<String> =
        sqlx::query_scalar("select tablename::text from pg_tables where schemaname = 'public' order by 1")
            .fetch_all(pool)
            .await
            .unwrap();
    let mut found = Vec::new();
    for table in tables {
        let sql = format!(
            "select exists (select from {table} t where to_jsonb(t)::text ilike '%' || $1::text || '%')"
        );
        for text in texts {
            let is_there: bool = sqlx::query_scalar(sqlx::AssertSqlSafe(sql.clone()))
                .bind(*text)
                .fetch_one(pool)
                .await
                .unwrap();
            if is_there {
                found.push(format!("{table}: {text}"));
            }
        }
    }
    found
}

#[sqlx::test]
async fn the_name_and_the_address_of_a_deleted_account_are_free_again(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let (_, mut ada) = shop.newcomer("ada").await;
    assert_eq!(ada.call("/fn/delete-account", &[("form[password]", PASSWORD)]).await.status, 200);
    account(&shop.backend, "ada").await;
    assert_eq!(who(&shop.signed_in("ada").await).await, Some(email("ada")));
}
