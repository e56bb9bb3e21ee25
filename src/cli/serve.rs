//! `serve`.

use super::CommandError;
use super::demo;
use crate::infra::config::Settings;
use crate::infra::db::{self, Database};
use crate::server;
use crate::server::stop::{Stop, StopSignal};

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
    database.limit_statements(settings).await?;
    let backend = server::backend(settings, database)?;
    println!("{} is open on http://{}", settings.vitrine.shop_name, settings.leptos.site_addr);
    server::serve(backend, stop).await?;
    Ok(None)
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
