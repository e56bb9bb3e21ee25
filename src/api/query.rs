//! The parameters of an address: reading them, saying what is wrong with them, and their schemas.

use std::fmt::Write as _;

use chrono::{DateTime, NaiveDate, NaiveTime, Utc};
use serde_json::{Value, json};

use super::fields::{bound, positive, stripped};
use super::refusal::Refusal;
use crate::error::FieldErrors;
use crate::percent::decode;

/// What a parameter may hold on the wire. Nothing at all counts as if the parameter were not there.
#[derive(Clone, Copy, Debug)]
pub enum Wire {
    /// Any text.
    Free,
    /// A text to look for, of at most so many characters.
    Search(usize),
    /// An amount.
    Price,
    /// A yes or a no.
    Yes,
    /// A moment or a day.
    Moment,
    /// One of these words.
    Choice(&'static [&'static str]),
    /// The number of a page, or `last`.
    Page,
    /// How many are on a page.
    Size,
    /// What an answer gave.
    Cursor,
    /// Some of these words, separated by commas. Blanks around them and nothing between two commas say nothing.
    Words(&'static [&'static str]),
}

/// A parameter of an address.
#[derive(Clone, Copy, Debug)]
pub struct Parameter {
    /// Its name.
    pub name: &'static str,
    /// What it may hold.
    pub wire: Wire,
    /// What it means.
    pub text: &'static str,
}

/// The words for yes.
const YES: [&str; 4] = ["true", "True", "TRUE", "1"];
/// The words for no.
const NO: [&str; 4] = ["false", "False", "FALSE", "0"];

/// The parameters of an address, in their order.
#[derive(Clone, Debug, Default)]
pub struct Query(Vec<(String, String)>);

impl Query {
    /// Reads what stands behind the question mark.
    #[must_use]
    pub fn parse(raw: Option<&str>) -> Self {
        Self(raw.map(pairs).unwrap_or_default())
    }

    /// What a parameter holds: the last one counts, and nothing where that is empty.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&str> {
        let last = self.0.iter().rev().find(|(known, _)| known == name);
        last.map(|(_, value)| value.as_str()).filter(|value| !value.is_empty())
    }

    /// Whether a parameter is there, empty or not.
    #[must_use]
    pub fn is_named(&self, name: &str) -> bool {
        self.0.iter().any(|(known, _)| known == name)
    }

    /// The parameters as text, one of them with another value or left out; the others keep their order.
    #[must_use]
    pub fn with(&self, name: &str, value: Option<&str>) -> String {
        let mut text = String::new();
        let mut value = value;
        for (known, old) in &self.0 {
            if known != name {
                push_pair(&mut text, known, old);
            } else if let Some(new) = value.take() {
                push_pair(&mut text, known, new);
            }
        }
        if let Some(new) = value {
            push_pair(&mut text, name, new);
        }
        text
    }
}

