//! Groups as staff see them.

use super::input::GroupForm;
use crate::error::{AppError, FieldErrors};
use crate::listing::{
    ActionValue, BulkAction, Column, Declaration, Entry, FieldSet, FormField, Merge, Parts, Shape, Values,
};

/// Groups.
pub const GROUPS: Declaration = Declaration {
    kind: "group",
    path: "groups",
    one: "group",
    many: "groups",
    about: "Groups say what staff may do. Nobody gives a permission that they have not themselves.",
    columns: &[
        column("name", "Name", Shape::Title),
        column("users", "Users", Shape::Number),
        column("permissions", "Permissions", Shape::Number),
    ],
    filters: &[],
    search: None,
    sorts: &["name"],
    sort: "name",
    field_sets: &[FieldSet {
        name: "Group",
        fields: &[
            field("name", "Name", Entry::Line, true),
            field("permissions", "Permissions", Entry::Matrix, false),
        ],
        side: false,
        folded: false,
    }],
    slug_of: None,
    actions: &[BulkAction {
        name: "delete",
        label: "Delete",
        needs: "delete",
        value: ActionValue::None,
        in_trash: false,
        confirm: Some("Users lose what they may do by that alone."),
        row_too: true,
    }],
    can_add: true,
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

const fn field(name: &'static str, label: &'static str, entry: Entry, required: bool) -> FormField {
    FormField { name, label, hint: "", entry, merge: Merge::Whole, required }
}

/// The form's values as every form of groups has them.
#[must_use]
pub fn form_of(values: &Values) -> GroupForm {
    let value = |name: &str| values.get(name).map_or("", String::as_str);
    let permissions = value("permissions").lines().map(str::trim).filter(|line| !line.is_empty());
    GroupForm { name: value("name").to_owned(), permissions: permissions.map(str::to_owned).collect() }
}

/// What is wrong with a form, as far as that can be told without the database.
fn check(values: &Values) -> FieldErrors {
    match form_of(values).check() {
        Err(AppError::Validation(errors)) => errors,
        _ => FieldErrors::default(),
    }
}
