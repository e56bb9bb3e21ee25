use super::CommandError;
use crate::infra::Backend;
#[derive(clap::Args)]
pub(super) struct ExportProducts {}
pub(super) async fn run(_a: ExportProducts, _b: &Backend) -> Result<(), CommandError> { Ok(()) }
