//! The lists of staff, for any kind of thing: an area says where its columns come from, and this puts the statements
//! together (docs/decisions/0023-lists-for-staff.md).
//!
//! A page walks along the index of its order from a key on, and looks its cells up for its own rows alone. Only texts
//! of the program stand in a statement; whatever comes from an address is bound.

mod counts;
mod export;
mod ids;
mod search;
mod sql;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;
use std::time::Duration;

use sqlx::postgres::PgRow;
use sqlx::{PgExecutor, Row as _};
use uuid::Uuid;

pub use self::counts::counts;
pub use self::export::csv;
pub use self::ids::{ids_after, keep_ids};
use crate::error::AppError;
use crate::infra::Backend;
use crate::listing::{Cursor, Declaration, ListPage, ListQuery, Row, Values};

/// How long a page waits for its counts.
pub const PATIENCE: Duration = Duration::from_millis(60);

/// Where a kind of thing comes from.
#[derive(Clone, Copy, Debug)]
pub struct Source {
    /// What is listed, its key named as in `id`: `products p`.
    pub from: &'static str,
    /// The key, with its table's short name: `p.id`.
    pub id: &'static str,
    /// The key's type: `uuid` or `bigint`.
    pub id_type: &'static str,
    /// What a thing is called: a text, which may use `joins`.
    pub name: &'static str,
    /// The condition outside the trash; `true` where there is none.
    pub live: &'static str,
    /// The condition in the trash.
    pub trash: Option<&'static str>,
    /// The columns.
    pub columns: &'static [ColumnSql],
    /// The filters.
    pub filters: &'static [FilterSql],
    /// The folded text that words are looked for in; a trigram index has it, outside the trash.
    pub search: Option<&'static str>,
    /// What only the cells need: looked up after the page is cut.
    pub joins: &'static str,
    /// The table (or view) of `id`.
    pub table: &'static str,
}

/// A column.
#[derive(Clone, Copy, Debug)]
pub struct ColumnSql {
    /// Its name, as declared.
    pub name: &'static str,
    /// Its cell: a text, which may use `joins`. Null is an empty cell.
    pub cell: &'static str,
    /// Its value as a form has it, where it is edited in the list.
    pub base: Option<&'static str>,
    /// How it sorts.
    pub sort: Option<SortSql>,
}

impl ColumnSql {
    /// A column that is only looked at.
    #[must_use]
    pub const fn cell(name: &'static str, cell: &'static str) -> Self {
        Self { name, cell, base: None, sort: None }
    }
}

/// How a column sorts. An index begins with `by` and the key.
#[derive(Clone, Copy, Debug)]
pub struct SortSql {
    /// What is compared, of `from` alone and never null.
    pub by: &'static str,
    /// Its type: `numeric`, `timestamptz`, `uuid`, `text collate "C"`.
    pub cast: &'static str,
}

/// What narrows a list down.
#[derive(Clone, Copy, Debug)]
pub enum FilterSql {
    /// Values, and the condition that each stands for.
    Fixed {
        /// Its name, as declared.
        name: &'static str,
        /// The values with their conditions, of `from` alone.
        values: &'static [(&'static str, &'static str)],
    },
    /// A column that has one of the ids in [`Asked::ids`].
    Ids {
        /// Its name, as declared.
        name: &'static str,
        /// The column, of `from` alone.
        column: &'static str,
    },
    /// As [`Self::Ids`], where the ids stand in rows of another table.
    Linked {
        /// Its name, as declared.
        name: &'static str,
        /// Up to the column that has one of the ids, within `exists (…)`:
        /// `select from user_groups m where m.user_id = u.id and m.group_id`.
        rows: &'static str,
    },
    /// A number in steps: each value stands for the numbers up to its end in [`Asked::ends`], from after the end
    /// before; the last value for all others.
    Steps {
        /// Its name, as declared.
        name: &'static str,
        /// The values, from the lowest step on.
        values: &'static [&'static str],
        /// The column, of `from` alone.
        column: &'static str,
        /// A column that is 0, 1, 2 … up to these numbers, and that indexes have.
        level: (&'static str, &'static [i32]),
    },
    /// A time that lies between two days.
    Days {
        /// Its name, as declared.
        name: &'static str,
        /// The column, of `from` alone.
        column: &'static str,
    },
}

/// What is asked of a source.
#[derive(Clone, Debug)]
pub struct Asked<'a> {
    /// Where it comes from.
    pub source: &'static Source,
    /// What the address says.
    pub query: &'a ListQuery,
    /// What the filters by ids stand for, by their names. A filter that is missing here narrows nothing down.
    pub ids: BTreeMap<&'static str, Vec<Uuid>>,
    /// Where the steps of numbers end, by their filters' names. Without ends there are no steps.
    pub ends: BTreeMap<&'static str, Vec<i32>>,
    /// Only things whose text column is one of these.
    pub among: Option<(&'static str, Vec<String>)>,
}

