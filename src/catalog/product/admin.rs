//! Products as staff see them: what their list shows and their form holds.

use serde::{Deserialize, Serialize};

use super::input::ProductForm;
use crate::error::{AppError, FieldErrors};
use crate::listing::{
    ActionValue, BulkAction, Choice, Column, Declaration, Entry, FieldSet, Filter, FormField, Merge, Options,
    Parts, Shape, Values,
};

/// Products.
pub const PRODUCTS: Declaration = Declaration {
    kind: "product",
    path: "products",
    one: "product",
    many: "products",
    about: "Products are what the shop sells. A draft is seen by staff alone until it is published.",
    columns: COLUMNS,
    filters: FILTERS,
    search: Some("Search name and description"),
    sorts: &["created_at", "name", "price", "deleted_at"],
    sort: "-created_at",
    field_sets: FIELD_SETS,
    slug_of: Some(("name", "slug")),
    actions: ACTIONS,
    can_add: true,
    can_change: true,
    can_delete: true,
    parts: Parts {
        is_tree: false,
        has_images: true,
        has_preview: true,
        has_export: true,
        can_undo: false,
        can_retry: false,
    },
    check,
};

/// What a product can be, with its words.
const STATUSES: &[(&str, &str)] = &[("draft", "Draft"), ("published", "Published"), ("archived", "Archived")];

const COLUMNS: &[Column] = &[
    shown("picture", "Picture", Shape::Picture),
    shown("name", "Name", Shape::Title),
    shown("category", "Category", Shape::Text),
    edited("price", "Price", Shape::Money),
    edited("stock", "Stock", Shape::Number),
    edited("status", "Status", Shape::Status),
    shown("is_available", "Can be bought", Shape::YesNo),
    hidden("is_featured", "Featured", Shape::YesNo),
    hidden("slug", "Address", Shape::Text),
    hidden("review_count", "Reviews", Shape::Number),
    hidden("average_rating", "Rating", Shape::Number),
    hidden("created_at", "Created", Shape::Time),
    hidden("updated_at", "Changed", Shape::Time),
    hidden("deleted_at", "Deleted", Shape::Time),
];

const fn shown(name: &'static str, label: &'static str, shape: Shape) -> Column {
    Column { name, label, shape, shown: true, edit: false }
}

const fn edited(name: &'static str, label: &'static str, shape: Shape) -> Column {
    Column { name, label, shape, shown: true, edit: true }
}

const fn hidden(name: &'static str, label: &'static str, shape: Shape) -> Column {
    Column { name, label, shape, shown: false, edit: false }
}

const FILTERS: &[Filter] = &[
    Filter { name: "status", label: "Status", options: Options::Fixed(STATUSES) },
    Filter { name: "category", label: "Category", options: Options::Loaded },
    Filter {
        name: "stock",
        label: "Stock",
        // How few run low is a setting: the list's own choices say it.
        options: Options::Fixed(&[("none", "Sold out"), ("low", "Running low"), ("some", "In stock")]),
    },
    Filter {
        name: "featured",
        label: "Featured",
        options: Options::Fixed(&[("yes", "Featured"), ("no", "Not featured")]),
    },
    Filter { name: "created", label: "Created", options: Options::Days },
];

const FIELD_SETS: &[FieldSet] = &[
    FieldSet {
        name: "Product",
        fields: &[
            required("name", "Name", "", Entry::Line),
            field(
                "slug",
                "Address",
                "The last part of the address. Old addresses keep leading here.",
                Entry::Slug,
            ),
            field(
                "description",
                "Description",
                "Markdown: **bold**, *italic*, lists, links.",
                Entry::Markdown,
            ),
        ],
        side: false,
        folded: false,
    },
    FieldSet {
        name: "Pricing",
        fields: &[
            required("price", "Price", "", Entry::Money),
            FormField {
                name: "stock",
                label: "Stock",
                hint: "What is sold meanwhile is taken off by itself.",
                entry: Entry::Whole,
                merge: Merge::Sum,
                required: false,
            },
        ],
        side: false,
        folded: false,
    },
    FieldSet {
        name: "Classification",
        fields: &[
            required("category", "Category", "", Entry::One),
            field("status", "Status", "", Entry::One),
            field("is_featured", "Featured", "It stands on the first page.", Entry::YesNo),
        ],
        side: true,
        folded: false,
    },
    FieldSet {
        name: "Timestamps",
        fields: &[
            field("created_at", "Created", "", Entry::Shown),
            field("updated_at", "Changed", "", Entry::Shown),
            field("created_by", "Created by", "", Entry::Shown),
        ],
        side: true,
        folded: true,
    },
];

const fn field(name: &'static str, label: &'static str, hint: &'static str, entry: Entry) -> FormField {
    FormField { name, label, hint, entry, merge: Merge::Whole, required: false }
}

