//! Rows of the audit trail in words: labels for columns, names for ids.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, Utc};
use serde_json::{Map, Value};
use uuid::Uuid;

use crate::accounts::caller::Staff;
use crate::accounts::model::{Action, Kind, Permission};
use crate::accounts::{group, lists, user};
use crate::admin::Change;
use crate::admin::registry::{KINDS, by_kind};
use crate::catalog::{category, image, product};
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::audit::ChangeRow;
use crate::listing::{Declaration, How, Told};

/// A longer value is cut, in characters: where one thing stands, and where many do.
const LONGEST: usize = 20_000;
const LONGEST_OF_MANY: usize = 400;
/// Columns that say nothing to a reader.
const SILENT: [&str; 9] =
    ["id", "created_at", "updated_at", "version", "product_id", "user_id", "file", "width", "height"];
/// Columns that stay silent where they only say of what a row is a part.
const OWNERS: [&str; 2] = ["product_id", "user_id"];
/// What a thing is called that is not there any more.
const GONE: &str = "one that is gone";
/// The table of pictures.
const PICTURES: &str = "product_images";
/// What is said of a value that went with the account that it was about.
const FORGOTTEN: &str = "deleted with the account";

/// What ids in rows stand for, and the kinds whose things one may look at.
#[derive(Default)]
pub(super) struct Names {
    categories: BTreeMap<Uuid, String>,
    groups: BTreeMap<Uuid, String>,
    pictures: BTreeMap<Uuid, String>,
    products: BTreeMap<Uuid, String>,
    users: BTreeMap<Uuid, String>,
    seen: Vec<Kind>,
}

impl Names {
    /// The names that some rows need: one question for each kind of thing.
    pub(super) async fn load(backend: &Backend, staff: &Staff, rows: &[ChangeRow]) -> Result<Self, AppError> {
        let has = |tables: &[&str]| rows.iter().any(|row| tables.contains(&row.table_name.as_str()));
        let may = |kind: &Kind| staff.user().may(Permission::new(Action::View, *kind));
        let mut names = Self { seen: Kind::ALL.into_iter().filter(may).collect(), ..Self::default() };
        if has(&["products", "categories"]) {
            names.categories = category::staff::admin::names(backend).await?;
        }
        if has(&["user_groups"]) {
            names.groups = group::staff::names(backend).await?;
        }
        let pictures: Vec<Uuid> =
            rows.iter().filter(|row| row.table_name == PICTURES).map(|row| row.row_id).collect();
        if !pictures.is_empty() {
            names.pictures = image::staff::names(backend, &pictures).await?;
        }
        let products = ids_in(rows, &["product_id"]);
        if !products.is_empty() {
            names.products = product::staff::names(backend, &products).await?;
        }
        let users = ids_in(rows, &["user_id", "created_by"]);
        if !users.is_empty() {
            names.users = user::staff::names(backend, &users).await?;
        }
        Ok(names)
    }

    /// The fields of a row that are different; `has_things` where rows of several things stand beside each other.
    pub(super) fn of_row(&self, row: &ChangeRow, has_things: bool) -> Vec<Change> {
        let thing = if has_things { row.name.clone() } else { String::new() };
        let longest = if has_things { LONGEST_OF_MANY } else { LONGEST };
        if let Some((field, words)) = part_of(row) {
            let (before, after) = (row.before.is_some(), row.after.is_some());
            let words = words.or_else(|| self.part_name(row)).unwrap_or_default();
            let at = |is_there: bool| if is_there { words.clone() } else { Told::default() };
            // A part that changed is told field by field.
            if before != after {
                return vec![Change { thing, field: field.to_owned(), before: at(before), after: at(after) }];
            }
        }
        let none = Map::new();
        let columns = |row: &Option<Value>| row.as_ref().and_then(Value::as_object).unwrap_or(&none).clone();
        let (before, after) = (columns(&row.before), columns(&row.after));
        let forgotten = row.forgotten.as_deref().unwrap_or_default();
        let keys: BTreeSet<&String> = before.keys().chain(after.keys()).chain(forgotten).collect();
        let table = row.table_name.as_str();
        let is_forgotten = |key: &String| forgotten.contains(key);
        let told = |key: &String, side: &Option<Value>, values: &Map<String, Value>| match side {
            Some(_) if is_forgotten(key) => Told::text(FORGOTTEN),
            _ => cut(self.told(table, key, values.get(key)), longest),
        };
        keys.into_iter()
            .filter(|key| !is_silent(table, key))
            .map(|key| {
                let (before, after) = (told(key, &row.before, &before), told(key, &row.after, &after));
                (key, Change { thing: thing.clone(), field: self.label(row, key), before, after })
            })
            .filter(|(key, change)| change.before != change.after || is_forgotten(key))
            .map(|(_, change)| change)
            .collect()
    }

