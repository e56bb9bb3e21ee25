//! `serve`.

use tokio::net::TcpListener;

use super::{CommandError, demo, staff};
use crate::infra::Backend;
use crate::infra::config::Settings;
use crate::infra::db::{self, Database};
use crate::server;
use crate::server::stop::{Stop, StopSignal};
use crate::worker;

/// Serves the shop.
#[derive(clap::Args)]
pub(super) struct Serve {
    /// Leave the database as it is instead of applying missing migrations.
    #[arg(long)]
    no_migrate: bool,
    /// Fill an empty shop with the demo catalogue first.
    #[arg(long)]
    demo: bool,
}

/// Serves until the operator asks for a stop, which is then no failure; a stop that comes while the shop is still
/// being prepared is handed back.
pub(super) async fn run(
    arguments: Serve,
    settings: &Settings,
    database: &mut Database,
    mut stop: Stop,
) -> Result<Option<StopSignal>, CommandError> {
    tokio::select! {
        prepared = prepare(&arguments, settings, database) => prepared?,
        signal = stop.heard() => return Ok(Some(signal)),
    }
    database.has_connections(settings, true, settings.vitrine.jobs).await?;
    database.limit_statements(settings).await?;
    let backend = server::backend(settings, database)?;
    let listener = server::open(settings).await?;
    println!("{} is open on http://{}", settings.vitrine.shop_name, settings.leptos.site_addr);
    if arguments.demo {
        staff::introduce(&backend).await;
    }
    with_jobs(settings, backend, listener, stop).await?;
    Ok(None)
}

/// Serves pages and, unless told not to, does jobs; both are given the time to finish when a stop is asked for.
async fn with_jobs(
    settings: &Settings,
    backend: Backend,
    listener: TcpListener,
    stop: Stop,
) -> Result<(), CommandError> {
    let mut asked = Stop::listen()
        .map_err(|error| CommandError(format!("The program cannot listen for Ctrl-C: {error}")))?;
    let (serving, served) = tokio::sync::oneshot::channel::<()>();
    let until = async move {
        tokio::select! { _ = asked.heard() => {}, _ = served => {} }
    };
    let jobs = settings.vitrine.jobs.then(|| tokio::spawn(worker::run(backend.clone(), until)));
    let outcome = server::serve(backend, listener, stop).await;
    drop(serving);
    if let Some(jobs) = jobs
        && let Err(error) = jobs.await
    {
        tracing::error!(%error, "the worker broke off");
    }
    Ok(outcome?)
}

/// Migrations and the demo may take longer than a request.
async fn prepare(arguments: &Serve, settings: &Settings, database: &Database) -> Result<(), CommandError> {
    server::check_site()?;
    if !arguments.no_migrate {
        db::migrate(&database.pool).await?;
    }
    if arguments.demo {
        demo::fill_if_empty(&server::backend(settings, database)?).await?;
    }
    Ok(())
}
