use super::CommandError;
use crate::infra::Backend;
#[derive(clap::Args)]
pub(super) struct ImportProducts {}
pub(super) async fn run(_a: ImportProducts, _b: &Backend) -> Result<(), CommandError> { Ok(()) }
