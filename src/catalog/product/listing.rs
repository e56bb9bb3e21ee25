//! How a page of a list is found at a cost that does not grow with the list (SPEC W2).
//!
//! Counts and every two-hundredth row's place ("marks") are kept for some seconds. A page is then one
//! statement that starts at the mark before it. Words rank by segment: first the products whose name's words
//! begin with them, then those that have them within the name, then beyond it, each newest first.

use std::collections::HashMap;
use std::sync::Arc;

use uuid::Uuid;

use super::filter::{ProductFilter, Sort};
use super::store::list::{self, Access, CardRow, Cell, FIT, Mark, Matching, Order, PageOf, TextMatch};
use super::store::numeric;
use crate::error::AppError;
use crate::infra::Backend;

/// Rows from one mark to the next.
const STEP: u32 = 200;
/// Rows that are skipped without looking for a mark.
const NEAR: u32 = 400;
/// At most so many products are offered where nothing has the words.
const NEAREST: i64 = 200;

/// Relative costs of reading one row in each way: estimates, good enough to tell the ways apart.
mod cost {
    /// An entry of a covering index.
    pub const ENTRY: f64 = 1.0;
    /// A row found by trigrams: fetched, checked and sorted.
    pub const TRIGRAM: f64 = 8.0;
}

/// The counts that belong to words and prices.
pub struct Counts {
    cells: Vec<Cell>,
    /// What to show where nothing has the words.
    nearest: Option<Vec<Uuid>>,
}

/// The choices of a list, with the category resolved.
pub struct Choice<'a> {
    pub filter: &'a ProductFilter,
    /// The chosen category and its descendants.
    pub categories: Option<&'a [Uuid]>,
    /// Published products of the shop, and of the chosen category.
    pub published: u32,
    pub published_in_category: u32,
}

impl Counts {
    /// The counts for a filter's words and prices, at most some seconds old.
    pub async fn load(backend: &Backend, filter: &ProductFilter) -> Result<Arc<Self>, AppError> {
        let name = counts_name(filter);
        backend
            .cache
            .get_or_load(&name, async || {
                let words = words(filter);
                let matching = |text| Matching {
                    text,
                    categories: None,
                    min_price: filter.min_price.map(numeric),
                    max_price: filter.max_price.map(numeric),
                    in_stock: false,
                    rating: None,
                };
                let text = if words.is_empty() { TextMatch::Any } else { TextMatch::Text(&words) };
                let cells = list::count(&backend.pool, matching(text)).await?;
                if !cells.is_empty() || words.is_empty() {
                    return Ok(Self { cells, nearest: None });
                }
                let nearest = list::nearest(&backend.pool, &filter.query, NEAREST).await?;
                let cells = list::count(&backend.pool, matching(TextMatch::Nearest(&nearest))).await?;
                Ok(Self { cells, nearest: Some(nearest) })
            })
            .await
    }

    /// Whether nothing has the words, and the nearest names are shown.
    pub fn is_nearest(&self) -> bool {
        self.nearest.is_some()
    }

    fn sum(&self, keep: impl Fn(&Cell) -> bool) -> u32 {
        let sum: i64 = self.cells.iter().filter(|cell| keep(cell)).map(|cell| cell.count).sum();
        u32::try_from(sum).unwrap_or(u32::MAX)
    }

    /// Matches of the whole choice.
    pub fn total(&self, choice: &Choice<'_>) -> u32 {
        self.sum(|cell| choice.has(cell))
    }

    /// Matches by category, the category itself not applied.
    pub fn by_category(&self, choice: &Choice<'_>) -> HashMap<Uuid, u32> {
        let mut counts = HashMap::new();
        for cell in self.cells.iter().filter(|cell| choice.has_stock(cell) && choice.has_stars(cell)) {
            *counts.entry(cell.category_id).or_insert(0) += u32::try_from(cell.count).unwrap_or(u32::MAX);
        }
        counts
    }

    /// Matches that are in stock, whether or not that is asked for.
    pub fn in_stock(&self, choice: &Choice<'_>) -> u32 {
        self.sum(|cell| cell.in_stock && choice.has_category(cell) && choice.has_stars(cell))
    }

    /// Matches with at least 4, 3, 2 and 1 stars, whether or not that is asked for.
    pub fn by_stars(&self, choice: &Choice<'_>) -> [u32; 4] {
        [4, 3, 2, 1].map(|stars| {
            self.sum(|cell| cell.stars >= stars && choice.has_category(cell) && choice.has_stock(cell))
        })
    }
}

impl Choice<'_> {
    fn has(&self, cell: &Cell) -> bool {
        self.has_category(cell) && self.has_stock(cell) && self.has_stars(cell)
    }

    fn has_category(&self, cell: &Cell) -> bool {
        self.categories.is_none_or(|ids| ids.contains(&cell.category_id))
    }

    fn has_stock(&self, cell: &Cell) -> bool {
        !self.filter.in_stock || cell.in_stock
    }

    fn has_stars(&self, cell: &Cell) -> bool {
        self.filter.rating.is_none_or(|stars| cell.stars >= i32::from(stars))
    }
}

