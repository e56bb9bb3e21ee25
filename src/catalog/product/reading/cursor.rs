//! A place in a list, as it is handed to a program and taken back: the key of the row that it stands after.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::{DateTime, Utc};
use rust_decimal::Decimal;
use uuid::Uuid;

use crate::catalog::product::ordering::{Column, Ordering};
use crate::catalog::product::store::list::{Mark, RowKey};
use crate::paging::place::SECONDS;

/// Changes where a cursor of before could be read wrongly.
const VERSION: &str = "v1";
/// Longest cursor: the longest name, folded, in four bytes a letter, in base64.
const LONGEST: usize = 8_192;

/// A place in a list, and in which direction it goes on from there.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Cursor {
    pub is_back: bool,
    pub mark: Mark,
}

impl Cursor {
    pub fn forward(mark: Mark) -> Self {
        Self { is_back: false, mark }
    }

    pub fn back(mark: Mark) -> Self {
        Self { is_back: true, mark }
    }

    pub fn write(&self, ordering: Ordering) -> String {
        let (key, id) = match &self.mark {
            Mark::Time(created_at, id) => (micros(*created_at), id),
            Mark::Price(price, id) | Mark::Rating(price, _, id) => (cents(*price), id),
            Mark::Name(name, id) => (name.clone(), id),
            Mark::Several(key) => (values(key), &key.id),
        };
        let direction = if self.is_back { "b" } else { "f" };
        let text = format!("{VERSION}|{ordering}|{direction}|{key}|{}", id.simple());
        URL_SAFE_NO_PAD.encode(text)
    }

    /// The cursor of a text; nothing for one that no list in this order gave.
    pub fn read(ordering: Ordering, text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let mut parts = text.splitn(4, '|');
        if parts.next()? != VERSION || parts.next()? != ordering.to_string() {
            return None;
        }
        let is_back = match parts.next()? {
            "b" => true,
            "f" => false,
            _ => return None,
        };
        // A name may hold the sign that stands between the parts.
        let (key, id) = parts.next()?.rsplit_once('|')?;
        let id = Uuid::try_parse(id).ok()?;
        let mark = match ordering.first().column {
            _ if ordering.others().next().is_some() => Mark::Several(Box::new(row_key(ordering, key, id)?)),
            Column::CreatedAt => Mark::Time(moment(key)?, id),
            Column::Price => Mark::Price(price(key)?, id),
            Column::Name => Mark::Name(name(key)?, id),
        };
        Some(Self { is_back, mark })
    }
}

/// The values of a key with the name, which may hold anything, at the end; nothing for those that do not count.
fn values(key: &RowKey) -> String {
    let created_at = key.created_at.map(micros).unwrap_or_default();
    let price = key.price.map(cents).unwrap_or_default();
    format!("{created_at}|{price}|{}", key.name.as_deref().unwrap_or_default())
}

/// The key of what [`values`] wrote.
fn row_key(ordering: Ordering, values: &str, id: Uuid) -> Option<RowKey> {
    let mut values = values.splitn(3, '|');
    let created_at = values.next().and_then(moment);
    let price = values.next().and_then(price);
    let name = values.next().filter(|_| ordering.has(Column::Name)).and_then(name);
    let is_readable = ordering.keys().all(|key| match key.column {
        Column::CreatedAt => created_at.is_some(),
        Column::Price => price.is_some(),
        Column::Name => name.is_some(),
    });
    is_readable.then_some(RowKey { created_at, price, name, id })
}

fn micros(moment: DateTime<Utc>) -> String {
    moment.timestamp_micros().to_string()
}

fn moment(micros: &str) -> Option<DateTime<Utc>> {
    let moment = DateTime::from_timestamp_micros(micros.parse().ok()?)?;
    SECONDS.contains(&moment.timestamp()).then_some(moment)
}

fn cents(mut price: Decimal) -> String {
    price.rescale(2);
    price.mantissa().to_string()
}

fn price(cents: &str) -> Option<Decimal> {
    Some(Decimal::new(cents.parse().ok()?, 2))
}

/// PostgreSQL knows no text with a NUL.
fn name(text: &str) -> Option<String> {
    (!text.contains('\0')).then(|| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::product::ordering::Key;

    fn ordering(words: &str) -> Ordering {
        words.split(',').filter_map(Key::read).collect()
    }

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let id = Uuid::from_u128(7);
        let time = DateTime::from_timestamp_micros(1_780_000_000_123_456).unwrap();
        let price = Decimal::new(1999, 2);
        let several = |created_at, price, name: Option<&str>| {
            Mark::Several(Box::new(RowKey { created_at, price, name: name.map(str::to_owned), id }))
        };
        for (words, mark) in [
            ("-created_at", Mark::Time(time, id)),
            ("created_at", Mark::Time(time, id)),
            ("price", Mark::Price(price, id)),
            ("-price", Mark::Price(Decimal::new(1, 2), id)),
            ("name", Mark::Name("a|b | ü".to_owned(), id)),
            ("-name", Mark::Name(String::new(), id)),
            ("price,-created_at", several(Some(time), Some(price), None)),
            ("-name,created_at", several(Some(time), None, Some("a|b | ü"))),
            ("price,name,-created_at", several(Some(time), Some(price), Some(""))),
        ] {
            let ordering = ordering(words);
            for cursor in [Cursor::forward(mark.clone()), Cursor::back(mark)] {
                let text = cursor.write(ordering);
                assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{text}");
                assert_eq!(Cursor::read(ordering, &text), Some(cursor), "{words}");
            }
        }
    }

    #[test]
    fn what_no_list_gave_is_no_cursor() {
        let id = Uuid::nil();
        let by_price = ordering("price");
        let good = Cursor::forward(Mark::Price(Decimal::new(1, 2), id)).write(by_price);
        for other in ["-price", "price,name", "name,price"] {
            assert_eq!(Cursor::read(ordering(other), &good), None, "of another order");
        }
        for odd in [
            "v2|price|f|1|00000000000000000000000000000000",
            "v1|price|x|1|00000000000000000000000000000000",
            "v1|price|f|one|00000000000000000000000000000000",
            "v1|price|f|1|7",
            "v1|price|f",
            "",
        ] {
            assert_eq!(Cursor::read(by_price, &URL_SAFE_NO_PAD.encode(odd)), None, "{odd}");
        }
        for odd in ["", "1", "|1", "|1|", "one|1|a", "1|one|a", "1|1|a\0b"] {
            let text = format!("v1|price,created_at,name|f|{odd}|{}", id.simple());
            let all = ordering("price,created_at,name");
            assert_eq!(Cursor::read(all, &URL_SAFE_NO_PAD.encode(text)), None, "{odd}");
        }
        assert_eq!(Cursor::read(by_price, "§"), None);
        let far = format!("v1|-created_at|f|{}|{}", i64::MAX, id.simple());
        assert_eq!(Cursor::read(Ordering::default(), &URL_SAFE_NO_PAD.encode(far)), None);
        let nul = format!("v1|name|f|a\0b|{}", id.simple());
        assert_eq!(Cursor::read(ordering("name"), &URL_SAFE_NO_PAD.encode(nul)), None);
        assert_eq!(Cursor::read(ordering("name"), &"A".repeat(LONGEST + 1)), None);
    }
}
