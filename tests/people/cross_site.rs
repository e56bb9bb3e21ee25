//! What another site's page sends in a visitor's name is refused (SPEC Q2).

use axum::http::Method;
use server_fn::axum::server_fn_paths;
use sqlx::PgPool;
use vitrine::accounts::testing::email;

use super::client::{JSON, PAGE, SAME_SITE};
use super::digest;
use super::forms::FORMS;
use super::pages::address;
use super::shop::{Shop, who};

/// What browsers say of a request that another site's page sends; old ones say only where it comes from.
const FOREIGN: [&[(&str, &str)]; 6] = [
    &[("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")],
    &[("Sec-Fetch-Site", "cross-site")],
    &[("Sec-Fetch-Site", "same-site"), ("Origin", "https://blog.shop.example")],
    &[("Origin", "https://evil.example")],
    &[("Origin", "https://shop.example.evil.example")],
    &[("Origin", "null")],
];

/// Every address that takes what changes something, with its method.
fn unsafe_routes() -> Vec<(String, String)> {
    let functions = server_fn_paths()
        .filter(|(_, method)| !method.is_safe())
        .map(|(path, method)| (method.to_string(), path.to_owned()));
    let forms = FORMS.iter().map(|form| (Method::POST.to_string(), address(form.pattern)));
    let others = ["PUT", "PATCH", "DELETE"].map(|method| (method.to_owned(), "/products".to_owned()));
    functions.chain(forms).chain(others).collect()
}

#[sqlx::test]
async fn every_unsafe_route_refuses_what_another_site_sends_and_nothing_changes(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe"]).await;
    let (_, mut ada) = shop.newcomer("ada").await;
    let routes = unsafe_routes();
    assert!(routes.len() > 20, "{routes:?}");
    let before = digest::of_tables(&pool).await;
    for (method, path) in &routes {
        for foreign in FOREIGN {
            for accept in [JSON, PAGE] {
                let headers: Vec<(&str, &str)> = foreign.iter().copied().chain([accept]).collect();
                let answer = ada.send(method, path, &headers, "slug=globe&rating=5&title=Bought").await;
                assert_eq!(answer.status, 403, "{method} {path} {headers:?}: {answer:?}");
                assert!(answer.cookies().is_empty(), "{method} {path} {headers:?}: {answer:?}");
            }
        }
    }
    let changed = digest::changed(&before, &digest::of_tables(&pool).await);
    assert!(changed.is_empty(), "{changed:?}");
    assert_eq!(who(&ada).await, Some(email("ada")));
}

#[sqlx::test]
async fn the_shop_s_own_pages_may_send_the_same(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.stock(&["Globe"]).await;
    let (_, mut ada) = shop.newcomer("ada").await;
    let [site, origin] = SAME_SITE;
    for headers in [&[site, origin][..], &[origin], &[site], &[]] {
        let answer = ada.send("POST", "/fn/keep", headers, "slug=globe").await;
        assert_eq!(answer.status, 200, "{headers:?}: {answer:?}");
    }
}

/// Links and pictures of another site can only send `GET`, with the cookie (`SameSite=Lax`).
#[sqlx::test]
async fn what_changes_something_is_not_done_by_following_a_link(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe"]).await;
    let (_, mut ada) = shop.newcomer("ada").await;
    let before = digest::of_tables(&pool).await;
    for (path, method) in server_fn_paths() {
        let answer = ada.send("GET", &format!("{path}?slug=globe"), &[PAGE, FOREIGN[0][0]], "").await;
        if !method.is_safe() {
            assert!([404, 405].contains(&answer.status), "{path}: {answer:?}");
        }
    }
    let changed = digest::changed(&before, &digest::of_tables(&pool).await);
    assert!(changed.is_empty(), "{changed:?}");
    assert_eq!(who(&ada).await, Some(email("ada")));
}

/// Where an answer led back to the page that it was asked from, another site would learn from the address
/// whether somebody is signed in, and the shop would lead to any site.
#[sqlx::test]
async fn a_server_function_leads_nowhere_whoever_asks(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.stock(&["Globe"]).await;
    let referer = ("Referer", "https://evil.example/");
    for (path, method) in server_fn_paths() {
        let [site, origin] = SAME_SITE;
        let headers = [PAGE, referer, site, origin];
        let answer = shop.browser().send(method.as_str(), path, &headers, "").await;
        assert_eq!(answer.header("location"), None, "{method} {path}: {answer:?}");
        assert!(!(300..400).contains(&answer.status), "{method} {path}: {answer:?}");
    }
}
