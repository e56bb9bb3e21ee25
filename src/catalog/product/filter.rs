//! What narrows a list of products down (SPEC W2): read from an address, written back to one.

use super::model::Price;
use crate::error::FieldErrors;
use crate::percent;

/// Longest search text that is looked at, in characters.
const LONGEST_QUERY: usize = 200;
/// Stands before each word of a text whose words were told apart before. Nobody can type it into an address, since
/// control characters are left out there.
const TOLD: char = '\u{1f}';

/// The order of a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// Best match first where there are words, else the newest.
    #[default]
    Relevance,
    /// Newest first.
    Newest,
    /// Cheapest first.
    PriceUp,
    /// Dearest first.
    PriceDown,
    /// By name.
    Name,
    /// Best rated first.
    Rating,
}

impl Sort {
    /// Every order with its word in addresses and its label.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Relevance, "", "Best match"),
        (Self::Newest, "newest", "Newest"),
        (Self::PriceUp, "price", "Price, low to high"),
        (Self::PriceDown, "-price", "Price, high to low"),
        (Self::Name, "name", "Name"),
        (Self::Rating, "rating", "Best rated"),
    ];

    /// The word in addresses.
    #[must_use]
    pub fn word(self) -> &'static str {
        Self::ALL.iter().find(|(sort, _, _)| *sort == self).map_or("", |(_, word, _)| word)
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.iter().find(|(_, known, _)| *known == word).map(|(sort, _, _)| *sort)
    }
}

/// What a list is narrowed down to, in which order, and which page of it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct ProductFilter {
    /// Words to look for.
    pub query: String,
    /// Slug of a category, whose descendants count too.
    pub category: Option<String>,
    /// Lowest price.
    pub min_price: Option<Price>,
    /// Highest price.
    pub max_price: Option<Price>,
    /// Only what can be had.
    pub in_stock: bool,
    /// At least so many stars, 1 to 4.
    pub rating: Option<u8>,
    /// The order.
    pub sort: Sort,
    /// The page, from 1; 0 stands for 1.
    pub page: u32,
}

impl ProductFilter {
    /// Reads a filter from the parameters of an address. What cannot be read is left out and named.
    pub fn from_parameters(get: impl Fn(&str) -> Option<String>) -> (Self, FieldErrors) {
        let mut errors = FieldErrors::default();
        let text =
            |name: &str| get(name).map(|value| value.trim().to_owned()).filter(|value| !value.is_empty());
        let mut price = |name: &str| text(name).and_then(|value| errors.keep(name, value.parse::<Price>()));
        let (min_price, max_price) = (price("min_price"), price("max_price"));
        if let (Some(low), Some(high)) = (min_price, max_price)
            && low > high
        {
            errors.add("max_price", "The highest price is below the lowest");
        }
        let rating = text("rating").and_then(|value| {
            errors.keep(
                "rating",
                value.parse().ok().filter(|stars| (1..=4).contains(stars)).ok_or("1 to 4 stars".to_owned()),
            )
        });
        let page = text("page").and_then(|value| {
            errors.keep(
                "page",
                value.parse().ok().filter(|&page| page > 0).ok_or("This page does not exist".to_owned()),
            )
        });
        let sort = text("sort")
            .and_then(|word| errors.keep("sort", Sort::from_word(&word).ok_or("Unknown order".to_owned())));
        let filter = Self {
            query: text("q")
                .map(|query| query.chars().filter(|c| !c.is_control()).take(LONGEST_QUERY).collect())
                .unwrap_or_default(),
            category: text("category"),
            min_price,
            max_price,
            in_stock: text("in_stock").is_some_and(|value| value != "0" && value != "false"),
            rating,
            sort: sort.unwrap_or_default(),
            page: page.unwrap_or(1),
        };
        (filter, errors)
    }

    /// Reads a filter from the query part of an address (`q=lamp&page=2`).
    #[must_use]
    pub fn from_query(query: &str) -> Self {
        let pairs: Vec<(&str, String)> = query
            .split('&')
            .filter_map(|pair| pair.split_once('='))
            .map(|(name, value)| (name, percent::decode(value)))
            .collect();
        Self::from_parameters(|name| {
            pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        })
        .0
    }

    /// The query part of an address that leads to this list; empty for the whole list's first page.
    #[must_use]
    pub fn to_query(&self) -> String {
        let mut query = String::new();
        self.write_query(&mut query);
        query
    }

    /// The address of this list at a path: the path with the query, or alone where the query is empty.
    #[must_use]
    pub fn to_address(&self, path: &str) -> String {
        let mut address = String::with_capacity(path.len() + 64);
        address.push_str(path);
        address.push('?');
        self.write_query(&mut address);
        if address.len() == path.len() + 1 {
            address.pop();
        }
        address
    }

