//! Laying together what two people changed, field by field (SPEC A5).

use super::Values;
use super::declaration::{Declaration, Entry, FormField, Merge};
use super::form::FieldConflict;

/// What comes of two people's changes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Merged {
    /// Every field of the form as it is to be.
    pub values: Values,
    /// The names of the fields that are different from what there is at present.
    pub changed: Vec<&'static str>,
    /// The names of the fields that somebody else changed since the form was drawn.
    pub theirs: Vec<&'static str>,
}

/// Lays `mine`, which was made from `base`, over what there is at `present`. Fields that `mine` leaves out stay as they
/// are, and so do those that are only shown.
///
/// # Errors
/// The fields that both changed to different values.
pub fn merge(
    of: &Declaration,
    base: &Values,
    mine: &Values,
    present: &Values,
) -> Result<Merged, Vec<FieldConflict>> {
    let (merged, conflicts) = lay_together(of, base, mine, present);
    if conflicts.is_empty() { Ok(merged) } else { Err(conflicts) }
}

/// As [`merge`], also where both changed the same: there, what is at present stays.
#[must_use]
pub fn lay_together(
    of: &Declaration,
    base: &Values,
    mine: &Values,
    present: &Values,
) -> (Merged, Vec<FieldConflict>) {
    let mut merged = Merged { values: present.clone(), ..Merged::default() };
    let mut conflicts = Vec::new();
    for field in of.fields().filter(|field| field.entry != Entry::Shown) {
        let at_present = tidy(present.get(field.name).map_or("", String::as_str));
        let Some(wanted) = mine.get(field.name).map(|value| tidy(value)) else { continue };
        // Without a base nobody else can have changed the field.
        let before = base.get(field.name).map_or_else(|| at_present.clone(), |value| tidy(value));
        let outcome = value_of(field, &before, &wanted, &at_present).unwrap_or_else(|| {
            conflicts.push(FieldConflict {
                name: field.name.to_owned(),
                label: field.label.to_owned(),
                base: before.clone(),
                theirs: at_present.clone(),
                mine: wanted.clone(),
            });
            at_present.clone()
        });
        if at_present != before && outcome != wanted {
            merged.theirs.push(field.name);
        }
        if outcome != at_present {
            merged.changed.push(field.name);
            merged.values.insert(field.name.to_owned(), outcome);
        }
    }
    (merged, conflicts)
}

/// `None` where both changed it to different values.
fn value_of(field: &FormField, base: &str, mine: &str, present: &str) -> Option<String> {
    if mine == base || (mine == present && field.merge != Merge::Sum) {
        return Some(present.to_owned());
    }
    if field.merge == Merge::Sum {
        return Some(sum(base, mine, present).unwrap_or_else(|| mine.to_owned()));
    }
    (present == base).then(|| mine.to_owned())
}

/// The present number and the difference that was made; `None` where these are no whole numbers. Nothing is 0.
fn sum(base: &str, mine: &str, present: &str) -> Option<String> {
    let number = |text: &str| if text.is_empty() { Some(0) } else { text.parse::<i64>().ok() };
    let difference = number(mine)?.checked_sub(number(base)?)?;
    number(present)?.checked_add(difference).map(|sum| sum.to_string())
}

/// What a browser's text field does to a value is no change of it.
fn tidy(value: &str) -> String {
    value.replace("\r\n", "\n").trim().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::FieldErrors;
    use crate::listing::declaration::{FieldSet, Parts};

    const fn field(name: &'static str, entry: Entry, merge: Merge) -> FormField {
        FormField { name, label: name, hint: "", entry, merge, required: false }
    }

    static THINGS: Declaration = Declaration {
        kind: "thing",
        path: "things",
        one: "thing",
        many: "things",
        about: "",
        columns: &[],
        filters: &[],
        search: None,
        sorts: &[],
        sort: "",
        field_sets: &[FieldSet {
            name: "",
            fields: &[
                field("name", Entry::Line, Merge::Whole),
                field("text", Entry::Lines, Merge::Whole),
                field("stock", Entry::Whole, Merge::Sum),
                field("made", Entry::Shown, Merge::Whole),
            ],
            side: false,
            folded: false,
        }],
        slug_of: None,
        actions: &[],
        can_add: true,
        can_change: true,
        can_delete: true,
        parts: Parts {
            is_tree: false,
            has_images: false,
            has_preview: false,
            has_export: false,
            can_undo: false,
            can_retry: false,
        },
        check: |_| FieldErrors(std::collections::BTreeMap::new()),
    };

    fn values(pairs: &[(&str, &str)]) -> Values {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn changes_of_different_fields_are_laid_together() {
        let base = values(&[("name", "Lamp"), ("text", "Old"), ("stock", "5")]);
        let mine = values(&[("name", "Lamp"), ("text", "New\r\nwords "), ("stock", "5")]);
        let present = values(&[("name", "Oak lamp"), ("text", "Old"), ("stock", "5")]);
        let merged = merge(&THINGS, &base, &mine, &present).unwrap();
        assert_eq!(merged.values, values(&[("name", "Oak lamp"), ("text", "New\nwords"), ("stock", "5")]));
        assert_eq!((merged.changed, merged.theirs), (vec!["text"], vec!["name"]));
    }

    #[test]
    fn the_same_field_changed_twice_is_a_conflict_unless_to_the_same() {
        let base = values(&[("name", "Lamp")]);
        let mine = values(&[("name", "Red lamp")]);
        let conflicts = merge(&THINGS, &base, &mine, &values(&[("name", "Oak lamp")])).unwrap_err();
        assert_eq!((conflicts[0].theirs.as_str(), conflicts[0].mine.as_str()), ("Oak lamp", "Red lamp"));
        let merged = merge(&THINGS, &base, &mine, &mine).unwrap();
        assert!(merged.changed.is_empty() && merged.theirs.is_empty());
    }

    #[test]
    fn differences_of_a_stock_both_count() {
        let stock = |base, mine, present| {
            let given = |value| values(&[("stock", value)]);
            merge(&THINGS, &given(base), &given(mine), &given(present)).unwrap().values["stock"].clone()
        };
        assert_eq!(stock("5", "8", "2"), "5");
        assert_eq!(stock("5", "1", "2"), "-2");
        assert_eq!(stock("5", "many", "2"), "many");
        assert_eq!(stock("", "3", ""), "3");
    }

    #[test]
    fn what_is_left_out_or_only_shown_stays() {
        let present = values(&[("name", "Lamp"), ("made", "today")]);
        let merged = merge(&THINGS, &Values::new(), &values(&[("made", "never")]), &present).unwrap();
        assert_eq!(merged.values, present);
        assert!(merged.changed.is_empty());
    }
}
