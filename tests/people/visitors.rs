//! Who only looks leaves nothing behind (SPEC U5).

use futures::future::join_all;
use sqlx::PgPool;

use super::digest;
use super::shop::Shop;

/// Pages that a visitor opens, and how often in all.
const PAGES: [&str; 8] = [
    "/",
    "/products",
    "/products?q=lamp",
    "/products/globe",
    "/categories",
    "/categories/lamps",
    "/sign-in",
    "/wishlist",
];
const VIEWS: usize = 1_000;
/// Visitors at the same time.
const AT_ONCE: usize = 8;

#[sqlx::test]
async fn a_thousand_page_views_of_visitors_make_no_session(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe", "Moon"]).await;
    let before = digest::of_tables(&pool).await;
    let visitors = (0..AT_ONCE).map(|visitor| {
        let mut browser = shop.browser();
        async move {
            for view in (visitor..VIEWS).step_by(AT_ONCE) {
                let page = PAGES[view % PAGES.len()];
                let answer = browser.get(page).await;
                assert_eq!(answer.status, 200, "{page}");
                assert_eq!(answer.cookies(), Vec::<&str>::new(), "{page}");
            }
        }
    });
    join_all(visitors).await;
    assert_eq!(shop.count("select count(*) from sessions").await, 0);
    let changed = digest::changed(&before, &digest::of_tables(&pool).await);
    assert!(changed.is_empty(), "{changed:?}");
}

#[sqlx::test]
async fn a_visitor_who_asks_every_reading_server_function_has_no_session_either(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.stock(&["Globe"]).await;
    let mut browser = shop.browser();
    let asked: [(&str, &[(&str, &str)]); 7] = [
        ("/fn/me", &[]),
        ("/fn/reset-holder", &[("token", "none")]),
        ("/fn/wishlist", &[]),
        ("/fn/is-kept", &[("slug", "globe")]),
        ("/fn/reviews", &[("slug", "globe")]),
        ("/fn/products", &[("query", "q=lamp")]),
        ("/fn/suggest", &[("query", "lamp")]),
    ];
    for (path, fields) in asked {
        let answer = browser.ask(path, fields).await;
        assert_eq!((answer.status, answer.cookies().len()), (200, 0), "{path}: {answer:?}");
    }
    assert_eq!(shop.count("select count(*) from sessions").await, 0);
}
