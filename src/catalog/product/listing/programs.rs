//! Lists as programs ask for them: of whole products, always in the order that was asked for, by pages or from one row
//! to the next (SPEC R3, R4). Words are looked for as on pages, but nothing is offered in their place.

use std::sync::Arc;

use sqlx::postgres::PgRow;

use super::{Choice, Counts, NEAR, Segment, matching, words};
use crate::catalog::product::filter::ProductFilter;
use crate::catalog::product::ordering::Column;
use crate::catalog::product::store::list::{
    self, Access, Cell, Mark, Matching, More, Order, Part, TextMatch,
};
use crate::catalog::product::store::whole::{WHOLE, WHOLE_AND_FOLDED_NAME};
use crate::error::AppError;
use crate::infra::Backend;

/// A list of published products that a program asks for.
pub(in crate::catalog::product) struct Asked<'a> {
    pub choice: Choice<'a>,
    pub order: Order,
    pub more: More,
}

/// What is read of each product, with the key of the order where that is not among it.
pub(in crate::catalog::product) fn columns(order: Order) -> &'static str {
    match order {
        Order::Name | Order::NameDown => WHOLE_AND_FOLDED_NAME,
        Order::Several(ordering) if ordering.has(Column::Name) => WHOLE_AND_FOLDED_NAME,
        _ => WHOLE,
    }
}

impl Asked<'_> {
    /// How many products match, as it was at most some seconds ago.
    pub async fn count(&self, backend: &Backend) -> Result<u32, AppError> {
        // Of the whole shop and of a whole category the tree knows it.
        if !self.choice.filter.is_narrowed() && self.more == More::default() {
            let whole = self.choice.categories.is_none();
            return Ok(if whole { self.choice.published } else { self.choice.published_in_category });
        }
        if self.has_cells() {
            let counts = Counts::load_exact(backend, self.choice.filter).await?;
            let is_asked = |cell: &Cell| self.choice.has(cell) && !(self.more.sold_out && cell.in_stock);
            return Ok(counts.sum(&self.choice, is_asked));
        }
        let load = async || {
            let _turn = backend.cache.turn().await;
            let words = words(self.choice.filter);
            let text = text(&words);
            let access = match self.choice.categories {
                _ if text.has_index() => Access::Text,
                Some(_) => Access::Category,
                None => Access::Order,
            };
            let count = list::count_all(&backend.readers, self.matching(text), access).await?;
            Ok::<_, AppError>(u32::try_from(count).unwrap_or(u32::MAX))
        };
        let name = format!("catalog:api-count:{}", self.name());
        Ok(*backend.cache.get_or_load_sized(&name, |_: &u32| size_of::<u32>(), load).await?)
    }

    /// At most `limit` products after the first `offset`, where there are `count`.
    pub async fn page(
        &self,
        backend: &Backend,
        count: u32,
        offset: u32,
        limit: u32,
    ) -> Result<Vec<PgRow>, AppError> {
        if offset >= count {
            return Ok(Vec::new());
        }
        let words = words(self.choice.filter);
        let segment = Segment { rows: count, text: text(&words), order: self.order, more: self.more };
        let counts = self.counts_of_words(backend, &words).await?;
        let parts = vec![segment.part(&self.choice, counts.as_deref(), offset, limit)];
        if offset > NEAR {
            let name = format!("catalog:marks:api:{:?}:{}", self.order, self.name());
            return segment.far_page(backend, &name, offset, parts, columns(self.order)).await;
        }
        Ok(list::page_rows(&backend.readers, self.order, &parts, columns(self.order)).await?)
    }

    /// At most `limit` products after a mark, or from the beginning on, in an order that may be this one's reverse.
    ///
    /// Nothing is counted for that. Who walks along the order's index reads each of its entries once in all, whatever
    /// the list is narrowed down to. Where another index may lead to few products, those are gathered and sorted anew
    /// for each part: that is done only where the next entries of the order do not fill the part, so that frequent
    /// words are walked for and rare ones are looked up.
    pub async fn after(
        &self,
        backend: &Backend,
        order: Order,
        mark: Option<Mark>,
        limit: u32,
    ) -> Result<Vec<PgRow>, AppError> {
        let words = words(self.choice.filter);
        let text = text(&words);
        let part = Part {
            matching: self.matching(text),
            access: self.sure_way(text, order),
            after: mark,
            offset: 0,
            limit: i64::from(limit),
        };
        // Words without an index are looked for in every product; where the first of several keys is the same in many
        // products, all of them are sorted.
        let is_heavy = !words.is_empty() && !text.has_index() || matches!(order, Order::Several(_));
        let _turn = if is_heavy { backend.cache.turn().await } else { None };
        if !part.is_ordered(order) {
            return Ok(list::near_or_gathered(&backend.readers, order, &part, columns(order)).await?);
        }
        Ok(list::page_rows(&backend.readers, order, &[part], columns(order)).await?)
    }

    /// The way that leads to everything that matches, by what is known without counting it: how many products there
    /// are, and how many in the category.
    fn sure_way(&self, text: TextMatch<'_>, order: Order) -> Access {
        let Choice { published, published_in_category, .. } = self.choice;
        if text.has_index() {
            Access::Text
        } else if self.more.has_times() && !order.is_of_time() {
            Access::Time
        } else if self.choice.categories.is_some() && published_in_category < published / 2 {
            Access::Category
        } else {
            Access::Order
        }
    }

    /// Whether the counts that are kept for words and prices tell how many match.
    const fn has_cells(&self) -> bool {
        self.more.featured.is_none() && !self.more.has_times()
    }

    /// The counts of words, by which the cheapest way to them is chosen.
    async fn counts_of_words(
        &self,
        backend: &Backend,
        words: &[String],
    ) -> Result<Option<Arc<Counts>>, AppError> {
        if words.is_empty() || !self.has_cells() {
            return Ok(None);
        }
        Counts::load_exact(backend, self.choice.filter).await.map(Some)
    }

    fn matching<'a>(&'a self, text: TextMatch<'a>) -> Matching<'a> {
        let filter = self.choice.filter;
        Matching {
            categories: self.choice.categories,
            in_stock: filter.in_stock,
            more: self.more,
            ..matching(filter, text)
        }
    }

    /// All that the list is narrowed down to, as a text.
    fn name(&self) -> String {
        let More { sold_out, featured, created_after, created_before } = self.more;
        let micros = |moment: Option<chrono::DateTime<chrono::Utc>>| moment.map(|at| at.timestamp_micros());
        format!(
            "{}:{sold_out}:{featured:?}:{:?}:{:?}",
            ProductFilter { page: 1, ..self.choice.filter.clone() }.to_query(),
            micros(created_after),
            micros(created_before)
        )
    }
}

/// The words anywhere in name or description.
pub(in crate::catalog::product) const fn text(words: &[String]) -> TextMatch<'_> {
    if words.is_empty() { TextMatch::Any } else { TextMatch::Text(words) }
}
