//! What a program sorts a list of products by (SPEC R4): one key, or several in turn.

use std::fmt::{self, Display, Formatter};

/// What products can be told apart by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Column {
    /// When they came.
    CreatedAt,
    /// What they cost.
    Price,
    /// What they are called.
    Name,
}

/// A column with its direction.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Key {
    /// What is compared.
    pub column: Column,
    /// Whether the list begins with the largest.
    pub is_down: bool,
}

impl Key {
    /// The newest first.
    pub const NEWEST: Self = Self::down(Column::CreatedAt);

    /// From the smallest on.
    #[must_use]
    pub const fn up(column: Column) -> Self {
        Self { column, is_down: false }
    }

    /// From the largest on.
    #[must_use]
    pub const fn down(column: Column) -> Self {
        Self { column, is_down: true }
    }

    /// The key of a word such as `-price`.
    #[must_use]
    pub fn read(word: &str) -> Option<Self> {
        let (name, is_down) = word.strip_prefix('-').map_or((word, false), |name| (name, true));
        let column = match name {
            "created_at" => Column::CreatedAt,
            "price" => Column::Price,
            "name" => Column::Name,
            _ => return None,
        };
        Some(Self { column, is_down })
    }

    const fn reversed(self) -> Self {
        Self { column: self.column, is_down: !self.is_down }
    }
}

impl Display for Key {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        out.write_str(if self.is_down { "-" } else { "" })?;
        out.write_str(match self.column {
            Column::CreatedAt => "created_at",
            Column::Price => "price",
            Column::Name => "name",
        })
    }
}

/// The order of a list: by the first key, where products are equal in it by the next one, and in the end by their ids,
/// in the direction of the last key. No column is in it twice.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ordering {
    first: Key,
    others: [Option<Key>; 2],
}

impl Ordering {
    /// What counts most.
    #[must_use]
    pub const fn first(self) -> Key {
        self.first
    }

    /// What else counts, in turn.
    pub fn others(self) -> impl Iterator<Item = Key> {
        self.others.into_iter().flatten()
    }

    /// Everything that counts, in turn.
    pub fn keys(self) -> impl Iterator<Item = Key> {
        [Some(self.first)].into_iter().chain(self.others).flatten()
    }

    /// Whether a column counts.
    #[must_use]
    pub fn has(self, column: Column) -> bool {
        self.keys().any(|key| key.column == column)
    }

    /// The same list from its end.
    #[must_use]
    pub fn reversed(self) -> Self {
        Self { first: self.first.reversed(), others: self.others.map(|key| key.map(Key::reversed)) }
    }
}

impl Default for Ordering {
    fn default() -> Self {
        Key::NEWEST.into()
    }
}

impl From<Key> for Ordering {
    fn from(first: Key) -> Self {
        Self { first, others: [None; 2] }
    }
}

/// A column counts where it stands first: nothing that is equal in it is told apart by it once more. Without any key it
/// is the usual order.
impl FromIterator<Key> for Ordering {
    fn from_iter<I: IntoIterator<Item = Key>>(keys: I) -> Self {
        let mut keys = keys.into_iter();
        let mut ordering = keys.next().map(Self::from).unwrap_or_default();
        for key in keys {
            if !ordering.has(key.column)
                && let Some(place) = ordering.others.iter_mut().find(|place| place.is_none())
            {
                *place = Some(key);
            }
        }
        ordering
    }
}

/// As an address has it: `price,-created_at`.
impl Display for Ordering {
    fn fmt(&self, out: &mut Formatter<'_>) -> fmt::Result {
        self.first.fmt(out)?;
        self.others().try_for_each(|key| write!(out, ",{key}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(words: &str) -> Ordering {
        words.split(',').filter_map(Key::read).collect()
    }

    #[test]
    fn an_order_is_written_as_it_was_read() {
        for words in ["price", "-created_at", "name,-price", "-price,created_at,-name"] {
            assert_eq!(read(words).to_string(), words);
        }
        assert_eq!(Key::read("-"), None);
        assert_eq!(Key::read("--price"), None);
        assert_eq!(Key::read("Price"), None);
    }

    #[test]
    fn a_column_counts_where_it_stands_first() {
        assert_eq!(read("price,-price,name,price,-name"), read("price,name"));
        assert_eq!(read("name,price,created_at,-name,-price").to_string(), "name,price,created_at");
        assert!(read("price,name").has(Column::Name) && !read("price,name").has(Column::CreatedAt));
    }

    #[test]
    fn without_a_key_the_newest_are_first() {
        assert_eq!(read(""), Ordering::default());
        assert_eq!(Ordering::default().to_string(), "-created_at");
    }

    #[test]
    fn backwards_every_key_is_turned() {
        assert_eq!(read("price,-created_at").reversed(), read("-price,created_at"));
    }
}
