//! Keeping the server alive until this program stops it.

use std::fs::File;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;
use tokio::time::sleep;

use super::cluster::Cluster;
use super::places::Places;
use super::process::Server;
use super::{PrivatePostgresError, PrivatePostgresOptions};

/// The pause before a dead server is started again, or an ended program's is tried again, doubles from the first to
/// the second; it begins anew after a server that lived for the third.
const SHORTEST_PAUSE: Duration = Duration::from_millis(50);
const LONGEST_PAUSE: Duration = Duration::from_secs(10);
const LONG_LIFE: Duration = Duration::from_mins(1);
/// How often a program that joined looks whether the server is still cared for.
const LOOK_INTERVAL: Duration = Duration::from_millis(300);

/// What this program does for the server.
pub(super) enum Role {
    /// Keeps it running, and holds the lock.
    Owner { cluster: Box<Cluster>, server: Server, lock: File },
    /// Uses another program's, until that ends.
    Joined { options: PrivatePostgresOptions, places: Places },
}

/// Runs until `stop` resolves (or its sender is dropped), then stops the server if it is ours.
pub(super) async fn supervise(
    role: Role,
    mut stop: oneshot::Receiver<()>,
) -> Result<(), PrivatePostgresError> {
    let (mut cluster, mut server, lock) = match role {
        Role::Owner { cluster, server, lock } => (cluster, server, lock),
        Role::Joined { options, places } => match inherit(&options, &places, &mut stop).await {
            Some(inherited) => inherited,
            None => return Ok(()),
        },
    };
    let mut pause = SHORTEST_PAUSE;
    loop {
        let begun = Instant::now();
        let how = tokio::select! {
            biased;
            _ = &mut stop => return server.shut_down().await,
            how = server.ended() => how,
        };
        tracing::warn!(how, "the private PostgreSQL has ended; starting it again");
        if begun.elapsed() > LONG_LIFE {
            pause = SHORTEST_PAUSE;
        }
        server = loop {
            tokio::select! {
                _ = &mut stop => return Ok(()),
                () = sleep(pause) => {}
            }
            pause = (pause * 2).min(LONGEST_PAUSE);
            if !cluster.places.is_lock(&lock) {
                let error = PrivatePostgresError::FolderReplaced { folder: cluster.folder().to_owned() };
                tracing::error!(%error, "the private PostgreSQL is not started again");
                return Err(error);
            }
            match cluster.launch().await {
                Ok(server) => break server,
                Err(error) => tracing::error!(%error, "the private PostgreSQL cannot be started again yet"),
            }
        };
    }
}

/// Waits until no program cares for the server, and goes on with it; `None` when a stop is asked for before that.
/// Between two tries the lock is free: another program may succeed where this one cannot.
async fn inherit(
    options: &PrivatePostgresOptions,
    places: &Places,
    stop: &mut oneshot::Receiver<()>,
) -> Option<(Box<Cluster>, Server, File)> {
    let mut pause = SHORTEST_PAUSE;
    loop {
        let lock = tokio::select! {
            biased;
            _ = &mut *stop => return None,
            lock = free_lock(places) => lock,
        };
        match take_over(options, places).await {
            Ok((cluster, server)) => return Some((cluster, server, lock)),
            Err(error) => {
                tracing::error!(%error, "cannot go on yet with the private PostgreSQL of a program that ended");
            }
        }
        drop(lock);
        tokio::select! {
            biased;
            _ = &mut *stop => return None,
            () = sleep(pause) => {}
        }
        pause = (pause * 2).min(LONGEST_PAUSE);
    }
}

/// Waits until no program holds the lock, and holds it.
async fn free_lock(places: &Places) -> File {
    loop {
        sleep(LOOK_INTERVAL).await;
        match places.try_lock() {
            Ok(Some(lock)) => return lock,
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "cannot look after the private PostgreSQL"),
        }
    }
}

/// Goes on with the server of a program that has ended, or starts it again when that program stopped it.
async fn take_over(
    options: &PrivatePostgresOptions,
    places: &Places,
) -> Result<(Box<Cluster>, Server), PrivatePostgresError> {
    tracing::info!("the program that ran the private PostgreSQL has ended; this one goes on with it");
    let mut cluster = Box::new(Cluster::open(options, places).await?);
    let server = match cluster.running()? {
        Some(server) => server,
        None => cluster.launch().await?,
    };
    Ok((cluster, server))
}
