//! Every page for everybody who may ask for it (SPEC S2). `forms.rs` has what takes something,
//! `admin_table.rs` the staff side.

use std::collections::BTreeSet;

use sqlx::PgPool;
use vitrine::app::App;
use vitrine::infra::http::NONCE_PLACEHOLDER;

use super::admin_table::is_of_staff;
use super::client::Answer;
use super::digest;
use super::permissions::scene::{CALLERS, Caller, Scene, Stage};
use super::shop::Shop;

/// The statuses for visitor, owner, other user, staff without permission, staff; as [`status_of`] has them.
type Expected = [u16; 5];

const ANYBODY: Expected = [200; 5];
const SIGNED_IN: Expected = [401, 200, 200, 200, 200];
const NOBODY: Expected = [404; 5];

/// The routes of `src/app.rs`. Where a thing is named, it is the owner's.
const PAGES: &[(&str, Expected)] = &[
    ("/", ANYBODY),
    ("/products", ANYBODY),
    ("/products/{slug}", ANYBODY),
    ("/products/{slug}/review", SIGNED_IN),
    ("/products/{slug}/reviews", ANYBODY),
    ("/categories", ANYBODY),
    ("/categories/{slug}", ANYBODY),
    // Shown in development alone, and this shop is none.
    ("/styleguide", NOBODY),
    ("/sign-in", ANYBODY),
    ("/register", ANYBODY),
    ("/forgot-password", ANYBODY),
    ("/reset-password", ANYBODY),
    ("/verify-email", ANYBODY),
    ("/confirm-email", ANYBODY),
    ("/wishlist", ANYBODY),
    ("/account", SIGNED_IN),
    ("/account/password", SIGNED_IN),
    ("/account/email", SIGNED_IN),
    ("/account/sessions", SIGNED_IN),
    ("/account/delete", SIGNED_IN),
    ("/account/products", SIGNED_IN),
    ("/account/products/new", SIGNED_IN),
    ("/account/products/{id}", [401, 200, 404, 403, 200]),
    ("/account/products/{id}/pictures", [401, 200, 404, 403, 200]),
    ("/account/reviews", SIGNED_IN),
];

/// Addresses outside of the app.
const OTHERS: &[(&str, Expected)] = &[
    ("/healthz", ANYBODY),
    ("/readyz", ANYBODY),
    ("/robots.txt", ANYBODY),
    ("/sitemap.xml", ANYBODY),
    ("/account/corner.svg", ANYBODY),
    ("/media/demo/nothing-400.webp", NOBODY),
    ("/media/demo/nothing-400.webp/x", NOBODY),
    ("/dev/mail", NOBODY),
    ("/dev/mail/0199f7c2000070008000000000000000", NOBODY),
    ("/fn/no-such-function", NOBODY),
];

/// The status of an answer, and 401 also of one that leads to sign in first.
pub fn status_of(answer: &Answer) -> u16 {
    let leads_to_sign_in =
        answer.header("location").is_some_and(|location| location.starts_with("/sign-in?next="));
    if (300..400).contains(&answer.status) && leads_to_sign_in { 401 } else { answer.status }
}

/// The address of a route with a thing of everybody's, or of nobody's, in it.
pub fn address(pattern: &str) -> String {
    let slug = if pattern.starts_with("/categories") { "lamps" } else { "globe" };
    pattern
        .replace("{slug}", slug)
        .replace("{id}", "0199f7c2-0000-7000-8000-000000000000")
        .replace("{*name}", "no-such-function")
}

/// The address of a page: the owner's product, the token of the owner's link where it takes one.
fn address_in(pattern: &str, scene: &Scene) -> String {
    match token(pattern, scene) {
        Some(token) => format!("{pattern}?token={token}"),
        None => address(&pattern.replace("{id}", &scene.product.to_string())),
    }
}

fn token<'a>(pattern: &str, scene: &'a Scene) -> Option<&'a String> {
    match pattern {
        "/verify-email" => Some(&scene.verify),
        "/reset-password" => Some(&scene.reset),
        "/confirm-email" => Some(&scene.confirm),
        _ => None,
    }
}

fn routes() -> BTreeSet<String> {
    let routes = leptos_axum::generate_route_list(App);
    routes.iter().map(|route| route.path().to_owned()).filter(|path| !is_of_staff(path)).collect()
}

#[tokio::test]
async fn the_list_names_every_page_and_no_other() {
    let there = routes();
    let there: BTreeSet<&str> = there.iter().map(String::as_str).collect();
    let named: BTreeSet<&str> = PAGES.iter().map(|(pattern, _)| *pattern).collect();
    let missing: Vec<_> = there.difference(&named).collect();
    // The style guide is in debug builds alone.
    let gone: Vec<_> = named.difference(&there).filter(|pattern| **pattern != "/styleguide").collect();
    assert!(missing.is_empty() && gone.is_empty(), "missing in PAGES: {missing:?}; gone: {gone:?}");
    assert_eq!(PAGES.len(), named.len(), "a page is named twice");
}

#[sqlx::test]
async fn a_page_shows_nobody_what_is_somebody_else_s_and_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    let scene = Stage::build(&shop).await.scene(&shop).await;
    let there = routes();
    let mut wrong = Vec::new();
    for (column, caller) in CALLERS.into_iter().enumerate() {
        let mut browser = scene.browser(&shop, caller).await;
        let before = digest::of_tables(&pool).await;
        for (pattern, expected) in PAGES.iter().filter(|(pattern, _)| there.contains(*pattern)).chain(OTHERS)
        {
            let answer = browser.get(&address_in(pattern, &scene)).await;
            let mut complain = |what: String| wrong.push(format!("{pattern} for {caller:?}: {what}"));
            let status = status_of(&answer);
            if status != expected[column] {
                complain(format!("{status} instead of {}", expected[column]));
            }
            let is_ones_own = expected[0] == 401 || *pattern == "/wishlist";
            let rule = answer.header("cache-control").unwrap_or_default();
            if is_ones_own && status == 200 && !rule.contains("no-store") {
                complain(format!("it is one's own, and may be kept: \"{rule}\""));
            }
            if answer.body.contains(NONCE_PLACEHOLDER.as_str()) || answer.body.contains("~0~") {
                complain("a mark stands where its text should".to_owned());
            }
            let shown = shown(&answer, &scene, caller, pattern);
            if !shown.is_empty() {
                complain(format!("it shows {shown:?}"));
            }
            let changed = digest::changed(&before, &digest::of_tables(&pool).await);
            if !changed.is_empty() {
                complain(format!("{changed:?} changed"));
            }
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What an answer shows of the owner to a caller who may not see it.
fn shown(answer: &Answer, scene: &Scene, caller: Caller, pattern: &str) -> Vec<String> {
    let [email, pending, address, session, product] = scene.secrets();
    let mut secrets = match caller {
        Caller::Owner => Vec::new(),
        // Staff who may change products may read them.
        Caller::Chief => vec![address, session],
        _ => vec![address, session, product],
    };
    // Who has a link has the mail that it came with, which went to this address.
    if caller != Caller::Owner && token(pattern, scene).is_none() {
        secrets.extend([email, pending]);
    }
    secrets.retain(|secret| answer.body.contains(secret.as_str()));
    secrets
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
