//! Pictures as staff see them. They are added where their product is changed.

use super::input::{check_alt, check_percent};
use crate::error::FieldErrors;
use crate::listing::{
    ActionValue, BulkAction, Column, Declaration, Entry, FieldSet, Filter, FormField, Merge, Options, Parts,
    Shape, Values,
};

/// Pictures of products.
pub const IMAGES: Declaration = Declaration {
    kind: "image",
    path: "images",
    one: "image",
    many: "images",
    about: "Images belong to products, and are added there. What they show is said for those who do not see them.",
    columns: &[
        column("picture", "Picture", Shape::Picture),
        column("alt", "What it shows", Shape::Title),
        column("product", "Product", Shape::Link),
        column("size", "Size", Shape::Text),
        column("position", "Place", Shape::Number),
        column("created_at", "Added", Shape::Time),
    ],
    filters: &[
        Filter {
            name: "described",
            label: "What it shows",
            options: Options::Fixed(&[("yes", "Described"), ("no", "Not described")]),
        },
        Filter { name: "created", label: "Added", options: Options::Days },
    ],
    search: Some("Search what they show, and products"),
    sorts: &["created_at"],
    sort: "-created_at",
    field_sets: &[
        FieldSet {
            name: "Picture",
            fields: &[
                field("alt", "What it shows", "In words, for those who do not see it.", Entry::Line),
                focus("focus_x", "Focus, from the left"),
                focus("focus_y", "Focus, from the top"),
            ],
            side: false,
            folded: false,
        },
        FieldSet {
            name: "Product",
            fields: &[
                field("product", "Product", "", Entry::Shown),
                field("position", "Place", "", Entry::Shown),
                field("size", "Size", "", Entry::Shown),
                field("created_at", "Added", "", Entry::Shown),
            ],
            side: true,
            folded: false,
        },
    ],
    slug_of: None,
    actions: &[BulkAction {
        name: "delete",
        label: "Delete",
        needs: "delete",
        value: ActionValue::None,
        in_trash: false,
        confirm: Some("What is deleted is gone from the shop at once."),
        row_too: true,
    }],
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

const fn field(name: &'static str, label: &'static str, hint: &'static str, entry: Entry) -> FormField {
    FormField { name, label, hint, entry, merge: Merge::Whole, required: false }
}

const fn focus(name: &'static str, label: &'static str) -> FormField {
    FormField { required: true, ..field(name, label, "In percent. This point stays in sight.", Entry::Whole) }
}

/// What is wrong with a form.
fn check(values: &Values) -> FieldErrors {
    let mut errors = FieldErrors::default();
    let value = |name: &str| values.get(name).map_or("", String::as_str);
    errors.keep("alt", check_alt(value("alt")));
    errors.keep("focus_x", check_percent(value("focus_x")));
    errors.keep("focus_y", check_percent(value("focus_y")));
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_says_all_that_is_wrong_at_once() {
        let wrong = [("alt", "a\nb"), ("focus_x", "120"), ("focus_y", "half")];
        let values: Values = wrong.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        assert_eq!(check(&values).0.keys().collect::<Vec<_>>(), ["alt", "focus_x", "focus_y"]);
        let right = [("alt", ""), ("focus_x", "0"), ("focus_y", "100")];
        let values: Values = right.map(|(name, value)| (name.to_owned(), value.to_owned())).into();
        assert!(check(&values).is_empty(), "a picture need not be described");
    }
}
