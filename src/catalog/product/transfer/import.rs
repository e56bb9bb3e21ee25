//! `import`: the products of a CSV file into the shop, all of them or none (SPEC C1).

use sqlx::PgConnection;
use tokio::io::AsyncRead;
use uuid::Uuid;

use super::check::{self, Columns, RawProduct};
use super::read::{self, Header, Row, Rows};
use super::store::{self, Stage, Written};
use super::{Format, ImportOptions, ImportReport, MOST_PROBLEMS, Problems, RowProblem, shopify, vitrine};
use crate::accounts::audit as trail;
use crate::accounts::caller::User;
use crate::accounts::model::Kind;
use crate::catalog::Actor;
use crate::catalog::product::model::ProductStatus;
use crate::catalog::product::store::explain_stock;
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::audit::{self, Begun, EntryId};

/// How often progress is told, in rows.
const PROGRESS_ROWS: u64 = 500;

/// What reads products from rows.
enum Source {
    Vitrine(vitrine::Layout),
    Shopify(Box<shopify::Products>),
}

impl Source {
    fn new(format: Format, header: &Header) -> Result<Self, AppError> {
        Ok(match format {
            Format::Vitrine => Self::Vitrine(vitrine::Layout::new(header)?),
            Format::Shopify => Self::Shopify(Box::new(shopify::Products::new(header)?)),
        })
    }

    const fn columns(&self) -> &Columns {
        match self {
            Self::Vitrine(layout) => &layout.columns,
            Self::Shopify(products) => &products.columns,
        }
    }

    fn ignored(&self) -> Vec<String> {
        match self {
            Self::Vitrine(layout) => layout.ignored.clone(),
            Self::Shopify(products) => products.ignored.clone(),
        }
    }

    /// The status of new products whose row names none. A file that says nothing at all of it is a catalogue to
    /// be seen; where it has the column, an empty field is a draft, as in a form.
    const fn default_status(&self) -> ProductStatus {
        match self {
            Self::Vitrine(layout) if layout.has_status() => ProductStatus::Draft,
            Self::Vitrine(_) | Self::Shopify(_) => ProductStatus::Published,
        }
    }

    fn take(&mut self, row: &Row<'_>, problems: &mut Problems) -> Option<RawProduct> {
        match self {
            Self::Vitrine(layout) => Some(layout.product(row)),
            Self::Shopify(products) => products.take(row, problems),
        }
    }

    fn finish(&mut self) -> Option<RawProduct> {
        match self {
            Self::Vitrine(_) => None,
            Self::Shopify(products) => products.finish(),
        }
    }
}

/// Imports a file in one transaction; the bytes read so far are told to `progress`. A file with bad rows is no
/// error: the report names them, and nothing was written.
///
/// # Errors
/// A file that cannot be read at all (empty, no UTF-8 text, a column missing); an import that runs at the same
/// time; a change of the catalogue at the same moment, the deletion of one of the file's products among them.
pub async fn import(
    backend: &Backend,
    actor: Actor,
    input: impl AsyncRead + Unpin + Send,
    options: ImportOptions,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<ImportReport, AppError> {
    let outcome = import_by(backend, Importer::Anybody(actor), input, options, progress).await?;
    Ok(outcome.map(|(report, _)| report).unwrap_or_default())
}

/// Who imports a file.
#[derive(Clone, Copy)]
pub enum Importer<'a> {
    /// The operator, or a user of whom nothing is written down.
    Anybody(Actor),
    /// Staff: it stands in the audit trail, and a request that is sent again is done once.
    Staff {
        /// Who.
        user: &'a User,
        /// What the request is known by.
        request: Uuid,
    },
}

impl Importer<'_> {
    fn actor(self) -> Option<Uuid> {
        match self {
            Self::Anybody(actor) => actor.user_id(),
            Self::Staff { user, .. } => Some(user.id().0),
        }
    }
}

