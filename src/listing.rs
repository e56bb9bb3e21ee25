//! Lists and forms of the staff side, for any kind of thing: how a kind is declared, what an address says of a list,
//! what goes over the wire, how two people's changes are laid together, and as what values are told.
//!
//! Everything on the wire is text: ids, cells, the values of fields. Several values of one field are joined by line
//! breaks, sorted. What knows SQL is `infra::listing` (server).

pub mod declaration;
pub mod form;
pub mod merge;
pub mod page;
pub mod query;
pub mod told;

use std::collections::BTreeMap;

pub use self::declaration::{
    ActionValue, BulkAction, Column, Declaration, Entry, FieldSet, Filter, FormField, Merge, Options, Parts,
    Shape,
};
pub use self::form::{Acted, Conflict, Done, FieldConflict, FormPage, Saved, SentForm, StaffImage};
pub use self::merge::{Merged, lay_together, merge};
pub use self::page::{Choice, ListCounts, ListPage, May, Row};
pub use self::query::{Cursor, ListQuery};
pub use self::told::{How, Told};

/// Values of fields, by their names.
pub type Values = BTreeMap<String, String>;
/// A thing's id as text: most are UUIDs, those of jobs are numbers.
pub type RowId = String;
