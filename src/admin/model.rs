//! What the pages of the staff side know, whatever the kind.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::listing::{Acted, May, Told};

/// Who works here, and with what.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Home {
    /// The name of the one who works.
    pub name: String,
    /// Whether everything is allowed.
    pub is_superuser: bool,
    /// What is allowed, by the kind's name.
    pub may: BTreeMap<String, May>,
}

/// Something to do to several things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentAction {
    /// The action's name.
    pub action: String,
    /// What else it has to be told, or nothing.
    pub value: String,
    /// The things, where they were picked one by one.
    pub ids: Vec<String>,
    /// The list whose things are all meant, as the query part of its address.
    pub all: Option<String>,
    /// What this sending is known by: what comes twice is done once.
    pub request: Option<Uuid>,
}

/// What became of an action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ActDone {
    /// It is done.
    Done {
        /// The entry of the audit trail; `None` where everything was so already.
        entry: Option<Uuid>,
        /// How many, and what stood in the way.
        acted: Acted,
    },
    /// It is many things: the worker does it, and the run tells how far it is.
    Running {
        /// The run.
        run: Uuid,
    },
}

/// Something that was found, and where it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Found {
    /// What it is called.
    pub words: String,
    /// Its address.
    pub path: String,
    /// What it is, in a word.
    pub kind: String,
}

/// What happened to a thing, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct History {
    /// A page of it.
    pub entries: Vec<Entry>,
    /// Where the next page begins.
    pub next: Option<Uuid>,
}

/// Something that somebody did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// The entry.
    pub id: Uuid,
    /// When, as RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub who: String,
    /// What, in words: `changed 50 products`.
    pub words: String,
    /// The name and the address of the one thing that it was done to.
    pub thing: Option<(String, String)>,
    /// What is different since.
    pub changes: Vec<Change>,
    /// How many changes are not shown.
    pub more: u32,
    /// Whether it was taken back.
    pub undone: bool,
    /// Whether the one who asks may take it back.
    pub may_undo: bool,
    /// Whether it takes something else back.
    pub undoes: bool,
}

/// A field that is different.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    /// What the thing is called, where there are several.
    pub thing: String,
    /// The field's label.
    pub field: String,
    /// What it held.
    pub before: Told,
    /// What it holds since.
    pub after: Told,
}
