//! From the address of a list to what is asked for (SPEC R3, R4).

use super::write::{NAMES, Only};
use crate::api::fields::bound;
use crate::api::query::{Parameter, Query, Wire, moment, named, yes_or_no};
use crate::catalog::product::input::LONGEST_NAME;
use crate::catalog::product::model::ProductStatus;
use crate::catalog::product::ordering::Key;
use crate::catalog::product::reading::ListAsk;

/// The keys of `ordering`.
const KEYS: &[&str] = &["price", "-price", "created_at", "-created_at", "name", "-name"];
/// Longest search, in characters: a whole name can be looked for.
const LONGEST_SEARCH: usize = LONGEST_NAME;
/// The words of `status`.
const STATUSES: &[&str] = &["draft", "published", "archived"];

/// Which parts of a product are asked for.
const FIELDS: Parameter = Parameter {
    name: "fields",
    wire: Wire::Words(&NAMES),
    text: "Names of the parts of a product that are asked for, separated by commas; nothing for all.",
};

/// The parameters of the list.
pub(super) const LIST: &[Parameter] = &[
    Parameter {
        name: "search",
        wire: Wire::Search(LONGEST_SEARCH),
        text: "Terms, each of which stands in the name or in the description, as a part of a word too, in any case \
               and with or without accents. Blanks and commas stand between them; a phrase in quotes is one term.",
    },
    Parameter {
        name: "category",
        wire: Wire::Free,
        text: "The slug of a category; products of the categories below it are in the list too.",
    },
    Parameter { name: "min_price", wire: Wire::Price, text: "The lowest price." },
    Parameter { name: "max_price", wire: Wire::Price, text: "The highest price." },
    Parameter { name: "in_stock", wire: Wire::Yes, text: "Whether some are left." },
    Parameter { name: "is_featured", wire: Wire::Yes, text: "Whether the first page of the shop shows it." },
    Parameter { name: "created_after", wire: Wire::Moment, text: "Made at this moment or later." },
    Parameter { name: "created_before", wire: Wire::Moment, text: "Made at this moment or earlier." },
    Parameter {
        name: "status",
        wire: Wire::Choice(STATUSES),
        text: "`published` at first. Of the others users see their own, staff who may view products all, visitors none.",
    },
    Parameter {
        name: "ordering",
        wire: Wire::Words(KEYS),
        text: "What the list is sorted by, upwards, or downwards with `-`; `-created_at` at first. Where products are \
               equal in one key, the next one counts: `price,-created_at`.",
    },
    Parameter { name: "page", wire: Wire::Page, text: "The number of the page, from 1 on, or `last`." },
    Parameter {
        name: "page_size",
        wire: Wire::Size,
        text: "How many are on a page: 20 at first, at most 100.",
    },
    Parameter {
        name: "cursor",
        wire: Wire::Cursor,
        text: "Walks through everything at the same cost for each part, without a count: begin with nothing \
               (`?cursor=`), then follow `next`. Products that come or go meanwhile move no others.",
    },
    FIELDS,
];

/// The parameters of the featured products.
pub(super) const FEATURED: &[Parameter] = &[FIELDS];

/// What the address asks for. Its values were checked before, so what cannot be read is as if it were not there.
pub(super) fn list(query: &Query) -> ListAsk {
    ListAsk {
        search: query.get("search").unwrap_or_default().to_owned(),
        category: query.get("category").map(str::to_owned),
        min_price: query.get("min_price").and_then(bound),
        max_price: query.get("max_price").and_then(bound),
        in_stock: query.get("in_stock").and_then(yes_or_no),
        is_featured: query.get("is_featured").and_then(yes_or_no),
        created_after: query.get("created_after").and_then(moment),
        created_before: query.get("created_before").and_then(moment),
        status: query.get("status").and_then(|word| word.parse().ok()).unwrap_or(ProductStatus::Published),
        ordering: named(query.get("ordering").unwrap_or_default()).filter_map(Key::read).collect(),
    }
}

/// The parts that are asked for; `None` for all of them.
pub(super) fn only(query: &Query) -> Option<Only> {
    query.get("fields").and_then(Only::of)
}

#[cfg(test)]
mod tests {
    use rust_decimal::Decimal;

    use super::*;

    #[test]
    fn an_empty_address_asks_for_the_newest_published_products() {
        let ask = list(&Query::parse(None));
        assert_eq!(
            (ask.status, ask.ordering.to_string()),
            (ProductStatus::Published, "-created_at".to_owned())
        );
        assert_eq!((ask.in_stock, ask.min_price, ask.category), (None, None, None));
    }

    #[test]
    fn every_parameter_is_read() {
        let ask = list(&Query::parse(Some(
            "search=oak+lamp&category=lamps&min_price=1.5&max_price=20&in_stock=True&is_featured=0\
             &created_after=2026-01-02&created_before=2026-01-02T03:04:05%2B01:00&status=draft&ordering=-name",
        )));
        assert_eq!((ask.search.as_str(), ask.category.as_deref()), ("oak lamp", Some("lamps")));
        assert_eq!((ask.min_price, ask.max_price), (Some(Decimal::new(15, 1)), Some(Decimal::new(20, 0))));
        assert_eq!((ask.in_stock, ask.is_featured), (Some(true), Some(false)));
        assert_eq!(ask.created_after.unwrap().to_rfc3339(), "2026-01-02T00:00:00+00:00");
        assert_eq!(ask.created_before.unwrap().to_rfc3339(), "2026-01-02T02:04:05+00:00");
        assert_eq!((ask.status, ask.ordering.to_string()), (ProductStatus::Draft, "-name".to_owned()));
    }

    #[test]
    fn keys_of_the_order_stand_between_commas_and_every_one_of_them_is_read() {
        let read = |text: &str| list(&Query::parse(Some(&format!("ordering={text}")))).ordering.to_string();
        assert_eq!(read("price,-created_at"), "price,-created_at");
        assert_eq!(read("+name+,,+-price,"), "name,-price");
        assert_eq!(read("-price,price,name"), "-price,name");
        assert_eq!(read(","), "-created_at");
        for key in KEYS {
            assert_eq!(read(key), *key);
        }
    }
}
