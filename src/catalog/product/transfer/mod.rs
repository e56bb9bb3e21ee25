//! Products from and to CSV files (SPEC C1, C2).
//!
//! An import is one transaction. Its rows are checked one by one with the shared rules while they stream into a
//! temporary table; what needs the database (categories, clashes) is then asked for all rows at once; and only
//! when nothing is wrong is anything written. A dry run is the same, rolled back.

mod check;
mod export;
mod import;
mod read;
mod shopify;
mod store;
#[cfg(test)]
mod tests;
mod vitrine;

use std::collections::BTreeSet;
use std::fmt;

pub use export::export;
pub use import::{Importer, import, import_by};

use crate::error::AppError;

/// Problems that a report names; more are counted.
pub const MOST_PROBLEMS: usize = 1_000;
/// Longest reason, in characters; it may quote what stands in the file.
const LONGEST_REASON: usize = 300;
/// Bad rows that are told apart exactly.
const MOST_BAD_ROWS: usize = 100_000;

/// The columns that a file may have.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Format {
    /// Our own: `name, slug, description, price, category_slug, stock`, optionally `status, is_featured, created_at`.
    #[default]
    Vitrine,
    /// Shopify's product export: several rows for each product.
    Shopify,
}

/// What an import is to do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ImportOptions {
    /// Write nothing, only say what would be written.
    pub dry_run: bool,
    /// Change the products that are there already; without it they are problems.
    pub update: bool,
    /// Make the categories that are not there, at the root.
    pub create_categories: bool,
    /// The file's columns.
    pub format: Format,
}

/// What an import did, or would do; or why it did nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ImportReport {
    /// Products that were not there before.
    pub created: u64,
    /// Products that are different now.
    pub changed: u64,
    /// Products that were already as the file has them.
    pub unchanged: u64,
    /// Categories that were not there before.
    pub categories_created: u64,
    /// Columns of the file that mean nothing here.
    pub ignored_columns: Vec<String>,
    /// What is wrong, in order of rows; the first [`MOST_PROBLEMS`].
    pub problems: Vec<RowProblem>,
    /// How many problems there are in all.
    pub problem_count: u64,
    /// In how many rows.
    pub bad_rows: u64,
}

impl ImportReport {
    /// Whether nothing is wrong with the file.
    #[must_use]
    pub const fn is_good(&self) -> bool {
        self.problem_count == 0
    }

    /// How many problems there are beside the named ones.
    #[must_use]
    pub fn unnamed_problems(&self) -> u64 {
        self.problem_count.saturating_sub(u64::try_from(self.problems.len()).unwrap_or(u64::MAX))
    }

    /// Products created and changed.
    #[must_use]
    pub const fn imported(&self) -> u64 {
        self.created + self.changed
    }
}

/// One thing that is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowProblem {
    /// The row as a spreadsheet counts it: the header is row 1.
    pub row: u64,
    /// The line that the row begins on; another number than the row's where fields above have line breaks.
    pub line: u64,
    /// The column as the file names it; empty when it is the row as a whole.
    pub column: String,
    /// What stands there, shortened; empty where nothing does, and when it is the row as a whole.
    pub value: String,
    /// Why, in words.
    pub reason: String,
}

impl fmt::Display for RowProblem {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "row {}", self.row)?;
        if self.line != self.row {
            write!(out, " (line {})", self.line)?;
        }
        if !self.column.is_empty() {
            write!(out, ", {}", self.column)?;
        }
        write!(out, ": {}", self.reason)
    }
}

/// Where in a file something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Place {
    row: u64,
    line: u64,
}

/// The problems so far, in bounded memory.
#[derive(Default)]
struct Problems {
    kept: Vec<RowProblem>,
    total: u64,
    rows: BTreeSet<u64>,
    more_rows: u64,
}

impl Problems {
    fn add(&mut self, place: Place, column: &str, value: &str, reason: &str) {
        self.total += 1;
        if self.rows.len() < MOST_BAD_ROWS {
            self.rows.insert(place.row);
        } else if !self.rows.contains(&place.row) {
            self.more_rows += 1;
        }
        if self.kept.len() < MOST_PROBLEMS {
            let (row, line) = (place.row, place.line);
            let (column, value, reason) = (printable(column), printable(value.trim()), printable(reason));
            self.kept.push(RowProblem { row, line, column, value, reason });
        }
    }

    fn row_count(&self) -> u64 {
        u64::try_from(self.rows.len()).unwrap_or(u64::MAX).saturating_add(self.more_rows)
    }
}

/// Text from a file as it can stand in one line of a terminal.
fn printable(text: &str) -> String {
    let mut short: String =
        text.chars().take(LONGEST_REASON).map(|sign| if sign.is_control() { ' ' } else { sign }).collect();
    if text.chars().nth(LONGEST_REASON).is_some() {
        short.push('…');
    }
    short
}

/// Something is wrong with the file as a whole.
fn refused(message: impl Into<String>) -> AppError {
    AppError::field("__all__", message)
}
