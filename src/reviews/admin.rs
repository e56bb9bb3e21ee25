//! Reviews as staff see them: what waits for a look, and what everybody sees.

use crate::error::FieldErrors;
use crate::listing::{
    ActionValue, BulkAction, Column, Declaration, Entry, FieldSet, Filter, FormField, Merge, Options, Parts,
    Shape, Values,
};

/// Reviews.
pub const REVIEWS: Declaration = Declaration {
    kind: "review",
    path: "reviews",
    one: "review",
    many: "reviews",
    about: "Reviews are what shoppers say of products. Everybody sees those that are approved.",
    columns: &[
        column("title", "Title", Shape::Title),
        column("product", "Product", Shape::Link),
        column("author", "Writer", Shape::Text),
        column("rating", "Stars", Shape::Number),
        Column { name: "status", label: "Status", shape: Shape::Status, shown: true, edit: true },
        column("verified", "Bought here", Shape::YesNo),
        column("created_at", "Written", Shape::Time),
    ],
    filters: &[
        Filter {
            name: "status",
            label: "Status",
            options: Options::Fixed(&[
                ("pending", "Pending"),
                ("approved", "Approved"),
                ("rejected", "Rejected"),
            ]),
        },
        Filter {
            name: "rating",
            label: "Stars",
            options: Options::Fixed(&[
                ("5", "5 stars"),
                ("4", "4 stars"),
                ("3", "3 stars"),
                ("2", "2 stars"),
                ("1", "1 star"),
            ]),
        },
        Filter { name: "created", label: "Written", options: Options::Days },
    ],
    search: Some("Search title and text"),
    sorts: &["created_at"],
    sort: "-created_at",
    field_sets: &[
        FieldSet {
            name: "Review",
            fields: &[
                shown("title", "Title"),
                shown("body", "Text"),
                shown("rating", "Stars"),
                shown("product", "Product"),
                shown("author", "Writer"),
                shown("created_at", "Written"),
            ],
            side: false,
            folded: false,
        },
        FieldSet {
            name: "Moderation",
            fields: &[FormField {
                name: "status",
                label: "Status",
                hint: "Everybody sees what is approved.",
                entry: Entry::One,
                merge: Merge::Whole,
                required: true,
            }],
            side: true,
            folded: false,
        },
    ],
    slug_of: None,
    actions: &[
        BulkAction {
            name: "approve",
            label: "Approve",
            needs: "change",
            value: ActionValue::None,
            in_trash: false,
            confirm: None,
            row_too: true,
        },
        BulkAction {
            name: "reject",
            label: "Reject",
            needs: "change",
            value: ActionValue::None,
            in_trash: false,
            confirm: None,
            row_too: true,
        },
        BulkAction {
            name: "delete",
            label: "Delete",
            needs: "delete",
            value: ActionValue::None,
            in_trash: false,
            confirm: Some("What is deleted is gone from the shop at once."),
            row_too: true,
        },
    ],
    can_add: false,
    can_change: true,
    can_delete: true,
    parts: Parts {
        is_tree: false,
        has_images: false,
        has_preview: false,
        has_export: true,
        can_undo: false,
        can_retry: false,
    },
    check,
};

const fn column(name: &'static str, label: &'static str, shape: Shape) -> Column {
    Column { name, label, shape, shown: true, edit: false }
}

const fn shown(name: &'static str, label: &'static str) -> FormField {
    FormField { name, label, hint: "", entry: Entry::Shown, merge: Merge::Whole, required: false }
}

/// What is wrong with a form.
fn check(values: &Values) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let status = values.get("status").map_or("", String::as_str);
    if !["pending", "approved", "rejected"].contains(&status) {
        errors.add("status", "Choose pending, approved or rejected");
    }
    errors
}
