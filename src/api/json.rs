//! The writer of answers: compact JSON in the order that it is written in, into one buffer. It is made for lists of
//! hundreds of products a request: text is looked at in chunks and copied in runs, numbers, ids and times are written
//! digit by digit, and nothing allocates but the buffer.

use chrono::{DateTime, Datelike as _, Timelike as _, Utc};
use uuid::Uuid;

use crate::catalog::product::model::Price;

/// So many bytes of a text are looked at in one step, which takes a few wide instructions.
const CHUNK: usize = 32;

/// A JSON text that is being written: one object or one array.
#[derive(Debug, Default)]
pub struct Json(Vec<u8>);

impl Json {
    /// An empty text with room for so many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self(Vec::with_capacity(bytes))
    }

    /// Writes an object.
    pub fn object(&mut self, write: impl FnOnce(&mut Object<'_>)) {
        object(&mut self.0, write);
    }

    /// Writes an array.
    pub fn array(&mut self, write: impl FnOnce(&mut Array<'_>)) {
        array(&mut self.0, write);
    }

    /// The bytes.
    #[must_use]
    pub fn into_bytes(self) -> Vec<u8> {
        self.0
    }
}

/// An object that is being written. Names must be plain ASCII that needs no escaping.
#[derive(Debug)]
pub struct Object<'a> {
    out: &'a mut Vec<u8>,
    is_first: bool,
}

/// An array that is being written.
#[derive(Debug)]
pub struct Array<'a> {
    out: &'a mut Vec<u8>,
    is_first: bool,
}

impl Object<'_> {
    /// A text.
    pub fn text(&mut self, name: &'static str, value: &str) {
        self.name(name);
        push_text(self.out, value);
    }

    /// A whole number.
    pub fn int(&mut self, name: &'static str, value: i64) {
        self.name(name);
        push_int(self.out, value);
    }

    /// A yes or a no.
    pub fn bool(&mut self, name: &'static str, value: bool) {
        self.name(name);
        self.out.extend_from_slice(if value { b"true" } else { b"false" });
    }

    /// Nothing.
    pub fn null(&mut self, name: &'static str) {
        self.name(name);
        self.out.extend_from_slice(b"null");
    }

    /// An id, with hyphens.
    pub fn uuid(&mut self, name: &'static str, value: Uuid) {
        self.name(name);
        push_uuid(self.out, value);
    }

    /// A moment as `2026-01-02T03:04:05.123456Z`, without the fraction where it is 0.
    pub fn time(&mut self, name: &'static str, value: DateTime<Utc>) {
        self.name(name);
        push_time(self.out, value);
    }

    /// A number of hundredths: 425 is written `4.25`, 400 `4.0`.
    pub fn hundredths(&mut self, name: &'static str, value: i64) {
        self.name(name);
        push_hundredths(self.out, value);
        if self.out.ends_with(b"0") {
            self.out.pop();
        }
    }

    /// A price as `"19.99"`.
    pub fn price(&mut self, name: &'static str, value: Price) {
        self.name(name);
        self.out.push(b'"');
        push_hundredths(self.out, value.cents());
        self.out.push(b'"');
    }

    /// One text of parts that need no escaping.
    pub fn path(&mut self, name: &'static str, parts: &[&str]) {
        self.name(name);
        self.out.push(b'"');
        for part in parts {
            self.out.extend_from_slice(part.as_bytes());
        }
        self.out.push(b'"');
    }

    /// An object within.
    pub fn object(&mut self, name: &'static str, write: impl FnOnce(&mut Object<'_>)) {
        self.name(name);
        object(self.out, write);
    }

    /// An array within.
    pub fn array(&mut self, name: &'static str, write: impl FnOnce(&mut Array<'_>)) {
        self.name(name);
        array(self.out, write);
    }

    fn name(&mut self, name: &'static str) {
        if !self.is_first {
            self.out.push(b',');
        }
        self.is_first = false;
        self.out.push(b'"');
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }
}

impl Array<'_> {
    /// An object.
    pub fn object(&mut self, write: impl FnOnce(&mut Object<'_>)) {
        self.comma();
        object(self.out, write);
    }

    /// A text.
    pub fn text(&mut self, value: &str) {
        self.comma();
        push_text(self.out, value);
    }

    fn comma(&mut self) {
        if !self.is_first {
            self.out.push(b',');
        }
        self.is_first = false;
    }
}