/// Checks what the parameters of an operation hold. Those it does not know are ignored, and a page is looked at
/// where pages are turned.
///
/// # Errors
/// 400 by name.
pub fn check(query: &Query, parameters: &[Parameter]) -> Result<(), Refusal> {
    let mut errors = FieldErrors::default();
    for parameter in parameters {
        if let Some(value) = query.get(parameter.name)
            && let Some(message) = wrong(parameter.wire, value)
        {
            errors.add(parameter.name, message);
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(Refusal::Query(errors)) }
}

/// What is wrong with a value.
fn wrong(wire: Wire, value: &str) -> Option<String> {
    let unless = |is_right: bool, words: &str| (!is_right).then(|| words.to_owned());
    let no_choice =
        |value: &str| format!("Select a valid choice. {value} is not one of the available choices.");
    match wire {
        Wire::Search(longest) if value.chars().count() > longest => {
            Some(format!("Ensure this field has no more than {longest} characters."))
        }
        Wire::Free | Wire::Search(_) => unless(!value.contains('\0'), "Null characters are not allowed."),
        Wire::Price => unless(bound(value).is_some(), "Enter a number."),
        Wire::Yes => unless(yes_or_no(value).is_some(), "Must be a valid boolean."),
        Wire::Moment => unless(moment(value).is_some(), "Enter a valid date/time."),
        Wire::Choice(words) => (!words.contains(&value)).then(|| no_choice(value)),
        Wire::Size => unless(positive(value).is_some(), "A valid integer is required."),
        Wire::Words(words) => named(value).find(|word| !words.contains(word)).map(no_choice),
        Wire::Page | Wire::Cursor => None,
    }
}

/// A yes or a no.
#[must_use]
pub fn yes_or_no(word: &str) -> Option<bool> {
    if YES.contains(&word) { Some(true) } else { NO.contains(&word).then_some(false) }
}

/// The words that stand between commas.
pub fn named(text: &str) -> impl Iterator<Item = &str> {
    text.split(',').map(stripped).filter(|word| !word.is_empty())
}

/// A moment (RFC 3339, in UTC where it names no offset), or the beginning of a day in UTC. A blank in the place of the
/// offset's sign is a `+` that was not encoded.
#[must_use]
pub fn moment(text: &str) -> Option<DateTime<Utc>> {
    if text.len() == 10 {
        return day(text)?.and_hms_opt(0, 0, 0).map(|midnight| midnight.and_utc());
    }
    let mended = match text.rsplit_once(' ') {
        Some((time, offset)) if time.contains(['T', 't']) => format!("{time}+{offset}"),
        _ => text.to_owned(),
    };
    match DateTime::parse_from_rfc3339(&mended) {
        Ok(moment) => Some(moment.to_utc()),
        Err(_) => moment_in_utc(text),
    }
}

/// A moment without an offset, as `2026-01-02T03:04` or `2026-01-02 03:04:05.678`.
fn moment_in_utc(text: &str) -> Option<DateTime<Utc>> {
    let (date, time) = text.split_once(['T', ' '])?;
    let formats = ["%H:%M", "%H:%M:%S", "%H:%M:%S%.f"];
    let time = formats.iter().find_map(|format| NaiveTime::parse_from_str(time, format).ok())?;
    Some(day(date)?.and_time(time).and_utc())
}

/// A day as `2026-01-02`, in exactly these ten characters.
pub(super) fn day(text: &str) -> Option<NaiveDate> {
    let is_shaped = text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| match at {
            4 | 7 => byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if is_shaped { NaiveDate::parse_from_str(text, "%Y-%m-%d").ok() } else { None }
}

/// A moment without an offset, on a day that each month has.
const IN_UTC: &str =
    "^[12][0-9]{3}-(0[1-9]|1[0-2])-(0[1-9]|1[0-9]|2[0-8])[T ]([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9])?$";

/// An amount, as Python's `Decimal` reads it: underscores say nothing.
const AMOUNT: &str =
    "\\s*_*[+-]?_*([0-9][0-9_]*(\\.[0-9_]*)?|\\._*[0-9][0-9_]*)([eE]_*[+-]?_*[0-9][0-9_]{0,8})?\\s*";
/// A whole number from 1 on, as Python's `int` reads it.
const POSITIVE: &str = "\\s*\\+?(0_?)*[1-9](_?[0-9])*\\s*";

/// The schema of a parameter's value. It says what [`check`] takes, the empty text included; digits of other scripts
/// are taken too.
#[must_use]
pub fn schema(wire: Wire) -> Value {
    let pattern = |inner: &str| json!({ "type": "string", "pattern": format!("^({inner})?$") });
    let one_of = |words: &[&str]| {
        let words: Vec<&str> = words.iter().copied().chain([""]).collect();
        json!({ "type": "string", "enum": words })
    };
    match wire {
        Wire::Free => json!({ "type": "string", "pattern": "^[^\\u0000]*$" }),
        Wire::Search(longest) => {
            json!({ "type": "string", "pattern": "^[^\\u0000]*$", "maxLength": longest })
        }
        Wire::Price => pattern(AMOUNT),
        Wire::Yes => one_of(&[YES, NO].concat()),
        Wire::Moment => json!({ "type": "string", "anyOf": [
            { "type": "string", "format": "date-time" },
            { "type": "string", "format": "date" },
            { "type": "string", "pattern": IN_UTC },
            { "type": "string", "maxLength": 0 },
        ] }),
        Wire::Choice(words) => one_of(words),
        Wire::Page => pattern(&format!("{POSITIVE}|last")),
        Wire::Size => pattern(POSITIVE),
        Wire::Cursor => pattern("[A-Za-z0-9_-]*"),
        Wire::Words(words) => {
            let word = format!("\\s*(({})\\s*)?", words.join("|"));
            pattern(&format!("{word}(,{word})*"))
        }
    }
}

/// Names and values as `application/x-www-form-urlencoded` has them.
pub(super) fn pairs(raw: &str) -> Vec<(String, String)> {
    raw.split('&')
        .filter(|pair| !pair.is_empty())
        .map(|pair| {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            (decode(name), decode(value))
        })
        .collect()
}

fn push_pair(text: &mut String, name: &str, value: &str) {
    if !text.is_empty() {
        text.push('&');
    }
    push_encoded(text, name);
    text.push('=');
    push_encoded(text, value);
}

fn push_encoded(text: &mut String, value: &str) {
    for byte in value.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            text.push(char::from(byte));
        } else {
            // Writing into a text cannot fail.
            let _ = write!(text, "%{byte:02X}");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_value_counts_and_an_empty_one_is_none() {
        let query = Query::parse(Some("a=1&b=x+y%20%C3%A9&a=2&c=&d"));
        assert_eq!((query.get("a"), query.get("b")), (Some("2"), Some("x y é")));
        assert_eq!((query.get("c"), query.is_named("c"), query.is_named("d")), (None, true, true));
        assert_eq!(Query::parse(Some("a=%zz%4")).get("a"), Some("%zz%4"));
    }

    #[test]
    fn one_parameter_changes_and_the_others_keep_their_order() {
        let query = Query::parse(Some("search=a%26b&page=2&page_size=5"));
        assert_eq!(query.with("page", Some("3")), "search=a%26b&page=3&page_size=5");
        assert_eq!(query.with("page", None), "search=a%26b&page_size=5");
        assert_eq!(query.with("cursor", Some("x")), "search=a%26b&page=2&page_size=5&cursor=x");
        assert_eq!(Query::default().with("page", None), "");
    }

    #[test]
    fn what_cannot_be_read_is_named() {
        const WORDS: &[&str] = &["price", "-price"];
        for (wire, right, bad, words) in [
            (Wire::Price, "-19.5", "1,5", "Enter a number."),
            (Wire::Price, "1_000.", "1e", "Enter a number."),
            (Wire::Price, "1e3", "NaN", "Enter a number."),
            (Wire::Yes, "True", "yes", "Must be a valid boolean."),
            (Wire::Moment, "2026-01-02", "2026-13-02", "Enter a valid date/time."),
            (Wire::Moment, "2026-01-02T03:04:05 02:00", "2026-01-02T03", "Enter a valid date/time."),
            (Wire::Moment, "2026-01-02T03:04", "2026-01-02T24:04", "Enter a valid date/time."),
            (Wire::Moment, "2026-01-02 03:04:05.6", "2026-01-02 03:04:05x", "Enter a valid date/time."),
            (Wire::Size, "99999999999999999999999", "0", "A valid integer is required."),
            (Wire::Free, "a", "\0", "Null characters are not allowed."),
            (Wire::Search(3), "é b", "a\0", "Null characters are not allowed."),
            (Wire::Search(3), "a,b", "a, b", "Ensure this field has no more than 3 characters."),
            (
                Wire::Choice(WORDS),
                "-price",
                "size",
                "Select a valid choice. size is not one of the available choices.",
            ),
            (
                Wire::Words(WORDS),
                " price\u{a0}, ,-price,",
                "price, - price",
                "Select a valid choice. - price is not one of the available choices.",
            ),
            (
                Wire::Words(WORDS),
                ",",
                "price;-price",
                "Select a valid choice. price;-price is not one of the available choices.",
            ),
            (Wire::Yes, "FALSE", "tRUE", "Must be a valid boolean."),
        ] {
            assert_eq!(wrong(wire, right), None, "{wire:?}");
            assert_eq!(wrong(wire, bad).as_deref(), Some(words), "{wire:?}");
        }
    }
}
