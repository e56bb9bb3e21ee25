//! Numbers, yes and no, as Django REST framework reads them, from JSON, from forms and from addresses alike: with
//! blanks around them, with a sign, with zeros that say nothing, with underscores, in the digits of any script.

use rust_decimal::Decimal;
use serde_json::Value as Sent;

use super::digits::in_ascii;

/// Longest number as text, in characters.
const LONGEST: usize = 1_000;
/// Digits of a price before the point, behind it, and in all.
const WHOLE: i64 = 8;
const DECIMALS: i64 = 2;
const TOTAL: i64 = WHOLE + DECIMALS;
/// Bounds of prices are read to so many places behind the point, and up to so many digits before it.
const BOUND_PLACES: u32 = 6;
const BOUND_WHOLE: i64 = 11;
/// Stands for what has more digits than that: more than any price.
const BEYOND: i64 = 100_000_000_000;

const NO_NUMBER: &str = "A valid number is required.";
const NO_INTEGER: &str = "A valid integer is required.";
const TOO_LONG: &str = "String value too large.";
const NOT_POSITIVE: &str = "Price must be positive";
const TOO_MANY_DIGITS: &str = "Ensure that there are no more than 10 digits in total.";
const TOO_MANY_DECIMALS: &str = "Ensure that there are no more than 2 decimal places.";
const TOO_MANY_WHOLE: &str = "Ensure that there are no more than 8 digits before the decimal point.";

/// An amount as the shop's forms have it. A number of JSON is binary: it is taken where it is as near to hundredths as
/// such a number can be, and else looked at as it is written.
pub(super) fn price(value: &Sent) -> Result<String, String> {
    match value {
        Sent::Number(number) => match number.as_f64().and_then(hundredths) {
            Some(amount) => Ok(amount),
            None => price_text(&number.to_string()),
        },
        Sent::String(text) => price_text(text),
        _ => Err(NO_NUMBER.to_owned()),
    }
}

fn hundredths(amount: f64) -> Option<String> {
    let cents = amount * 100.0;
    let is_near = (0.01..=99_999_999.99).contains(&amount) && (cents - cents.round()).abs() <= 1e-5;
    is_near.then(|| format!("{amount:.2}"))
}

fn price_text(text: &str) -> Result<String, String> {
    let text = stripped(text);
    if text.chars().count() > LONGEST {
        return Err(TOO_LONG.to_owned());
    }
    let amount = Amount::read(text).ok_or(NO_NUMBER)?;
    amount.check()?;
    Ok(amount.written())
}

/// A bound of prices, of any length. What is longer than bounds need to be is a little more (below 0 a little less)
/// than its beginning, and what is beyond all prices is brought near them.
pub(in crate::api) fn bound(text: &str) -> Option<Decimal> {
    Amount::read(stripped(text)).map(|amount| amount.bound())
}

/// A decimal number: its digits without leading zeros, and the power of ten that they are multiplied by.
struct Amount {
    is_negative: bool,
    digits: String,
    exponent: i64,
}

impl Amount {
    /// Underscores say nothing, wherever they stand.
    fn read(text: &str) -> Option<Self> {
        let text = in_ascii(text).replace('_', "");
        let (is_negative, amount) = signed(&text);
        let (digits, exponent) = match amount.split_once(['e', 'E']) {
            Some((digits, exponent)) => (digits, exponent.parse::<i64>().ok()?),
            None => (amount, 0),
        };
        let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
        let digits = [whole, part].concat();
        if !is_digits(&digits) {
            return None;
        }
        let significant = digits.trim_start_matches('0');
        let digits = if significant.is_empty() { "0" } else { significant }.to_owned();
        Some(Self { is_negative, digits, exponent: exponent.saturating_sub(length(part)) })
    }

