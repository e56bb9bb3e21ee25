//! How a page of a list is found at a cost that does not grow with the list (SPEC W2).
//!
//! Counts and the places of some rows ("marks") are kept for some seconds. A page is then one statement that
//! starts at the mark before it. Words rank by segment: first the products whose name's words begin with them,
//! then those that have them within the name, then beyond it, each newest first.
//!
//! A list has a mark at every two-hundredth row, and at most two thousand of them. By estimate those of
//! 1,000,000 products take some 100 kB (200 kB by name, 300 kB by several columns) and one walk over an index of about
//! half a second. The same walk finds the rows of the page that it is made for.

mod counts;
mod folding;
pub(super) mod programs;

use sqlx::postgres::PgRow;

pub use self::counts::{Choice, Counts};
use self::counts::{matching, words};
pub use self::folding::fold;
use super::filter::{ProductFilter, Sort};
use super::store::list::{self, Access, CARD, CardRow, FIT, Mark, Matching, More, Order, Part, TextMatch};
use crate::error::AppError;
use crate::infra::Backend;

/// Rows from one mark to the next, at least.
const STEP: u32 = 200;
/// A list has at most so many marks: those of a longer one stand farther apart.
const MOST_MARKS: u32 = 2_000;
/// Rows that are skipped without looking for a mark.
const NEAR: u32 = 400;

/// Relative costs of reading one row in each way: estimates, good enough to tell the ways apart.
mod cost {
    /// An entry of a covering index.
    pub const ENTRY: f64 = 1.0;
    /// A row found by trigrams: fetched, checked and sorted.
    pub const TRIGRAM: f64 = 8.0;
}

/// The marks of a segment, each so many rows after the one before.
struct Marks {
    step: u32,
    places: Vec<Mark>,
}

/// A part of a list in one order: how many rows it has, and which.
struct Segment<'a> {
    rows: u32,
    text: TextMatch<'a>,
    order: Order,
    more: More,
}

/// One page of a list: at most `limit` rows from `offset` on.
pub async fn page(
    backend: &Backend,
    choice: &Choice<'_>,
    counts: &Counts,
    offset: u32,
    limit: u32,
) -> Result<Vec<CardRow>, AppError> {
    let words = words(choice.filter);
    let segments: Vec<Segment<'_>> =
        segments(choice, counts, &words).into_iter().filter(|segment| segment.rows > 0).collect();
    let order = order(choice, counts);
    let (mut skip, mut open) = (offset, limit);
    let mut parts = Vec::new();
    let mut far = None;
    for (at, segment) in segments.iter().enumerate() {
        if skip >= segment.rows {
            skip -= segment.rows;
            continue;
        }
        // A segment that another follows ends where the counts say: its rest need not be looked for.
        let is_last = at + 1 == segments.len();
        let wanted = if is_last { open } else { open.min(segment.rows - skip) };
        parts.push(segment.part(choice, Some(counts), skip, wanted));
        // Rows are skipped in the first part alone.
        if skip > NEAR && order != Order::Nearest {
            far = Some((segment, skip));
        }
        open -= wanted;
        skip = 0;
        if open == 0 {
            break;
        }
    }
    let rows = match far {
        Some((segment, skip)) => {
            let name = segment.marks_name(choice.filter);
            segment.far_page(backend, &name, skip, parts, CARD).await?
        }
        None => list::page_rows(&backend.readers, order, &parts, CARD).await?,
    };
    Ok(list::cards(&rows)?)
}

fn order(choice: &Choice<'_>, counts: &Counts) -> Order {
    match choice.filter.sort {
        Sort::PriceUp => Order::PriceUp,
        Sort::PriceDown => Order::PriceDown,
        Sort::Name => Order::Name,
        Sort::Rating => Order::Rating,
        Sort::Relevance if counts.is_nearest() => Order::Nearest,
        Sort::Relevance | Sort::Newest => Order::Newest,
    }
}

