//! `worker`: the jobs without the pages (SPEC J1).

use super::{CommandError, needs_migrations};
use crate::infra::config::Settings;
use crate::infra::db::Database;
use crate::server;
use crate::server::stop::{Stop, StopSignal};
use crate::worker;

/// Works until the operator asks for a stop, which is then no failure.
pub(super) async fn run(
    settings: &Settings,
    database: &Database,
    mut stop: Stop,
) -> Result<Option<StopSignal>, CommandError> {
    database.has_connections(settings, false, true).await?;
    let backend = server::backend(settings, database)?;
    needs_migrations(&backend).await?;
    println!("Doing the jobs of {}", settings.vitrine.shop_name);
    worker::run(backend, async move {
        let signal = stop.heard().await;
        tracing::info!("stopping on {signal}: jobs that are being done are finished or handed back");
    })
    .await;
    Ok(None)
}
