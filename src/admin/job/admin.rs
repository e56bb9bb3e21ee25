//! Jobs as staff see them. What a job carries is never shown.

use crate::error::FieldErrors;
use crate::listing::{
    Column, Declaration, Entry, FieldSet, Filter, FormField, Merge, Options, Parts, Shape, Values,
};

/// Jobs.
pub const JOBS: Declaration = Declaration {
    kind: "job",
    path: "jobs",
    one: "job",
    many: "jobs",
    about: "Jobs are done behind the scenes: mails, sweeping, work on many things. One that is done is gone from here.",
    columns: &[
        column("id", "Number", Shape::Title),
        column("task", "Job", Shape::Text),
        column("state", "State", Shape::Status),
        column("attempts", "Tries", Shape::Number),
        column("run_at", "Next try", Shape::Time),
        column("last_error", "Last error", Shape::Text),
    ],
    filters: &[Filter {
        name: "state",
        label: "State",
        options: Options::Fixed(&[("waiting", "Waiting"), ("running", "Running"), ("failed", "Failed")]),
    }],
    search: None,
    sorts: &["id"],
    sort: "-id",
    field_sets: &[FieldSet {
        name: "Job",
        fields: &[
            shown("task", "Job"),
            shown("state", "State"),
            shown("attempts", "Tries"),
            shown("max_attempts", "Tries at most"),
            shown("created_at", "Made"),
            shown("run_at", "Next try"),
            shown("last_error", "Last error"),
        ],
        side: false,
        folded: false,
    }],
    slug_of: None,
    actions: &[],
    can_add: false,
    can_change: false,
    can_delete: false,
    parts: Parts {
        is_tree: false,
        has_images: false,
        has_preview: false,
        has_export: false,
        can_undo: false,
        can_retry: true,
    },
    check: nothing,
};

const fn column(name: &'static str, label: &'static str, shape: Shape) -> Column {
    Column { name, label, shape, shown: true, edit: false }
}

const fn shown(name: &'static str, label: &'static str) -> FormField {
    FormField { name, label, hint: "", entry: Entry::Shown, merge: Merge::Whole, required: false }
}

/// Nothing of a job is typed.
fn nothing(_: &Values) -> FieldErrors {
    FieldErrors::default()
}
