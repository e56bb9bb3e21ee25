//! Stock movements as staff see them.

use crate::error::FieldErrors;
use crate::listing::{Column, Declaration, Filter, Options, Parts, Shape, Values};

/// Stock movements.
pub const MOVEMENTS: Declaration = Declaration {
    kind: "stock-movement",
    path: "movements",
    one: "stock movement",
    many: "stock movements",
    about: "Each change of a product's stock stands here, with its reason. The stock is the sum of them.",
    columns: &[
        column("created_at", "When", Shape::Time),
        column("product", "Product", Shape::Link),
        column("quantity", "Quantity", Shape::Number),
        column("reason", "Reason", Shape::Text),
        column("who", "Who", Shape::Text),
    ],
    filters: &[
        Filter {
            name: "reason",
            label: "Reason",
            options: Options::Fixed(&[
                ("edit", "Edit"),
                ("opening", "Opening stock"),
                ("import", "Import"),
                ("undo", "Undo"),
                ("adjustment", "Adjustment"),
            ]),
        },
        Filter { name: "created", label: "When", options: Options::Days },
    ],
    search: None,
    sorts: &["created_at"],
    sort: "-created_at",
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
        can_undo: false,
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