fn segments<'a>(choice: &Choice<'_>, counts: &'a Counts, words: &'a [String]) -> Vec<Segment<'a>> {
    let order = order(choice, counts);
    let segment = |rows: u32, text: TextMatch<'a>| Segment { rows, text, order, more: More::default() };
    let all = counts.total(choice);
    if let Some(nearest) = counts.nearest() {
        return vec![segment(all, TextMatch::Nearest(nearest))];
    }
    if words.is_empty() {
        return vec![segment(all, TextMatch::Any)];
    }
    if counts.is_of_beginnings() {
        return vec![segment(all, TextMatch::Beginning(words))];
    }
    if choice.filter.sort != Sort::Relevance {
        return vec![segment(all, TextMatch::Text(words))];
    }
    let rows = |fit: i32| counts.sum(choice, |cell| cell.fit == fit && choice.has(cell));
    vec![
        segment(rows(FIT.0), TextMatch::Beginning(words)),
        segment(rows(FIT.1), TextMatch::Within(words)),
        segment(rows(FIT.2), TextMatch::Beyond(words)),
    ]
}

impl<'a> Segment<'a> {
    /// What a page takes of this segment: at most `wanted` rows after the first `skip`.
    fn part(&self, choice: &Choice<'a>, counts: Option<&Counts>, skip: u32, wanted: u32) -> Part<'a> {
        let filter = choice.filter;
        let matching = Matching {
            categories: choice.categories,
            in_stock: filter.in_stock,
            rating: filter.rating,
            more: self.more,
            ..matching(filter, self.text)
        };
        let access = self.access(choice, counts, skip.min(self.step()).saturating_add(wanted));
        Part { matching, access, after: None, offset: i64::from(skip), limit: i64::from(wanted) }
    }

    /// Rows from one mark to the next.
    fn step(&self) -> u32 {
        self.rows.div_ceil(MOST_MARKS).max(STEP)
    }

    /// A page whose first part begins after the first `skip` rows of this segment. Who finds the marks finds
    /// the page on the same walk; for all others it starts at the mark before it.
    async fn far_page(
        &self,
        backend: &Backend,
        name: &str,
        skip: u32,
        mut parts: Vec<Part<'_>>,
        columns: &'static str,
    ) -> Result<Vec<PgRow>, AppError> {
        let mut found = None;
        let load = async || {
            let _turn = backend.cache.turn().await;
            let step = self.step();
            let (rows, places) =
                list::page_and_marks(&backend.readers, self.order, &parts, columns, i64::from(step)).await?;
            found = Some(rows);
            Ok::<_, AppError>(Marks { step, places })
        };
        let marks = backend.cache.get_or_load_sized(name, Marks::size, load).await?;
        if let Some(rows) = found {
            return Ok(rows);
        }
        if let Some(first) = parts.first_mut() {
            let passed = (skip / marks.step).min(u32::try_from(marks.places.len()).unwrap_or(0));
            if let Some(before) = passed.checked_sub(1) {
                first.after = marks.places.get(before as usize).cloned();
                first.offset = i64::from(skip - passed * marks.step);
            }
        }
        Ok(list::page_rows(&backend.readers, self.order, &parts, columns).await?)
    }

    /// The name under which this segment's marks are kept.
    fn marks_name(&self, filter: &ProductFilter) -> String {
        let segment = match self.text {
            TextMatch::Within(_) => "within",
            TextMatch::Beyond(_) => "beyond",
            _ => "first",
        };
        format!("catalog:marks:{segment}:{}", ProductFilter { page: 1, ..filter.clone() }.to_query())
    }

    /// The cheapest way to this segment's rows, by the counts where they are known.
    fn access(&self, choice: &Choice<'_>, counts: Option<&Counts>, rows: u32) -> Access {
        if matches!(self.text, TextMatch::Nearest(_)) {
            return Access::Text;
        }
        // A walk reads entries until it has met enough matches: the rarer they are, the longer it takes.
        let walk = |length: u32| {
            let share = f64::from(self.rows.max(1)) / f64::from(length.max(1));
            (f64::from(rows) / share).min(f64::from(length))
        };
        // What the order's index does not hold is read from the row itself.
        let fetched = match (self.text, self.order) {
            _ if self.more.is_fetched(self.order) => cost::TRIGRAM,
            (TextMatch::Any, _) | (TextMatch::Beginning(_) | TextMatch::Within(_), Order::Newest) => {
                cost::ENTRY
            }
            _ => cost::TRIGRAM,
        };
        let mut best = (walk(choice.published) * fetched, Access::Order);
        if let Some(categories) = choice.categories {
            // The entries of a single category stand in the order of time.
            let entries = if categories.len() == 1 && self.order.is_of_time() {
                walk(choice.published_in_category)
            } else {
                f64::from(choice.published_in_category)
            };
            if entries * fetched < best.0 {
                best = (entries * fetched, Access::Category);
            }
        }
        if self.text.has_index() {
            let text = f64::from(self.found_by_index(counts)) * cost::TRIGRAM;
            if text < best.0 {
                best = (text, Access::Text);
            }
        }
        // Of the rows within the bounds of the time only those that match are counted: at least so many are read.
        if self.more.has_times() && !self.order.is_of_time() && f64::from(self.rows) * cost::TRIGRAM < best.0
        {
            best.1 = Access::Time;
        }
        best.1
    }

    /// So many rows the trigrams lead to, about: those of names know nothing of the descriptions.
    fn found_by_index(&self, counts: Option<&Counts>) -> u32 {
        let Some(counts) = counts else { return self.rows };
        match self.text {
            TextMatch::Beginning(words) if !words.iter().any(|word| list::has_trigram(word)) => {
                counts.fitting(FIT.0)
            }
            TextMatch::Beginning(_) | TextMatch::Within(_) => counts.fitting(FIT.1),
            _ => counts.fitting(FIT.2),
        }
    }
}

impl Marks {
    /// The bytes that they take.
    fn size(&self) -> usize {
        self.places.iter().map(Mark::size).sum()
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::super::store::list::Cell;
    use super::*;

    fn counts(fits: [i64; 3]) -> Counts {
        let cell = |(count, fit)| Cell { category_id: Uuid::nil(), in_stock: true, stars: 0, fit, count };
        let cells = fits.into_iter().zip([FIT.0, FIT.1, FIT.2]).map(cell).collect();
        Counts::of_cells(cells)
    }

    fn way(query: &str, fits: [i64; 3], rows: u32) -> Vec<Access> {
        let filter = ProductFilter { query: query.to_owned(), ..ProductFilter::default() };
        let choice =
            Choice { filter: &filter, categories: None, published: 200_000, published_in_category: 0 };
        let (counts, words) = (counts(fits), words(&filter));
        segments(&choice, &counts, &words)
            .iter()
            .map(|segment| segment.access(&choice, Some(&counts), rows))
            .collect()
    }

    #[test]
    fn words_too_short_for_the_index_are_walked_for_however_rare_they_are() {
        assert_eq!(way("qz", [0, 3, 3], 20)[1..], [Access::Order, Access::Order]);
        assert_eq!(way("quartz", [3, 3, 3], 20), [Access::Text, Access::Text, Access::Text]);
    }

    #[test]
    fn frequent_words_are_walked_for_and_rare_ones_looked_up() {
        assert_eq!(way("walnut", [10_000, 0, 100], 20)[0], Access::Order);
        assert_eq!(way("walnut", [10, 0, 100], 20)[0], Access::Text);
    }

    #[test]
    fn marks_stand_farther_apart_in_a_longer_list() {
        let step =
            |rows| Segment { rows, text: TextMatch::Any, order: Order::Newest, more: More::default() }.step();
        assert_eq!(step(10), STEP);
        assert_eq!(step(1_000_000), 500);
        assert!(1_000_000 / step(1_000_000) <= MOST_MARKS);
    }
}