/// As [`Asked`], to be kept.
#[derive(Clone, Debug)]
pub struct OwnedAsked {
    /// Where it comes from.
    pub source: &'static Source,
    /// What the address says.
    pub query: ListQuery,
    /// As [`Asked::ids`].
    pub ids: BTreeMap<&'static str, Vec<Uuid>>,
    /// As [`Asked::ends`].
    pub ends: BTreeMap<&'static str, Vec<i32>>,
    /// As [`Asked::among`].
    pub among: Option<(&'static str, Vec<String>)>,
}

impl OwnedAsked {
    /// The same, lent.
    #[must_use]
    pub fn asked(&self) -> Asked<'_> {
        Asked {
            source: self.source,
            query: &self.query,
            ids: self.ids.clone(),
            ends: self.ends.clone(),
            among: self.among.clone(),
        }
    }
}

impl From<&Asked<'_>> for OwnedAsked {
    fn from(asked: &Asked<'_>) -> Self {
        Self {
            source: asked.source,
            query: asked.query.clone(),
            ids: asked.ids.clone(),
            ends: asked.ends.clone(),
            among: asked.among.clone(),
        }
    }
}

/// A page of a list, with its counts where they are known soon. What can be chosen and what is allowed is the caller's
/// to add. A place that cannot be read is the list's beginning.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    backend: &Backend,
    of: &'static Declaration,
    asked: &Asked<'_>,
) -> Result<ListPage, AppError> {
    let hits = search::hits(&backend.readers, asked, search::Among::Filtered).await?;
    let rows = rows(&backend.readers, of, asked, &hits, asked.query.after.as_ref());
    let (rows, counts) = tokio::join!(rows, counts(backend, of, asked, PATIENCE));
    let mut page = match rows {
        Err(error) if asked.query.after.is_some() && is_unreadable(&error) => {
            self::rows(&backend.readers, of, asked, &hits, None).await?
        }
        rows => rows?,
    };
    page.counts = counts?;
    Ok(page)
}

/// Whether PostgreSQL could not make a value of what a place in the address says.
fn is_unreadable(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .is_some_and(|code| code.starts_with("22"))
}

async fn rows(
    database: impl PgExecutor<'_>,
    of: &'static Declaration,
    asked: &Asked<'_>,
    hits: &search::Hits,
    after: Option<&Cursor>,
) -> Result<ListPage, sqlx::Error> {
    let columns = asked.query.shown_columns(of);
    let edited: Vec<&'static str> = asked
        .source
        .columns
        .iter()
        .filter(|column| column.base.is_some() && of.column(column.name).is_some_and(|known| known.edit))
        .map(|column| column.name)
        .collect();
    let size = asked.query.page_size() as usize;
    let mut statement =
        sql::rows(of, asked, hits, &sql::Wanted { columns: &columns, edited: &edited, after });
    let mut found = statement.build().persistent(false).fetch_all(database).await?;
    let has_more = found.len() > size;
    found.truncate(size);
    let is_backwards = after.is_some_and(|after| after.backwards);
    if is_backwards {
        found.reverse();
    }
    let (is_first, is_last) = if is_backwards { (!has_more, false) } else { (after.is_none(), !has_more) };
    let cursor = |row: Option<&PgRow>, backwards: bool| {
        row.map(|row| {
            Ok::<_, sqlx::Error>(Cursor { backwards, value: row.try_get("place")?, id: row.try_get("id")? })
        })
        .transpose()
    };
    Ok(ListPage {
        request: Uuid::now_v7(),
        before: if is_first { None } else { cursor(found.first(), true)? },
        next: if is_last { None } else { cursor(found.last(), false)? },
        rows: found.iter().map(|row| row_of(row, &edited)).collect::<Result<_, _>>()?,
        columns: columns.into_iter().map(str::to_owned).collect(),
        ..ListPage::default()
    })
}

fn row_of(row: &PgRow, edited: &[&'static str]) -> Result<Row, sqlx::Error> {
    let texts = |name: &str| {
        let texts: Vec<Option<String>> = row.try_get(name)?;
        Ok::<_, sqlx::Error>(texts.into_iter().map(Option::unwrap_or_default))
    };
    let base: Values = edited.iter().map(|&name| name.to_owned()).zip(texts("base")?).collect();
    Ok(Row {
        id: row.try_get("id")?,
        name: row.try_get("name")?,
        cells: texts("cells")?.collect(),
        base,
        ..Row::default()
    })
}
