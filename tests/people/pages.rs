//! Every page and every plain form for everybody who may ask for it (SPEC S2).

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use sqlx::PgPool;
use vitrine::accounts::testing::PASSWORD;
use vitrine::app::App;

use super::client::Answer;
use super::digest;
use super::permissions::scene::{CALLERS, Caller, Scene, Stage};
use super::shop::Shop;

/// Who a page or a form is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum For {
    /// Anybody.
    All,
    /// Somebody who is signed in; others are sent to sign in.
    Users,
}

/// The routes of `src/app.rs`.
const PAGES: &[(&str, For)] = &[
    ("/", For::All),
    ("/products", For::All),
    ("/products/{slug}", For::All),
    ("/products/{slug}/review", For::Users),
    ("/products/{slug}/reviews", For::All),
    ("/categories", For::All),
    ("/categories/{slug}", For::All),
    ("/styleguide", For::All),
    ("/sign-in", For::All),
    ("/register", For::All),
    ("/forgot-password", For::All),
    ("/reset-password", For::All),
    ("/verify-email", For::All),
    ("/confirm-email", For::All),
    ("/wishlist", For::All),
    ("/account", For::Users),
    ("/account/avatar", For::Users),
    ("/account/password", For::Users),
    ("/account/email", For::Users),
    ("/account/sessions", For::Users),
    ("/account/delete", For::Users),
    ("/account/products", For::Users),
    ("/account/products/new", For::Users),
    ("/account/products/{id}", For::Users),
];

/// Addresses outside of the app that anybody may read.
const OTHERS: [&str; 6] =
    ["/healthz", "/readyz", "/robots.txt", "/sitemap.xml", "/media/demo/nothing.webp", "/dev/mail"];

/// The plain routes that take something, also those that are still to come.
pub const FORMS: &[(&str, For)] = &[
    ("/fn/{*name}", For::All),
    ("/sign-in", For::All),
    ("/sign-out", For::All),
    ("/register", For::All),
    ("/forgot-password", For::All),
    ("/reset-password", For::All),
    ("/verify-email", For::All),
    ("/confirm-email", For::All),
    ("/wishlist", For::All),
    ("/wishlist/keep", For::All),
    ("/wishlist/drop", For::All),
    ("/products/{slug}/review", For::Users),
    ("/account", For::Users),
    ("/account/avatar", For::Users),
    ("/account/avatar/remove", For::Users),
    ("/account/password", For::Users),
    ("/account/email", For::Users),
    ("/account/sessions", For::Users),
    ("/account/delete", For::Users),
    ("/account/products/new", For::Users),
    ("/account/products/{id}", For::Users),
];

/// An address of a route.
pub fn address(pattern: &str) -> String {
    let slug = if pattern.starts_with("/categories") { "lamps" } else { "globe" };
    pattern
        .replace("{slug}", slug)
        .replace("{id}", "0199f7c2-0000-7000-8000-000000000000")
        .replace("{*name}", "no-such-function")
}

/// The address of a page: the owner's product, the token of the owner's link where it takes one.
fn address_in(pattern: &str, scene: &Scene) -> String {
    let token = match pattern {
        "/verify-email" => &scene.verify,
        "/reset-password" => &scene.reset,
        "/confirm-email" => &scene.confirm,
        _ => return address(&pattern.replace("{id}", &scene.product.to_string())),
    };
    format!("{pattern}?token={token}")
}

/// Whether an answer sends to sign in, or refuses.
fn is_refused(answer: &Answer) -> bool {
    let to_sign_in = answer.header("location").is_some_and(|led| led.starts_with("/sign-in"));
    matches!(answer.status, 401 | 403) || ([302, 303, 307].contains(&answer.status) && to_sign_in)
}

fn routes() -> BTreeSet<String> {
    leptos_axum::generate_route_list(App).iter().map(|route| route.path().to_owned()).collect()
}

#[tokio::test]
async fn the_list_names_every_page() {
    let named: BTreeSet<&str> = PAGES.iter().map(|(pattern, _)| *pattern).collect();
    let missing: Vec<String> = routes().into_iter().filter(|route| !named.contains(route.as_str())).collect();
    assert!(missing.is_empty(), "missing in PAGES: {missing:?}");
}

