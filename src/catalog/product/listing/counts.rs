//! How many products match, by what else narrows a list down.

use std::sync::Arc;

use uuid::Uuid;

use crate::catalog::product::filter::ProductFilter;
use crate::catalog::product::store::list::{self, Cell, Matching, More, TextMatch};
use crate::catalog::product::store::numeric;
use crate::error::AppError;
use crate::infra::Backend;

/// At most so many products are offered where nothing has the words.
const NEAREST: i64 = 200;

/// The counts that belong to words and prices.
pub struct Counts {
    /// In the order of their categories.
    cells: Vec<Cell>,
    /// Matches whose words fit at least so well, by [`Cell::fit`], in all categories.
    by_fit: [u32; 3],
    /// What to show where nothing has the words at any price.
    nearest: Option<Vec<Uuid>>,
    /// Only names whose words begin with the words were counted.
    of_beginnings: bool,
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
        let load = async || {
            let words = words(filter);
            let text = if words.is_empty() { TextMatch::Any } else { TextMatch::Text(&words) };
            let asked = matching(filter, text);
            // What is too short for the index cannot have been meant to be something else.
            if text.has_index() {
                let _turn = backend.cache.search_turn().await;
                let found = list::count_or_nearest(&backend.readers, asked, &filter.query, NEAREST).await?;
                return Ok::<_, AppError>(Self { nearest: found.nearest, ..Self::of_cells(found.cells) });
            }
            // Words without an index are looked for in every product. The list without words never waits.
            let _turn = if words.is_empty() { None } else { backend.cache.turn().await };
            Ok(Self::of_cells(list::count(&backend.readers, asked).await?))
        };
        backend.cache.get_or_load_sized(&counts_name("counts", filter), Self::size, load).await
    }

    /// As [`Self::load`], of what has the words and of nothing else: the nearest names are none of them.
    pub async fn load_exact(backend: &Backend, filter: &ProductFilter) -> Result<Arc<Self>, AppError> {
        let words = words(filter);
        let text = TextMatch::Text(&words);
        if words.is_empty() || !text.has_index() {
            return Self::load(backend, filter).await;
        }
        let load = async || {
            let _turn = backend.cache.search_turn().await;
            Ok::<_, AppError>(Self::of_cells(list::count(&backend.readers, matching(filter, text)).await?))
        };
        backend.cache.get_or_load_sized(&counts_name("exact", filter), Self::size, load).await
    }

    /// The counts for what is offered while one types. Words that are too short for the index of texts are
    /// looked for at the beginning of names' words alone.
    pub async fn load_while_typing(backend: &Backend, filter: &ProductFilter) -> Result<Arc<Self>, AppError> {
        let words = words(filter);
        if words.is_empty() || TextMatch::Text(&words).has_index() {
            return Self::load(backend, filter).await;
        }
        let load = async || {
            let text = TextMatch::Beginning(&words);
            let cells = if text.has_index() {
                let _turn = backend.cache.turn().await;
                list::count(&backend.readers, matching(filter, text)).await?
            } else {
                Vec::new()
            };
            Ok::<_, AppError>(Self { of_beginnings: true, ..Self::of_cells(cells) })
        };
        backend.cache.get_or_load_sized(&counts_name("beginnings", filter), Self::size, load).await
    }

    /// The counts of cells in any order.
    pub(super) fn of_cells(mut cells: Vec<Cell>) -> Self {
        cells.sort_unstable_by_key(|cell| cell.category_id);
        let by_fit = [0, 1, 2].map(|least| sum(cells.iter().filter(|cell| cell.fit >= least)));
        Self { cells, by_fit, nearest: None, of_beginnings: false }
    }

    /// Bytes, about.
    fn size(&self) -> usize {
        size_of_val(self.cells.as_slice()) + self.nearest.as_deref().map_or(0, size_of_val)
    }

    /// Whether only names whose words begin with the words were counted.
    pub fn is_of_beginnings(&self) -> bool {
        self.of_beginnings
    }

    /// The products that are nearest to the words, where nothing has them at any price.
    pub(super) fn nearest(&self) -> Option<&[Uuid]> {
        self.nearest.as_deref()
    }

    /// Whether nothing has the words, and the nearest names are shown.
    pub fn is_nearest(&self) -> bool {
        self.nearest.is_some()
    }

    /// Matches anywhere whose words fit at least so well, by [`Cell::fit`].
    pub(super) fn fitting(&self, least: i32) -> u32 {
        usize::try_from(least).ok().and_then(|least| self.by_fit.get(least)).copied().unwrap_or(0)
    }

    /// Matches of the chosen categories that are kept.
    pub(super) fn sum(&self, choice: &Choice<'_>, keep: impl Fn(&Cell) -> bool) -> u32 {
        sum(self.chosen(choice).filter(|cell| keep(cell)))
    }

    /// Matches of the whole choice.
    pub fn total(&self, choice: &Choice<'_>) -> u32 {
        self.sum(choice, |cell| choice.has(cell))
    }

    /// Matches of one category itself, whether or not it is asked for.
    pub fn of_category(&self, choice: &Choice<'_>, category: Uuid) -> u32 {
        sum(self.of(category).iter().filter(|cell| choice.has(cell)))
    }

    /// Matches that are in stock, whether or not that is asked for.
    pub fn in_stock(&self, choice: &Choice<'_>) -> u32 {
        self.sum(choice, |cell| cell.in_stock && choice.has_stars(cell))
    }

    /// Matches with at least 4, 3, 2 and 1 stars, whether or not that is asked for.
    pub fn by_stars(&self, choice: &Choice<'_>) -> [u32; 4] {
        let mut counts = [0_i64; 4];
        for cell in self.chosen(choice).filter(|cell| choice.has_stock(cell)) {
            for (count, least) in counts.iter_mut().zip([4, 3, 2, 1]) {
                if cell.stars >= least {
                    *count += cell.count;
                }
            }
        }
        counts.map(|count| u32::try_from(count).unwrap_or(u32::MAX))
    }

    /// The cells of one category itself.
    fn of(&self, category: Uuid) -> &[Cell] {
        let from = &self.cells[self.cells.partition_point(|cell| cell.category_id < category)..];
        &from[..from.partition_point(|cell| cell.category_id == category)]
    }

    /// The cells of the chosen categories, or all.
    fn chosen<'a>(&'a self, choice: &'a Choice<'_>) -> impl Iterator<Item = &'a Cell> {
        let all = choice.categories.is_none().then_some(self.cells.as_slice());
        let some = choice.categories.unwrap_or_default().iter().map(|id| self.of(*id));
        all.into_iter().chain(some).flatten()
    }
}

