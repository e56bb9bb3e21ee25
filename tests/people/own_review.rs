//! One's own reviews (SPEC W6). That of a product that is not in the shop any more its writer reads and deletes, and
//! nobody else is told that there is such a product.

use sqlx::PgPool;

use super::digest;
use super::permissions::scene::{CALLERS, Caller, Stage};
use super::shop::Shop;

const PAGE: &str = "/products/globe/review";
const LIST: &str = "/account/reviews";

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
        assert_eq!((gone.status, place.as_str()), (303, "/account/reviews?saved=deleted"), "{leaving}");
        assert_eq!(shop.count("select count(*) from reviews").await, 0, "{leaving}");
        let told = owner.get(&place).await.body;
        assert!(told.contains("Your review is deleted."), "{told}");
        assert_eq!(owner.get(PAGE).await.status, 404, "{leaving}");
    }
}

#[sqlx::test]
async fn the_list_of_one_s_own_reviews_leads_to_the_product_and_to_the_forms_as_far_as_they_are_there(
    pool: PgPool,
) {
    let shop = Shop::open(pool.clone()).await;
    let scene = Stage::build(&shop).await.scene(&shop).await;
    let mut owner = scene.browser(&shop, Caller::Owner).await;
    let mut other = scene.browser(&shop, Caller::Other).await;
    let deletion = r#"href="/products/globe/review?delete=1#review-deletion">Delete<"#;
    let sold = owner.get(LIST).await.body;
    for part in [
        "Warm light",
        "4 out of 5",
        r#"href="/products/globe">Globe</a>"#,
        r#"href="/products/globe/review">Edit<"#,
        deletion,
    ] {
        assert!(sold.contains(part), "{part}: {sold}");
    }
    assert!(!sold.contains("our team can see it"), "{sold}");
    let nothing = other.get(LIST).await.body;
    assert!(nothing.contains("No reviews yet") && !nothing.contains("Warm light"), "{nothing}");
    // The form is there at once, for browsers without scripts too.
    let open = r#"id="review-deletion" open"#;
    assert!(owner.get(&format!("{PAGE}?delete=1")).await.body.contains(open));
    assert!(!owner.get(PAGE).await.body.contains(open));

    sqlx::query("update reviews set status = 'rejected'").execute(&pool).await.unwrap();
    assert!(owner.get(LIST).await.body.contains("For now, only you and our team can see it"));
    for leaving in LEAVINGS {
        sqlx::query(leaving).execute(&pool).await.unwrap();
        let left = owner.get(LIST).await.body;
        for part in ["Warm light", "no longer sold", deletion] {
            assert!(left.contains(part), "{leaving}: {part}: {left}");
        }
        assert!(!left.contains("Globe") && !left.contains(">Edit<"), "{leaving}: {left}");
        let formed = owner.get(&format!("{PAGE}?delete=1")).await.body;
        assert!(formed.contains(open) && formed.contains(">Delete it<"), "{leaving}: {formed}");
    }
}

#[sqlx::test]
async fn reviews_that_do_not_fit_on_one_page_of_the_list_are_a_link_away(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let names: Vec<String> = (1..=11).map(|number| format!("Lamp-{number}")).collect();
    shop.stock(&names.iter().map(String::as_str).collect::<Vec<_>>()).await;
    let (ada, mut browser) = shop.newcomer("ada").await;
    sqlx::query(
        "insert into reviews (product_id, user_id, rating, title) select id, $1, 3, name from products",
    )
    .bind(ada)
    .execute(&pool)
    .await
    .unwrap();
    let shown = |page: &str| -> Vec<String> {
        let titled = page.split(r#"<h3 class="review__title">"#).skip(1);
        titled.filter_map(|rest| rest.split('<').next()).map(str::to_owned).collect()
    };
    let first = browser.get(LIST).await.body;
    assert_eq!(shown(&first).len(), 10);
    assert!(!first.contains("To the newest reviews"), "{first}");
    let (before, _) = first.split_once("\">Older reviews</a>").unwrap();
    let (_, next) = before.rsplit_once("href=\"").unwrap();
    assert!(next.starts_with("/account/reviews?after="), "{next}");
    let second = browser.get(next).await;
    assert_eq!(second.status, 200, "{second:?}");
    assert!(!second.body.contains("Older reviews"), "{second:?}");
    assert!(second.body.contains(r#"href="/account/reviews">To the newest reviews</a>"#), "{second:?}");
    let mut all = shown(&first);
    all.extend(shown(&second.body));
    all.sort_unstable();
    let mut expected = names;
    expected.sort_unstable();
    assert_eq!(all, expected);
    assert_eq!(browser.get("/account/reviews?after=nonsense").await.status, 404);
}
