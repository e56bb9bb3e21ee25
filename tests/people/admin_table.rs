//! The staff side for everybody who may ask for it (SPEC A10, S2): every page, form and server function, for somebody
//! who is not signed in, for somebody who shops here, and for staff with and without the permissions that it takes. A
//! refusal, like a look, changes nothing.

mod rows;
mod things;

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use server_fn::axum::server_fn_paths;
use sqlx::PgPool;
use uuid::Uuid;
use vitrine::app::App;

use self::rows::{ROWS, Row, Sent};
use self::things::{People, Things};
use super::client::{Answer, Browser, PAGE};
use super::digest;
use super::pages::status_of;
use super::shop::Shop;

/// What the addresses of the staff side's server functions begin with.
pub const FUNCTIONS: &str = "/fn/admin-";

/// Two by two pixels of grey.
const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x02\x08\0\0\0\0\x57\xdd\x52\xf8\
    \0\0\0\x0eIDAT\x78\xda\x63\xd0\x38\xc1\xa0\x71\x02\0\x05\x06\x01\xe1\x11\x75\xab\x41\0\0\0\0IEND\xae\x42\x60\x82";

/// Whether a page of the app belongs to the staff side.
pub fn is_of_staff(pattern: &str) -> bool {
    pattern == "/admin" || pattern.starts_with("/admin/")
}

