//! How the shop starts, stops, and gets over a database that goes away.

use std::fs;
use std::io::Read as _;
use std::net::{TcpListener, TcpStream};

use sqlx::{AssertSqlSafe, ConnectOptions as _, PgPool};

use super::shop::{Shop, until};

/// What programs said, if that is one sentence for the operator and nothing else.
fn only_sentence(said: &str) -> &str {
    let sentence = said.strip_prefix("Error: ").and_then(|rest| rest.strip_suffix('\n'));
    sentence.filter(|sentence| !sentence.contains('\n')).unwrap_or_else(|| panic!("{said}"))
}

#[sqlx::test]
async fn a_request_in_flight_is_answered_after_the_shop_was_asked_to_stop(pool: PgPool) {
    let mut shop = Shop::on(&pool);
    shop.open().await;
    // The request waits for this table.
    let mut holder = pool.begin().await.unwrap();
    let lock = "lock table _sqlx_migrations in access exclusive mode";
    sqlx::query(lock).execute(&mut *holder).await.unwrap();
    let mut request = shop.ask("/readyz").unwrap();
    until("the request in flight", async || {
        let sql = "select exists (select from pg_stat_activity
                                  where datname = current_database() and wait_event_type = 'Lock')";
        sqlx::query_scalar::<_, bool>(sql).fetch_one(&pool).await.unwrap().then_some(())
    })
    .await;
    shop.stop();
    until("the closed door", async || TcpStream::connect(shop.address).is_err().then_some(())).await;
    assert_eq!(shop.ended(), None);
    holder.rollback().await.unwrap();
    let mut answer = String::new();
    request.read_to_string(&mut answer).unwrap();
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("ready\n"), "{answer}");
    shop.end().await;
}

#[sqlx::test(migrations = false)]
async fn the_shop_is_ready_once_the_database_has_all_migrations(pool: PgPool) {
    let mut shop = Shop::on(&pool);
    shop.start(&["serve", "--no-migrate"]);
    let answer = until("an answer", async || shop.get("/readyz")).await;
    assert!(answer.starts_with("HTTP/1.1 503") && answer.ends_with("migrations are missing\n"), "{answer}");
    shop.run(&["migrate"]).await;
    let answer = shop.get("/readyz").unwrap();
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    shop.close().await;
}

#[sqlx::test]
async fn a_shared_database_that_goes_away_and_returns_is_found_again(pool: PgPool) {
    let mut shop = Shop::on(&pool);
    shop.open().await;
    assert!(shop.get("/products").unwrap().starts_with("HTTP/1.1 200"));
    let options = (*pool.connect_options()).clone();
    let name = options.get_database().unwrap().to_owned();
    // Not from the database itself, whose connections all end.
    let mut elsewhere = options.database("postgres").connect().await.unwrap();
    for (open, status) in [("false", "HTTP/1.1 503"), ("true", "HTTP/1.1 200")] {
        let alter = format!("alter database \"{name}\" allow_connections {open}");
        sqlx::query(AssertSqlSafe(alter)).execute(&mut elsewhere).await.unwrap();
        let end = "select pg_terminate_backend(pid) from pg_stat_activity where datname = $1";
        sqlx::query(end).bind(&name).execute(&mut elsewhere).await.unwrap();
        let answer = until(status, async || {
            assert_eq!(shop.ended(), None);
            shop.get("/readyz").filter(|answer| answer.starts_with(status))
        })
        .await;
        assert_eq!(answer.ends_with("the database does not answer\n"), open == "false", "{answer}");
        assert!(shop.get("/healthz").unwrap().starts_with("HTTP/1.1 200"));
    }
    until("a page", async || {
        shop.get("/products").filter(|answer| answer.starts_with("HTTP/1.1 200")).map(drop)
    })
    .await;
    shop.close().await;
}

#[sqlx::test]
async fn an_address_that_is_taken_is_one_sentence(pool: PgPool) {
    let mut shop = Shop::on(&pool);
    let _taken = TcpListener::bind(shop.address).unwrap();
    let said = shop.fail(&["serve"]).await;
    // `serve` logs what it does on its way.
    let sentences: Vec<&str> = said.lines().filter(|line| line.starts_with("Error: ")).collect();
    assert_eq!(sentences.len(), 1, "{said}");
    assert_eq!(said.lines().next_back(), Some(sentences[0]));
    for part in ["leptos.site-addr", "LEPTOS_SITE_ADDR", &shop.address.to_string()] {
        assert!(sentences[0].contains(part), "{said}");
    }
}

#[tokio::test]
async fn a_data_folder_with_something_else_in_it_is_one_sentence_and_stays_as_it_is() {
    let mut shop = Shop::new();
    let letter = shop.folder.join("data/pg/letter.txt");
    fs::create_dir(letter.parent().unwrap()).unwrap();
    fs::write(&letter, "dear").unwrap();
    let said = shop.fail(&["check"]).await;
    assert!(only_sentence(&said).contains("data/pg holds files that are no PostgreSQL cluster"), "{said}");
    assert_eq!(fs::read_to_string(&letter).unwrap(), "dear");
}

#[tokio::test]
async fn a_mistake_is_one_line_also_where_the_command_starts_a_private_database() {
    let mut shop = Shop::new();
    let said = shop.fail(&["import-products", "missing.csv"]).await;
    assert!(only_sentence(&said).contains("run `vitrine migrate` first"), "{said}");
}
