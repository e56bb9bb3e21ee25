//! A place in a list, as it is handed to a program and taken back: the key of the row that it stands after.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::DateTime;
use rust_decimal::Decimal;
use uuid::Uuid;

use super::Ordering;
use crate::catalog::product::store::list::Mark;
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
            Mark::Time(created_at, id) => (created_at.timestamp_micros().to_string(), id),
            Mark::Price(price, id) | Mark::Rating(price, _, id) => (cents(*price).to_string(), id),
            Mark::Name(name, id) => (name.clone(), id),
        };
        let direction = if self.is_back { "b" } else { "f" };
        let text = format!("{VERSION}|{}|{direction}|{key}|{}", ordering.word(), id.simple());
        URL_SAFE_NO_PAD.encode(text)
    }

    /// The cursor of a text; nothing for one that no list in this order gave.
    pub fn read(ordering: Ordering, text: &str) -> Option<Self> {
        if text.len() > LONGEST {
            return None;
        }
        let text = String::from_utf8(URL_SAFE_NO_PAD.decode(text).ok()?).ok()?;
        let mut parts = text.splitn(4, '|');
        if parts.next()? != VERSION || parts.next()? != ordering.word() {
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
        let mark = match ordering {
            Ordering::Newest | Ordering::Oldest => {
                let created_at = DateTime::from_timestamp_micros(key.parse().ok()?)?;
                SECONDS.contains(&created_at.timestamp()).then_some(Mark::Time(created_at, id))?
            }
            Ordering::PriceUp | Ordering::PriceDown => Mark::Price(Decimal::new(key.parse().ok()?, 2), id),
            // PostgreSQL knows no text with this sign.
            Ordering::NameUp | Ordering::NameDown if key.contains('\0') => return None,
            Ordering::NameUp | Ordering::NameDown => Mark::Name(key.to_owned(), id),
        };
        Some(Self { is_back, mark })
    }
}

fn cents(mut price: Decimal) -> i128 {
    price.rescale(2);
    price.mantissa()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_is_read_as_it_was_written() {
        let id = Uuid::from_u128(7);
        let time = DateTime::from_timestamp_micros(1_780_000_000_123_456).unwrap();
        for (ordering, mark) in [
            (Ordering::Newest, Mark::Time(time, id)),
            (Ordering::Oldest, Mark::Time(time, id)),
            (Ordering::PriceUp, Mark::Price(Decimal::new(1999, 2), id)),
            (Ordering::PriceDown, Mark::Price(Decimal::new(1, 2), id)),
            (Ordering::NameUp, Mark::Name("a|b | ü".to_owned(), id)),
            (Ordering::NameDown, Mark::Name(String::new(), id)),
        ] {
            for cursor in [Cursor::forward(mark.clone()), Cursor::back(mark)] {
                let text = cursor.write(ordering);
                assert!(text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_'), "{text}");
                assert_eq!(Cursor::read(ordering, &text), Some(cursor), "{ordering:?}");
            }
        }
    }

    #[test]
    fn what_no_list_gave_is_no_cursor() {
        let id = Uuid::nil();
        let good = Cursor::forward(Mark::Price(Decimal::new(1, 2), id)).write(Ordering::PriceUp);
        assert_eq!(Cursor::read(Ordering::PriceDown, &good), None, "of another order");
        for odd in [
            "v2|price|f|1|00000000000000000000000000000000",
            "v1|price|x|1|00000000000000000000000000000000",
            "v1|price|f|one|00000000000000000000000000000000",
            "v1|price|f|1|7",
            "v1|price|f",
            "",
        ] {
            assert_eq!(Cursor::read(Ordering::PriceUp, &URL_SAFE_NO_PAD.encode(odd)), None, "{odd}");
        }
        assert_eq!(Cursor::read(Ordering::PriceUp, "§"), None);
        let far = format!("v1|-created_at|f|{}|{}", i64::MAX, id.simple());
        assert_eq!(Cursor::read(Ordering::Newest, &URL_SAFE_NO_PAD.encode(far)), None);
        let nul = format!("v1|name|f|a\0b|{}", id.simple());
        assert_eq!(Cursor::read(Ordering::NameUp, &URL_SAFE_NO_PAD.encode(nul)), None);
        assert_eq!(Cursor::read(Ordering::NameUp, &"A".repeat(LONGEST + 1)), None);
    }
}
