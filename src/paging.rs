//! Pages of a list: which one is asked for, and what comes back.

#[cfg(feature = "ssr")]
pub mod place;

use serde::{Deserialize, Serialize};

/// One page of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The things on this page, in order.
    pub items: Vec<T>,
    /// How many there are on all pages.
    pub total: u32,
    /// The number of this page, from 1.
    pub number: u32,
    /// How many things a full page holds.
    pub size: u32,
}

impl<T> Page<T> {
    /// How many pages there are; an empty list has one.
    #[must_use]
    pub fn count(&self) -> u32 {
        page_count(self.total, self.size)
    }
}

/// How many pages of `size` hold `total` things; an empty list has one page.
#[must_use]
pub fn page_count(total: u32, size: u32) -> u32 {
    total.div_ceil(size.max(1)).max(1)
}

/// The page numbers that a pager shows: first and last, the current one and its neighbours; `None` is a gap.
#[must_use]
pub fn page_links(current: u32, count: u32) -> Vec<Option<u32>> {
    let current = current.clamp(1, count.max(1));
    let (from, to) = match current {
        1 | 2 => (1, 4),
        _ if current + 1 >= count => (count.saturating_sub(3), count),
        _ => (current - 1, current + 1),
    };
    let near = from.max(1)..=to.min(count);
    let mut links = Vec::with_capacity(7);
    if *near.start() > 1 {
        links.push(Some(1));
    }
    if *near.start() > 2 {
        links.push(None);
    }
    links.extend(near.clone().map(Some));
    if *near.end() + 1 < count {
        links.push(None);
    }
    if *near.end() < count {
        links.push(Some(count));
    }
    links
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_list_has_one_page() {
        assert_eq!(page_count(0, 20), 1);
        assert_eq!(page_count(20, 20), 1);
        assert_eq!(page_count(21, 20), 2);
    }

    #[test]
    fn a_pager_shows_the_ends_and_the_neighbours() {
        assert_eq!(page_links(1, 1), [Some(1)]);
        assert_eq!(page_links(1, 3), [Some(1), Some(2), Some(3)]);
        assert_eq!(page_links(1, 10), [Some(1), Some(2), Some(3), Some(4), None, Some(10)]);
        assert_eq!(page_links(5, 10), [Some(1), None, Some(4), Some(5), Some(6), None, Some(10)]);
        assert_eq!(page_links(10, 10), [Some(1), None, Some(7), Some(8), Some(9), Some(10)]);
    }
}
