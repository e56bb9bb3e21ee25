//! A list that a program asks for: what its caller sees of it, and its rows.

use std::sync::Arc;

use chrono::{DateTime, Utc};
use rust_decimal::{Decimal, RoundingStrategy};
use sqlx::postgres::PgRow;
use uuid::Uuid;

use super::ListAsk;
use super::cursor::Cursor;
use super::terms::terms;
use crate::accounts::caller::{User, Visitor};
use crate::accounts::model::{Action, Kind, Permission};
use crate::catalog::category;
use crate::catalog::category::model::CategoryId;
use crate::catalog::category::service::Tree;
use crate::catalog::product::filter::ProductFilter;
use crate::catalog::product::listing::Choice;
use crate::catalog::product::listing::programs::{Asked, columns, text};
use crate::catalog::product::model::{Price, ProductStatus};
use crate::catalog::product::store::list::{Mark, Matching, More, Order};
use crate::catalog::product::store::numeric;
use crate::catalog::product::store::unpublished::{self, Hidden};
use crate::error::AppError;
use crate::infra::Backend;
use crate::paging::place::SECONDS;

/// What it takes to see what others have not published: who may change a product may look at it.
const SEE: [Permission; 2] =
    [Permission::new(Action::View, Kind::Product), Permission::new(Action::Change, Kind::Product)];
/// One hundredth more than the highest price.
const BEYOND_PRICES: Decimal = Decimal::from_parts(1_410_065_408, 2, 0, false, 2);

/// What somebody sees of the products with a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Scope {
    /// The public list.
    Published,
    /// What is not published, of one user or of all.
    Of(Option<Uuid>),
    Nothing,
}

/// Whether a user sees products of anybody that are not published.
pub fn sees_all(user: &User) -> bool {
    user.is_staff() && SEE.into_iter().any(|permission| user.may(permission))
}

impl Scope {
    pub fn of(visitor: &Visitor, status: ProductStatus) -> Self {
        match visitor.user() {
            _ if status == ProductStatus::Published => Self::Published,
            Some(user) if sees_all(user) => Self::Of(None),
            Some(user) => Self::Of(Some(user.id().0)),
            None => Self::Nothing,
        }
    }
}

/// A list with its category looked up.
pub(super) struct List {
    filter: ProductFilter,
    tree: Arc<Tree>,
    category: Option<CategoryId>,
    /// The category and its descendants.
    categories: Option<Vec<Uuid>>,
    more: More,
    pub order: Order,
    status: ProductStatus,
    scope: Scope,
}

impl List {
    pub async fn new(backend: &Backend, visitor: &Visitor, ask: &ListAsk) -> Result<Self, AppError> {
        let tree = category::service::tree(backend).await?;
        let category = ask.category.as_deref().map(|slug| tree.find(slug));
        let scope = if category == Some(None) { Scope::Nothing } else { Scope::of(visitor, ask.status) };
        let category = category.flatten();
        Ok(Self {
            filter: filter(ask),
            category,
            categories: category.map(|id| tree.with_descendants(id)),
            tree,
            more: More {
                sold_out: ask.in_stock == Some(false),
                featured: ask.is_featured,
                created_after: ask.created_after.map(known_time),
                created_before: ask.created_before.map(known_time),
            },
            order: ask.ordering.into(),
            status: ask.status,
            scope,
        })
    }

    fn asked(&self) -> Asked<'_> {
        let choice = Choice {
            filter: &self.filter,
            categories: self.categories.as_deref(),
            published: self.tree.total(),
            published_in_category: self.category.map_or(0, |id| self.tree.count(id)),
        };
        Asked { choice, order: self.order, more: self.more }
    }

    fn hidden<'a>(&'a self, owner: Option<Uuid>, words: &'a [String]) -> Hidden<'a> {
        let matching = Matching {
            text: text(words),
            categories: self.categories.as_deref(),
            min_price: self.filter.min_price.map(numeric),
            max_price: self.filter.max_price.map(numeric),
            in_stock: self.filter.in_stock,
            rating: None,
            more: self.more,
        };
        Hidden { status: self.status, created_by: owner, matching }
    }

    fn words(&self) -> Vec<String> {
        self.filter.words().into_iter().map(str::to_owned).collect()
    }

    pub async fn count(&self, backend: &Backend) -> Result<u32, AppError> {
        match self.scope {
            Scope::Published => self.asked().count(backend).await,
            Scope::Of(owner) => {
                let words = self.words();
                let count = unpublished::count(&backend.readers, self.hidden(owner, &words)).await?;
                Ok(u32::try_from(count).unwrap_or(u32::MAX))
            }
            Scope::Nothing => Ok(0),
        }
    }

    pub async fn page(
        &self,
        backend: &Backend,
        count: u32,
        offset: u32,
        size: u32,
    ) -> Result<Vec<PgRow>, AppError> {
        match self.scope {
            Scope::Published => self.asked().page(backend, count, offset, size).await,
            Scope::Of(owner) => {
                let place = (None, i64::from(offset), i64::from(size));
                self.hidden_rows(backend, owner, self.order, place).await
            }
            Scope::Nothing => Ok(Vec::new()),
        }
    }

    /// The rows after a cursor, in its direction, and one more where there is one.
    pub async fn part(
        &self,
        backend: &Backend,
        from: Option<Cursor>,
        size: u32,
    ) -> Result<Vec<PgRow>, AppError> {
        let order = match &from {
            Some(cursor) if cursor.is_back => self.order.reversed(),
            _ => self.order,
        };
        let mark = from.map(|cursor| cursor.mark);
        let limit = size.saturating_add(1);
        match self.scope {
            Scope::Published => self.asked().after(backend, order, mark, limit).await,
            Scope::Of(owner) => {
                self.hidden_rows(backend, owner, order, (mark.as_ref(), 0, i64::from(limit))).await
            }
            Scope::Nothing => Ok(Vec::new()),
        }
    }

    async fn hidden_rows(
        &self,
        backend: &Backend,
        owner: Option<Uuid>,
        order: Order,
        place: (Option<&Mark>, i64, i64),
    ) -> Result<Vec<PgRow>, AppError> {
        let words = self.words();
        let hidden = self.hidden(owner, &words);
        Ok(unpublished::page(&backend.readers, hidden, order, columns(order), place).await?)
    }
}

