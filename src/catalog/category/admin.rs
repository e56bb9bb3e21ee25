//! Categories as staff see them: the tree, and the form of one.

use super::input::CategoryForm;
use crate::error::{AppError, FieldErrors};
use crate::listing::{
    ActionValue, BulkAction, Column, Declaration, Entry, FieldSet, FormField, Merge, Parts, Shape, Values,
};

/// Categories.
pub const CATEGORIES: Declaration = Declaration {
    kind: "category",
    path: "categories",
    one: "category",
    many: "categories",
    about: "Categories are the shelves of the shop. They stand in a tree, and each product stands in one of them.",
    columns: &[
        column("name", "Name", Shape::Title),
        column("slug", "Address", Shape::Text),
        column("parent", "Below", Shape::Text),
        column("product_count", "Products in the shop", Shape::Number),
    ],
    filters: &[],
    search: Some("Search name"),
    sorts: &[],
    sort: "",
    field_sets: &[
        FieldSet {
            name: "Category",
            fields: &[
                field("name", "Name", "", Entry::Line, true),
                field(
                    "slug",
                    "Address",
                    "The last part of the address. Old addresses keep leading here.",
                    Entry::Slug,
                    false,
                ),
                field(
                    "description",
                    "Description",
                    "What it holds, in a sentence or two.",
                    Entry::Lines,
                    false,
                ),
            ],
            side: false,
            folded: false,
        },
        FieldSet {
            name: "Place",
            fields: &[field("parent", "Below", "", Entry::One, false)],
            side: true,
            folded: false,
        },
    ],
    slug_of: Some(("name", "slug")),
    actions: &[BulkAction {
        name: "delete",
        label: "Delete",
        needs: "delete",
        value: ActionValue::None,
        in_trash: false,
        confirm: Some("The categories below go too. If it or one of them has products, nothing is deleted."),
        row_too: true,
    }],
    can_add: true,
    can_change: true,
    can_delete: true,
    parts: Parts {
        is_tree: true,
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

const fn field(
    name: &'static str,
    label: &'static str,
    hint: &'static str,
    entry: Entry,
    required: bool,
) -> FormField {
    FormField { name, label, hint, entry, merge: Merge::Whole, required }
}

/// The form's values as every form of categories has them.
#[must_use]
pub fn form_of(values: &Values) -> CategoryForm {
    let value = |name: &str| values.get(name).cloned().unwrap_or_default();
    CategoryForm { name: value("name"), slug: value("slug"), description: value("description") }
}

/// What is wrong with a form, as far as that can be told without the database.
fn check(values: &Values) -> FieldErrors {
    match form_of(values).check() {
        Err(AppError::Validation(errors)) => errors,
        _ => FieldErrors::default(),
    }
}