fn sum<'a>(cells: impl Iterator<Item = &'a Cell>) -> u32 {
    let sum: i64 = cells.map(|cell| cell.count).sum();
    u32::try_from(sum).unwrap_or(u32::MAX)
}

impl Choice<'_> {
    /// Whether a cell of a chosen category is part of the choice.
    pub(super) fn has(&self, cell: &Cell) -> bool {
        self.has_stock(cell) && self.has_stars(cell)
    }

    fn has_stock(&self, cell: &Cell) -> bool {
        !self.filter.in_stock || cell.in_stock
    }

    fn has_stars(&self, cell: &Cell) -> bool {
        self.filter.rating.is_none_or(|stars| cell.stars >= i32::from(stars))
    }
}

/// What a filter's words and prices ask for; the rest is left open.
pub(super) fn matching<'a>(filter: &ProductFilter, text: TextMatch<'a>) -> Matching<'a> {
    Matching {
        text,
        categories: None,
        min_price: filter.min_price.map(numeric),
        max_price: filter.max_price.map(numeric),
        in_stock: false,
        rating: None,
        more: More::default(),
    }
}

/// The words of a filter.
pub(super) fn words(filter: &ProductFilter) -> Vec<String> {
    filter.words().into_iter().map(str::to_owned).collect()
}

/// A name for the words as they were told apart: `oak table` is not one of them where it is two.
fn counts_name(kind: &str, filter: &ProductFilter) -> String {
    let part = ProductFilter {
        query: ProductFilter::query_of(&words(filter)).to_lowercase(),
        min_price: filter.min_price,
        max_price: filter.max_price,
        ..ProductFilter::default()
    };
    format!("catalog:{kind}:{}", part.to_query())
}