fn object(out: &mut Vec<u8>, write: impl FnOnce(&mut Object<'_>)) {
    out.push(b'{');
    write(&mut Object { out, is_first: true });
    out.push(b'}');
}

fn array(out: &mut Vec<u8>, write: impl FnOnce(&mut Array<'_>)) {
    out.push(b'[');
    write(&mut Array { out, is_first: true });
    out.push(b']');
}

/// Escapes what JSON must have escaped, and copies what lies between.
fn push_text(out: &mut Vec<u8>, text: &str) {
    out.reserve(text.len() + 2);
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = first_escaped(rest) {
        out.extend_from_slice(&rest[..at]);
        push_escape(out, rest[at]);
        rest = &rest[at + 1..];
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

/// The place of the first byte that JSON must have escaped. Most chunks have none.
fn first_escaped(bytes: &[u8]) -> Option<usize> {
    let (chunks, _) = bytes.as_chunks::<CHUNK>();
    let has_none = |chunk: &&[u8; CHUNK]| chunk.iter().fold(0, |found, byte| found | escaped(*byte)) == 0;
    let passed = chunks.iter().take_while(has_none).count() * CHUNK;
    bytes[passed..].iter().position(|byte| escaped(*byte) != 0).map(|at| passed + at)
}

/// 1 for a byte that JSON must have escaped. There is no branch in it, so that a chunk is looked at as a whole.
fn escaped(byte: u8) -> u8 {
    u8::from(byte < 0x20) | u8::from(byte == b'"') | u8::from(byte == b'\\')
}

fn push_escape(out: &mut Vec<u8>, byte: u8) {
    match byte {
        b'"' => out.extend_from_slice(b"\\\""),
        b'\\' => out.extend_from_slice(b"\\\\"),
        b'\n' => out.extend_from_slice(b"\\n"),
        b'\r' => out.extend_from_slice(b"\\r"),
        b'\t' => out.extend_from_slice(b"\\t"),
        other => {
            out.extend_from_slice(b"\\u00");
            out.push(b'0' + (other >> 4));
            out.push(b"0123456789abcdef"[usize::from(other & 15)]);
        }
    }
}

fn push_int(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    push_digits(out, value.unsigned_abs(), 1);
}

/// At least `width` digits.
fn push_digits(out: &mut Vec<u8>, mut value: u64, width: usize) {
    let mut digits = [b'0'; 20];
    let mut at = digits.len();
    while value > 0 || digits.len() - at < width {
        at -= 1;
        digits[at] = b'0' + u8::try_from(value % 10).unwrap_or_default();
        value /= 10;
    }
    out.extend_from_slice(&digits[at..]);
}

fn push_hundredths(out: &mut Vec<u8>, value: i64) {
    if value < 0 {
        out.push(b'-');
    }
    let value = value.unsigned_abs();
    push_digits(out, value / 100, 1);
    out.push(b'.');
    push_digits(out, value % 100, 2);
}

fn push_uuid(out: &mut Vec<u8>, value: Uuid) {
    out.push(b'"');
    out.extend_from_slice(value.hyphenated().encode_lower(&mut [0; 36]).as_bytes());
    out.push(b'"');
}

fn push_time(out: &mut Vec<u8>, time: DateTime<Utc>) {
    out.push(b'"');
    push_digits(out, u64::from(time.year().unsigned_abs()), 4);
    for (before, number) in [
        (b'-', time.month()),
        (b'-', time.day()),
        (b'T', time.hour()),
        (b':', time.minute()),
        (b':', time.second()),
    ] {
        let number = u8::try_from(number).unwrap_or_default();
        out.extend_from_slice(&[before, b'0' + number / 10, b'0' + number % 10]);
    }
    let micros = time.nanosecond() / 1_000 % 1_000_000;
    if micros > 0 {
        out.push(b'.');
        push_digits(out, micros.into(), 6);
    }
    out.extend_from_slice(b"Z\"");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn written(write: impl FnOnce(&mut Object<'_>)) -> String {
        let mut json = Json::with_capacity(64);
        json.object(write);
        String::from_utf8(json.into_bytes()).unwrap()
    }

    #[test]
    fn what_is_written_is_read_back_as_it_was() {
        let odd = "a \"quoted\" \\ line\nwith\ttabs, \u{1} \u{1f} and é 日本 </script>";
        let text = written(|out| {
            out.text("odd", odd);
            out.array("list", |list| {
                list.text("");
                list.object(|out| out.null("nothing"));
            });
            out.object("empty", |_| {});
        });
        let read: serde_json::Value = serde_json::from_str(&text).unwrap();
        assert_eq!(read, serde_json::json!({ "odd": odd, "list": ["", { "nothing": null }], "empty": {} }));
    }

    #[test]
    fn every_byte_is_looked_at_wherever_it_stands_in_a_chunk() {
        let plain = "é".repeat(CHUNK * 2);
        for odd in ['"', '\\', '\n', '\u{0}', '\u{1f}', ' ', '\u{7f}', 'ÿ', '日'] {
            for at in 0..=CHUNK + 2 {
                let text = ["x".repeat(at), odd.to_string(), plain.clone(), odd.to_string()].concat();
                let read: serde_json::Value =
                    serde_json::from_str(&written(|out| out.text("odd", &text))).unwrap();
                assert_eq!(read["odd"], text, "{odd:?} at {at}");
            }
        }
    }

    #[test]
    fn numbers_have_all_their_digits() {
        let text = written(|out| {
            out.int("least", i64::MIN);
            out.int("most", i64::MAX);
            out.int("none", 0);
            out.hundredths("mean", 425);
            out.hundredths("whole", 400);
            out.price("price", Price::from_cents(1999));
            out.price("cheap", Price::from_cents(5));
            out.bool("yes", true);
        });
        assert_eq!(
            text,
            "{\"least\":-9223372036854775808,\"most\":9223372036854775807,\"none\":0,\"mean\":4.25,\"whole\":4.0,\
             \"price\":\"19.99\",\"cheap\":\"0.05\",\"yes\":true}"
        );
    }

    #[test]
    fn times_and_ids_are_written_as_the_standards_have_them() {
        let time = |text: &str| DateTime::parse_from_rfc3339(text).unwrap().with_timezone(&Utc);
        let text = written(|out| {
            out.time("a", time("2026-01-02T03:04:05.000120Z"));
            out.time("b", time("2026-11-12T13:14:15Z"));
            out.uuid("id", Uuid::nil());
            out.path("url", &["/media/", "stem", "-160.webp"]);
        });
        assert_eq!(
            text,
            "{\"a\":\"2026-01-02T03:04:05.000120Z\",\"b\":\"2026-11-12T13:14:15Z\",\
             \"id\":\"00000000-0000-0000-0000-000000000000\",\"url\":\"/media/stem-160.webp\"}"
        );
    }
}
