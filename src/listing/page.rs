//! One page of a list as it goes over the wire.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::query::Cursor;
use super::{RowId, Values};

/// One page of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ListPage {
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// The names of the columns that the rows' cells are of.
    pub columns: Vec<String>,
    /// Where the page before begins; `None` on the first.
    pub before: Option<Cursor>,
    /// Where the next page begins; `None` on the last.
    pub next: Option<Cursor>,
    /// How many there are; `None` while that is being counted.
    pub counts: Option<ListCounts>,
    /// What can be chosen: in loaded filters, in cells that are edited, for actions. By the name of the field.
    pub choices: BTreeMap<String, Vec<Choice>>,
    /// What the one who asks may do.
    pub may: May,
    /// A sentence about the list, or nothing.
    pub words: String,
    /// What an action on the page is known by: sent twice, it is done once.
    pub request: Uuid,
}

/// A row of a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// The thing's id.
    pub id: RowId,
    /// What the thing is called.
    pub name: String,
    /// What stands in the page's columns.
    pub cells: Vec<String>,
    /// The fields that can be edited in the list, as a form has them.
    pub base: Values,
    /// How deep it lies in a tree.
    pub depth: u8,
    /// What it lies below in a tree.
    pub parent: Option<RowId>,
}

/// Something that can be chosen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
}

/// How many things a list has, and how many each choice of its filters would leave.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ListCounts {
    /// How many there are on all pages, 100,000 at most.
    pub total: u32,
    /// Whether there are more than that.
    pub is_more: bool,
    /// For each filter its values and how many things have them, each 100,000 at most.
    pub filters: BTreeMap<String, Vec<(String, u32)>>,
}

/// What somebody may do with things of a kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[allow(clippy::struct_excessive_bools, reason = "the four permissions that there are")]
pub struct May {
    /// See them.
    pub view: bool,
    /// Make new ones.
    pub add: bool,
    /// Change them.
    pub change: bool,
    /// Delete them.
    pub delete: bool,
}