    /// What a column of a row is called; where the row is a picture that is described, which one it is. What it shows
    /// stands beside it where that itself is different.
    fn label(&self, row: &ChangeRow, column: &str) -> String {
        let label = label_of(&row.table_name, column);
        match self.pictures.get(&row.row_id).filter(|_| column != "alt") {
            Some(name) => label.replacen("a picture", &["picture ", name].concat(), 1),
            None => label,
        }
    }

    fn part_name(&self, row: &ChangeRow) -> Option<Told> {
        let id = Uuid::try_parse(value_of(row, "group_id")?).ok()?;
        Some(self.thing(Kind::Group, &self.groups, id))
    }

    /// The name of a thing, and the way to it where it is there and may be seen.
    fn thing(&self, kind: Kind, names: &BTreeMap<Uuid, String>, id: Uuid) -> Told {
        let Some(name) = names.get(&id) else { return Told::text(GONE) };
        let of = by_kind(kind.as_str()).filter(|_| self.seen.contains(&kind));
        Told { path: of.map(|of| ["/admin/", of.path, "/", &id.to_string()].concat()), ..Told::text(name) }
    }

    /// A value by what its column holds.
    fn told(&self, table: &str, column: &str, value: Option<&Value>) -> Told {
        let text = match value {
            None | Some(Value::Null) => return Told::default(),
            Some(Value::Bool(yes)) => return Told::new(How::YesNo, if *yes { "yes" } else { "no" }),
            Some(Value::String(text)) => text.clone(),
            Some(other) => other.to_string(),
        };
        let named = |kind, names| Uuid::try_parse(&text).ok().map(|id| self.thing(kind, names, id));
        let named = match column {
            "category_id" | "parent_id" => named(Kind::Category, &self.categories),
            "product_id" => named(Kind::Product, &self.products),
            "user_id" | "created_by" => named(Kind::User, &self.users),
            _ => None,
        };
        if let Some(named) = named {
            return named;
        }
        match column {
            // People count from one.
            "position" => Told::text(text.parse::<i64>().map_or(text, |at| (at + 1).to_string())),
            "focus_x" | "focus_y" => Told::text([&text, " %"].concat()),
            "avatar" if !text.is_empty() => Told::text("a picture"),
            _ if column.ends_with("_at") => Told::new(How::Time, moment(text)),
            _ => declared(table).map_or_else(|| Told::text(&text), |of| Told::of_column(of, column, &text)),
        }
    }
}

/// The ids that stand in some columns of rows.
fn ids_in(rows: &[ChangeRow], columns: &[&str]) -> Vec<Uuid> {
    let sides = |row: &ChangeRow| {
        let side = |side: &Option<Value>| {
            let text = |column: &&str| side.as_ref()?.get(*column)?.as_str().map(str::to_owned);
            columns.iter().filter_map(text).collect::<Vec<String>>()
        };
        // Of a part it goes without saying whose it is.
        if is_part(&row.table_name) { Vec::new() } else { [side(&row.before), side(&row.after)].concat() }
    };
    let ids: BTreeSet<Uuid> =
        rows.iter().flat_map(sides).filter_map(|id| Uuid::try_parse(&id).ok()).collect();
    ids.into_iter().collect()
}

