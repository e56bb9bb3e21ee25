//! Values as people are told them, whoever has them: a form's field, a side of a conflict, a column of the audit trail.
//! What a value is follows from its declaration, here alone; how that is drawn stands in `ui/admin/told.rs`.

use serde::{Deserialize, Serialize};

use super::declaration::{Declaration, Entry, FormField, Options, Shape};
use super::page::Choice;

/// What a value is, and so how it is drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum How {
    /// Words, short or long.
    #[default]
    Text,
    /// An amount: `19.99`.
    Money,
    /// A moment (RFC 3339 in UTC) or a day (`1990-12-31`).
    Time,
    /// `yes` or `no`.
    YesNo,
}

/// A value with what it is. An empty one is nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Told {
    /// What it is.
    pub how: How,
    /// The value; of choices and things their names.
    pub value: String,
    /// Where the thing is that it names, where it still is and may be seen.
    pub path: Option<String>,
}

impl How {
    /// What a form's field holds; `value` decides for those that are only shown.
    #[must_use]
    pub fn of_entry(entry: Entry, value: &str) -> Self {
        match entry {
            Entry::Money => Self::Money,
            Entry::Day => Self::Time,
            Entry::YesNo => Self::YesNo,
            Entry::Shown if is_moment(value) => Self::Time,
            _ => Self::Text,
        }
    }

    /// What a column of a list holds.
    #[must_use]
    pub const fn of_shape(shape: Shape) -> Self {
        match shape {
            Shape::Money => Self::Money,
            Shape::Time => Self::Time,
            Shape::YesNo => Self::YesNo,
            _ => Self::Text,
        }
    }
}

impl Told {
    /// Words that are nothing else.
    #[must_use]
    pub fn text(value: impl Into<String>) -> Self {
        Self { value: value.into(), ..Self::default() }
    }

    /// A value of some sort.
    #[must_use]
    pub fn new(how: How, value: impl Into<String>) -> Self {
        Self { how, value: value.into(), path: None }
    }

    /// What a form's field holds, with the form's own choices.
    #[must_use]
    pub fn of_field(field: &FormField, value: &str, choices: Option<&Vec<Choice>>) -> Self {
        let label = |value: &str| {
            let known = choices.and_then(|all| all.iter().find(|choice| choice.value == value));
            known.map_or_else(|| value.to_owned(), |choice| choice.label.clone())
        };
        match field.entry {
            Entry::YesNo => Self::new(How::YesNo, if value.is_empty() { "no" } else { "yes" }),
            Entry::One => Self::text(label(value)),
            Entry::Many | Entry::Matrix if !value.is_empty() => {
                Self::text(value.split('\n').map(label).collect::<Vec<_>>().join(", "))
            }
            entry => Self::new(How::of_entry(entry, value), value),
        }
    }

    /// What a column of a thing's own table holds: as its form's field has it, else as its list does. The choices that
    /// are always the same are told by their labels.
    #[must_use]
    pub fn of_column(of: &Declaration, column: &str, value: &str) -> Self {
        let how = match (of.field(column), of.column(column)) {
            (Some(field), column) if field.entry == Entry::Shown => {
                column.map_or_else(|| How::of_entry(field.entry, value), |column| How::of_shape(column.shape))
            }
            (Some(field), _) => How::of_entry(field.entry, value),
            (None, Some(column)) => How::of_shape(column.shape),
            (None, None) => How::of_entry(Entry::Shown, value),
        };
        let filter = of.filters.iter().find(|filter| filter.name == column);
        let label = match filter.map(|filter| filter.options) {
            Some(Options::Fixed(known)) => known.iter().find(|(known, _)| *known == value),
            _ => None,
        };
        Self::new(how, label.map_or(value, |(_, label)| *label))
    }

    /// Whether there is nothing.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        self.value.is_empty()
    }
}

/// Whether a text is a moment as forms have it: `2026-11-23T05:03:00Z`.
fn is_moment(text: &str) -> bool {
    text.len() == 20 && text.ends_with('Z') && text.as_bytes().get(10) == Some(&b'T')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::listing::Merge;

    const fn field(entry: Entry) -> FormField {
        FormField { name: "x", label: "X", hint: "", entry, merge: Merge::Whole, required: false }
    }

    #[test]
    fn a_field_is_told_by_what_it_holds() {
        let told = |entry, value: &str| {
            let told = Told::of_field(&field(entry), value, None);
            (told.how, told.value)
        };
        assert_eq!(told(Entry::Money, "9.50"), (How::Money, "9.50".to_owned()));
        assert_eq!(told(Entry::YesNo, ""), (How::YesNo, "no".to_owned()));
        assert_eq!(told(Entry::YesNo, "yes"), (How::YesNo, "yes".to_owned()));
        assert_eq!(told(Entry::Shown, "2026-11-23T05:03:00Z").0, How::Time);
        assert_eq!(told(Entry::Shown, "twenty letters long Z").0, How::Text);
        assert_eq!(told(Entry::Day, "1990-12-31").0, How::Time);
    }

    #[test]
    fn choices_are_told_by_their_labels() {
        let choices = ["a", "b"].map(|value| Choice { value: value.to_owned(), label: value.to_uppercase() });
        let told = Told::of_field(&field(Entry::Many), "a\nb\nc", Some(&choices.to_vec()));
        assert_eq!(told.value, "A, B, c");
        assert!(Told::of_field(&field(Entry::Many), "", Some(&choices.to_vec())).is_nothing());
    }
}
