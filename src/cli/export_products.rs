//! `export-products`: all products as a CSV file (SPEC C2).

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use indicatif::ProgressBar;
use tokio::fs;

use super::CommandError;
use crate::catalog::product::transfer;
use crate::infra::Backend;

/// Exports all products as a CSV file that import-products reads back without a change.
#[derive(clap::Args)]
pub(super) struct ExportProducts {
    /// The file to write; `-` or nothing for the terminal or a pipe.
    #[arg(value_name = "FILE")]
    file: Option<PathBuf>,
    /// Replace the file if it is there.
    #[arg(long)]
    force: bool,
}

pub(super) async fn run(arguments: ExportProducts, backend: &Backend) -> Result<(), CommandError> {
    let count = match arguments.file.filter(|file| file.as_os_str() != "-") {
        Some(file) => to_file(backend, &file, arguments.force).await?,
        None => transfer::export(backend, tokio::io::stdout(), &|_| ()).await?,
    };
    // Not among the products, which may go to a pipe.
    eprintln!("Exported {count} {}", if count == 1 { "product" } else { "products" });
    Ok(())
}

/// Writes beside the file first, so that it is there whole or not at all.
async fn to_file(backend: &Backend, path: &Path, force: bool) -> Result<u64, CommandError> {
    let shown = path.display();
    match fs::metadata(path).await {
        Ok(there) if there.is_dir() => return Err(CommandError(format!("{shown} is a folder: name a file"))),
        Ok(_) if !force => {
            return Err(CommandError(format!("{shown} is there already: use --force to replace it")));
        }
        _ => {}
    }
    let Some(name) = path.file_name() else {
        return Err(CommandError(format!("{shown} is no name of a file")));
    };
    let mut beside = std::ffi::OsString::from(".");
    beside.push(name);
    beside.push(format!(".{}.part", std::process::id()));
    let beside = Begun(path.with_file_name(beside));
    write(backend, &beside.0, path).await
}

/// Removes what was begun beside the file, also when the command is stopped; once renamed it is not there.
struct Begun(PathBuf);

impl Drop for Begun {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

async fn write(backend: &Backend, beside: &Path, path: &Path) -> Result<u64, CommandError> {
    let shown = path.display();
    let unwritable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => CommandError(format!("The folder of {shown} is not there")),
        _ => CommandError(format!("The file {shown} cannot be written: {error}")),
    };
    let mut file = fs::File::create_new(beside).await.map_err(unwritable)?;
    let bar = ProgressBar::new_spinner();
    let count = transfer::export(backend, &mut file, &|count| bar.set_position(count)).await;
    bar.finish_and_clear();
    let count = count?;
    file.sync_all().await.map_err(unwritable)?;
    drop(file);
    fs::rename(beside, path).await.map_err(unwritable)?;
    Ok(count)
}