    fn write_query(&self, to: &mut String) {
        let start = to.len();
        let mut add = |name: &str, value: &str| {
            if !value.is_empty() {
                if to.len() > start {
                    to.push('&');
                }
                to.push_str(name);
                to.push('=');
                percent::push_encoded(to, value);
            }
        };
        add("q", &self.query);
        add("category", self.category.as_deref().unwrap_or_default());
        for (name, price) in [("min_price", self.min_price), ("max_price", self.max_price)] {
            if let Some(price) = price {
                add(name, &price.to_string());
            }
        }
        add("in_stock", if self.in_stock { "1" } else { "" });
        if let Some(stars) = self.rating {
            add("rating", &stars.to_string());
        }
        add("sort", self.sort.word());
        if self.page > 1 {
            add("page", &self.page.to_string());
        }
    }

    /// The same with another choice; the list begins anew at its first page.
    #[must_use]
    pub fn with(&self, change: impl FnOnce(&mut Self)) -> Self {
        let mut other = Self { page: 1, ..self.clone() };
        change(&mut other);
        other
    }

    /// Whether anything narrows the list down, the category aside.
    #[must_use]
    pub fn is_narrowed(&self) -> bool {
        !self.query.is_empty()
            || self.min_price.is_some()
            || self.max_price.is_some()
            || self.in_stock
            || self.rating.is_some()
    }

    /// Whether enough was typed to offer something for it: two letters or digits.
    #[must_use]
    pub fn is_enough_to_suggest(&self) -> bool {
        self.query.chars().filter(|letter| letter.is_alphanumeric()).nth(1).is_some()
    }

    /// The words to look for: those of [`Self::query_of`], or at most eight between blanks.
    #[must_use]
    pub fn words(&self) -> Vec<&str> {
        match self.query.strip_prefix(TOLD) {
            Some(told) => told.split(TOLD).collect(),
            None => self.query.split_whitespace().take(8).collect(),
        }
    }

    /// The query that looks for these words, however many they are; one of them may hold blanks.
    #[must_use]
    pub fn query_of(words: &[String]) -> String {
        let mut query = String::new();
        for word in words.iter().filter(|word| !word.is_empty()) {
            query.push(TOLD);
            // It would end the word. What takes its place stands in hardly any text.
            query.extend(
                word.chars().map(|letter| if letter == TOLD { char::REPLACEMENT_CHARACTER } else { letter }),
            );
        }
        query
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(query: &str) -> (ProductFilter, FieldErrors) {
        let pairs: Vec<(&str, &str)> = query.split('&').filter_map(|pair| pair.split_once('=')).collect();
        ProductFilter::from_parameters(|name| {
            pairs.iter().find(|(known, _)| *known == name).map(|(_, value)| (*value).to_owned())
        })
    }

    #[test]
    fn an_address_says_the_whole_state_and_reads_back() {
        let filter = ProductFilter {
            query: "red café & co".to_owned(),
            category: Some("mugs".to_owned()),
            min_price: Some(Price::from_cents(500)),
            max_price: None,
            in_stock: true,
            rating: Some(4),
            sort: Sort::PriceDown,
            page: 3,
        };
        let query = filter.to_query();
        assert_eq!(
            query,
            "q=red+caf%C3%A9+%26+co&category=mugs&min_price=5.00&in_stock=1&rating=4&sort=-price&page=3"
        );
        assert_eq!(ProductFilter::from_query(&query), filter);
    }

    #[test]
    fn the_plain_list_has_a_plain_address() {
        assert_eq!(
            ProductFilter { page: 1, ..ProductFilter::default() }.to_address("/products"),
            "/products"
        );
    }

    #[test]
    fn what_cannot_be_read_is_named_and_left_out() {
        let (filter, errors) = read("min_price=cheap&rating=9&page=0&sort=colour");
        assert_eq!(filter, ProductFilter { page: 1, ..ProductFilter::default() });
        assert_eq!(errors.0.keys().collect::<Vec<_>>(), ["min_price", "page", "rating", "sort"]);
        assert!(read("min_price=9&max_price=3").1.first("max_price").is_some());
    }

    #[test]
    fn a_new_choice_begins_at_the_first_page() {
        let filter = ProductFilter { page: 7, ..ProductFilter::default() };
        assert_eq!(filter.with(|other| other.in_stock = true).page, 1);
    }

    #[test]
    fn words_that_were_told_apart_stay_as_they_are() {
        let told = |words: &[&str]| {
            let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            ProductFilter { query: ProductFilter::query_of(&words), ..ProductFilter::default() }
        };
        let many = ["a", "b c", "d", "e", "f", "g", "h", "i", "j", "k"];
        assert_eq!(told(&many).words(), many);
        assert_eq!(told(&["oak table"]).words(), ["oak table"]);
        assert_eq!(told(&["", "a\u{1f}b"]).words(), ["a\u{fffd}b"]);
        assert!(told(&[]).words().is_empty() && !told(&[""]).is_narrowed());
        assert!(told(&["oak"]).is_narrowed());
        assert_eq!(ProductFilter::from_query("q=%1Foak+table").words(), ["oak", "table"]);
    }

    #[test]
    fn one_letter_is_not_enough_to_suggest_something() {
        let is_enough = |query: &str| ProductFilter::from_query(&format!("q={query}")).is_enough_to_suggest();
        for query in ["", "w", "%25+w", "%C3%A9+"] {
            assert!(!is_enough(query), "{query}");
        }
        assert!(is_enough("wa"));
    }
}