    /// How many digits it has: first those that are too many in all, as the framework says it.
    fn check(&self) -> Result<(), String> {
        let count = length(&self.digits);
        let behind = self.exponent.min(0).saturating_neg();
        let total = if self.exponent >= 0 { count.saturating_add(self.exponent) } else { count.max(behind) };
        let words = if total > TOTAL {
            TOO_MANY_DIGITS
        } else if behind > DECIMALS {
            TOO_MANY_DECIMALS
        } else if total - behind > WHOLE {
            TOO_MANY_WHOLE
        } else if self.is_negative || self.digits == "0" {
            NOT_POSITIVE
        } else {
            return Ok(());
        };
        Err(words.to_owned())
    }

    /// The amount with two decimals; it was checked before, so nothing of it is lost.
    fn written(&self) -> String {
        let shift = u32::try_from(self.exponent.saturating_add(DECIMALS)).unwrap_or_default();
        let digits: u64 = self.digits.parse().unwrap_or_default();
        let cents = digits.saturating_mul(10_u64.saturating_pow(shift));
        format!("{}.{:02}", cents / 100, cents % 100)
    }

    fn bound(&self) -> Decimal {
        let before = length(&self.digits).saturating_add(self.exponent);
        let (units, places) = if self.digits == "0" {
            (0, 0)
        } else if before > BOUND_WHOLE {
            (BEYOND, 0)
        } else {
            let kept = usize::try_from(before.saturating_add(BOUND_PLACES.into())).unwrap_or_default();
            let (first, rest) = self.digits.split_at(kept.min(self.digits.len()));
            let zeros = "0".repeat(kept - first.len());
            let units: i64 = [first, zeros.as_str()].concat().parse().unwrap_or_default();
            let has_rest = rest.bytes().any(|digit| digit != b'0');
            (units * 10 + i64::from(has_rest), BOUND_PLACES + 1)
        };
        Decimal::new(if self.is_negative { -units } else { units }, places)
    }
}

/// A whole number as digits, a negative one with its sign.
pub(super) fn integer(value: &Sent, least: i64, most: i64) -> Result<String, String> {
    let text = match value {
        // `3.0` is a whole number too.
        Sent::Number(number) if number.is_f64() => {
            let number = number.as_f64().filter(|number| number.fract() == 0.0);
            format!("{:.0}", number.ok_or(NO_INTEGER)?)
        }
        Sent::Number(number) => number.to_string(),
        Sent::String(text) if text.chars().count() > LONGEST => return Err(TOO_LONG.to_owned()),
        Sent::String(text) => text.clone(),
        _ => return Err(NO_INTEGER.to_owned()),
    };
    let (is_negative, digits) = without_decimals(&text).ok_or(NO_INTEGER)?;
    let digits = digits.trim_start_matches('0');
    let number = match digits.parse::<i64>() {
        _ if digits.is_empty() => Some(0),
        Ok(number) if is_negative => Some(-number),
        Ok(number) => Some(number),
        Err(_) => None,
    };
    match number {
        Some(number) if number < least => Err(too_small(least)),
        Some(number) if number <= most => Ok(number.to_string()),
        None if is_negative => Err(too_small(least)),
        _ => Err(too_large(most)),
    }
}

/// A whole number from 1 on; the largest there is stands for what is larger.
pub(in crate::api) fn positive(text: &str) -> Option<u32> {
    let (is_negative, digits) = whole(text)?;
    let digits = digits.trim_start_matches('0');
    if is_negative || digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u32::MAX)) }
}

/// As [`whole`]. A point with nothing but zeros behind it says nothing.
fn without_decimals(text: &str) -> Option<(bool, String)> {
    let text = stripped(text);
    match text.rsplit_once('.') {
        Some((number, zeros)) if zeros.bytes().all(|digit| digit == b'0') => whole(number),
        _ => whole(text),
    }
}

/// Whether a whole number is negative, and its digits. Between two of them may stand an underscore.
fn whole(text: &str) -> Option<(bool, String)> {
    let text = in_ascii(stripped(text));
    let (is_negative, digits) = signed(&text);
    digits.split('_').all(is_digits).then(|| (is_negative, digits.replace('_', "")))
}

/// Whether a number begins with a minus, and what stands behind its sign.
fn signed(text: &str) -> (bool, &str) {
    match text.strip_prefix('-') {
        Some(number) => (true, number),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    }
}