/// The same, with the entry of the audit trail where there is one; `None` where the same request was done before.
///
/// # Errors
/// As [`import`].
pub async fn import_by(
    backend: &Backend,
    importer: Importer<'_>,
    input: impl AsyncRead + Unpin + Send,
    options: ImportOptions,
    progress: &(dyn Fn(u64) + Send + Sync),
) -> Result<Option<(ImportReport, Option<EntryId>)>, AppError> {
    let (header, rows) = read::open(input).await?;
    let source = Source::new(options.format, &header)?;
    let mut reading = Reading { rows, source, problems: Problems::default(), progress };
    let mut transaction = backend.pool.begin().await?;
    if !store::begin(&mut transaction).await? {
        return Err(AppError::Conflict("Another import is running: try again when it is done".to_owned()));
    }
    store::take_time(&mut transaction).await?;
    let mut entry = None;
    if let Importer::Staff { user, request } = importer {
        match trail::begin(&mut transaction, user, "imported", Kind::Product, None, "", Some(request)).await?
        {
            Begun::New(begun) => entry = Some(begun),
            Begun::Done(..) => return Ok(None),
        }
    }
    reading.stage(&mut transaction).await?;
    let Reading { source, problems, .. } = reading;
    let mut report = ImportReport { ignored_columns: source.ignored(), ..ImportReport::default() };
    store::analyze(&mut transaction).await?;
    if options.create_categories {
        report.categories_created = store::create_categories(&mut transaction).await.map_err(clash)?;
    }
    store::resolve(&mut transaction, options.update).await?;
    name_problems(&mut transaction, &mut report, problems, source.columns()).await?;
    if report.is_good() {
        explain_stock(&mut transaction, "import", importer.actor()).await?;
        let status = source.default_status();
        let written =
            store::write(&mut transaction, options.update, status, importer.actor()).await.map_err(clash)?;
        if let Some(row) = store::first_lost(&mut transaction).await? {
            return Err(AppError::Conflict(format!(
                "The product of row {row} was deleted while the import ran, and nothing was imported: try again"
            )));
        }
        let Written { created, changed, unchanged } = written;
        report = ImportReport { created, changed, unchanged, ..report };
    } else {
        report.categories_created = 0;
    }
    if options.dry_run || !report.is_good() {
        transaction.rollback().await?;
        return Ok(Some((report, None)));
    }
    let entry = match entry {
        Some(entry) => audit::finish(&mut transaction, entry).await?,
        None => None,
    };
    transaction.commit().await.map_err(clash)?;
    backend.cache.clear();
    Ok(Some((report, entry)))
}

/// A file on its way through the checks into the temporary table.
struct Reading<'a, R> {
    rows: Rows<R>,
    source: Source,
    problems: Problems,
    progress: &'a (dyn Fn(u64) + Send + Sync),
}

impl<R> Reading<'_, R>
where
    R: AsyncRead + Unpin + Send,
{
    async fn stage(&mut self, connection: &mut PgConnection) -> Result<(), AppError> {
        let mut stage = Stage::open(connection).await?;
        match self.copy_rows(&mut stage).await {
            Ok(()) => {
                stage.finish().await?;
                Ok(())
            }
            Err(error) => {
                stage.abort().await?;
                Err(error)
            }
        }
    }

    async fn copy_rows(&mut self, stage: &mut Stage<'_>) -> Result<(), AppError> {
        let width = self.rows.width;
        let mut count: u64 = 0;
        while let Some(row) = self.rows.next().await? {
            let product = if row.width() == width {
                self.source.take(&row, &mut self.problems)
            } else {
                let reason = format!("The row has {} fields, the header has {width}", row.width());
                self.problems.add(row.place, "", "", &reason);
                None
            };
            self.push(stage, product).await?;
            count += 1;
            if count.is_multiple_of(PROGRESS_ROWS) {
                (self.progress)(self.rows.bytes());
            }
        }
        let last = self.source.finish();
        self.push(stage, last).await?;
        (self.progress)(self.rows.bytes());
        Ok(())
    }

    async fn push(&mut self, stage: &mut Stage<'_>, product: Option<RawProduct>) -> Result<(), AppError> {
        let Some(product) = product else { return Ok(()) };
        let row = check::check(&product, self.source.columns(), &mut self.problems);
        Ok(stage.push(&row).await?)
    }
}

/// Puts the problems of single rows and those that the database finds into the report, in order of rows.
async fn name_problems(
    connection: &mut PgConnection,
    report: &mut ImportReport,
    of_rows: Problems,
    columns: &Columns,
) -> Result<(), AppError> {
    let limit = i64::try_from(MOST_PROBLEMS).unwrap_or(i64::MAX);
    let (count, rows, found) = store::problems(connection, limit).await?;
    let number = |value: i64| u64::try_from(value).unwrap_or_default();
    report.problem_count = of_rows.total + number(count);
    report.bad_rows = of_rows.row_count() + number(rows);
    report.problems = of_rows.kept;
    report.problems.extend(found.into_iter().map(|problem| {
        let (row, line) = (number(problem.number), number(problem.line));
        RowProblem {
            row,
            line,
            column: super::printable(columns.name(&problem.field)),
            value: super::printable(&problem.value),
            reason: super::printable(&problem.reason),
        }
    }));
    // Problems of one row stay in the order in which they were found.
    report.problems.sort_by_key(|problem| problem.row);
    report.problems.truncate(MOST_PROBLEMS);
    Ok(())
}

/// What the constraints refuse after all checks is somebody else's change at the same moment.
fn clash(error: sqlx::Error) -> AppError {
    let code = error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .map(std::borrow::Cow::into_owned);
    match code.as_deref() {
        Some("23505" | "23503" | "40001" | "40P01") => AppError::Conflict(
            "The catalogue was changed by somebody else at the same moment, and nothing was imported: try again"
                .to_owned(),
        ),
        _ => error.into(),
    }
}
