//! Addresses of before lead to the present ones for good (SPEC D6, W3, W4).

use sqlx::PgPool;
use uuid::Uuid;
use vitrine::accounts::testing::superuser;
use vitrine::catalog::category::input::CategoryForm;
use vitrine::catalog::category::service as categories;
use vitrine::catalog::product::model::ProductId;
use vitrine::catalog::product::own::{Saved, service as products};

use super::shop::Shop;

/// Gives the only product these slugs, one after the other.
async fn rename(shop: &Shop, slugs: &[&str]) {
    let root = superuser(&shop.backend, "root").await;
    let id: Uuid = sqlx::query_scalar("select id from products").fetch_one(&shop.pool).await.unwrap();
    for slug in slugs {
        let mut form = products::edit(&shop.backend, root.user(), ProductId(id)).await.unwrap().form;
        (*slug).clone_into(&mut form.slug);
        let saved = products::update(&shop.backend, root.user(), ProductId(id), &form).await;
        assert_eq!(saved, Ok(Saved::Done), "{slug}");
    }
}

#[sqlx::test]
async fn every_slug_of_before_of_a_product_leads_to_the_present_one(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.stock(&["Globe"]).await;
    rename(&shop, &["moon", "sun"]).await;
    let mut browser = shop.browser();
    for old in ["/products/globe", "/products/moon"] {
        let answer = browser.get(old).await;
        assert_eq!((answer.status, answer.header("location")), (301, Some("/products/sun")), "{old}");
    }
    for (path, status) in [("/products/sun", 200), ("/products/nowhere", 404)] {
        let answer = browser.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (status, None), "{path}");
    }
}

#[sqlx::test]
async fn the_pages_of_a_product_s_reviews_move_along_with_their_query(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe"]).await;
    rename(&shop, &["moon", "sun"]).await;
    let (_, ada) = shop.newcomer("ada").await;
    let mut browsers = [shop.browser(), ada];
    let moved = [
        ("/products/globe/review", "/products/sun/review"),
        ("/products/moon/review?from=mail", "/products/sun/review?from=mail"),
        ("/products/globe/reviews", "/products/sun/reviews"),
        (
            "/products/moon/reviews?after=1-2&x=caf%C3%A9+%5C",
            "/products/sun/reviews?after=1-2&x=caf%C3%A9+%5C",
        ),
    ];
    for browser in &mut browsers {
        for (old, present) in moved {
            let answer = browser.get(old).await;
            assert_eq!((answer.status, answer.header("location")), (301, Some(present)), "{old}");
        }
        assert_eq!(browser.get("/products/sun/reviews").await.status, 200);
        for path in ["/products/nowhere/review", "/products/nowhere/reviews"] {
            let answer = browser.get(path).await;
            assert_eq!((answer.status, answer.header("location")), (404, None), "{path}");
        }
    }

    // Of what is not in the shop, nobody is told where it is.
    sqlx::query("update products set status = 'draft'").execute(&pool).await.unwrap();
    for browser in &mut browsers {
        for (old, _) in moved {
            let answer = browser.get(old).await;
            assert_eq!((answer.status, answer.header("location")), (404, None), "{old}");
        }
    }
}

#[sqlx::test]
async fn a_review_that_is_sent_to_a_slug_of_before_is_not_lost(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe"]).await;
    let (_, mut ada) = shop.newcomer("ada").await;
    rename(&shop, &["sun"]).await;
    let form = "/products/globe/review";
    for (browser, status) in [(&mut shop.browser(), 401), (&mut ada, 400)] {
        let wrong = browser.submit(form, &[("rating", ""), ("title", "Warm light"), ("body", "")]).await;
        assert_eq!((wrong.status, wrong.header("location")), (status, None), "{wrong:?}");
        assert!(wrong.body.contains(r#"value="Warm light""#), "{wrong:?}");
    }
    let saved = ada.submit(form, &[("rating", "4"), ("title", "Warm light"), ("body", "")]).await;
    assert_eq!((saved.status, saved.header("location")), (303, Some("/products/sun#review-saved")));
    let by_script = [("slug", "globe"), ("rating", "3"), ("title", "Warm light"), ("body", "")];
    assert_eq!(ada.call("/fn/save-review", &by_script).await.status, 200);
    let (id, rating): (Uuid, i16) =
        sqlx::query_as("select id, rating from reviews").fetch_one(&pool).await.unwrap();
    assert_eq!(rating, 3);
    // When the product has left the shop, its writer finds the review at every address that the product had.
    sqlx::query("update products set status = 'archived'").execute(&pool).await.unwrap();
    for page in [form, "/products/sun/review"] {
        let left = ada.get(page).await;
        assert_eq!((left.status, left.header("location")), (200, None), "{page}");
        assert!(left.body.contains("Warm light"), "{page}");
    }
    sqlx::query("update products set status = 'published'").execute(&pool).await.unwrap();
    let deleted = ada.submit(form, &[("delete", id.to_string().as_str())]).await;
    assert_eq!((deleted.status, deleted.header("location")), (303, Some("/products/sun#review-deleted")));
    assert_eq!(shop.count("select count(*) from reviews").await, 0);
}

#[sqlx::test]
async fn a_slug_of_before_of_a_category_leads_to_the_same_list_under_the_present_one(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.stock(&["Globe"]).await;
    let lamps = categories::tree(&shop.backend).await.unwrap().find("lamps").unwrap();
    let lights =
        CategoryForm { name: "Lights".to_owned(), slug: "lights".to_owned(), ..CategoryForm::default() };
    categories::update(&shop.backend, lamps, &lights, None).await.unwrap();
    let mut browser = shop.browser();
    for (old, present) in [
        ("/categories/lamps", "/categories/lights"),
        ("/categories/lamps?q=globe&page=2", "/categories/lights?q=globe&page=2"),
        (
            "/categories/lamps?q=caf%C3%A9+%26+co&in_stock=1",
            "/categories/lights?q=caf%C3%A9+%26+co&in_stock=1",
        ),
        ("/products?category=lamps", "/products?category=lights"),
        (
            "/products?q=globe&category=lamps&min_price=5.00&sort=price&page=2",
            "/products?q=globe&category=lights&min_price=5.00&sort=price&page=2",
        ),
    ] {
        let answer = browser.get(old).await;
        assert_eq!((answer.status, answer.header("location")), (301, Some(present)), "{old}");
    }
    for (path, status) in [
        ("/categories/lights?q=globe", 200),
        ("/products?category=lights", 200),
        ("/categories/nowhere", 404),
        ("/products?category=nowhere", 404),
    ] {
        let answer = browser.get(path).await;
        assert_eq!((answer.status, answer.header("location")), (status, None), "{path}");
    }
}
