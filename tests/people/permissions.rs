//! Who may do what (SPEC S2): every server function for everybody who may ask it, and that a refusal, like a
//! look, changes nothing. `admin_table.rs` has those of the staff side.

pub mod scene;
mod table;

use std::collections::BTreeSet;

use server_fn::axum::server_fn_paths;
use sqlx::PgPool;

use self::scene::{CALLERS, Caller, Scene, Stage};
pub use self::table::{Reach, Row, TABLE};
use super::admin_table::FUNCTIONS;
use super::client::{Answer, Browser};
use super::digest;
use super::shop::Shop;

/// The method that a server function is asked by.
pub fn is_reading(path: &str) -> bool {
    server_fn_paths().any(|(known, method)| known == path && method.is_safe())
}

/// Asks a server function with some fields.
pub async fn ask(browser: &mut Browser, path: &str, fields: &[(&str, String)]) -> Answer {
    let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
    if is_reading(path) { browser.ask(path, &fields).await } else { browser.call(path, &fields).await }
}

#[test]
fn the_table_names_every_server_function_and_no_other() {
    let there: BTreeSet<&str> =
        server_fn_paths().map(|(path, _)| path).filter(|path| !path.starts_with(FUNCTIONS)).collect();
    let named: BTreeSet<&str> = TABLE.iter().map(|row| row.path).collect();
    let missing: Vec<_> = there.difference(&named).collect();
    let gone: Vec<_> = named.difference(&there).collect();
    assert!(missing.is_empty() && gone.is_empty(), "missing in the table: {missing:?}; gone: {gone:?}");
    assert_eq!(TABLE.len(), named.len(), "a function is named twice");
}

#[sqlx::test]
async fn everybody_gets_what_the_table_says_and_a_refusal_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mut stage = Stage::build(&shop).await;
    let mut wrong = Vec::new();
    for row in TABLE {
        for (caller, expected) in CALLERS.into_iter().zip(row.expected) {
            let scene = stage.scene(&shop).await;
            wrong.extend(play(&shop, row, caller, expected, &scene).await);
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

/// What is wrong with the answer to one caller, and with what came of it.
async fn play(shop: &Shop, row: &Row, caller: Caller, expected: u16, scene: &Scene) -> Vec<String> {
    let mut browser = scene.browser(shop, caller).await;
    let before = digest::of_tables(&shop.pool).await;
    let owners = digest::of_user(&shop.pool, scene.owner).await;
    let answer = ask(&mut browser, row.path, &(row.fields)(scene)).await;
    let changed = digest::changed(&before, &digest::of_tables(&shop.pool).await);
    let is_owner_touched = digest::of_user(&shop.pool, scene.owner).await != owners;

    let mut wrong = Vec::new();
    let mut complain = |what: String| wrong.push(format!("{} for {caller:?}: {what}", row.path));
    if answer.status != expected {
        complain(format!("{} instead of {expected}: {}", answer.status, answer.body));
    }
    let is_done = answer.status < 400 && !is_reading(row.path);
    if is_done && changed.is_empty() && !row.idle.contains(&caller) {
        complain("nothing changed".to_owned());
    }
    if !is_done && !changed.is_empty() {
        complain(format!("{changed:?} changed"));
    }
    if is_owner_touched && caller != Caller::Owner && row.reach == Reach::OnesOwn {
        complain("what is the owner's changed".to_owned());
    }
    let may_read = caller == Caller::Owner || (row.reach == Reach::Others && answer.status == 200);
    if !may_read && scene.secrets().iter().any(|secret| answer.body.contains(secret)) {
        complain(format!("what is the owner's was shown: {}", answer.body));
    }
    if answer.status == 401 && !answer.cookies().is_empty() {
        complain(format!("a refusal sets cookies: {:?}", answer.cookies()));
    }
    wrong
}

#[sqlx::test]
async fn staff_with_another_permission_may_not_delete_reviews(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mut stage = Stage::build(&shop).await;
    let scene = stage.scene(&shop).await;
    for (action, kind) in [("view", "review"), ("change", "review"), ("delete", "product")] {
        sqlx::query(
            "with made as (insert into groups (name) values ($1::text || ' ' || $2::text) returning id),
                  allowed as (insert into group_permissions (group_id, action, kind) select id, $1, $2 from made)
             insert into user_groups (group_id, user_id) select made.id, $3 from made",
        )
        .bind(action)
        .bind(kind)
        .bind(scene.clerk)
        .execute(&shop.pool)
        .await
        .unwrap();
    }
    let mut clerk = scene.browser(&shop, Caller::Clerk).await;
    let before = digest::of_tables(&shop.pool).await;
    let answer = clerk.call("/fn/delete-review", &[("id", scene.review.to_string().as_str())]).await;
    assert_eq!(answer.status, 403, "{answer:?}");
    assert!(digest::changed(&before, &digest::of_tables(&shop.pool).await).is_empty());
}

#[sqlx::test]
async fn a_permission_without_being_staff_opens_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mut stage = Stage::build(&shop).await;
    let scene = stage.scene(&shop).await;
    let mut chief = scene.browser(&shop, Caller::Chief).await;
    sqlx::query("update users set is_staff = false where id = $1")
        .bind(scene.chief)
        .execute(&shop.pool)
        .await
        .unwrap();
    let review = [("id", scene.review.to_string())];
    assert_eq!(
        ask(&mut chief, "/fn/delete-review", &review).await.status,
        403,
        "at once, in a running session"
    );
    sqlx::query("update users set is_active = false where id = $1")
        .bind(scene.chief)
        .execute(&shop.pool)
        .await
        .unwrap();
    assert_eq!(ask(&mut chief, "/fn/delete-review", &review).await.status, 401);
    assert_eq!(shop.count("select count(*) from reviews").await, 1);
}

#[sqlx::test]
async fn what_is_one_s_own_is_kept_nowhere_on_its_way(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let scene = Stage::build(&shop).await.scene(&shop).await;
    let mut owner = scene.browser(&shop, Caller::Owner).await;
    for path in [
        "/fn/me",
        "/fn/reset-holder",
        "/fn/sessions",
        "/fn/my-review",
        "/fn/own-reviews",
        "/fn/wishlist",
        "/fn/is-kept",
        "/fn/own-products",
        "/fn/own-product",
    ] {
        let row = TABLE.iter().find(|row| row.path == path).unwrap();
        let answer = ask(&mut owner, path, &(row.fields)(&scene)).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        let rule = answer.header("cache-control").unwrap_or_default();
        assert!(rule.contains("no-store"), "{path}: \"{rule}\"");
    }
}
