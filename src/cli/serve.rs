//! `serve`.

use super::CommandError;
use super::demo;
use crate::infra::Backend;
use crate::infra::db;
use crate::server;

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

pub(super) async fn run(arguments: Serve, backend: Backend) -> Result<(), CommandError> {
    if !arguments.no_migrate {
        db::migrate(&backend.pool).await?;
    }
    if arguments.demo {
        demo::fill_if_empty(&backend).await?;
    }
    let address = backend.settings.leptos.site_addr;
    println!("{} is open on http://{address}", backend.settings.vitrine.shop_name);
    Ok(server::serve(backend).await?)
}
