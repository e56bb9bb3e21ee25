//! Fields of bodies: what reads a body also writes its schema, so that the two agree. The words are those of Django
//! REST framework. What a reader checks is the shape alone; the rules of the shop stand in the areas' `input.rs`.

mod digits;
mod number;
mod pattern;
mod schema;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use serde_json::Value as Sent;
use uuid::Uuid;

pub(in crate::api) use self::number::{bound, positive, stripped};
pub use self::pattern::{ANY_NAME, ANY_TEXT, NAME, NOT_DECLARED, PHONE, SLUG};
pub use self::schema::schema;
use super::body::{Fields, no_object};
use super::query;
use crate::error::{AppError, FieldErrors};

/// What a field holds.
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// A text. Where it has one line and no pattern, blanks and line ends around it say nothing.
    Text {
        /// In characters.
        longest: usize,
        /// Whether nothing can be said.
        blank: bool,
        /// Whether it may have more than one line.
        lines: bool,
        /// What it must look like instead of being free of control characters: one of [`ANY_NAME`],
        /// [`ANY_TEXT`], [`NAME`], [`NOT_DECLARED`], [`PHONE`], [`SLUG`].
        pattern: Option<&'static str>,
    },
    /// An amount from 0.01 to 99999999.99, as text or as number.
    Price,
    /// A whole number, as number or as text.
    Integer {
        /// The least.
        least: i64,
        /// The most.
        most: i64,
    },
    /// A yes or a no.
    Bool,
    /// An id.
    Uuid,
    /// A day.
    Date,
    /// An object with fields of its own, each of which may be left out.
    Object(&'static [Field]),
}

/// A field of a body.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its name.
    pub name: &'static str,
    /// What it holds.
    pub kind: Kind,
    /// Whether it must be there, where not every field may be left out.
    pub required: bool,
    /// Whether it can be `null`.
    pub nullable: bool,
    /// Whether no answer has it.
    pub write_only: bool,
    /// What it means.
    pub text: &'static str,
}

/// A value that was read. Numbers and days are texts, as the shop's forms have them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    /// A text, a number or a day.
    Text(String),
    /// A yes or a no.
    Bool(bool),
    /// An id.
    Uuid(Uuid),
    /// `null`.
    Null,
    /// An object.
    Object(Values),
}

/// What was sent, by field; what was not sent is not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<&'static str, Value>);

impl Values {
    /// Takes a text out; `null` is the empty text.
    pub fn text(&mut self, name: &str) -> Option<String> {
        match self.0.remove(name)? {
            Value::Text(text) => Some(text),
            Value::Null => Some(String::new()),
            _ => None,
        }
    }

    /// Takes a yes or a no out.
    pub fn bool(&mut self, name: &str) -> Option<bool> {
        match self.0.remove(name)? {
            Value::Bool(value) => Some(value),
            _ => None,
        }
    }

    /// Takes an id out; `Some(None)` where it was `null`.
    pub fn uuid(&mut self, name: &str) -> Option<Option<Uuid>> {
        match self.0.remove(name)? {
            Value::Uuid(id) => Some(Some(id)),
            Value::Null => Some(None),
            _ => None,
        }
    }

    /// Takes an object out.
    pub fn object(&mut self, name: &str) -> Option<Self> {
        match self.0.remove(name)? {
            Value::Object(values) => Some(values),
            _ => None,
        }
    }

    /// Whether a field was sent and is still here.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.0.contains_key(name)
    }
}

/// Reads a body. Fields that nobody asks for are ignored.
///
/// # Errors
/// Everything that is wrong with every field, by name.
pub fn read(fields: &[Field], partial: bool, body: &Fields) -> Result<Values, AppError> {
    let mut errors = FieldErrors::default();
    let values = read_object(fields, partial, &body.map, body.is_form, "", &mut errors);
    if errors.is_empty() { Ok(values) } else { Err(AppError::Validation(errors)) }
}

