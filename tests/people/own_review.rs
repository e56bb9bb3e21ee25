//! One's own review of a product that is not in the shop any more (SPEC W6): its writer reads and deletes it, and
//! nobody else is told that there is such a product.

use sqlx::PgPool;

use super::digest;
use super::permissions::scene::{CALLERS, Caller, Stage};
use super::shop::Shop;

const PAGE: &str = "/products/globe/review";

/// How a product leaves the shop.
const LEAVINGS: [&str; 3] = [
    "update products set status = 'draft' where slug = 'globe'",
    "update products set status = 'archived' where slug = 'globe'",
    "update products set status = 'published', deleted_at = now() where slug = 'globe'",
];

#[sqlx::test]
async fn a_review_of_a_product_that_left_the_shop_is_shown_to_its_writer_alone(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let scene = Stage::build(&shop).await.scene(&shop).await;
    let mut browsers = Vec::new();
    for caller in CALLERS {
        browsers.push((caller, scene.browser(&shop, caller).await));
    }
    for leaving in LEAVINGS {
        sqlx::query(leaving).execute(&pool).await.unwrap();
        for (caller, browser) in &mut browsers {
            let answer = browser.get(PAGE).await;
            let told = format!("{leaving} for {caller:?}: {answer:?}");
            if *caller == Caller::Owner {
                assert_eq!(answer.status, 200, "{told}");
                for part in ["Warm light", "4 out of 5", "no longer sold", ">Delete it<"] {
                    assert!(answer.body.contains(part), "{part}: {told}");
                }
                assert!(!answer.body.contains("Globe") && !answer.body.contains("name=\"rating\""), "{told}");
                assert!(
                    answer.header("cache-control").is_some_and(|rule| rule.contains("no-store")),
                    "{told}"
                );
            } else {
                assert_eq!((answer.status, answer.header("location")), (404, None), "{told}");
                assert!(!answer.body.contains("Warm light") && !answer.body.contains("Globe"), "{told}");
            }
        }
    }
}

#[sqlx::test]
async fn a_review_of_a_product_that_left_the_shop_is_deleted_by_its_writer_and_not_changed(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let mut stage = Stage::build(&shop).await;
    for leaving in LEAVINGS {
        let scene = stage.scene(&shop).await;
        let mut owner = scene.browser(&shop, Caller::Owner).await;
        let mut other = scene.browser(&shop, Caller::Other).await;
        sqlx::query(leaving).execute(&pool).await.unwrap();
        let before = digest::of_tables(&pool).await;
        let changed = owner.submit(PAGE, &[("rating", "1"), ("title", "Broke"), ("body", "")]).await;
        assert_eq!(changed.status, 404, "{leaving}: {changed:?}");
        let by_script = [("slug", "globe"), ("rating", "1"), ("title", "Broke"), ("body", "")];
        assert_eq!(owner.call("/fn/save-review", &by_script).await.status, 404, "{leaving}");
        let review = scene.review.to_string();
        let foreign = other.submit(PAGE, &[("delete", review.as_str())]).await;
        assert_eq!(foreign.status, 404, "{leaving}: {foreign:?}");
        let changed = digest::changed(&before, &digest::of_tables(&pool).await);
        assert!(changed.is_empty(), "{leaving}: {changed:?}");

        let gone = owner.submit(PAGE, &[("delete", review.as_str())]).await;
        let place = gone.header("location").unwrap_or_default().to_owned();
        assert_eq!((gone.status, place.as_str()), (303, "/account?saved=review-deleted"), "{leaving}");
        assert_eq!(shop.count("select count(*) from reviews").await, 0, "{leaving}");
        let told = owner.get(&place).await.body;
        assert!(told.contains("Your review is deleted."), "{told}");
        assert_eq!(owner.get(PAGE).await.status, 404, "{leaving}");
    }
}
