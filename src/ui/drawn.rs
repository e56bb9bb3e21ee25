//! What a page sends along for its program to take over. Cards and descriptions stand in the page as text already:
//! the program never draws them anew, so they are not sent a second time as data.

use std::sync::Arc;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use super::pages::listing::ListAt;
use super::pages::product::{ProductShown, ProductText};
use super::pages::written::Written;
use crate::catalog::product::model::ProductList;
use crate::paging::Page;

/// Something that a page was drawn from. Sent along with the page, it is an outline; by any other way it is whole.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Drawn<T>(pub T);

/// What of a thing decides how its page is built, and what the program needs of it later.
pub(crate) trait Outline {
    /// The thing without what the page holds as text.
    fn outline(&self) -> Self;
}

impl<T: Outline + Serialize> Serialize for Drawn<T> {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        self.0.outline().serialize(out)
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Drawn<T> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        T::deserialize(from).map(Self)
    }
}

impl Outline for Written {
    fn outline(&self) -> Self {
        // All of it is in the document.
        Self::default()
    }
}

impl Outline for ListAt {
    fn outline(&self) -> Self {
        match self {
            Self::Here(list) => {
                let ProductList { page: Page { total, number, size, .. }, facets, category, nearest } =
                    &**list;
                let page = Page { items: Vec::new(), total: *total, number: *number, size: *size };
                let (facets, category) = (facets.clone(), category.clone());
                Self::Here(Arc::new(ProductList { page, facets, category, nearest: *nearest }))
            }
            Self::Moved(slug) => Self::Moved(slug.clone()),
        }
    }
}

impl Outline for ProductShown {
    fn outline(&self) -> Self {
        match self {
            Self::Here(text) => {
                let (slug, name) = (text.slug.clone(), text.name.clone());
                Self::Here(Box::new(ProductText { slug, name, ..ProductText::default() }))
            }
            Self::Moved(slug) => Self::Moved(slug.clone()),
        }
    }
}