fn lent<'a>(fields: &'a [(&'static str, String)]) -> Vec<(&'a str, &'a str)> {
    fields.iter().map(|(name, value)| (*name, value.as_str())).collect()
}

async fn send(browser: &mut Browser, row: &Row, things: &Things) -> Answer {
    let path = things.filled(row.path);
    let filled = |fields: &[(&'static str, &'static str)]| -> Vec<(&'static str, String)> {
        fields.iter().map(|(name, value)| (*name, things.filled(value))).collect()
    };
    match row.sent {
        Sent::Look => browser.get(&path).await,
        Sent::Form(fields) => browser.submit(&path, &lent(&filled(fields))).await,
        Sent::Picture => browser.upload(&path, "picture", PNG).await,
        Sent::Csv => browser.upload(&path, "file", things.csv().as_bytes()).await,
        Sent::Ask(fields) => browser.ask(&path, &lent(&filled(fields))).await,
        Sent::Call(fields) => browser.call(&path, &lent(&filled(fields))).await,
        Sent::Json(text) => {
            let value = serde_json::from_str(&things.filled(text)).unwrap();
            browser.call_json(&path, &value).await
        }
    }
}

/// Asks, and says what is wrong with the answer, with what came of it, and with what it shows to somebody who may see
/// nothing.
async fn play(
    shop: &Shop,
    browser: &mut Browser,
    row: &Row,
    things: &Things,
    (expected, is_blind): (u16, bool),
) -> Vec<String> {
    let before = digest::of_tables(&shop.pool).await;
    let answer = send(browser, row, things).await;
    let changed = digest::changed(&before, &digest::of_tables(&shop.pool).await);
    let (status, mut wrong) = (status_of(&answer), Vec::new());
    if status != expected {
        let location = answer.header("location").unwrap_or_default();
        let body: String = answer.body.chars().take(300).collect();
        wrong.push(format!("{status} instead of {expected}, leading to \"{location}\": {body}"));
    }
    let is_done = status < 400 && row.changes;
    if is_done && changed.is_empty() {
        wrong.push("nothing changed".to_owned());
    }
    if !is_done && !changed.is_empty() {
        wrong.push(format!("{changed:?} changed"));
    }
    let rule = answer.header("cache-control").unwrap_or_default();
    let is_kept = matches!(row.sent, Sent::Ask(_)) || !row.path.starts_with("/fn/");
    if is_kept && !rule.contains("no-store") {
        wrong.push(format!("it may be kept: \"{rule}\""));
    }
    wrong.extend(
        things
            .secrets()
            .iter()
            .filter(|secret| is_blind && answer.body.contains(secret.as_str()))
            .map(|secret| format!("it shows \"{secret}\"")),
    );
    wrong
}

#[sqlx::test]
async fn everybody_gets_what_the_table_says_and_a_refusal_changes_nothing(pool: PgPool) {
    let shop = Shop::open(pool).await;
    shop.stock(&["Globe"]).await;
    let mut people = People::sign_in(&shop).await;
    let mut wrong = Vec::new();
    for (number, row) in ROWS.iter().enumerate() {
        let things = Things::make(&shop, &mut people, number, row.path, &row.sent).await;
        let mut complain = |who: &str, found: Vec<String>| {
            wrong.extend(
                found.into_iter().map(|what| format!("{} {:?} for {who}: {what}", row.path, row.sent)),
            );
        };
        complain("nobody", play(&shop, &mut shop.browser(), row, &things, (401, true)).await);
        complain("a shopper", play(&shop, &mut people.shopper, row, &things, (403, true)).await);
        if !row.needs.is_empty() {
            people.allow(&shop, &[]).await;
            complain(
                "staff without rights",
                play(&shop, &mut people.member, row, &things, (403, true)).await,
            );
        }
        for missing in row.needs {
            people.allow_all_but(&shop, missing).await;
            let found = play(&shop, &mut people.member, row, &things, (403, false)).await;
            complain(&format!("staff who may all but {missing}"), found);
        }
        people.allow(&shop, row.needs).await;
        complain(
            "staff with just these rights",
            play(&shop, &mut people.member, row, &things, (row.done, false)).await,
        );
    }
    assert!(wrong.is_empty(), "{} wrong:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn the_table_names_every_server_function_of_the_staff_side_and_no_other() {
    let there: BTreeSet<&str> =
        server_fn_paths().map(|(path, _)| path).filter(|path| path.starts_with(FUNCTIONS)).collect();
    let named: BTreeSet<&str> =
        ROWS.iter().map(|row| row.path).filter(|path| path.starts_with("/fn/")).collect();
    assert_eq!(named, there);
}

/// Whether an address is one of a route.
fn is_at(pattern: &str, path: &str) -> bool {
    let (pattern, path): (Vec<&str>, Vec<&str>) = (pattern.split('/').collect(), path.split('/').collect());
    pattern.len() == path.len()
        && pattern.iter().zip(path).all(|(step, given)| step.starts_with('{') || *step == given)
}

#[tokio::test]
async fn the_table_names_every_page_of_the_staff_side() {
    let looks = || ROWS.iter().filter(|row| matches!(row.sent, Sent::Look)).map(|row| row.path);
    let routes = leptos_axum::generate_route_list(App);
    let pages: Vec<&str> =
        routes.iter().map(leptos_axum::AxumRouteListing::path).filter(|path| is_of_staff(path)).collect();
    assert!(pages.len() >= 8, "{pages:?}");
    let missing: Vec<_> =
        pages.into_iter().filter(|pattern| !looks().any(|path| is_at(pattern, path))).collect();
    assert!(missing.is_empty(), "{missing:?}");
}

#[test]
fn the_table_names_every_plain_route_of_the_staff_side() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/server/admin");
    let mut found = 0;
    for file in fs::read_dir(folder).unwrap() {
        let source = fs::read_to_string(file.unwrap().path()).unwrap();
        for route in source.split(".route(").skip(1) {
            let route = route.trim_start();
            let Some(pattern) = route.strip_prefix('"').and_then(|rest| rest.split('"').next()) else {
                // The one whose address stands in a constant.
                assert!(route.starts_with("PAGE,"), "{route}");
                continue;
            };
            found += 1;
            let is_look = pattern.strip_suffix(".csv").is_some();
            let is_named =
                ROWS.iter().any(|row| is_at(pattern, row.path) && matches!(row.sent, Sent::Look) == is_look);
            assert!(is_named, "{pattern}");
        }
    }
    assert!(found >= 8, "{found}");
    assert!(ROWS.iter().any(|row| row.path == "/admin/import" && matches!(row.sent, Sent::Csv)));
}

#[sqlx::test]
async fn what_another_site_sends_in_the_name_of_staff_is_refused(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe"]).await;
    let mut people = People::sign_in(&shop).await;
    let foreign = [PAGE, ("Sec-Fetch-Site", "cross-site"), ("Origin", "https://evil.example")];
    for (number, row) in ROWS.iter().enumerate().filter(|(_, row)| row.changes) {
        let things = Things::make(&shop, &mut people, number, row.path, &row.sent).await;
        let before = digest::of_tables(&pool).await;
        let answer = people.chief.send("POST", &things.filled(row.path), &foreign, "action=publish").await;
        assert_eq!(answer.status, 403, "{}: {answer:?}", row.path);
        let changed = digest::changed(&before, &digest::of_tables(&pool).await);
        assert!(changed.is_empty(), "{}: {changed:?}", row.path);
    }
}

#[sqlx::test]
async fn an_address_that_something_else_has_is_refused_in_the_words_of_the_form(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let mut people = People::sign_in(&shop).await;
    let (new, parent) = ("/admin/categories/new", ("parent", ""));
    let first = people.chief.submit(new, &[("name", "Bath"), ("slug", "soaps"), parent]).await;
    assert_eq!(first.status, 303, "{first:?}");
    let second = people.chief.submit(new, &[("name", "Wash"), ("slug", "soaps"), parent]).await;
    assert!(second.body.contains("This address is taken"), "{second:?}");
    assert!(!second.body.contains("slug is taken"), "{second:?}");
}

#[sqlx::test]
async fn a_page_that_is_not_there_or_not_theirs_leads_staff_to_the_overview_and_nobody_else(pool: PgPool) {
    const OVERVIEW: &str = r#"<a href="/admin" class="link">Overview</a>"#;
    let shop = Shop::open(pool).await;
    let mut people = People::sign_in(&shop).await;
    people.allow(&shop, &["view product"]).await;
    for (path, status) in [("/admin/nothing", 404), ("/admin/products/new", 403), ("/admin/import", 403)] {
        let answer = people.member.get(path).await;
        assert_eq!(answer.status, status, "{path}");
        assert!(answer.body.contains(OVERVIEW), "{path}: {}", answer.body);
        let answer = people.shopper.get(path).await;
        assert_eq!(answer.status, 403, "{path}");
        assert!(!answer.body.contains(OVERVIEW), "{path}: {}", answer.body);
    }
    let answer = people.member.get("/products/nothing").await;
    assert_eq!(answer.status, 404);
    assert!(!answer.body.contains(OVERVIEW), "{}", answer.body);
}

#[sqlx::test]
async fn who_signs_in_is_led_back_to_the_very_list(pool: PgPool) {
    let shop = Shop::open(pool).await;
    let answer = shop.browser().get("/admin/products?status=draft&sort=price").await;
    assert_eq!(answer.status, 303);
    let location = answer.header("location").unwrap();
    assert_eq!(location, "/sign-in?next=%2Fadmin%2Fproducts%3Fstatus%3Ddraft%26sort%3Dprice");
    let (_, mut ada) = shop.newcomer("ada").await;
    let answer = ada.get("/admin/products").await;
    assert_eq!(answer.status, 403);
    assert!(answer.body.contains("isn’t yours to open"), "{}", answer.body);
    assert!(!answer.body.contains("another site"), "{}", answer.body);
    let other = r#"href="/sign-in?next=%2Fadmin%2Fproducts">Sign in as somebody else</a>"#;
    assert!(answer.body.contains(other), "{}", answer.body);
}

/// Otherwise somebody could take back that a right was taken from them.
#[sqlx::test]
async fn what_was_done_to_people_and_groups_only_superusers_take_back(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe"]).await;
    let mut people = People::sign_in(&shop).await;
    let things = Things::make(&shop, &mut people, 0, "", &Sent::Look).await;
    people.allow_all(&shop).await;
    for (path, field) in [("users", "first_name"), ("groups", "name")] {
        let id = if path == "users" { things.user } else { things.group };
        let page = format!("/admin/{path}/{id}");
        let saved = people.chief.submit(&page, &[(field, "Renamed")]).await;
        assert_eq!(saved.status, 303, "{saved:?}");
        let entry = newest_entry(&pool).await.to_string();
        let undo = [("entry", entry.as_str())];
        let history = format!("{page}/history");
        let before = digest::of_tables(&pool).await;
        assert_eq!(people.member.submit(&history, &undo).await.status, 403, "{path}");
        assert!(digest::changed(&before, &digest::of_tables(&pool).await).is_empty(), "{path}");
        let undone = people.chief.submit(&history, &undo).await;
        assert_eq!(undone.status, 303, "{undone:?}");
    }
}

#[sqlx::test]
async fn a_list_leaves_as_a_csv_file_without_formulas(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe", "=1+1"]).await;
    let mut people = People::sign_in(&shop).await;
    people.allow(&shop, &["view product"]).await;
    let answer = people.member.get("/admin/products/export.csv?sort=name&after=nothing").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.header("content-type"), Some("text/csv; charset=utf-8"));
    let kept = answer.header("content-disposition").unwrap();
    assert!(kept.starts_with("attachment; filename=\"products-") && kept.ends_with(".csv\""), "{kept}");
    assert!(answer.body.contains("Globe") && answer.body.contains("'=1+1"), "{}", answer.body);
    assert_eq!(answer.body.trim_end().lines().count(), 3, "{}", answer.body);
    assert_eq!(people.chief.get("/admin/jobs/export.csv").await.status, 404);
}

