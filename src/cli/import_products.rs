//! `import-products`: products from a CSV file (SPEC C1).

use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};
use tokio::fs::File;

use super::CommandError;
use crate::catalog::Actor;
use crate::catalog::product::transfer::{self, Format, ImportOptions, ImportReport};
use crate::infra::Backend;

/// How often the progress bar is drawn anew.
const TICK: Duration = Duration::from_millis(250);

/// Imports products from a CSV file: all of them, or none when a row is bad.
///
/// The columns are name, slug, description, price, category_slug and stock, optionally status, is_featured and
/// created_at; others are left aside. An empty slug is made from the name. Without a status column new products
/// are published.
#[allow(clippy::doc_markdown, reason = "the terminal shows this text as it stands")]
#[derive(clap::Args)]
pub(super) struct ImportProducts {
    /// The CSV file, as UTF-8 text.
    #[arg(value_name = "FILE")]
    file: PathBuf,
    /// Write nothing: only say what would be created and changed.
    #[arg(long)]
    dry_run: bool,
    /// Change products that are there already instead of refusing the file: found by their slug, of a row without
    /// one by the name within its category.
    #[arg(long)]
    update: bool,
    /// Make categories that are not there, at the root.
    #[arg(long)]
    create_categories: bool,
    /// The columns of the file.
    #[arg(long, value_enum, default_value_t = Columns::Vitrine)]
    format: Columns,
}

/// Whose columns a file has.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
enum Columns {
    /// Our own.
    Vitrine,
    /// Shopify's product export.
    Shopify,
}

pub(super) async fn run(arguments: ImportProducts, backend: &Backend) -> Result<(), CommandError> {
    let options = ImportOptions {
        dry_run: arguments.dry_run,
        update: arguments.update,
        create_categories: arguments.create_categories,
        format: match arguments.format {
            Columns::Vitrine => Format::Vitrine,
            Columns::Shopify => Format::Shopify,
        },
    };
    let (file, length) = open(&arguments.file).await?;
    let bar = progress_bar(length);
    let progress = |bytes: u64| {
        bar.set_position(bytes);
        if bytes >= length {
            bar.set_message("checking and writing");
        }
    };
    let outcome = transfer::import(backend, Actor::Operator, file, options, &progress).await;
    bar.finish_and_clear();
    let report = outcome?;
    if !report.ignored_columns.is_empty() {
        println!("Columns left aside: {}", report.ignored_columns.join(", "));
    }
    if report.is_good() {
        say(&report, options);
        Ok(())
    } else {
        Err(name_problems(&report, options))
    }
}

async fn open(path: &Path) -> Result<(File, u64), CommandError> {
    let shown = path.display();
    let unreadable = |error: std::io::Error| match error.kind() {
        ErrorKind::NotFound => CommandError(format!("File not found: {shown}")),
        _ => CommandError(format!("The file {shown} cannot be read: {error}")),
    };
    let file = File::open(path).await.map_err(unreadable)?;
    let metadata = file.metadata().await.map_err(unreadable)?;
    if metadata.is_dir() {
        return Err(CommandError(format!("{shown} is a folder: name a CSV file")));
    }
    Ok((file, metadata.len()))
}

/// A bar over the file's bytes; hidden where nobody watches.
fn progress_bar(length: u64) -> ProgressBar {
    let bar = ProgressBar::new(length);
    if let Ok(style) = ProgressStyle::with_template("{wide_bar} {bytes}/{total_bytes} {elapsed} {msg}") {
        bar.set_style(style);
    }
    bar.enable_steady_tick(TICK);
    bar
}

fn say(report: &ImportReport, options: ImportOptions) {
    let verb = if options.dry_run { "Would import" } else { "Imported" };
    let untouched =
        if report.unchanged > 0 { format!(" ({} unchanged)", report.unchanged) } else { String::new() };
    println!("{verb} {}{untouched}", counted(report.imported(), "product", "products"));
    if options.dry_run || options.update {
        println!("{} created, {} changed, {} unchanged", report.created, report.changed, report.unchanged);
    }
    if report.categories_created > 0 {
        println!("Categories created: {}", report.categories_created);
    }
}

fn name_problems(report: &ImportReport, options: ImportOptions) -> CommandError {
    for problem in &report.problems {
        eprintln!("{problem}");
    }
    let unnamed = report.unnamed_problems();
    if unnamed > 0 {
        eprintln!(
            "and {} that {} not named here",
            counted(unnamed, "more problem", "more problems"),
            if unnamed == 1 { "is" } else { "are" }
        );
    }
    let outcome = if options.dry_run { "Nothing would be imported" } else { "Nothing was imported" };
    let have = if report.bad_rows == 1 { "has" } else { "have" };
    CommandError(format!("{outcome}: {} {have} problems", counted(report.bad_rows, "row", "rows")))
}

fn counted(number: u64, one: &str, many: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { many })
}
