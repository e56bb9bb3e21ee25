//! Programs and servers that are killed.

use std::fs;
use std::process::{Command, Stdio};
use std::time::Duration;

use rustix::process::Signal;

use super::super::facts::Facts;
use super::{Place, end, is_running, kill, query, query_again, spawn_program, start, wait_for};

#[tokio::test]
async fn a_killed_program_leaves_a_server_that_the_next_takes_on() {
    let place = Place::new();
    let program = spawn_program(&place, "first");
    wait_for(&place.0.join("first")).await;
    let pid = place.postmaster().unwrap();
    end(program);
    assert!(is_running(pid));
    let postgres = start(&place).await;
    assert_eq!(place.postmaster(), Some(pid));
    postgres.stop().await.unwrap();
    assert!(!is_running(pid));
}

#[tokio::test]
async fn a_server_taken_on_is_restarted_when_it_dies() {
    let place = Place::new();
    let program = spawn_program(&place, "first");
    wait_for(&place.0.join("first")).await;
    end(program);
    let postgres = start(&place).await;
    let pid = place.postmaster().unwrap();
    kill(pid, Signal::KILL);
    query_again(postgres.url(), "SELECT 1").await;
    assert_ne!(place.postmaster(), Some(pid));
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn program_and_server_killed_together_lose_nothing_committed() {
    let place = Place::new();
    let program = spawn_program(&place, "first");
    wait_for(&place.0.join("first")).await;
    let facts = Facts::read(&place.0.join("pg.facts")).unwrap().unwrap();
    query(&facts.url(), "CREATE TABLE t AS SELECT generate_series(1, 10000) n").unwrap();
    let pid = place.postmaster().unwrap();
    end(program);
    kill(pid, Signal::KILL);
    let postgres = start(&place).await;
    assert_eq!(query(postgres.url(), "SELECT count(*) FROM t").unwrap(), "10000");
    assert!(place.log().contains("automatic recovery in progress"));
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_killed_server_comes_back_by_itself_although_a_session_is_busy() {
    let place = Place::new();
    let postgres = start(&place).await;
    for _ in 0..2 {
        let pid = place.postmaster().unwrap();
        // A session in a long computation does not notice that its server is gone.
        let sql = "DO $$ DECLARE n bigint := 0; BEGIN LOOP n := n + 1; END LOOP; END $$";
        let mut busy =
            Command::new("psql").args([postgres.url(), "-Xqc", sql]).stderr(Stdio::null()).spawn().unwrap();
        tokio::time::sleep(Duration::from_millis(300)).await;
        kill(pid, Signal::KILL);
        query_again(postgres.url(), "SELECT 1").await;
        assert_ne!(place.postmaster(), Some(pid));
        assert!(!busy.wait().unwrap().success());
    }
    postgres.stop().await.unwrap();
    assert_eq!(place.postmaster(), None);
}

#[tokio::test]
async fn a_server_that_refuses_the_password_after_its_program_was_killed_is_replaced() {
    let place = Place::new();
    let program = spawn_program(&place, "first");
    wait_for(&place.0.join("first")).await;
    end(program);
    let pid = place.postmaster().unwrap();
    let facts = place.0.join("pg.facts");
    let text = fs::read_to_string(&facts).unwrap();
    // Without the right password the server refuses us: it is stopped, and given the password of the facts.
    fs::write(&facts, text.replacen("password=", "password=0", 1)).unwrap();
    let postgres = start(&place).await;
    assert_ne!(place.postmaster(), Some(pid));
    assert!(!is_running(pid));
    postgres.stop().await.unwrap();
}

#[tokio::test]
async fn a_program_killed_while_the_cluster_is_made_leaves_nothing_half_made() {
    let place = Place::new();
    for pause in [30, 150, 400, 700] {
        let program = spawn_program(&place, "first");
        tokio::time::sleep(Duration::from_millis(pause)).await;
        end(program);
    }
    let postgres = start(&place).await;
    let unfinished = fs::read_dir(&place.0)
        .unwrap()
        .flatten()
        .filter(|entry| entry.file_name().to_string_lossy().contains(".new-"));
    assert_eq!(unfinished.count(), 0);
    postgres.stop().await.unwrap();
}
