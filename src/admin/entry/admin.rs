//! Entries of the audit trail as staff see them.

use crate::error::FieldErrors;
use crate::listing::{Column, Declaration, Filter, Options, Parts, Shape, Values};

/// Entries of the audit trail.
pub const ENTRIES: Declaration = Declaration {
    kind: "audit-entry",
    path: "audit",
    one: "activity",
    many: "activities",
    about: "Whatever staff do stands here, with what was there before. Most of it can be taken back.",
    columns: &[
        column("at", "When", Shape::Time),
        column("who", "Who", Shape::Text),
        column("words", "What", Shape::Title),
        column("kind", "Kind", Shape::Text),
        column("counts", "Rows", Shape::Text),
        column("undone", "Taken back", Shape::YesNo),
    ],
    filters: &[
        Filter {
            name: "kind",
            label: "Kind",
            options: Options::Fixed(&[
                ("product", "Products"),
                ("category", "Categories"),
                ("image", "Images"),
                ("review", "Reviews"),
                ("user", "Users"),
                ("group", "Groups"),
            ]),
        },
        Filter {
            name: "undone",
            label: "Taken back",
            options: Options::Fixed(&[("yes", "Taken back"), ("no", "Not taken back")]),
        },
        Filter { name: "created", label: "When", options: Options::Days },
    ],
    search: None,
    sorts: &["at"],
    sort: "-at",
    field_sets: &[],
    slug_of: None,
    actions: &[],
    can_add: false,
    can_change: false,
    can_delete: false,
    parts: Parts {
        is_tree: false,
        has_images: false,
        has_preview: false,
        has_export: true,
        can_undo: true,
        can_retry: false,
    },
    check: nothing,
};

const fn column(name: &'static str, label: &'static str, shape: Shape) -> Column {
    Column { name, label, shape, shown: true, edit: false }
}

/// There is no form.
fn nothing(_: &Values) -> FieldErrors {
    FieldErrors::default()
}