#[sqlx::test]
async fn a_page_shows_nobody_what_is_somebody_else_s_and_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let scene = Stage::build(&shop).await.scene(&shop).await;
    let there = routes();
    for caller in CALLERS {
        let mut browser = scene.browser(&shop, caller).await;
        let before = digest::of_tables(&pool).await;
        let pages = PAGES.iter().filter(|(pattern, _)| there.contains(*pattern));
        let pages = pages.map(|(pattern, whom)| (address_in(pattern, &scene), *whom));
        for (page, whom) in pages.chain(OTHERS.map(|page| (page.to_owned(), For::All))) {
            let answer = browser.get(&page).await;
            assert!(answer.status < 500, "{page} for {caller:?}: {answer:?}");
            if caller == Caller::Visitor {
                assert_eq!(
                    is_refused(&answer),
                    whom == For::Users,
                    "{page} for {caller:?}: {}",
                    answer.status
                );
            }
            if caller == Caller::Owner && answer.status == 200 && (whom == For::Users || page == "/wishlist")
            {
                let rule = answer.header("cache-control").unwrap_or_default();
                assert!(rule.contains("no-store"), "{page}, which is one's own, may be kept: \"{rule}\"");
            }
            if caller != Caller::Owner {
                let secrets = &scene.secrets()[..if caller == Caller::Chief { 4 } else { 5 }];
                let shown: Vec<&String> =
                    secrets.iter().filter(|secret| answer.body.contains(secret.as_str())).collect();
                assert!(shown.is_empty(), "{page} for {caller:?} shows {shown:?}");
            }
            let changed = digest::changed(&before, &digest::of_tables(&pool).await);
            assert!(changed.is_empty(), "{page} for {caller:?}: {changed:?}");
        }
    }
}

/// The page of a shopper is that of a visitor, so that it can be kept for all of them.
#[sqlx::test]
async fn the_shop_s_pages_are_the_same_for_everybody(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let scene = Stage::build(&shop).await.scene(&shop).await;
    for page in ["/", "/products", "/products/globe", "/categories", "/categories/lamps"] {
        let mut bodies = BTreeSet::new();
        for caller in CALLERS {
            let answer = scene.browser(&shop, caller).await.get(page).await;
            assert_eq!(answer.status, 200, "{page} for {caller:?}");
            bodies.insert(without_nonce(&answer.body));
        }
        assert_eq!(bodies.len(), 1, "{page}");
    }
}

/// A page without the one thing that is new in each answer.
fn without_nonce(page: &str) -> String {
    let mark = "nonce=\"";
    let Some(nonce) = page.split(mark).nth(1).and_then(|rest| rest.split('"').next()) else {
        return page.to_owned();
    };
    page.replace(nonce, "")
}

#[sqlx::test]
async fn the_forms_of_users_refuse_visitors_and_reach_nobody_else_s(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let mut stage = Stage::build(&shop).await;
    for (pattern, whom) in FORMS {
        for caller in [Caller::Visitor, Caller::Other, Caller::Clerk] {
            let scene = stage.scene(&shop).await;
            let mut browser = scene.browser(&shop, caller).await;
            let (review, session) = (scene.review.to_string(), scene.session.to_string());
            let fields = [
                ("id", if *pattern == "/account/sessions" { session.as_str() } else { review.as_str() }),
                ("email", "thief@example.org"),
                ("username", "thief"),
                ("current", PASSWORD),
                ("password", PASSWORD),
                ("slug", "globe"),
                ("rating", "1"),
                ("title", "Not mine"),
            ];
            let before = digest::of_tables(&pool).await;
            let owners = digest::of_user(&pool, scene.owner).await;
            let form = address(&pattern.replace("{id}", &scene.product.to_string()));
            let answer = browser.submit(&form, &fields).await;
            assert!(answer.status < 500, "{pattern} for {caller:?}: {answer:?}");
            assert_eq!(digest::of_user(&pool, scene.owner).await, owners, "{pattern} for {caller:?}");
            if caller == Caller::Visitor && *whom == For::Users {
                let is_none = [404, 405].contains(&answer.status);
                assert!(is_none || is_refused(&answer), "{pattern}: {answer:?}");
                let changed = digest::changed(&before, &digest::of_tables(&pool).await);
                assert!(changed.is_empty(), "{pattern}: {changed:?}");
            }
        }
    }
}

/// Whatever a file of the server routes to something else than reading has to be in the list above.
#[test]
fn the_list_names_every_plain_route_that_takes_something() {
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut files = vec![source.join("server.rs")];
    files.extend(fs::read_dir(source.join("server")).unwrap().map(|entry| entry.unwrap().path()));
    let mut missing = Vec::new();
    for file in files.iter().filter(|file| file.is_file()) {
        let text = fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        for route in code.split(".route(").skip(1) {
            let route = route.split(';').next().and_then(|part| part.split("\n}").next()).unwrap_or_default();
            let takes =
                ["post(", "put(", "patch(", "delete(", "any("].iter().any(|method| route.contains(method));
            let pattern = route.trim_start().strip_prefix('"').and_then(|rest| rest.split('"').next());
            if let Some(pattern) = pattern
                && takes
                && !FORMS.iter().any(|(known, _)| *known == pattern)
            {
                missing.push(format!("{}: {pattern}", file.display()));
            }
        }
    }
    assert!(missing.is_empty(), "missing in FORMS: {missing:?}");
}
