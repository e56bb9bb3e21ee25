//! Several programs on one cluster.

use std::fs;
use std::process::Child;
use std::time::Duration;

use super::{Place, end, probe, query, query_again, spawn_program, start, wait_for};

#[tokio::test]
async fn a_second_program_joins_and_its_stop_leaves_the_server_alone() {
    let place = Place::new();
    let first = start(&place).await;
    let second = start(&place).await;
    assert!(second.is_joined());
    assert_eq!(second.url(), first.url());
    second.stop().await.unwrap();
    assert!(probe(first.url()).await);
    first.stop().await.unwrap();
    assert_eq!(place.postmaster(), None);
}

#[tokio::test]
async fn two_programs_that_start_together_share_one_new_cluster() {
    let place = Place::new();
    let programs: Vec<Child> = ["a", "b", "c"].iter().map(|mark| spawn_program(&place, mark)).collect();
    let mut roles = Vec::new();
    for mark in ["a", "b", "c"] {
        wait_for(&place.0.join(mark)).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        roles.push(fs::read_to_string(place.0.join(mark)).unwrap());
    }
    roles.sort();
    assert_eq!(roles, ["joined", "joined", "own"]);
    for mark in ["a", "b", "c"] {
        fs::write(place.0.join(mark).with_extension("stop"), "").unwrap();
    }
    for mut program in programs {
        assert!(program.wait().unwrap().success());
    }
    assert_eq!(place.postmaster(), None);
}

#[tokio::test]
async fn a_joined_program_goes_on_with_the_server_when_its_first_program_stops_or_is_killed() {
    let place = Place::new();
    let first = start(&place).await;
    let second = start(&place).await;
    let program = spawn_program(&place, "third");
    wait_for(&place.0.join("third")).await;
    let url = second.url().to_owned();
    first.stop().await.unwrap();
    query_again(&url, "SELECT 1").await;
    // Which of the two holds the server now is open; either may go.
    end(program);
    tokio::time::sleep(Duration::from_secs(1)).await;
    query_again(&url, "SELECT 1").await;
    second.stop().await.unwrap();
    assert_eq!(place.postmaster(), None);
}

#[tokio::test]
async fn a_joined_program_that_cannot_go_on_with_the_server_at_once_tries_again() {
    let place = Place::new();
    let first = start(&place).await;
    let second = start(&place).await;
    let url = second.url().to_owned();
    // Without this file the folder is no cluster, and nothing can be started in it.
    let (version, away) = (place.cluster().join("PG_VERSION"), place.0.join("PG_VERSION"));
    fs::rename(&version, &away).unwrap();
    first.stop().await.unwrap();
    tokio::time::sleep(Duration::from_secs(1)).await;
    assert_eq!(query(&url, "SELECT 1"), None);
    fs::rename(&away, &version).unwrap();
    query_again(&url, "SELECT 1").await;
    second.stop().await.unwrap();
    assert_eq!(place.postmaster(), None);
}
