//! Folders and files that are not as they were left.

use std::fs::{self, OpenOptions};
use std::io::Write;
use std::process::Command;
use std::time::Duration;

use rustix::process::{Pid, Signal, kill_process};

use super::super::{PrivatePostgres, PrivatePostgresError};
use super::{Place, probe, start};

#[tokio::test]
async fn lost_facts_are_made_anew() {
    let place = Place::new();
    let first = start(&place).await;
    let password = first.password().to_owned();
    first.stop().await.unwrap();
    fs::remove_file(place.0.join("pg.facts")).unwrap();
    let second = start(&place).await;
    assert_ne!(second.password(), password);
    second.stop().await.unwrap();
}

#[tokio::test]
async fn a_pid_file_that_names_a_living_stranger_is_not_believed() {
    let place = Place::new();
    start(&place).await.stop().await.unwrap();
    let mut stranger = Command::new("sleep").arg("300").spawn().unwrap();
    let folder = place.cluster();
    let text = format!(
        "{}\n{}\n1700000000\n5432\n{}\n\n 1 1\nready\n",
        stranger.id(),
        folder.display(),
        folder.display()
    );
    fs::write(folder.join("postmaster.pid"), &text).unwrap();
    fs::write(folder.join(".s.PGSQL.5432.lock"), &text).unwrap();
    fs::write(folder.join(".s.PGSQL.5432"), "").unwrap();
    let postgres = start(&place).await;
    assert!(stranger.try_wait().unwrap().is_none(), "the stranger was ended");
    postgres.stop().await.unwrap();
    fs::write(folder.join("postmaster.pid"), "").unwrap();
    start(&place).await.stop().await.unwrap();
    stranger.kill().unwrap();
    stranger.wait().unwrap();
}

#[tokio::test]
async fn a_server_that_cannot_start_says_why() {
    let place = Place::new();
    start(&place).await.stop().await.unwrap();
    let mut file = OpenOptions::new().append(true).open(place.cluster().join("postgresql.conf")).unwrap();
    writeln!(file, "no_such_setting = 1").unwrap();
    let error = PrivatePostgres::start(&place.options(), probe).await.unwrap_err();
    assert!(error.to_string().contains("no_such_setting"), "{error}");
}

#[tokio::test]
async fn a_folder_with_other_files_is_left_alone() {
    let place = Place::new();
    fs::create_dir(place.cluster()).unwrap();
    fs::write(place.cluster().join("letter.txt"), "dear").unwrap();
    let error = PrivatePostgres::start(&place.options(), probe).await.unwrap_err();
    assert!(matches!(error, PrivatePostgresError::NotACluster { .. }));
    assert!(place.cluster().join("letter.txt").exists());
}

#[tokio::test]
async fn a_copied_cluster_does_not_touch_the_one_it_was_copied_from() {
    let place = Place::new();
    start(&place).await.stop().await.unwrap();
    let copy = Place::new();
    let copied = Command::new("cp").arg("-a").arg(place.0.join(".")).arg(&copy.0).status().unwrap();
    assert!(copied.success());
    let (first, second) = (start(&place).await, start(&copy).await);
    assert!(!second.is_joined());
    assert_ne!(first.socket_dir(), second.socket_dir());
    second.stop().await.unwrap();
    assert!(probe(first.url()).await);
    first.stop().await.unwrap();
}

#[tokio::test]
async fn a_folder_that_is_removed_under_the_server_can_be_made_anew() {
    let place = Place::new();
    let first = start(&place).await;
    let pid = place.postmaster().unwrap();
    fs::remove_dir_all(&place.0).unwrap();
    fs::create_dir(&place.0).unwrap();
    let second = start(&place).await;
    assert!(!second.is_joined());
    kill_process(Pid::from_raw(pid).unwrap(), Signal::KILL).ok();
    let error = loop {
        tokio::time::sleep(Duration::from_millis(100)).await;
        if first.supervision.is_finished() {
            break first.stop().await.unwrap_err();
        }
    };
    assert!(matches!(error, PrivatePostgresError::FolderReplaced { .. }));
    assert!(probe(second.url()).await);
    second.stop().await.unwrap();
}