/// What an ask has in common with the filter of pages. No price is between two hundredths, so bounds are moved to the
/// next one.
fn filter(ask: &ListAsk) -> ProductFilter {
    let bound = |price: Decimal, strategy: RoundingStrategy| {
        let mut price = price.clamp(Decimal::ZERO, BEYOND_PRICES).round_dp_with_strategy(2, strategy);
        price.rescale(2);
        Price::from_cents(i64::try_from(price.mantissa()).unwrap_or_default())
    };
    ProductFilter {
        query: ProductFilter::query_of(&terms(&ask.search)),
        category: ask.category.clone(),
        min_price: ask.min_price.map(|price| bound(price, RoundingStrategy::ToPositiveInfinity)),
        max_price: ask.max_price.map(|price| bound(price, RoundingStrategy::ToNegativeInfinity)),
        in_stock: ask.in_stock == Some(true),
        page: 1,
        ..ProductFilter::default()
    }
}

/// The nearest moment that PostgreSQL knows.
fn known_time(moment: DateTime<Utc>) -> DateTime<Utc> {
    let seconds = moment.timestamp();
    if SECONDS.contains(&seconds) {
        return moment;
    }
    let nearest = seconds.clamp(*SECONDS.start(), *SECONDS.end());
    DateTime::from_timestamp(nearest, 0).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bounds_of_the_price_are_moved_to_the_next_hundredth_within_what_prices_can_be() {
        let bounds = |low: &str, high: &str| {
            let ask = ListAsk {
                min_price: Some(low.parse().unwrap()),
                max_price: Some(high.parse().unwrap()),
                ..ListAsk::default()
            };
            let filter = filter(&ask);
            (filter.min_price.unwrap().cents(), filter.max_price.unwrap().cents())
        };
        assert_eq!(bounds("1.001", "1.009"), (101, 100));
        assert_eq!(bounds("5", "7.5"), (500, 750));
        assert_eq!(bounds("-3", "-0.5"), (0, 0));
        assert_eq!(bounds("999999999999.999999", "999999999999"), (10_000_000_000, 10_000_000_000));
    }

    #[test]
    fn every_term_is_looked_for_however_many_there_are() {
        let ask = ListAsk { search: "a b c d e f g h \"oak table\" j".to_owned(), ..ListAsk::default() };
        assert_eq!(filter(&ask).words(), ["a", "b", "c", "d", "e", "f", "g", "h", "oak table", "j"]);
        let blank = ListAsk { search: " , \"\" ".to_owned(), ..ListAsk::default() };
        assert!(filter(&blank).words().is_empty());
    }

    #[test]
    fn times_that_postgresql_does_not_know_are_the_nearest_that_it_does() {
        assert_eq!(known_time(DateTime::<Utc>::MAX_UTC).timestamp(), *SECONDS.end());
        assert_eq!(known_time(DateTime::<Utc>::MIN_UTC).timestamp(), *SECONDS.start());
        let now = DateTime::from_timestamp(1_780_000_000, 5).unwrap();
        assert_eq!(known_time(now), now);
    }

    #[test]
    fn visitors_see_nothing_of_what_is_not_published() {
        let nobody = Visitor::default();
        assert_eq!(Scope::of(&nobody, ProductStatus::Published), Scope::Published);
        assert_eq!(Scope::of(&nobody, ProductStatus::Draft), Scope::Nothing);
    }
}
