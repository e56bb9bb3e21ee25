//! What is left of an import when it, the shop and their PostgreSQL are killed; beside it the shop's ordinary life, and
//! two of its programs together. Needs PostgreSQL's server.
#![cfg(feature = "ssr")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stderr, missing_docs, reason = "tests")]

#[path = "crash/life.rs"]
mod life;
#[path = "crash/shop.rs"]
mod shop;
#[path = "crash/together.rs"]
mod together;

use std::fmt::Write as _;
use std::fs;
use std::time::Duration;

use shop::{Shop, until};

/// Categories of each file.
const CATEGORIES: usize = 20;

/// When the import is killed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Moment {
    /// Something like this runs in the database, and has run for so long.
    Running(&'static str, Duration),
    /// It has just said that it is done.
    Done,
}

/// Imports a file, and kills all that runs at the moment.
async fn import_and_kill(shop: &mut Shop, file: &str, moment: Moment) {
    let mut watcher = shop.connect().await;
    shop.start(&["import-products", file, "--create-categories"]);
    let status = until("the moment to kill", async || {
        if let Some(status) = shop.ended() {
            return Some(Some(status));
        }
        let Moment::Running(statement, _) = moment else { return None };
        let sql = "select exists (select from pg_stat_activity \
                   where state = 'active' and pid <> pg_backend_pid() and query like $1)";
        let runs: bool = sqlx::query_scalar(sql).bind(statement).fetch_one(&mut watcher).await.unwrap();
        runs.then_some(None)
    })
    .await;
    match (moment, status) {
        (Moment::Running(_, pause), None) => tokio::time::sleep(pause).await,
        (Moment::Done, Some(status)) => assert!(status.success(), "{status}"),
        (_, status) => panic!("the import was over before it could be killed: {status:?}"),
    }
    shop.kill();
}

/// How many products, categories and rows of the ledger there are of a file.
async fn left_of(shop: &Shop, name: &str) -> (i64, i64, i64) {
    let sql = "select (select count(*) from products where slug like $1),
                      (select count(*) from categories where slug like $1),
                      (select count(*) from stock_movements m join products p on p.id = m.product_id
                       where p.slug like $1)";
    sqlx::query_as(sql).bind(format!("{name}-%")).fetch_one(&mut shop.connect().await).await.unwrap()
}

/// A file of so many products, all of whose slugs begin with the file's name.
fn file_of(name: &str, rows: usize) -> String {
    let mut file = "name,slug,description,price,category_slug,stock\n".to_owned();
    for number in 0..rows {
        let category = number % CATEGORIES;
        writeln!(file, "{name} {number},{name}-{number},Words about {number},9.50,{name}-{category},4")
            .unwrap();
    }
    file
}

#[tokio::test]
async fn an_import_that_is_killed_leaves_all_of_it_or_nothing() {
    let mut shop = Shop::new();
    shop.open().await;
    let mut products = 0;
    for (name, rows, moment) in [
        ("reading", 30_000, Moment::Running("%import_rows%", Duration::ZERO)),
        ("writing", 30_000, Moment::Running("%insert into products (%", Duration::from_millis(300))),
        ("done", 3_000, Moment::Done),
    ] {
        fs::write(shop.folder.join("products.csv"), file_of(name, rows)).unwrap();
        import_and_kill(&mut shop, "products.csv", moment).await;
        // It comes up again by itself.
        shop.open().await;
        let left = left_of(&shop, name).await;
        let rows = i64::try_from(rows).unwrap();
        let whole = (rows, i64::try_from(CATEGORIES).unwrap(), rows);
        assert!(left == whole || (left == (0, 0, 0) && moment != Moment::Done), "{name}: {left:?}");
        products += left.0;
    }
    shop.run(&["check"]).await;
    shop.run(&["export-products", "exported.csv"]).await;
    let exported = fs::read_to_string(shop.folder.join("exported.csv")).unwrap();
    assert_eq!(i64::try_from(exported.lines().count()).unwrap(), products + 1);
    shop.close().await;
}
