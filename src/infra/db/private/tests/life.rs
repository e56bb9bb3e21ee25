//! The cluster's ordinary life: made once, stopped, started again, wherever it is.

use std::fs::{self, OpenOptions};
use std::os::unix::fs::MetadataExt;
use std::time::{Duration, Instant};

use super::super::places::Places;
use super::super::{PrivatePostgres, PrivatePostgresError, PrivatePostgresOptions};
use super::{Place, is_running, probe, query, start};

#[tokio::test]
async fn a_new_cluster_is_made_once_and_keeps_its_rows() {
    let place = Place::new();
    let postgres = start(&place).await;
    assert!(!postgres.is_joined());
    let url = postgres.url().to_owned();
    query(&url, "CREATE TABLE t (n int); INSERT INTO t VALUES (7)").unwrap();
    let shows = [
        ("listen_addresses", ""),
        ("fsync", "on"),
        ("jit", "off"),
        ("shared_buffers", "32MB"),
        ("max_connections", "120"),
        ("server_encoding", "UTF8"),
        ("lc_collate", "C.UTF-8"),
        ("TimeZone", "UTC"),
    ];
    for (name, value) in shows {
        let sql = match name {
            "lc_collate" => {
                "SELECT datcollate FROM pg_database WHERE datname = current_database()".to_owned()
            }
            _ => format!("SHOW {name}"),
        };
        assert_eq!(query(&url, &sql).unwrap(), value, "{name}");
    }
    let pid = place.postmaster().unwrap();
    let begun = Instant::now();
    postgres.stop().await.unwrap();
    eprintln!("stopped in {} ms", begun.elapsed().as_millis());
    assert!(!is_running(pid));
    assert!(place.log().contains("database system is shut down"));
    for name in ["pg.facts", "pg.lock", "pg.log"] {
        assert_eq!(fs::metadata(place.0.join(name)).unwrap().mode() & 0o777, 0o600, "{name}");
    }

    let postgres = start(&place).await;
    assert_eq!(postgres.url(), url);
    assert_eq!(query(&url, "SELECT n FROM t").unwrap(), "7");
    assert!(query(&url.replace(postgres.password(), "wrong"), "SELECT 1").is_none());
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn dropping_it_stops_the_server_too() {
    let place = Place::new();
    drop(start(&place).await);
    let begun = Instant::now();
    while place.postmaster().is_some() {
        assert!(begun.elapsed() < Duration::from_secs(20));
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn a_long_path_with_blanks_and_accents_works() {
    let place = Place::new();
    let deep = place.0.join("a long folder, déjà vu".repeat(6)).join("x".repeat(60));
    let options = PrivatePostgresOptions { folder: deep.join("pg"), ..place.options() };
    let postgres = PrivatePostgres::start(&options, probe).await.unwrap();
    let socket_dir = postgres.socket_dir().to_owned();
    assert!(socket_dir.as_os_str().len() < 90);
    let joined = PrivatePostgres::start(&options, probe).await.unwrap();
    assert!(joined.is_joined());
    joined.stop().await.unwrap();
    postgres.stop().await.unwrap();
    fs::remove_dir_all(socket_dir).unwrap();
}

#[tokio::test]
async fn another_database_is_made_in_the_same_cluster() {
    let place = Place::new();
    start(&place).await.stop().await.unwrap();
    let options = PrivatePostgresOptions { database: "other_shop".into(), ..place.options() };
    let postgres = PrivatePostgres::start(&options, probe).await.unwrap();
    assert_eq!(query(postgres.url(), "SELECT current_database()").unwrap(), "other_shop");
    postgres.stop().await.unwrap();
    start(&place).await.stop().await.unwrap();
    let options = PrivatePostgresOptions { database: "x; drop".into(), ..place.options() };
    let error = PrivatePostgres::start(&options, probe).await.unwrap_err();
    assert!(matches!(error, PrivatePostgresError::DatabaseName { .. }));
}

#[test]
fn a_log_that_has_grown_too_long_is_emptied() {
    let place = Place::new();
    let places = Places::new(&place.cluster()).unwrap();
    fs::write(&places.log, "one\ntwo\n").unwrap();
    assert_eq!(places.trim_log().unwrap(), 8);
    assert_eq!(places.log_tail(4), "two");
    OpenOptions::new().write(true).open(&places.log).unwrap().set_len(11 * 1024 * 1024).unwrap();
    assert_eq!(places.trim_log().unwrap(), 0);
    assert_eq!(fs::metadata(&places.log).unwrap().len(), 0);
}