const fn required(name: &'static str, label: &'static str, hint: &'static str, entry: Entry) -> FormField {
    FormField { name, label, hint, entry, merge: Merge::Whole, required: true }
}

const ACTIONS: &[BulkAction] = &[
    change("publish", "Publish", ActionValue::None),
    change("unpublish", "Take back to draft", ActionValue::None),
    change("archive", "Archive", ActionValue::None),
    change("feature", "Feature", ActionValue::None),
    change("unfeature", "Feature no longer", ActionValue::None),
    change("category", "Move to category", ActionValue::One("category")),
    change("price", "Change price", ActionValue::Text("=19.99, +5, -5, +10% or -10%")),
    BulkAction {
        name: "delete",
        label: "Move to trash",
        needs: "delete",
        value: ActionValue::None,
        in_trash: false,
        confirm: None,
        row_too: true,
    },
    BulkAction {
        name: "restore",
        label: "Restore",
        needs: "delete",
        value: ActionValue::None,
        in_trash: true,
        confirm: None,
        row_too: true,
    },
    BulkAction {
        name: "erase",
        label: "Delete for good",
        needs: "delete",
        value: ActionValue::None,
        in_trash: true,
        confirm: Some("Reviews and pictures go too."),
        row_too: true,
    },
];

const fn change(name: &'static str, label: &'static str, value: ActionValue) -> BulkAction {
    BulkAction { name, label, needs: "change", value, in_trash: false, confirm: None, row_too: false }
}

/// What shoppers will see of a product, while its form is being filled in.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preview {
    /// The description as harmless HTML.
    pub html: String,
    /// The price, or nothing where it is none.
    pub price: String,
    /// Whether it can be had, in words.
    pub availability: String,
}

/// The form's values as every form of products has them.
#[must_use]
pub fn form_of(values: &Values) -> ProductForm {
    let value = |name: &str| values.get(name).cloned().unwrap_or_default();
    ProductForm {
        name: value("name"),
        slug: value("slug"),
        description: value("description"),
        price: value("price"),
        stock: value("stock"),
        status: value("status"),
        is_featured: value("is_featured"),
    }
}

/// The choices of the filter `stock`, where so many or fewer run low. Each product is in one of them.
#[must_use]
pub fn stock_choices(low: i32) -> Vec<Choice> {
    let running_low = match low {
        ..=0 => "Running low".to_owned(),
        1 => "Running low (1)".to_owned(),
        _ => format!("Running low (1 to {low})"),
    };
    let in_stock = format!("In stock ({} or more)", low.saturating_add(1));
    [("none", "Sold out".to_owned()), ("low", running_low), ("some", in_stock)]
        .map(|(value, label)| Choice { value: value.to_owned(), label })
        .into()
}

/// What is wrong with a form, as far as that can be told without the database.
fn check(values: &Values) -> FieldErrors {
    let mut errors = match form_of(values).check() {
        Err(AppError::Validation(errors)) => errors,
        _ => FieldErrors::default(),
    };
    if values.get("category").is_none_or(|category| category.trim().is_empty()) {
        errors.add("category", "Choose a category");
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_says_all_that_is_wrong_at_once() {
        let values: Values =
            [("name", " "), ("price", "0")].map(|(n, v)| (n.to_owned(), v.to_owned())).into();
        let errors = check(&values);
        assert_eq!(errors.0.keys().collect::<Vec<_>>(), ["category", "name", "price"]);
        assert_eq!(errors.first("category"), Some("Choose a category"));
    }

    #[test]
    fn the_choices_of_the_stock_say_how_few_run_low() {
        let labels = |low: i32| stock_choices(low).into_iter().map(|choice| choice.label).collect::<Vec<_>>();
        assert_eq!(labels(5), ["Sold out", "Running low (1 to 5)", "In stock (6 or more)"]);
        assert_eq!(labels(0), ["Sold out", "Running low", "In stock (1 or more)"]);
        let filter = PRODUCTS.filters.iter().find(|filter| filter.name == "stock").unwrap();
        let Options::Fixed(known) = filter.options else { panic!("they are always the same") };
        let loaded: Vec<String> = stock_choices(5).into_iter().map(|choice| choice.value).collect();
        assert!(known.iter().map(|(value, _)| *value).eq(loaded));
    }

    #[test]
    fn every_sort_is_a_column_and_every_edited_column_a_field() {
        assert!(PRODUCTS.sorts.iter().all(|sort| PRODUCTS.column(sort).is_some()));
        let edited = PRODUCTS.columns.iter().filter(|column| column.edit);
        assert!(edited.into_iter().all(|column| PRODUCTS.field(column.name).is_some()));
    }
}
