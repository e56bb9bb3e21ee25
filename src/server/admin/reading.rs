//! From the fields of a plain form to what the services of the staff side take.

use uuid::Uuid;

use super::{Fields, sent, value};
use crate::listing::declaration::{Entry, FormField};
use crate::listing::{Declaration, FieldConflict, SentForm, Values};

/// What stands before the name of a field: what it held when the form was drawn; and where two people changed it, what
/// either of them put there, and which of these is to stay.
const BASE: &str = "base.";
const MINE: &str = "mine.";
const THEIRS: &str = "theirs.";
const CHOOSE: &str = "choose.";

/// A form as it was sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct ReadForm {
    /// The fields.
    pub sent: SentForm,
    /// Where two sides were to choose from and none was chosen.
    pub open: Vec<FieldConflict>,
}

/// Reads the form of a thing, or of a new one without an id.
pub(super) fn form(of: &Declaration, id: Option<String>, fields: &[(String, String)]) -> ReadForm {
    let mut read = ReadForm::default();
    for field in of.fields().filter(|field| field.entry != Entry::Shown) {
        let base = side(fields, BASE, field.name);
        if let Some(base) = base {
            read.sent.base.insert(field.name.to_owned(), base.to_owned());
        }
        let sides = (side(fields, MINE, field.name), side(fields, THEIRS, field.name));
        let typed = match (sides, side(fields, CHOOSE, field.name)) {
            ((Some(mine), Some(_)), Some("mine")) => Some(mine.to_owned()),
            ((Some(_), Some(theirs)), Some("theirs")) => Some(theirs.to_owned()),
            ((Some(mine), Some(theirs)), _) => {
                read.open.push(FieldConflict {
                    name: field.name.to_owned(),
                    label: field.label.to_owned(),
                    base: base.unwrap_or_default().to_owned(),
                    theirs: theirs.to_owned(),
                    mine: mine.to_owned(),
                });
                None
            }
            _ => typed(field, fields).or_else(|| nothing_chosen(field, id.is_none() || base.is_some())),
        };
        if let Some(typed) = typed {
            read.sent.values.insert(field.name.to_owned(), typed);
        }
    }
    read.sent.request = value(fields, "request").and_then(|id| Uuid::try_parse(id).ok());
    read.sent.id = id;
    read
}

fn side<'a>(fields: &'a [(String, String)], prefix: &str, name: &str) -> Option<&'a str> {
    sent(fields, &[prefix, name].concat())
}

/// What was typed into a field or chosen in it; `None` where it was not sent.
fn typed(field: &FormField, fields: &[(String, String)]) -> Option<String> {
    if !has_boxes(field.entry) {
        return sent(fields, field.name).map(str::to_owned);
    }
    let mut chosen: Vec<&str> = fields
        .iter()
        .filter(|(name, _)| name == field.name)
        .flat_map(|(_, value)| value.lines())
        .map(str::trim)
        .filter(|value| !value.is_empty())
        .collect();
    chosen.sort_unstable();
    chosen.dedup();
    (!chosen.is_empty()).then(|| chosen.join("\n"))
}

/// Boxes to tick are not sent where none is ticked: a form that has them says so by that.
fn nothing_chosen(field: &FormField, is_in_the_form: bool) -> Option<String> {
    (has_boxes(field.entry) && is_in_the_form).then(String::new)
}

const fn has_boxes(entry: Entry) -> bool {
    entry.is_several() || matches!(entry, Entry::YesNo)
}

/// All that was sent, for the same page to show again: boxes too that were not ticked.
pub(super) fn again(read: &ReadForm, fields: Fields) -> Values {
    let mut typed: Values = fields.into_iter().collect();
    typed.extend(read.sent.values.clone());
    typed
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::admin::kind;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    fn read(path: &str, id: Option<&str>, pairs: &[(&str, &str)]) -> ReadForm {
        form(kind(path).unwrap(), id.map(str::to_owned), &fields(pairs))
    }

    #[test]
    fn a_field_that_was_not_sent_stays_as_it_is() {
        let read = read("products", Some("1"), &[("price", "5"), ("base.price", "4"), ("created_at", "x")]);
        assert_eq!(read.sent.values, Values::from([("price".to_owned(), "5".to_owned())]));
        assert_eq!(read.sent.base, Values::from([("price".to_owned(), "4".to_owned())]));
        assert_eq!((read.sent.id.as_deref(), read.open.len()), (Some("1"), 0));
    }

    #[test]
    fn a_box_that_is_not_ticked_counts_where_the_form_had_it() {
        let ticked =
            |pairs: &[(&str, &str)], id| read("products", id, pairs).sent.values.remove("is_featured");
        assert_eq!(ticked(&[("is_featured", "yes")], Some("1")).as_deref(), Some("yes"));
        assert_eq!(ticked(&[("base.is_featured", "yes")], Some("1")).as_deref(), Some(""));
        assert_eq!(ticked(&[("name", "Lamp")], None).as_deref(), Some(""));
        assert_eq!(ticked(&[("price", "5")], Some("1")), None);
    }

    #[test]
    fn several_choices_of_a_field_are_one_text_in_order() {
        let pairs = [
            ("permissions", "view product"),
            ("permissions", "add product"),
            ("permissions", "view product"),
        ];
        let permissions = read("groups", None, &pairs).sent.values.remove("permissions");
        assert_eq!(permissions.as_deref(), Some("add product\nview product"));
    }

    #[test]
    fn of_two_sides_the_chosen_one_is_taken_and_an_open_choice_is_asked_for_again() {
        let both = [("mine.price", "5"), ("theirs.price", "6"), ("base.price", "6"), ("price", "7")];
        let choose = |side| [&both[..], &[("choose.price", side)]].concat();
        let price = |read: &ReadForm| read.sent.values.get("price").cloned();
        assert_eq!(price(&read("products", Some("1"), &choose("mine"))).as_deref(), Some("5"));
        assert_eq!(price(&read("products", Some("1"), &choose("theirs"))).as_deref(), Some("6"));
        let open = read("products", Some("1"), &both);
        assert_eq!(price(&open), None);
        assert_eq!((open.open[0].name.as_str(), open.open[0].mine.as_str()), ("price", "5"));
    }
}
