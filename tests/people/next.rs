//! Where one is led after signing in: within the shop (SPEC Q2).

use sqlx::PgPool;
use vitrine::accounts::testing::{PASSWORD, account, email};

use super::shop::Shop;

/// Addresses that lead, or could lead, to another site or run something.
const ELSEWHERE: [&str; 15] = [
    "https://evil.example/",
    "http:evil.example",
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/account\\..\\..\\evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "evil.example",
    " //evil.example",
    "/\t/evil.example",
    "\u{0}//evil.example",
    "/ok\r\nLocation: https://evil.example",
    "",
];

const WITHIN: [&str; 4] = ["/", "/account", "/products?q=lamp&page=2", "/products/globe#reviews"];

#[sqlx::test]
async fn after_signing_in_one_stays_in_the_shop(pool: PgPool) {
    let shop = Shop::open(pool).await;
    account(&shop.backend, "ada").await;
    let ada = email("ada");
    for (next, led) in ELSEWHERE.map(|next| (next, "/")).into_iter().chain(WITHIN.map(|next| (next, next))) {
        let fields = [("form[email]", ada.as_str()), ("form[password]", PASSWORD), ("form[next]", next)];
        let answer = shop.browser().call("/fn/sign-in", &fields).await;
        assert_eq!(answer.status, 200, "{next:?}: {answer:?}");
        assert_eq!(answer.value::<String>(), led, "{next:?}");
    }
}

/// The same without scripts: the form posts to its own page's address.
#[sqlx::test]
async fn without_scripts_one_stays_in_the_shop_too(pool: PgPool) {
    let shop = Shop::open(pool).await;
    account(&shop.backend, "ada").await;
    let ada = email("ada");
    for next in ELSEWHERE {
        let fields = [("email", ada.as_str()), ("password", PASSWORD), ("next", next)];
        let page = format!("/sign-in?{}", super::client::encode(&[("next", next)]));
        let answer = shop.browser().submit(&page, &fields).await;
        assert_eq!(answer.status, 303, "{next:?}: {answer:?}");
        let led = answer.header("location").expect("Location");
        assert!(led.starts_with('/') && !led.starts_with("//") && !led.contains('\\'), "{next:?}: {led}");
        assert!(!led.contains("evil.example"), "{next:?}: {led}");
    }
    for next in WITHIN {
        let fields = [("email", ada.as_str()), ("password", PASSWORD), ("next", next)];
        let answer = shop.browser().submit("/sign-in", &fields).await;
        assert_eq!((answer.status, answer.header("location")), (303, Some(next)), "{answer:?}");
    }
}

#[sqlx::test]
async fn the_forms_of_the_wish_list_lead_back_within_the_shop(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.stock(&["Globe"]).await;
    for next in ELSEWHERE {
        for wish in ["keep", "drop"] {
            let answer = shop.browser().submit("/products/globe", &[("wish", wish), ("next", next)]).await;
            assert_eq!(answer.status, 303, "{wish} {next:?}: {answer:?}");
            let led = answer.header("location").expect("Location");
            assert!(led.starts_with("/products/globe"), "{wish} {next:?}: {led}");
        }
        let fields = [("slug", "globe"), ("next", next)];
        let answer = shop.browser().submit("/wishlist", &fields).await;
        assert_eq!(
            (answer.status, answer.header("location")),
            (303, Some("/wishlist?saved=dropped")),
            "{answer:?}"
        );
    }
    let odd = shop.browser().submit("/products/no-such-product", &[("wish", "keep")]).await;
    assert_eq!((odd.status, odd.header("location")), (404, None), "{odd:?}");
}

#[sqlx::test]
async fn no_page_sends_a_browser_to_an_address_that_came_with_it(pool: PgPool) {
    let shop = Shop::open(pool).await;
    for page in ["/sign-in", "/register", "/", "/products"] {
        for next in ELSEWHERE {
            let target = format!("{page}?{}", super::client::encode(&[("next", next)]));
            let answer = shop.browser().get(&target).await;
            let led = answer.header("location").unwrap_or("/");
            assert!(led.starts_with('/') && !led.starts_with("//"), "{target}: {led}");
            assert!(!answer.body.contains("href=\"javascript:"), "{target}");
        }
    }
}
