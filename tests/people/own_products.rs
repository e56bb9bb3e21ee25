//! What a creator does by forms alone: pictures in order, as many as there may be, and a product that was changed in
//! another window (SPEC W12, S2).

use sqlx::PgPool;
use uuid::Uuid;
use vitrine::accounts::throttle::PICTURES_BY_USER;
use vitrine::catalog::product::staff::images::MOST;

use super::client::Browser;
use super::forms::PNG;
use super::shop::Shop;

/// A draft of whoever is signed in.
async fn draft(browser: &mut Browser, name: &str) -> Uuid {
    let fields = [
        ("form[name]", name),
        ("form[category]", "lamps"),
        ("form[price]", "5"),
        ("form[stock]", "1"),
        ("form[status]", "draft"),
    ];
    browser.call("/fn/create-own-product", &fields).await.value()
}

/// Hangs pictures on a product that has none; answers them in their order.
async fn hang(pool: &PgPool, product: Uuid, count: usize) -> Vec<Uuid> {
    sqlx::query(
        "insert into product_images (product_id, file, position, width, height)
         select $1, 'demo/picture-' || n, n, 400, 500 from generate_series(0, $2::int - 1) n",
    )
    .bind(product)
    .bind(i32::try_from(count).unwrap())
    .execute(pool)
    .await
    .unwrap();
    sqlx::query_scalar("select id from product_images where product_id = $1 order by position")
        .bind(product)
        .fetch_all(pool)
        .await
        .unwrap()
}

/// Picture and task of the button that has the focus when a page opens.
fn focused(page: &str) -> Option<(String, String)> {
    let (before, _) = page.split_once(" autofocus>")?;
    let last = |mark: &str| before.rsplit_once(mark).and_then(|(_, rest)| rest.split('"').next());
    Some((last("name=\"picture\" value=\"")?.to_owned(), last("name=\"task\" value=\"")?.to_owned()))
}

#[sqlx::test]
async fn a_picture_that_was_moved_keeps_the_focus_on_its_button(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&[]).await;
    let (_, mut ada) = shop.newcomer("ada").await;
    let product = draft(&mut ada, "Globe").await;
    let page = format!("/account/products/{product}/pictures");
    let pictures = hang(&pool, product, 3).await;
    assert_eq!(focused(&ada.get(&page).await.body), None);
    // At the end of its way it is the other button that is still there.
    for (task, has_focus) in [("up", "up"), ("up", "down"), ("down", "down"), ("down", "up")] {
        let picture = pictures[2].to_string();
        let moved = ada.submit(&page, &[("task", task), ("picture", picture.as_str())]).await;
        let place = format!("{page}?saved=moved-{task}&moved={picture}");
        assert_eq!((moved.status, moved.header("location")), (303, Some(place.as_str())), "{moved:?}");
        let shown = ada.get(&place).await;
        assert_eq!(shown.status, 200, "{shown:?}");
        assert!(shown.body.contains(&format!("The picture is moved {task}.")), "{task}");
        assert_eq!(focused(&shown.body), Some((picture, has_focus.to_owned())), "{task}");
    }
    let gone = ada.submit(&page, &[("task", "up"), ("picture", product.to_string().as_str())]).await;
    assert_eq!(gone.status, 404, "{gone:?}");
}

#[sqlx::test]
async fn a_picture_too_many_is_told_of_on_the_page_that_it_was_sent_from(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&[]).await;
    let (id, mut ada) = shop.newcomer("ada").await;
    let product = draft(&mut ada, "Globe").await;
    let page = format!("/account/products/{product}/pictures");
    hang(&pool, product, MOST).await;
    let full = ada.upload(&format!("{page}/add"), "picture", PNG).await;
    let place = format!("{page}?picture=full");
    assert_eq!((full.status, full.header("location")), (303, Some(place.as_str())), "{full:?}");
    let told = ada.get(&place).await.body;
    assert!(told.contains("This product has as many pictures as it can. Remove one first."), "{told}");

    sqlx::query("update throttles set tries = $2 where key = 'pictures:user:' || $1::uuid")
        .bind(id)
        .bind(PICTURES_BY_USER.tries)
        .execute(&pool)
        .await
        .unwrap();
    let throttled = ada.upload(&format!("{page}/add"), "picture", PNG).await;
    let place = throttled.header("location").unwrap_or_default();
    assert!(place.starts_with(&format!("{page}?picture=throttled&wait=")), "{throttled:?}");
    let told = ada.get(place).await.body;
    assert!(told.contains("That was a lot of tries. Wait "), "{told}");
    let hung = i64::try_from(MOST).unwrap();
    assert_eq!(shop.count("select count(*) from product_images").await, hung);
}

#[sqlx::test]
async fn what_was_published_in_another_window_is_not_deleted_and_is_shown_as_it_is(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.stock(&[]).await;
    let (_, mut ada) = shop.newcomer("ada").await;
    let product = draft(&mut ada, "Globe").await;
    let page = format!("/account/products/{product}");
    let opened = ada.get(&page).await.body;
    assert!(opened.contains(">Delete it<"), "{opened}");

    let id = product.to_string();
    let published = [
        ("id", id.as_str()),
        ("form[name]", "Globe"),
        ("form[category]", "lamps"),
        ("form[price]", "6"),
        ("form[stock]", "1"),
        ("form[status]", "published"),
        ("form[version]", "1"),
        ("form[seen_stock]", "1"),
    ];
    assert_eq!(ada.call("/fn/update-own-product", &published).await.status, 200);
    for version in ["1", "", "x"] {
        let refused = ada.submit(&page, &[("delete", "1"), ("version", version)]).await;
        assert_eq!(refused.status, 409, "{refused:?}");
        let told = "This product was changed since you opened this page, so it is not deleted.";
        assert!(refused.body.contains(told), "{refused:?}");
        // The form is filled in anew, and what is in the shop is taken out of it first.
        for there in [r#"name="version" value="2""#, r#"value="6.00""#] {
            assert!(refused.body.contains(there), "{there}: {refused:?}");
        }
        assert!(!refused.body.contains(">Delete it<"), "{refused:?}");
    }
    assert_eq!(shop.count("select count(*) from products where deleted_at is null").await, 1);
    let gone = ada.submit(&page, &[("delete", "1"), ("version", "2")]).await;
    assert_eq!(gone.header("location"), Some("/account/products?saved=deleted"), "{gone:?}");
    assert_eq!(shop.count("select count(*) from products where deleted_at is null").await, 0);
}
