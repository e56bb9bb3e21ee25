//! What a list's address asks for.

use leptos::prelude::*;
use leptos_router::location::Location;
use leptos_router::params::ParamsMap;

use crate::catalog::product::filter::ProductFilter;
use crate::error::FieldErrors;

/// The names of what an address can say of a list, its page aside.
pub(super) const NAMES: [&str; 7] = ["q", "category", "min_price", "max_price", "in_stock", "rating", "sort"];

/// So many letters of the words are shown in headings; the field has them all.
const LONGEST_SHOWN: usize = 60;

/// Whose list it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListPath {
    /// That of all products: `/products`.
    Products,
    /// That of a category: `/categories/{slug}`.
    Category,
}

/// What the address asks for, with what was typed into it by hand.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Asked {
    /// The path, without a slash at the end.
    pub path: String,
    /// The category in the path.
    pub category: Option<String>,
    /// What the list is narrowed down to, the category in the path included.
    pub filter: ProductFilter,
    /// The words as they were typed.
    pub query: String,
    /// The lowest price as it was typed.
    pub min_price: String,
    /// The highest price as it was typed.
    pub max_price: String,
    /// What cannot be read.
    pub errors: FieldErrors,
}

impl Asked {
    /// What an address asks for; nothing where no list stands at its path.
    pub fn at(path: &str, query: &ParamsMap) -> Option<Self> {
        let path = path.trim_end_matches('/');
        let category = path.strip_prefix("/categories/");
        (category.is_some() || path == "/products")
            .then(|| Self::read(path, category, |name| query.get(name)))
    }

    fn read(path: &str, category: Option<&str>, get: impl Fn(&str) -> Option<String>) -> Self {
        let (mut filter, errors) = ProductFilter::from_parameters(&get);
        if let Some(slug) = category {
            filter.category = Some(slug.to_owned());
        }
        Self {
            path: path.to_owned(),
            category: category.map(str::to_owned),
            filter,
            query: get("q").unwrap_or_default(),
            min_price: get("min_price").unwrap_or_default(),
            max_price: get("max_price").unwrap_or_default(),
            errors,
        }
    }

    /// What the address says under a name, as it was typed.
    pub fn value(&self, name: &str) -> String {
        let filter = &self.filter;
        match name {
            "q" => self.query.clone(),
            "category" if self.category.is_none() => filter.category.clone().unwrap_or_default(),
            "min_price" => self.min_price.clone(),
            "max_price" => self.max_price.clone(),
            "in_stock" if filter.in_stock => "1".to_owned(),
            "rating" => filter.rating.map(|stars| stars.to_string()).unwrap_or_default(),
            "sort" => filter.sort.word().to_owned(),
            _ => String::new(),
        }
    }

    /// The words as headings show them: the beginning of long ones.
    pub fn shown_words(&self) -> String {
        let words = &self.filter.query;
        match words.char_indices().nth(LONGEST_SHOWN) {
            Some((end, _)) => [&words[..end], "…"].concat(),
            None => words.clone(),
        }
    }

    /// Fields for a form that says a part of it and is sent without scripts: the rest.
    pub fn rest(&self, own: &[&str]) -> impl IntoView + use<> {
        NAMES
            .into_iter()
            .filter(|name| !own.contains(name))
            .map(|name| (name, self.value(name)))
            .filter(|(_, value)| !value.is_empty())
            .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
            .collect::<Vec<_>>()
    }

    /// The address of a list like this one with another choice. Another category than that in the path leads
    /// to its own page.
    pub fn address(&self, filter: &ProductFilter) -> String {
        if self.category.is_none() {
            return filter.to_address("/products");
        }
        let rest = ProductFilter { category: None, ..filter.clone() };
        match &filter.category {
            Some(slug) => rest.to_address(&["/categories/", slug].concat()),
            None => rest.to_address("/products"),
        }
    }

    /// The address of another page of this list.
    pub fn page_address(&self, page: u32) -> String {
        self.address(&ProductFilter { page, ..self.filter.clone() })
    }

    /// Whether it is the plain list of the path: search engines look at no other.
    pub fn is_plain(&self) -> bool {
        let own_category = self.filter.category == self.category;
        own_category
            && !self.filter.is_narrowed()
            && self.filter.sort.word().is_empty()
            && self.errors.is_empty()
    }
}

/// What the address asks for. It stays as it was while another page is on its way: the address then belongs
/// to that one.
pub(super) fn asked_by(path: ListPath, location: Location) -> Memo<Asked> {
    let Location { pathname, query, .. } = location;
    Memo::new(move |before: Option<&Asked>| {
        pathname
            .with(|here| query.with(|query| Asked::at(here, query)))
            .filter(|asked| asked.category.is_some() == (path == ListPath::Category))
            .or_else(|| before.cloned())
            .unwrap_or_default()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(category: Option<&str>) -> Asked {
        Asked::read("/x", category, |name| (name == "q").then(|| "red pot".to_owned()))
    }

    #[test]
    fn lists_stand_at_their_own_paths_alone() {
        let query: ParamsMap = [("q", "red pot"), ("page", "2")].into_iter().collect();
        for (path, filter) in [
            ("/products", "q=red+pot&page=2"),
            ("/products/", "q=red+pot&page=2"),
            ("/categories/pots", "q=red+pot&category=pots&page=2"),
        ] {
            let asked = Asked::at(path, &query);
            assert_eq!(asked.map(|asked| asked.filter.to_query()).as_deref(), Some(filter), "{path}");
        }
        for path in ["/", "/products/red-pot", "/categories", "/categories/", "/productsx"] {
            assert_eq!(Asked::at(path, &query), None, "{path}");
        }
    }

    #[test]
    fn a_category_in_the_path_stays_out_of_the_query() {
        let here = asked(Some("pots"));
        assert_eq!(here.page_address(2), "/categories/pots?q=red+pot&page=2");
        assert_eq!(here.address(&here.filter.with(|filter| filter.category = None)), "/products?q=red+pot");
    }

    #[test]
    fn of_many_words_a_heading_shows_the_beginning() {
        let shown = |query: String| {
            let filter = ProductFilter { query, ..ProductFilter::default() };
            Asked { filter, ..Asked::default() }.shown_words()
        };
        assert_eq!(shown("é".repeat(60)), "é".repeat(60));
        assert_eq!(shown("é".repeat(61)), ["é".repeat(60).as_str(), "…"].concat());
    }

    #[test]
    fn a_category_in_the_query_stays_there() {
        let here = asked(None);
        let narrowed = here.filter.with(|filter| filter.category = Some("pots".to_owned()));
        assert_eq!(here.address(&narrowed), "/products?q=red+pot&category=pots");
    }
}