/// A part of a list in one order: how many rows it has, and which.
struct Segment<'a> {
    rows: u32,
    text: TextMatch<'a>,
    order: Order,
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
    let mut rows = Vec::new();
    let mut skip = offset;
    for segment in segments(choice, counts, &words) {
        let wanted = limit - u32::try_from(rows.len()).unwrap_or(limit);
        if wanted == 0 {
            break;
        }
        if skip >= segment.rows {
            skip -= segment.rows;
            continue;
        }
        rows.extend(segment.page(backend, choice, counts, skip, wanted).await?);
        skip = 0;
    }
    Ok(rows)
}

fn segments<'a>(choice: &Choice<'_>, counts: &'a Counts, words: &'a [String]) -> Vec<Segment<'a>> {
    let order = match choice.filter.sort {
        Sort::PriceUp => Order::PriceUp,
        Sort::PriceDown => Order::PriceDown,
        Sort::Name => Order::Name,
        Sort::Rating => Order::Rating,
        Sort::Relevance if counts.nearest.is_some() => Order::Nearest,
        Sort::Relevance | Sort::Newest => Order::Newest,
    };
    let all = counts.total(choice);
    if let Some(nearest) = &counts.nearest {
        return vec![Segment { rows: all, text: TextMatch::Nearest(nearest), order }];
    }
    if words.is_empty() {
        return vec![Segment { rows: all, text: TextMatch::Any, order }];
    }
    if choice.filter.sort != Sort::Relevance {
        return vec![Segment { rows: all, text: TextMatch::Text(words), order }];
    }
    let rows = |fit: i32| counts.sum(|cell| cell.fit == fit && choice.has(cell));
    vec![
        Segment { rows: rows(FIT.0), text: TextMatch::Beginning(words), order },
        Segment { rows: rows(FIT.1), text: TextMatch::Within(words), order },
        Segment { rows: rows(FIT.2), text: TextMatch::Beyond(words), order },
    ]
}

impl Segment<'_> {
    async fn page(
        &self,
        backend: &Backend,
        choice: &Choice<'_>,
        counts: &Counts,
        skip: u32,
        wanted: u32,
    ) -> Result<Vec<CardRow>, AppError> {
        let filter = choice.filter;
        let matching = Matching {
            text: self.text,
            categories: choice.categories,
            min_price: filter.min_price.map(numeric),
            max_price: filter.max_price.map(numeric),
            in_stock: filter.in_stock,
            rating: filter.rating,
        };
        let access = self.access(choice, counts, skip.min(STEP) + wanted);
        let marks = if skip > NEAR && self.order != Order::Nearest {
            Some(self.marks(backend, filter, matching, access).await?)
        } else {
            None
        };
        let passed =
            marks.as_ref().map_or(0, |marks| (skip / STEP).min(u32::try_from(marks.len()).unwrap_or(0)));
        let after = marks.as_ref().filter(|_| passed > 0).and_then(|marks| marks.get(passed as usize - 1));
        let page = PageOf {
            matching,
            access,
            order: self.order,
            after,
            offset: i64::from(skip - passed * STEP),
            limit: i64::from(wanted),
        };
        Ok(list::page(&backend.pool, page).await?)
    }

    async fn marks(
        &self,
        backend: &Backend,
        filter: &ProductFilter,
        matching: Matching<'_>,
        access: Access,
    ) -> Result<Arc<Vec<Mark>>, AppError> {
        let part = match self.text {
            TextMatch::Within(_) => "within",
            TextMatch::Beyond(_) => "beyond",
            _ => "first",
        };
        let name = format!("catalog:marks:{part}:{}", ProductFilter { page: 1, ..filter.clone() }.to_query());
        let load =
            async || Ok(list::marks(&backend.pool, matching, access, self.order, i64::from(STEP)).await?);
        backend.cache.get_or_load(&name, load).await
    }

    /// The cheapest way to this segment's rows, by the counts.
    fn access(&self, choice: &Choice<'_>, counts: &Counts, rows: u32) -> Access {
        if matches!(self.text, TextMatch::Nearest(_)) {
            return Access::Text;
        }
        let published = f64::from(choice.published.max(1));
        // A walk reads entries until it has met enough matches: the rarer they are, the longer it takes.
        let share = f64::from(self.rows.max(1)) / published;
        // What the order's index does not hold is read from the row itself.
        let fetched = match (self.text, self.order) {
            (TextMatch::Any, _) | (TextMatch::Beginning(_) | TextMatch::Within(_), Order::Newest) => {
                cost::ENTRY
            }
            _ => cost::TRIGRAM,
        };
        let walk = (f64::from(rows) / share).min(published) * fetched;
        let mut best = (walk, Access::Order);
        if choice.categories.is_some() {
            let category = f64::from(choice.published_in_category) * fetched;
            if category < best.0 {
                best = (category, Access::Category);
            }
        }
        if !matches!(self.text, TextMatch::Any) {
            let text = f64::from(counts.sum(|_| true)) * cost::TRIGRAM;
            if text < best.0 {
                best = (text, Access::Text);
            }
        }
        best.1
    }
}

fn words(filter: &ProductFilter) -> Vec<String> {
    filter.words().into_iter().map(str::to_owned).collect()
}

fn counts_name(filter: &ProductFilter) -> String {
    let part = ProductFilter {
        query: filter.words().join(" ").to_lowercase(),
        min_price: filter.min_price,
        max_price: filter.max_price,
        ..ProductFilter::default()
    };
    format!("catalog:counts:{}", part.to_query())
}
