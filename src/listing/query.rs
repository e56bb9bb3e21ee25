//! The state of a list, as its address has it.

use std::fmt::{Display, Formatter};
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::declaration::{Declaration, Options};
use super::{RowId, Values};
use crate::percent::{decode, encode};

/// How many rows a page can have.
pub const SIZES: [u32; 4] = [25, 50, 100, 200];
/// How many rows a page has that nobody asked to be longer or shorter.
pub const USUAL_SIZE: u32 = 100;
/// The one sort of what lies in the trash.
pub const TRASH_SORT: &str = "deleted_at";
/// Longest search text that is looked at, in characters.
const LONGEST_SEARCH: usize = 200;

/// The state of a list. Unknown names and values of an address are left out, never an error.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListQuery {
    /// Words to look for.
    pub q: String,
    /// The column that it is sorted by, with a minus before it for the other direction: `-price`.
    pub sort: String,
    /// The order that nobody asked to be another; an address does not say it.
    pub usual_sort: String,
    /// What narrows it down, by the filter's name; days are under `name_from` and `name_to`.
    pub filters: Values,
    /// Whether it is the list of what lies in the trash.
    pub trash: bool,
    /// How many rows a page has, one of [`SIZES`]; 0 stands for [`USUAL_SIZE`].
    pub size: u32,
    /// The columns to show; empty: those that are shown at first.
    pub columns: Vec<String>,
    /// Where the page begins.
    pub after: Option<Cursor>,
    /// How many rows lie before the page, as the link that leads here counted them; 0 where it does not say.
    pub passed: u32,
    /// The saved view that it was called up by.
    pub view: Option<Uuid>,
}

/// A place in a list: what it is sorted by and the id, of the row beside it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cursor {
    /// Whether the page ends before that row, and does not begin after it.
    pub backwards: bool,
    /// The value that the list is sorted by.
    pub value: String,
    /// The row's id.
    pub id: RowId,
}

impl ListQuery {
    /// Reads the query part of an address (`q=lamp&sort=-price`).
    #[must_use]
    pub fn parse(of: &Declaration, query: &str) -> Self {
        let pairs: Vec<(String, String)> = query
            .trim_start_matches('?')
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (decode(name), decode(value).trim().to_owned()))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        let get = |name: &str| {
            pairs.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
        };
        let trash = of.has_trash() && get("trash") == "1";
        let after: Option<Cursor> = get("after").parse().ok();
        let passed = get("passed").parse().ok().filter(|_| after.is_some());
        let usual_sort = if trash { format!("-{TRASH_SORT}") } else { of.sort.to_owned() };
        let sort =
            Some(get("sort")).filter(|sort| is_sort(of, sort, trash)).unwrap_or(&usual_sort).to_owned();
        Self {
            q: search_of(of, get("q")),
            sort,
            usual_sort,
            filters: filters_of(of, get),
            trash,
            size: get("size").parse().ok().filter(|size| SIZES.contains(size)).unwrap_or(USUAL_SIZE),
            columns: columns_of(of, get("columns")),
            passed: passed.unwrap_or_default(),
            after,
            view: get("view").parse().ok(),
        }
    }

    /// Whether a text narrows a list down by what is not known, or not any more: what acts on all of a list must not
    /// act on more than was meant.
    #[must_use]
    pub fn is_wider(&self, of: &Declaration, text: &str) -> bool {
        let is_filter = |name: &str| {
            let name = name.strip_suffix("_from").or_else(|| name.strip_suffix("_to")).unwrap_or(name);
            of.filters.iter().any(|filter| filter.name == name)
        };
        text.trim_start_matches('?').split('&').filter_map(|pair| pair.split_once('=')).any(
            |(name, value)| {
                let name = decode(name);
                !decode(value).trim().is_empty() && is_filter(&name) && !self.filters.contains_key(&name)
            },
        )
    }

    /// The query part of an address that leads here, the same for all that lead here; without what goes without
    /// saying.
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut parts: Vec<String> = Vec::new();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                parts.push([name, "=", &encode(value)].concat());
            }
        };
        add("q", &self.q);
        for (name, value) in &self.filters {
            add(name, value);
        }
        add("trash", if self.trash { "1" } else { "" });
        add("sort", if self.sort == self.usual_sort { "" } else { &self.sort });
        let is_usual = self.page_size() == USUAL_SIZE;
        add("size", &if is_usual { String::new() } else { self.page_size().to_string() });
        add("columns", &self.columns.join(","));
        add("view", &self.view.map(|view| view.to_string()).unwrap_or_default());
        add("after", &self.after.as_ref().map(ToString::to_string).unwrap_or_default());
        let is_passed = self.after.is_some() && self.passed > 0;
        add("passed", &if is_passed { self.passed.to_string() } else { String::new() });
        parts.join("&")
    }

    /// The same list from its beginning.
    #[must_use]
    pub fn without_place(&self) -> Self {
        Self { after: None, passed: 0, ..self.clone() }
    }

    /// Which things are in the list, and nothing of how they are shown: lists that agree in this have the same counts.
    #[must_use]
    pub fn only_matching(&self) -> Self {
        Self { q: self.q.clone(), filters: self.filters.clone(), trash: self.trash, ..Self::default() }
    }

    /// Whether the largest comes first.
    #[must_use]
    pub fn is_descending(&self) -> bool {
        self.sort.starts_with('-')
    }

    /// The column that the list is sorted by.
    #[must_use]
    pub fn sort_name(&self) -> &str {
        self.sort.trim_start_matches('-')
    }

    /// How many rows a page has.
    #[must_use]
    pub const fn page_size(&self) -> u32 {
        if self.size == 0 { USUAL_SIZE } else { self.size }
    }

    /// Whether anything narrows the list down.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.q.is_empty() || !self.filters.is_empty()
    }

    /// The names of the columns to show, in the order of the declaration where nobody chose another.
    #[must_use]
    pub fn shown_columns(&self, of: &Declaration) -> Vec<&'static str> {
        if self.columns.is_empty() {
            return of.columns.iter().filter(|column| column.shown).map(|column| column.name).collect();
        }
        self.columns.iter().filter_map(|name| of.column(name)).map(|column| column.name).collect()
    }

    /// The words to look for, at most eight.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        self.q.split_whitespace().take(8).collect()
    }
}

