//! Use cases of products from a CSV file in the browser: checking it, and letting the worker import it.

use bytes::{Bytes, BytesMut};
use futures::{Stream, StreamExt as _, stream};
use tokio::io::AsyncReadExt as _;
use uuid::Uuid;

use super::{Checked, ImportProblem, ImportSent, ImportView, store};
use crate::accounts::caller::Staff;
use crate::accounts::model::{Action, Kind, Permission};
use crate::admin::bulk::service::{self as bulk, NewRun, Task};
use crate::catalog::Actor;
use crate::catalog::product::transfer::{
    Format, ImportOptions, ImportReport, Importer, RowProblem, export, import, import_by,
};
use crate::error::{AppError, internal};
use crate::infra::Backend;

/// The action of a run that imports a file; its value is the file's id.
pub const IMPORT: &str = "import";
/// Largest file, in bytes.
pub const LARGEST: usize = 20 * 1024 * 1024;
/// Bytes of a file that are on their way at once.
const CHUNK: usize = 64 * 1024;
/// Longest name of a file that is kept, in characters.
const LONGEST_NAME: usize = 200;

/// Checks a file and keeps it for a day: nothing is imported.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to add and to change products, and to add categories where they are
/// made; a file that is too large, or cannot be read at all.
pub async fn upload(
    backend: &Backend,
    staff: &Staff,
    name: &str,
    content: Vec<u8>,
    sent: ImportSent,
) -> Result<Checked, AppError> {
    must_import(staff, sent)?;
    if content.len() > LARGEST {
        return Err(AppError::TooLarge);
    }
    let actor = Actor::User(staff.user().id().0);
    let options = ImportOptions { dry_run: true, ..options_of(sent) };
    let report = view(import(backend, actor, content.as_slice(), options, &|_| {}).await?);
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
    let written = (json(&sent)?, json(&report)?);
    let user = staff.user().id().0;
    let id = store::keep(&backend.pool, user, &name, (&written.0, &written.1), &content).await?;
    Ok(Checked { id, name, report })
}

/// All products as a file that an import takes back (SPEC A8, C2), written while it is read.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view products.
pub fn whole(
    backend: &Backend,
    staff: &Staff,
) -> Result<impl Stream<Item = Result<Bytes, AppError>> + Send + use<>, AppError> {
    staff.must(Permission::new(Action::View, Kind::Product))?;
    let (reader, writer) = tokio::io::duplex(CHUNK);
    let backend = backend.clone();
    let writing = tokio::spawn(async move { export(&backend, writer, &|_| {}).await });
    Ok(stream::unfold((reader, Some(writing)), |(mut reader, mut writing)| async move {
        let mut chunk = BytesMut::with_capacity(CHUNK);
        match reader.read_buf(&mut chunk).await {
            Ok(1..) => Some((Ok(chunk.freeze()), (reader, writing))),
            // The end, or something broke on the way: then the file must not look whole.
            _ => match writing.take()?.await {
                Ok(Ok(_)) => None,
                Ok(Err(error)) => Some((Err(error), (reader, None))),
                Err(error) => Some((Err(internal(&error)), (reader, None))),
            },
        }
    })
    .fuse())
}

/// What the check of a file said that the one who asks has sent.
///
/// # Errors
/// "Import not found".
pub async fn checked(backend: &Backend, staff: &Staff, id: Uuid) -> Result<Checked, AppError> {
    let row = store::find(&backend.pool, staff.user().id().0, id).await?.ok_or_else(not_found)?;
    must_import(staff, serde_json::from_value(row.options).map_err(|error| internal(&error))?)?;
    let report = serde_json::from_value(row.report).map_err(|error| internal(&error))?;
    Ok(Checked { id, name: row.file_name, report })
}

/// Lets the worker import a file that was checked; answers the run. Asked again, it is the same run.
///
/// # Errors
/// As [`upload`], and "Import not found"; a file with problems.
pub async fn apply(backend: &Backend, staff: &Staff, id: Uuid) -> Result<Uuid, AppError> {
    let row = store::find(&backend.pool, staff.user().id().0, id).await?.ok_or_else(not_found)?;
    let sent: ImportSent = serde_json::from_value(row.options).map_err(|error| internal(&error))?;
    must_import(staff, sent)?;
    let report: ImportView = serde_json::from_value(row.report).map_err(|error| internal(&error))?;
    if report.bad_rows > 0 {
        return Err(AppError::Conflict("This file has problems: correct it and send it again".to_owned()));
    }
    let value = id.to_string();
    let new = NewRun {
        kind: Kind::Product.as_str(),
        action: IMPORT,
        word: "imported",
        value: &value,
        ids: &[],
        query: None,
        request: Some(id),
    };
    bulk::begin(backend, staff, &new).await
}

/// Imports the file of a run: all of it, or nothing. Begun again after the program ended, it is imported once.
///
/// # Errors
/// [`AppError::Forbidden`] for somebody who may not any more; a file that is gone; what is wrong with it by now.
pub async fn run(backend: &Backend, staff: &Staff, task: &Task) -> Result<(), AppError> {
    let user = staff.user().id().0;
    let id = Uuid::try_parse(&task.value).map_err(|_| not_found())?;
    let row = store::find(&backend.pool, user, id).await?.ok_or_else(not_found)?;
    let sent: ImportSent = serde_json::from_value(row.options).map_err(|error| internal(&error))?;
    must_import(staff, sent)?;
    let content = store::content(&backend.pool, user, id).await?.ok_or_else(not_found)?;
    store::start(&backend.pool, task.id).await?;
    let importer = Importer::Staff { user: staff.user(), request: task.id };
    let outcome = import_by(backend, importer, content.as_slice(), options_of(sent), &|_| {}).await?;
    let Some((report, entry)) = outcome else {
        return Ok(store::end_again(&backend.pool, task.id).await?);
    };
    if !report.is_good() {
        return Err(AppError::Conflict(
            "The shop has changed, and the file has problems by now: check it again".to_owned(),
        ));
    }
    let products = i32::try_from(report.imported()).unwrap_or(i32::MAX);
    Ok(store::end(&backend.pool, task.id, entry.map(|entry| entry.0), products).await?)
}

fn must_import(staff: &Staff, sent: ImportSent) -> Result<(), AppError> {
    staff.must(Permission::new(Action::Add, Kind::Product))?;
    staff.must(Permission::new(Action::Change, Kind::Product))?;
    if sent.create_categories {
        staff.must(Permission::new(Action::Add, Kind::Category))?;
    }
    Ok(())
}

fn options_of(sent: ImportSent) -> ImportOptions {
    ImportOptions {
        dry_run: false,
        update: sent.update,
        create_categories: sent.create_categories,
        format: if sent.shopify { Format::Shopify } else { Format::Vitrine },
    }
}

fn view(report: ImportReport) -> ImportView {
    let unnamed = report.unnamed_problems();
    let problem = |problem: RowProblem| ImportProblem {
        row: problem.row,
        line: problem.line,
        column: problem.column,
        value: problem.value,
        reason: problem.reason,
    };
    ImportView {
        created: report.created,
        changed: report.changed,
        unchanged: report.unchanged,
        categories_created: report.categories_created,
        ignored_columns: report.ignored_columns,
        problems: report.problems.into_iter().map(problem).collect(),
        unnamed,
        bad_rows: report.bad_rows,
    }
}

fn json(value: &impl serde::Serialize) -> Result<serde_json::Value, AppError> {
    serde_json::to_value(value).map_err(|error| internal(&error))
}

fn not_found() -> AppError {
    AppError::NotFound("Import".to_owned())
}
