//! Users as staff see them.

use crate::accounts::input::{ProfileForm, check_email};
use crate::error::{AppError, FieldErrors};
use crate::listing::{
    ActionValue, BulkAction, Column, Declaration, Entry, FieldSet, Filter, FormField, Merge, Options, Parts,
    Shape, Values,
};

/// Users.
pub const USERS: Declaration = Declaration {
    kind: "user",
    path: "users",
    one: "user",
    many: "users",
    about: "Users have an account here. Those who are staff see these pages, and their groups say what they may do.",
    columns: &[
        column("username", "Username", Shape::Title),
        column("email", "E-mail", Shape::Text),
        column("full_name", "Name", Shape::Text),
        column("is_active", "Active", Shape::YesNo),
        column("is_staff", "Staff", Shape::YesNo),
        column("is_superuser", "Superuser", Shape::YesNo),
        column("created_at", "Since", Shape::Time),
        column("last_login_at", "Last signed in", Shape::Time),
    ],
    filters: &[
        Filter {
            name: "active",
            label: "Active",
            options: Options::Fixed(&[("yes", "Active"), ("no", "Not active")]),
        },
        Filter {
            name: "staff",
            label: "Staff",
            options: Options::Fixed(&[("yes", "Staff"), ("no", "Not staff")]),
        },
        Filter {
            name: "superuser",
            label: "Superuser",
            options: Options::Fixed(&[("yes", "Superusers"), ("no", "Others")]),
        },
        Filter { name: "group", label: "Group", options: Options::Loaded },
    ],
    search: Some("Search names and e-mail"),
    sorts: &["created_at", "username", "email"],
    sort: "-created_at",
    field_sets: FIELD_SETS,
    slug_of: None,
    actions: &[
        BulkAction {
            name: "activate",
            label: "Activate",
            needs: "change",
            value: ActionValue::None,
            in_trash: false,
            confirm: None,
            row_too: false,
        },
        BulkAction {
            name: "deactivate",
            label: "Deactivate",
            needs: "change",
            value: ActionValue::None,
            in_trash: false,
            confirm: Some("They are signed out everywhere."),
            row_too: false,
        },
        BulkAction {
            name: "invite",
            label: "Send a link to set the password",
            needs: "change",
            value: ActionValue::None,
            in_trash: false,
            confirm: Some("The link comes by mail, and works once, within one hour."),
            row_too: true,
        },
    ],
    can_add: true,
    can_change: true,
    // Staff deactivate users; their accounts only they themselves delete.
    can_delete: false,
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

const FIELD_SETS: &[FieldSet] = &[
    FieldSet {
        name: "Account",
        fields: &[
            field("email", "E-mail", "A new address ends all sessions.", Entry::Email, true),
            field("username", "Username", "The name that others see.", Entry::Line, true),
        ],
        side: false,
        folded: false,
    },
    FieldSet {
        name: "Profile",
        fields: &[
            field("first_name", "First name", "", Entry::Line, false),
            field("last_name", "Last name", "", Entry::Line, false),
            field("bio", "About", "", Entry::Lines, false),
            field("phone", "Telephone", "", Entry::Line, false),
            field("address", "Address", "", Entry::Lines, false),
            field("birth_date", "Date of birth", "", Entry::Day, false),
        ],
        side: false,
        folded: false,
    },
    FieldSet {
        name: "Permissions",
        fields: &[
            field("is_active", "Active", "Who is not active cannot sign in.", Entry::YesNo, false),
            field("is_staff", "Staff", "Sees these pages.", Entry::YesNo, false),
            field("is_superuser", "Superuser", "May do everything.", Entry::YesNo, false),
            field("groups", "Groups", "A user may do what its groups may.", Entry::Many, false),
        ],
        side: true,
        folded: false,
    },
    FieldSet {
        name: "Timestamps",
        fields: &[
            field("created_at", "Since", "", Entry::Shown, false),
            field("last_login_at", "Last signed in", "", Entry::Shown, false),
        ],
        side: true,
        folded: true,
    },
];

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

/// The form's values as the form of a profile has them.
#[must_use]
pub fn profile_of(values: &Values) -> ProfileForm {
    let value = |name: &str| values.get(name).cloned().unwrap_or_default();
    ProfileForm {
        username: value("username"),
        first_name: value("first_name"),
        last_name: value("last_name"),
        bio: value("bio"),
        phone: value("phone"),
        address: value("address"),
        birth_date: value("birth_date"),
    }
}

/// What is wrong with a form, as far as that can be told without the database.
fn check(values: &Values) -> FieldErrors {
    let mut errors = match profile_of(values).check() {
        Err(AppError::Validation(errors)) => errors,
        _ => FieldErrors::default(),
    };
    if let Err(message) = check_email(values.get("email").map_or("", String::as_str)) {
        errors.add("email", message);
    }
    errors
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_user_needs_an_address_and_a_name() {
        let errors = check(&Values::new());
        assert_eq!(errors.0.keys().collect::<Vec<_>>(), ["email", "username"]);
    }
}