#[sqlx::test]
async fn a_picture_sent_by_a_script_is_answered_in_json(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe"]).await;
    let mut people = People::sign_in(&shop).await;
    let things = Things::make(&shop, &mut people, 0, "", &Sent::Look).await;
    let path = format!("/admin/products/{}/images", things.product);
    let answer = people.chief.upload_by_script(&path, "picture", PNG).await;
    assert_eq!(answer.status, 201, "{answer:?}");
    let picture: serde_json::Value = answer.value();
    assert_eq!((picture["width"].as_u64(), picture["height"].as_u64()), (Some(2), Some(2)));
    let answer = people.chief.upload_by_script(&path, "picture", b"no picture").await;
    assert_eq!(answer.status, 400, "{answer:?}");
    assert!(!answer.value::<serde_json::Value>()["detail"].as_str().unwrap().is_empty(), "{answer:?}");
    let answer = shop.browser().upload_by_script(&path, "picture", PNG).await;
    assert_eq!(answer.status, 401, "{answer:?}");
    assert_eq!(answer.value::<serde_json::Value>()["detail"], "Sign in to do this");
}

#[sqlx::test]
async fn a_form_that_was_overtaken_is_shown_again_with_both_sides_to_choose_from(pool: PgPool) {
    let shop = Shop::open(pool.clone()).await;
    shop.stock(&["Globe"]).await;
    let mut people = People::sign_in(&shop).await;
    let things = Things::make(&shop, &mut people, 0, "", &Sent::Look).await;
    let page = format!("/admin/products/{}", things.product);
    let first = people.chief.submit(&page, &[("price", "13.00"), ("base.price", "12.00")]).await;
    assert_eq!(first.status, 303, "{first:?}");
    let second = people.chief.submit(&page, &[("price", "14.00"), ("base.price", "12.00")]).await;
    assert_eq!(second.status, 409, "{second:?}");
    for part in ["choose.price", "13.00", "14.00"] {
        assert!(second.body.contains(part), "{part} is missing: {}", second.body);
    }
    let both = [("mine.price", "14.00"), ("theirs.price", "13.00"), ("base.price", "13.00")];
    assert_eq!(people.chief.submit(&page, &both).await.status, 409, "nothing was chosen");
    let chosen = [&both[..], &[("choose.price", "mine")]].concat();
    assert_eq!(people.chief.submit(&page, &chosen).await.status, 303);
    assert_eq!(shop.price_of(things.product).await, "14.00");
}

/// The entry that was written last.
async fn newest_entry(pool: &PgPool) -> Uuid {
    sqlx::query_scalar("select id from audit_entries order by id desc limit 1").fetch_one(pool).await.unwrap()
}
