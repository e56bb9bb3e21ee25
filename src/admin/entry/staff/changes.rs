//! Rows of the audit trail in words: labels for columns, names for ids.

use std::collections::BTreeMap;

use serde_json::{Map, Value};
use uuid::Uuid;

use crate::accounts::group;
use crate::admin::Change;
use crate::admin::registry::KINDS;
use crate::catalog::category;
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::audit::ChangeRow;

/// A longer value is cut, in characters.
const LONGEST: usize = 400;
/// Columns that say nothing to a reader.
const SILENT: [&str; 9] =
    ["id", "created_at", "updated_at", "version", "product_id", "user_id", "file", "width", "height"];

/// What ids in rows stand for.
#[derive(Default)]
pub(super) struct Names {
    categories: BTreeMap<Uuid, String>,
    groups: BTreeMap<Uuid, String>,
}

impl Names {
    /// The names that some rows need.
    pub(super) async fn load(backend: &Backend, rows: &[ChangeRow]) -> Result<Self, AppError> {
        let has = |tables: &[&str]| rows.iter().any(|row| tables.contains(&row.table_name.as_str()));
        let mut names = Self::default();
        if has(&["products", "categories"]) {
            names.categories = category::staff::admin::names(backend).await?;
        }
        if has(&["user_groups"]) {
            names.groups = group::staff::names(backend).await?;
        }
        Ok(names)
    }

    /// The fields of a row that are different; `has_things` where rows of several things stand beside each other.
    pub(super) fn of_row(&self, row: &ChangeRow, has_things: bool) -> Vec<Change> {
        let thing = if has_things { row.name.clone() } else { String::new() };
        if let Some((field, words)) = part_of(row) {
            let (before, after) = (row.before.is_some(), row.after.is_some());
            let words = words.or_else(|| self.part_name(row)).unwrap_or_default();
            let at = |is_there: bool| if is_there { words.clone() } else { String::new() };
            // A part that changed is told field by field.
            if before != after {
                return vec![Change { thing, field: field.to_owned(), before: at(before), after: at(after) }];
            }
        }
        let none = Map::new();
        let columns = |row: &Option<Value>| row.as_ref().and_then(Value::as_object).unwrap_or(&none).clone();
        let (before, after) = (columns(&row.before), columns(&row.after));
        let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
        keys.sort();
        keys.dedup();
        keys.into_iter()
            .filter(|key| !SILENT.contains(&key.as_str()))
            .map(|key| Change {
                thing: thing.clone(),
                field: label_of(&row.table_name, key),
                before: self.words(key, before.get(key)),
                after: self.words(key, after.get(key)),
            })
            .filter(|change| change.before != change.after)
            .collect()
    }

    fn part_name(&self, row: &ChangeRow) -> Option<String> {
        let id = value_of(row, "group_id")?;
        self.groups.get(&Uuid::try_parse(id).ok()?).cloned()
    }

    /// A value in words.
    fn words(&self, column: &str, value: Option<&Value>) -> String {
        let text = match value {
            None | Some(Value::Null) => return String::new(),
            Some(Value::Bool(yes)) => return if *yes { "yes" } else { "no" }.to_owned(),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let named = match column {
            "category_id" | "parent_id" => {
                Uuid::try_parse(&text).ok().and_then(|id| self.categories.get(&id)).cloned()
            }
            _ => None,
        };
        cut(named.unwrap_or(text))
    }
}

/// Rows that are parts of a thing, told as one: the part's label and, where the row itself knows it, its name.
fn part_of(row: &ChangeRow) -> Option<(&'static str, Option<String>)> {
    let text = |column: &str| value_of(row, column).map(str::to_owned);
    Some(match row.table_name.as_str() {
        "product_images" => ("Picture", text("alt").filter(|alt| !alt.is_empty()).or_else(|| text("file"))),
        "product_slug_redirects" | "category_slug_redirects" => ("Old address", text("slug")),
        "group_permissions" => {
            let action = text("action").unwrap_or_default();
            let kind = text("kind").unwrap_or_default();
            ("Permission", Some(format!("{action} {}", kind.replace('-', " "))))
        }
        "user_groups" => ("Group", None),
        "wishlist_items" => ("On a wishlist", Some("yes".to_owned())),
        _ => return None,
    })
}

fn value_of<'a>(row: &'a ChangeRow, column: &str) -> Option<&'a str> {
    row.after.as_ref().or(row.before.as_ref())?.get(column)?.as_str()
}

/// What a column of a table is called on pages.
pub(in crate::admin) fn label_of(table: &str, column: &str) -> String {
    let words = match column {
        "category_id" => "Category",
        "parent_id" => "Below",
        "deleted_at" => "In the trash since",
        "created_by" => "Created by",
        "position" => "Place of a picture",
        "alt" => "Words for a picture",
        "focus_x" => "Focus of a picture, from the left",
        "focus_y" => "Focus of a picture, from the top",
        "avatar" => "Picture",
        "email_verified_at" => "E-mail confirmed",
        "verified_purchase" => "Bought here",
        "edited_at" => "Edited by the writer",
        _ => "",
    };
    if !words.is_empty() {
        return words.to_owned();
    }
    // Profiles stand in the form of users.
    let path = if table == "profiles" { "users" } else { table };
    let known = KINDS.into_iter().find(|of| of.path == path).and_then(|of| of.field(column));
    known.map_or_else(|| sentence(&column.replace('_', " ")), |field| field.label.to_owned())
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn cut(text: String) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn row(table: &str, before: Option<Value>, after: Option<Value>) -> ChangeRow {
        ChangeRow {
            entry_id: Uuid::nil(),
            table_name: table.to_owned(),
            row_id: Uuid::nil(),
            name: "Lamp".to_owned(),
            before,
            after,
        }
    }

    #[test]
    fn a_change_is_told_field_by_field_with_names_for_ids() {
        let mut names = Names::default();
        names.categories.insert(Uuid::nil(), "Kitchen".to_owned());
        let before = json!({ "price": 9.5, "category_id": null, "is_featured": false, "version": 1 });
        let after = json!({ "price": 12, "category_id": Uuid::nil(), "is_featured": true, "version": 2 });
        let told = names.of_row(&row("products", Some(before), Some(after)), false);
        let told: Vec<_> =
            told.iter().map(|c| (c.field.as_str(), c.before.as_str(), c.after.as_str())).collect();
        assert_eq!(told, [("Category", "", "Kitchen"), ("Featured", "no", "yes"), ("Price", "9.5", "12")]);
    }

    #[test]
    fn a_part_that_comes_or_goes_is_one_change() {
        let gone =
            row("group_permissions", Some(json!({ "action": "view", "kind": "stock-movement" })), None);
        let told = Names::default().of_row(&gone, true);
        assert_eq!(told.len(), 1);
        assert_eq!((told[0].field.as_str(), told[0].before.as_str()), ("Permission", "view stock movement"));
        assert_eq!((told[0].thing.as_str(), told[0].after.as_str()), ("Lamp", ""));
    }

    #[test]
    fn columns_have_the_labels_of_the_form() {
        assert_eq!(label_of("products", "slug"), "Address");
        assert_eq!(label_of("profiles", "phone"), "Telephone");
        assert_eq!(label_of("products", "in_stock"), "In stock");
    }
}
