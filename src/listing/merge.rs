//! Laying together what two people changed, field by field (SPEC A5).

use super::Values;
use super::declaration::{Declaration, Entry, FormField, Merge};
use super::form::FieldConflict;
use crate::letters;

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
        let before = if is_same(field, &before, &at_present) { at_present.clone() } else { before };
        // An address that is left empty stays as it is (SPEC D6).
        let is_left = field.entry == Entry::Slug && wanted.is_empty();
        let wanted = if is_left { before.clone() } else { wanted };
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
        if at_present != before && !is_same(field, &outcome, &wanted) {
            merged.theirs.push(field.name);
        }
        if !is_same(field, &outcome, &at_present) {
            merged.changed.push(field.name);
            merged.values.insert(field.name.to_owned(), outcome);
        }
    }
    (merged, conflicts)
}

/// `None` where both changed it to different values.
fn value_of(field: &FormField, base: &str, mine: &str, present: &str) -> Option<String> {
    if is_same(field, mine, base) || (is_same(field, mine, present) && field.merge != Merge::Sum) {
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

/// Whether two values of a field are one when they are kept: what was typed may be written otherwise than what is kept
/// of it, and nobody is in conflict with themselves for that.
fn is_same(field: &FormField, one: &str, other: &str) -> bool {
    one == other || as_kept(field.entry, one) == as_kept(field.entry, other)
}

/// A tidy value as its kind of field is kept; what cannot be read stays as it is.
fn as_kept(entry: Entry, value: &str) -> String {
    match entry {
        Entry::Money => amount(value).unwrap_or_else(|| value.to_owned()),
        Entry::Whole if value.is_empty() => "0".to_owned(),
        Entry::Whole => value.parse::<i64>().map_or_else(|_| value.to_owned(), |number| number.to_string()),
        Entry::Email => letters::compose(value).to_lowercase(),
        Entry::Line => letters::compose(value),
        Entry::YesNo => match value.to_ascii_lowercase().as_str() {
            "yes" | "true" | "on" | "1" | "t" | "y" => "yes".to_owned(),
            "no" | "false" | "off" | "0" | "f" | "n" => String::new(),
            other => other.to_owned(),
        },
        _ if entry.is_several() => {
            let mut lines: Vec<&str> = value.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            lines.sort_unstable();
            lines.dedup();
            lines.join("\n")
        }
        _ => value.to_owned(),
    }
}

/// An amount with two digits after the point: `19,9` is `19.90`. `None` where it is none.
fn amount(text: &str) -> Option<String> {
    let text = text.replace(',', ".");
    let (whole, hundredths) = text.split_once('.').unwrap_or((&text, ""));
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || !digits(whole) || !digits(hundredths) || hundredths.len() > 2 {
        return None;
    }
    let whole = whole.trim_start_matches('0');
    Some(format!("{}.{hundredths:0<2}", if whole.is_empty() { "0" } else { whole }))
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
                field("price", Entry::Money, Merge::Whole),
                field("email", Entry::Email, Merge::Whole),
                field("slug", Entry::Slug, Merge::Whole),
                field("groups", Entry::Many, Merge::Whole),
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
    fn what_is_only_written_otherwise_is_no_change_and_no_conflict() {
        let kept = [
            ("name", " Lamp ", "Lamp"),
            ("text", "One\r\ntwo\r\n", "One\ntwo"),
            ("price", "019,9", "19.90"),
            ("email", "Ada@X.test", "ada@x.test"),
            ("groups", "b\na", "a\nb"),
        ];
        for (name, typed, kept) in kept {
            let (base, present) = (values(&[(name, typed)]), values(&[(name, kept)]));
            // It was saved so; now something else is typed over it.
            let merged = merge(&THINGS, &base, &values(&[(name, "25")]), &present).unwrap();
            assert_eq!((merged.changed, merged.theirs), (vec![name], vec![]), "{name}");
            let merged = merge(&THINGS, &present, &base, &present).unwrap();
            assert!(merged.changed.is_empty() && merged.theirs.is_empty(), "{name}");
        }
        let theirs = merge(
            &THINGS,
            &values(&[("price", "19.9")]),
            &values(&[("price", "25")]),
            &values(&[("price", "21.00")]),
        );
        assert_eq!(theirs.unwrap_err().len(), 1, "what somebody else changed is still asked about");
    }

    #[test]
    fn an_address_that_is_left_empty_stays_and_one_that_is_typed_is_a_change_like_any_other() {
        let slug = |slug: &str| values(&[("slug", slug)]);
        let merged = merge(&THINGS, &slug("lamp"), &slug(" "), &slug("lamp")).unwrap();
        assert!(merged.changed.is_empty() && merged.theirs.is_empty());
        let merged = merge(&THINGS, &slug("lamp"), &slug(""), &slug("oak-lamp")).unwrap();
        assert_eq!((merged.values, merged.changed), (slug("oak-lamp"), vec![]));
        assert_eq!(merged.theirs, ["slug"], "somebody else gave it another one");
        let conflicts = merge(&THINGS, &slug("lamp"), &slug("red-lamp"), &slug("oak-lamp")).unwrap_err();
        assert_eq!((conflicts[0].base.as_str(), conflicts[0].theirs.as_str()), ("lamp", "oak-lamp"));
    }

    #[test]
    fn what_is_left_out_or_only_shown_stays() {
        let present = values(&[("name", "Lamp"), ("made", "today")]);
        let merged = merge(&THINGS, &Values::new(), &values(&[("made", "never")]), &present).unwrap();
        assert_eq!(merged.values, present);
        assert!(merged.changed.is_empty());
    }
}