/// Whether the rows of a table are parts of other things.
fn is_part(table: &str) -> bool {
    declared(table).is_none() || table == "profiles"
}

fn is_silent(table: &str, column: &str) -> bool {
    SILENT.contains(&column) && (is_part(table) || !OWNERS.contains(&column))
}

/// The kind whose things are the rows of a table; profiles stand in the form of users.
fn declared(table: &str) -> Option<&'static Declaration> {
    let path = if table == "profiles" { "users" } else { table };
    KINDS.into_iter().find(|of| of.path == path)
}

/// A moment as PostgreSQL writes it into JSON, as forms have it; what is none stays as it is.
fn moment(text: String) -> String {
    match DateTime::parse_from_rfc3339(&text) {
        Ok(time) => lists::moment(time.with_timezone(&Utc)),
        Err(_) => text,
    }
}

/// Rows that are parts of a thing, told as one: the part's label and, where the row itself knows it, its name.
fn part_of(row: &ChangeRow) -> Option<(&'static str, Option<Told>)> {
    let text = |column: &str| value_of(row, column).map(Told::text);
    Some(match row.table_name.as_str() {
        PICTURES => {
            let alt = text("alt").filter(|alt| !alt.is_nothing());
            ("Picture", alt.or_else(|| Some(Told::text("not described"))))
        }
        "product_slug_redirects" | "category_slug_redirects" => ("Old address", text("slug")),
        "group_permissions" => {
            let action = value_of(row, "action").unwrap_or_default();
            let kind = value_of(row, "kind").unwrap_or_default();
            ("Permission", Some(Told::text(format!("{action} {}", kind.replace('-', " ")))))
        }
        "user_groups" => ("Group", None),
        "wishlist_items" => ("On a wishlist", Some(Told::new(How::YesNo, "yes"))),
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
        "product_id" => "Product",
        "user_id" => "Writer",
        "created_by" => "Created by",
        "position" => "Place of a picture",
        "alt" => "What a picture shows",
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
    let known = declared(table).and_then(|of| of.field(column));
    known.map_or_else(|| sentence(&column.replace('_', " ")), |field| field.label.to_owned())
}

fn sentence(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn cut(mut told: Told, longest: usize) -> Told {
    if let Some((end, _)) = told.value.char_indices().nth(longest) {
        told.value.truncate(end);
        told.value.push('…');
    }
    told
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
            forgotten: None,
        }
    }

    /// The fields that are different, each with both sides.
    fn sides(told: &[Change]) -> Vec<(&str, &str, &str)> {
        told.iter().map(|c| (c.field.as_str(), c.before.value.as_str(), c.after.value.as_str())).collect()
    }

    #[test]
    fn a_change_is_told_field_by_field_with_names_for_ids() {
        let mut names = Names { seen: vec![Kind::Category], ..Names::default() };
        names.categories.insert(Uuid::nil(), "Kitchen".to_owned());
        let before = json!({ "price": 9.5, "category_id": null, "is_featured": false, "version": 1 });
        let after = json!({ "price": 12, "category_id": Uuid::nil(), "is_featured": true, "version": 2 });
        let told = names.of_row(&row("products", Some(before), Some(after)), false);
        assert_eq!(
            sides(&told),
            [("Category", "", "Kitchen"), ("Featured", "no", "yes"), ("Price", "9.5", "12")]
        );
        let hows: Vec<How> = told.iter().map(|change| change.after.how).collect();
        assert_eq!(hows, [How::Text, How::YesNo, How::Money]);
        let path = told[0].after.path.as_deref();
        assert_eq!(path, Some("/admin/categories/00000000-0000-0000-0000-000000000000"));
    }

    #[test]
    fn times_choices_and_things_that_are_gone_are_told_in_words() {
        let before = json!({ "deleted_at": "2026-11-23T09:31:28.408563+00:00", "status": "draft" });
        let after = json!({ "deleted_at": null, "status": "published", "created_by": Uuid::nil() });
        let told = Names::default().of_row(&row("products", Some(before), Some(after)), false);
        assert_eq!(
            sides(&told),
            [
                ("Created by", "", GONE),
                ("In the trash since", "2026-11-23T09:31:28Z", ""),
                ("Status", "Draft", "Published"),
            ]
        );
        assert_eq!(told[1].before.how, How::Time);
        assert_eq!(told[0].after.path, None);
    }

    #[test]
    fn nobody_is_led_to_what_they_may_not_see() {
        let mut names = Names::default();
        names.users.insert(Uuid::nil(), "ada".to_owned());
        let gone = json!({ "user_id": Uuid::nil(), "title": "Good" });
        let told = names.of_row(&row("reviews", Some(gone), None), false);
        assert_eq!(sides(&told), [("Title", "Good", ""), ("Writer", "ada", "")]);
        assert_eq!(told[1].before.path, None);
    }

    #[test]
    fn long_texts_are_whole_where_one_thing_stands_alone() {
        let text = "x".repeat(LONGEST_OF_MANY + 1);
        let made = row("products", None, Some(json!({ "description": text })));
        assert_eq!(Names::default().of_row(&made, false)[0].after.value, text);
        assert!(Names::default().of_row(&made, true)[0].after.value.ends_with('…'));
    }

    #[test]
    fn what_went_with_an_account_is_named_and_not_told() {
        let (before, after) = (json!({ "is_staff": false }), json!({ "is_staff": true }));
        let forgotten = Some(vec!["email".to_owned()]);
        let changed = ChangeRow { forgotten, ..row("users", Some(before), Some(after)) };
        assert_eq!(
            sides(&Names::default().of_row(&changed, false)),
            [("E-mail", FORGOTTEN, FORGOTTEN), ("Staff", "no", "yes")]
        );
        let made = ChangeRow { before: None, ..changed };
        assert_eq!(sides(&Names::default().of_row(&made, false))[0], ("E-mail", "", FORGOTTEN));
    }

    #[test]
    fn a_part_that_comes_or_goes_is_one_change() {
        let gone =
            row("group_permissions", Some(json!({ "action": "view", "kind": "stock-movement" })), None);
        let told = Names::default().of_row(&gone, true);
        assert_eq!(sides(&told), [("Permission", "view stock movement", "")]);
        assert_eq!(told[0].thing, "Lamp");
        let picture = row("product_images", None, Some(json!({ "alt": "", "file": "products/ab12" })));
        assert_eq!(sides(&Names::default().of_row(&picture, false)), [("Picture", "", "not described")]);
    }

    #[test]
    fn a_picture_that_changed_is_named_but_where_it_is_described_anew() {
        let before = json!({ "alt": "A lamp", "position": 2 });
        let after = json!({ "alt": "A round lamp", "position": 0 });
        let changed = row(PICTURES, Some(before), Some(after));
        let told = |names: &Names| -> Vec<String> {
            names.of_row(&changed, false).into_iter().map(|change| change.field).collect()
        };
        assert_eq!(told(&Names::default()), ["What a picture shows", "Place of a picture"]);
        let pictures = BTreeMap::from([(Uuid::nil(), "“A round lamp”".to_owned())]);
        let names = Names { pictures, ..Names::default() };
        assert_eq!(told(&names), ["What a picture shows", "Place of picture “A round lamp”"]);
    }

    #[test]
    fn columns_have_the_labels_of_the_form() {
        assert_eq!(label_of("products", "slug"), "Address");
        assert_eq!(label_of("profiles", "phone"), "Telephone");
        assert_eq!(label_of("products", "in_stock"), "In stock");
    }
}