fn search_of(of: &Declaration, text: &str) -> String {
    if of.search.is_none() {
        return String::new();
    }
    text.chars().filter(|letter| !letter.is_control()).take(LONGEST_SEARCH).collect()
}

fn is_sort(of: &Declaration, sort: &str, trash: bool) -> bool {
    let name = sort.strip_prefix('-').unwrap_or(sort);
    of.sorts.contains(&name) && (name == TRASH_SORT) == trash
}

fn filters_of<'a>(of: &Declaration, get: impl Fn(&str) -> &'a str) -> Values {
    let mut filters = Values::new();
    for filter in of.filters {
        match filter.options {
            Options::Fixed(known) => {
                let value = get(filter.name);
                if known.iter().any(|(known, _)| *known == value) {
                    filters.insert(filter.name.to_owned(), value.to_owned());
                }
            }
            Options::Loaded => {
                if let Ok(id) = get(filter.name).parse::<Uuid>() {
                    filters.insert(filter.name.to_owned(), id.to_string());
                }
            }
            Options::Days => {
                for end in ["from", "to"] {
                    let name = [filter.name, "_", end].concat();
                    let value = get(&name);
                    if is_day(value) {
                        filters.insert(name, value.to_owned());
                    }
                }
            }
        }
    }
    filters
}

fn columns_of(of: &Declaration, names: &str) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for column in names.split(',').filter_map(|name| of.column(name)) {
        if !columns.iter().any(|known| known == column.name) {
            columns.push(column.name.to_owned());
        }
    }
    columns
}

/// Whether a text is a day of the calendar: `2026-01-31`.
#[must_use]
pub fn is_day(text: &str) -> bool {
    let mut parts = text.split('-').map(|part| (part.len(), part.parse::<u32>()));
    let (Some((4, Ok(year))), Some((2, Ok(month))), Some((2, Ok(day))), None) =
        (parts.next(), parts.next(), parts.next(), parts.next())
    else {
        return false;
    };
    let is_leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let length = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if is_leap => 29,
        2 => 28,
        _ => return false,
    };
    text.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-')
        && (1900..=2999).contains(&year)
        && (1..=length).contains(&day)
}

impl Display for Cursor {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}~{}~{}", if self.backwards { 'p' } else { 'n' }, self.id, self.value)
    }
}

impl FromStr for Cursor {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, '~');
        let (Some(way), Some(id), Some(value)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(());
        };
        let backwards = match way {
            "n" => false,
            "p" => true,
            _ => return Err(()),
        };
        Ok(Self { backwards, value: value.to_owned(), id: id.to_owned() })
    }
}

#[cfg(test)]
mod tests;
