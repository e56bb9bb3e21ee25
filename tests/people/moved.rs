//! Addresses of before lead to the present ones for good (SPEC D6, W3, W4).

use sqlx::PgPool;
use uuid::Uuid;
use vitrine::accounts::testing::superuser;
use vitrine::catalog::category::input::CategoryForm;
use vitrine::catalog::category::service as categories;
use vitrine::catalog::product::model::ProductId;
use vitrine::catalog::product::own::{Saved, service as products};

use super::shop::Shop;

#[sqlx::test]
async fn every_slug_of_before_of_a_product_leads_to_the_present_one(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.stock(&["Globe"]).await;
    let root = superuser(&shop.backend, "root").await;
    let id: Uuid = sqlx::query_scalar("select id from products").fetch_one(&shop.pool).await.unwrap();
    for slug in ["moon", "sun"] {
        let mut form = products::edit(&shop.backend, root.user(), ProductId(id)).await.unwrap().form;
        slug.clone_into(&mut form.slug);
        let saved = products::update(&shop.backend, root.user(), ProductId(id), &form).await;
        assert_eq!(saved, Ok(Saved::Done), "{slug}");
    }
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
