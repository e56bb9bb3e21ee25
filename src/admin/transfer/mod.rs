//! Products from a CSV file in the browser (SPEC A8, C1): the file is checked first, and imported once somebody has seen
//! what would come of it. All of it stands in one entry of the audit trail.

#[cfg(feature = "ssr")]
pub mod service;
#[cfg(feature = "ssr")]
mod store;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// What is to be done with a file.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportSent {
    /// Change the products that are there already; without it they are problems.
    pub update: bool,
    /// Make the categories that are not there.
    pub create_categories: bool,
    /// The columns are those of Shopify's export.
    pub shopify: bool,
}

/// A file that was checked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// By which it can be imported, for a day.
    pub id: Uuid,
    /// The file's name.
    pub name: String,
    /// What would come of it.
    pub report: ImportView,
}

/// What an import would do, or why it would do nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportView {
    /// Products that were not there before.
    pub created: u64,
    /// Products that are different then.
    pub changed: u64,
    /// Products that are already as the file has them.
    pub unchanged: u64,
    /// Categories that were not there before.
    pub categories_created: u64,
    /// Columns of the file that mean nothing here.
    pub ignored_columns: Vec<String>,
    /// What is wrong, in order of rows.
    pub problems: Vec<ImportProblem>,
    /// How many problems there are beside these.
    pub unnamed: u64,
    /// In how many rows.
    pub bad_rows: u64,
}

/// One thing that is wrong with a row.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportProblem {
    /// The row as a spreadsheet counts it.
    pub row: u64,
    /// The line that it begins on.
    pub line: u64,
    /// The column as the file names it, or nothing.
    pub column: String,
    /// What stands there, shortened; nothing where it is empty or the row as a whole.
    #[serde(default)]
    pub value: String,
    /// Why, in words.
    pub reason: String,
}