/// Without the blanks around it; the four separators of ASCII are such in the framework's language.
pub(in crate::api) fn stripped(text: &str) -> &str {
    text.trim_matches(|letter: char| letter.is_whitespace() || matches!(letter, '\u{1c}'..='\u{1f}'))
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn length(text: &str) -> i64 {
    i64::try_from(text.len()).unwrap_or(i64::MAX)
}

fn too_large(most: i64) -> String {
    format!("Ensure this value is less than or equal to {most}.")
}

fn too_small(least: i64) -> String {
    format!("Ensure this value is greater than or equal to {least}.")
}

/// A yes or a no, as a word too, or as 1 and 0.
pub(super) fn yes_or_no(value: &Sent) -> Result<bool, String> {
    let read = match value {
        Sent::Bool(value) => Some(*value),
        Sent::Number(number) => match number.to_string().as_str() {
            "1" | "1.0" => Some(true),
            "0" | "0.0" | "-0.0" => Some(false),
            _ => None,
        },
        Sent::String(word) => match word.to_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "on" | "1" => Some(true),
            "false" | "f" | "no" | "n" | "off" | "0" => Some(false),
            _ => None,
        },
        _ => None,
    };
    read.ok_or_else(|| "Must be a valid boolean.".to_owned())
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn prices_are_read_as_the_framework_reads_decimals() {
        for (sent, read) in [
            (json!(" 19.99\n"), "19.99"),
            (json!("1_000.5_0"), "1000.50"),
            (json!("_1__0_"), "10.00"),
            (json!("1_e0_1"), "10.00"),
            (json!("１２.٥"), "12.50"),
            (json!("1e\u{1d7d0}"), "100.00"),
            (json!("+5"), "5.00"),
            (json!("5."), "5.00"),
            (json!(".5"), "0.50"),
            (json!("000000005.00"), "5.00"),
            (json!("1e2"), "100.00"),
            (json!("1.25E1"), "12.50"),
            (json!("99999999.99"), "99999999.99"),
            (json!(19.99), "19.99"),
            (json!(0.1 + 0.2), "0.30"),
            (json!(7), "7.00"),
        ] {
            assert_eq!(price(&sent).as_deref(), Ok(read), "{sent}");
        }
        for (sent, words) in [
            (json!("12345678.999"), TOO_MANY_DIGITS),
            (json!("1e10"), TOO_MANY_DIGITS),
            (json!("0.00000000001"), TOO_MANY_DIGITS),
            (json!("1e9223372036854775807"), TOO_MANY_DIGITS),
            (json!("-1.999"), TOO_MANY_DECIMALS),
            (json!("19.990"), TOO_MANY_DECIMALS),
            (json!(19.999), TOO_MANY_DECIMALS),
            (json!("1e8"), TOO_MANY_WHOLE),
            (json!("-0.00"), NOT_POSITIVE),
            (json!("."), NO_NUMBER),
            (json!("- 1"), NO_NUMBER),
            (json!("1e"), NO_NUMBER),
            (json!("_"), NO_NUMBER),
            (json!("1 _"), NO_NUMBER),
            (json!("²"), NO_NUMBER),
            (json!("Ⅷ"), NO_NUMBER),
            (json!("NaN"), NO_NUMBER),
            (json!("Infinity"), NO_NUMBER),
            (json!("1,5"), NO_NUMBER),
        ] {
            assert_eq!(price(&sent), Err(words.to_owned()), "{sent}");
        }
    }

    #[test]
    fn whole_numbers_are_read_as_the_framework_reads_them() {
        for (sent, read) in [
            (json!(" 5 "), "5"),
            (json!("1.0"), "1"),
            (json!("7."), "7"),
            (json!("8 .00\t"), "8"),
            (json!("+9"), "9"),
            (json!("000000100"), "100"),
            (json!("-0"), "0"),
            (json!("+1_0"), "10"),
            (json!("0_7.0"), "7"),
            (json!("１２"), "12"),
            (json!("٣.0 "), "3"),
            (json!(3.0), "3"),
        ] {
            assert_eq!(integer(&sent, 0, 100).as_deref(), Ok(read), "{sent}");
        }
        let huge = "9".repeat(1_000);
        for (sent, words) in [
            (json!("-1"), too_small(0)),
            (json!(format!("-{}", "9".repeat(900))), too_small(0)),
            (json!("101"), too_large(100)),
            (json!(huge), too_large(100)),
            (json!(format!("{huge}9")), TOO_LONG.to_owned()),
            (json!("1.2"), NO_INTEGER.to_owned()),
            (json!(".0"), NO_INTEGER.to_owned()),
            (json!("1.0.0"), NO_INTEGER.to_owned()),
            (json!("1e2"), NO_INTEGER.to_owned()),
            (json!("+ 1"), NO_INTEGER.to_owned()),
            (json!("_1"), NO_INTEGER.to_owned()),
            (json!("1_"), NO_INTEGER.to_owned()),
            (json!("1__0"), NO_INTEGER.to_owned()),
            (json!("+_1"), NO_INTEGER.to_owned()),
            (json!("1_.0"), NO_INTEGER.to_owned()),
            (json!("1.٠"), NO_INTEGER.to_owned()),
            (json!("²"), NO_INTEGER.to_owned()),
            (json!("1\u{200b}"), NO_INTEGER.to_owned()),
            (json!(""), NO_INTEGER.to_owned()),
        ] {
            assert_eq!(integer(&sent, 0, 100), Err(words), "{sent}");
        }
    }

    #[test]
    fn bounds_are_read_at_any_length_and_never_nearer_to_0_than_what_was_meant() {
        for (text, read) in [
            (" 19.5\n", "19.5"),
            ("-.5", "-0.5"),
            ("1e3", "1000"),
            ("1_000", "1000"),
            ("١٢.٥", "12.5"),
            ("0e99", "0"),
            ("1.0000000", "1"),
            ("1.00000000000000000000000000001", "1.0000001"),
            ("-1.00000000000000000000000000001", "-1.0000001"),
            ("1e-40", "0.0000001"),
            ("12345678901.123456", "12345678901.123456"),
            ("1e40", "100000000000"),
            ("-999999999999", "-100000000000"),
            ("1e9223372036854775807", "100000000000"),
            ("1e-9223372036854775808", "0.0000001"),
        ] {
            assert_eq!(bound(text), Some(read.parse().unwrap()), "{text:?}");
        }
        assert_eq!(bound(&"9".repeat(5_000)), Some(Decimal::from(BEYOND)));
        for text in ["", " ", "cheap", "1,5", "1 0", "--1", "NaN", "inf", "0x1", "1e", "1e1.5", "_"] {
            assert_eq!(bound(text), None, "{text:?}");
        }
    }

    #[test]
    fn positive_numbers_are_whole_and_saturate() {
        for (text, read) in
            [("7", 7), ("07", 7), (" +7\t", 7), ("1_0", 10), ("٧", 7), ("99999999999999999999", u32::MAX)]
        {
            assert_eq!(positive(text), Some(read), "{text:?}");
        }
        for text in ["", "0", "00", "-1", "-0", "1.0", "1e1", "1__0", "x", "last"] {
            assert_eq!(positive(text), None, "{text:?}");
        }
    }

    #[test]
    fn yes_and_no_have_many_words() {
        for yes in
            [json!(true), json!("on"), json!("YES"), json!("T"), json!("y"), json!("1"), json!(1), json!(1.0)]
        {
            assert_eq!(yes_or_no(&yes), Ok(true), "{yes}");
        }
        for no in [json!(false), json!("off"), json!("No"), json!("f"), json!("N"), json!("0"), json!(0)] {
            assert_eq!(yes_or_no(&no), Ok(false), "{no}");
        }
        for neither in [json!("maybe"), json!(" true"), json!(2), json!(""), json!([]), json!("null")] {
            assert!(yes_or_no(&neither).is_err(), "{neither}");
        }
    }
}