fn read_object(
    fields: &[Field],
    partial: bool,
    sent: &serde_json::Map<String, Sent>,
    is_form: bool,
    within: &str,
    errors: &mut FieldErrors,
) -> Values {
    let mut values = Values::default();
    for field in fields {
        let name = format!("{within}{}", field.name);
        let value = match sent.get(field.name) {
            // A form sends what was left empty too; what has to be there is read as it stands.
            Some(Sent::String(text)) if is_form && text.is_empty() && is_left_out(field) => {
                if field.nullable { Some(&Sent::Null) } else { None }
            }
            other => other,
        };
        let read = match value {
            None if field.required && !partial => Err("This field is required.".to_owned()),
            None => continue,
            Some(Sent::Null) if field.nullable => Ok(Value::Null),
            Some(Sent::Null) => Err("This field may not be null.".to_owned()),
            Some(Sent::Object(inner)) if matches!(field.kind, Kind::Object(_)) => {
                let Kind::Object(parts) = field.kind else { continue };
                Ok(Value::Object(read_object(parts, true, inner, is_form, &format!("{name}."), errors)))
            }
            Some(value) if matches!(field.kind, Kind::Object(_)) => {
                errors.add(&format!("{name}.non_field_errors"), no_object(value));
                continue;
            }
            Some(value) => read_value(field, value),
        };
        match read {
            Ok(value) => {
                values.0.insert(field.name, value);
            }
            Err(message) => errors.add(&name, message),
        }
    }
    values
}

/// Whether nothing in a form means that a field was not filled in.
const fn is_left_out(field: &Field) -> bool {
    let has_blank = matches!(field.kind, Kind::Text { blank: true, .. } | Kind::Object(_));
    !has_blank && (field.nullable || !field.required)
}

/// An id with its hyphens, as the API writes it, or without them.
pub(super) fn read_id(text: &str) -> Option<Uuid> {
    Uuid::try_parse(text).ok().filter(|_| matches!(text.len(), 32 | 36))
}

fn read_value(field: &Field, value: &Sent) -> Result<Value, String> {
    match field.kind {
        Kind::Text { longest, blank, lines, pattern } => {
            let text = text_of(value)?;
            // What is read from a file may have the end of its line with it.
            let text = if lines || pattern.is_some() { text } else { stripped(text) };
            check_text(text, longest, blank)?;
            pattern::check(text, blank, lines, pattern)?;
            let text = if lines { text.replace("\r\n", "\n").replace('\r', "\n") } else { text.to_owned() };
            Ok(Value::Text(text))
        }
        Kind::Price => number::price(value).map(Value::Text),
        Kind::Integer { least, most } => number::integer(value, least, most).map(Value::Text),
        Kind::Bool => number::yes_or_no(value).map(Value::Bool),
        Kind::Uuid => {
            let id = value.as_str().and_then(read_id);
            id.map(Value::Uuid).ok_or_else(|| "Must be a valid UUID.".to_owned())
        }
        Kind::Date => date(value, field.nullable),
        // Objects are read where their parts are.
        Kind::Object(_) => Err(no_object(value)),
    }
}

fn text_of(value: &Sent) -> Result<&str, String> {
    value.as_str().ok_or_else(|| "Not a valid string.".to_owned())
}

fn check_text(text: &str, longest: usize, blank: bool) -> Result<(), String> {
    if text.contains('\0') {
        return Err("Null characters are not allowed.".to_owned());
    }
    if !blank && stripped(text).is_empty() {
        return Err("This field may not be blank.".to_owned());
    }
    if text.chars().count() > longest {
        return Err(format!("Ensure this field has no more than {longest} characters."));
    }
    Ok(())
}

fn date(value: &Sent, nullable: bool) -> Result<Value, String> {
    match value.as_str() {
        Some("") if nullable => Ok(Value::Null),
        Some(text) if query::day(text).is_some() => Ok(Value::Text(text.to_owned())),
        _ => Err("Date has wrong format. Use one of these formats instead: YYYY-MM-DD.".to_owned()),
    }
}
