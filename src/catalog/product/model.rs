//! What a product is, and the shapes in which pages show it.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::catalog::category::model::{CategoryBranch, CategoryHead, CategoryLink, CategoryWindow};
use crate::catalog::image::model::Picture;
use crate::paging::Page;

/// A product's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ProductId(pub Uuid);

/// An amount in the shop's currency, in hundredths; on the wire and in files as `19.99`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Price(i64);

/// The highest price: 10 digits, 2 of them after the point (SPEC D5).
const HIGHEST_CENTS: i64 = 9_999_999_999;

impl Price {
    /// A price of so many hundredths.
    #[must_use]
    pub const fn from_cents(cents: i64) -> Self {
        Self(cents)
    }

    /// The price in hundredths.
    #[must_use]
    pub const fn cents(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Price {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{:02}", self.0 / 100, self.0 % 100)
    }
}

impl FromStr for Price {
    type Err = String;

    /// Reads `19`, `19.9` or `19.99`; a comma may stand for the point.
    fn from_str(text: &str) -> Result<Self, String> {
        let not_a_number = || "Enter a price such as 19.99".to_owned();
        let text = text.trim().replace(',', ".");
        let (whole, hundredths) = text.split_once('.').unwrap_or((&text, ""));
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        if let Some(positive) = whole.strip_prefix('-')
            && !positive.is_empty()
            && digits(positive)
            && digits(hundredths)
        {
            return Err("Price must be positive".to_owned());
        }
        if whole.is_empty() || !digits(whole) || !digits(hundredths) {
            return Err(not_a_number());
        }
        if hundredths.len() > 2 {
            return Err("At most 2 digits after the point".to_owned());
        }
        let too_high = || "At most 99999999.99".to_owned();
        let units: i64 = whole.parse().map_err(|_| too_high())?;
        let cents: i64 = format!("{hundredths:0<2}").parse().map_err(|_| not_a_number())?;
        units
            .checked_mul(100)
            .and_then(|units| units.checked_add(cents))
            .filter(|&total| total <= HIGHEST_CENTS)
            .map(Self)
            .ok_or_else(too_high)
    }
}

impl Serialize for Price {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Price {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// Where a product stands between the desk and the shop.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "product_status", rename_all = "lowercase"))]
pub enum ProductStatus {
    /// Being prepared: seen by its owner and staff alone.
    #[default]
    Draft,
    /// In the shop.
    Published,
    /// No longer in the shop.
    Archived,
}

impl ProductStatus {
    /// The word in files and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Archived => "archived",
        }
    }
}

impl FromStr for ProductStatus {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text.trim().to_ascii_lowercase().as_str() {
            "draft" => Ok(Self::Draft),
            "published" => Ok(Self::Published),
            "archived" => Ok(Self::Archived),
            other => Err(format!("\"{other}\" is not one of draft, published, archived")),
        }
    }
}

/// Whether a shopper can have it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Availability {
    /// Enough of it.
    InStock,
    /// Only so many are left.
    Low(i32),
    /// None is left.
    SoldOut,
}

impl Availability {
    /// The availability of a published product with this stock, where `low` or fewer are few.
    #[must_use]
    pub const fn of(stock: i32, low: i32) -> Self {
        if stock <= 0 {
            Self::SoldOut
        } else if stock <= low {
            Self::Low(stock)
        } else {
            Self::InStock
        }
    }
}

/// Number of reviews and their mean.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// How many reviews.
    pub count: u32,
    /// Their mean in hundredths of a star, 0 where there are none.
    pub hundredths: u16,
}

/// A product in a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductCard {
    /// The page is `/products/{slug}`.
    pub slug: String,
    /// The product's name.
    pub name: String,
    /// What it costs.
    pub price: Price,
    /// The category that it is in.
    pub category: CategoryLink,
    /// The ground under its picture while it comes, 1 to 8: one for each family of goods.
    pub tint: u8,
    /// Its first picture.
    pub picture: Option<Picture>,
    /// Whether it can be had.
    pub availability: Availability,
    /// Whether it came in the last weeks.
    pub is_new: bool,
    /// Its reviews.
    pub rating: Rating,
}

/// A list of products with what narrows it down.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductList {
    /// The products on this page.
    pub page: Page<ProductCard>,
    /// Counts beside the choices.
    pub facets: Facets,
    /// The category that the list is narrowed to.
    pub category: Option<CategoryHead>,
    /// Nothing matched the words as typed: these are the nearest.
    pub nearest: bool,
}

/// How many products each choice would show, given the other choices.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facets {
    /// Categories to go to, with their number of matches.
    pub categories: Vec<CategoryBranch>,
    /// Matches that are in stock.
    pub in_stock: u32,
    /// Matches with at least 4, 3, 2 and 1 stars.
    pub ratings: [u32; 4],
}

/// A product's page.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProductDetail {
    /// Name, price and so on, as in a list.
    pub card: ProductCard,
    /// The description as harmless HTML.
    pub description_html: String,
    /// The description's beginning as plain text, for search engines and previews.
    pub summary: String,
    /// All pictures, in order.
    pub pictures: Vec<Picture>,
    /// From the root category down to the product's own.
    pub trail: Vec<CategoryLink>,
    /// Other products of the category, or of the nearest one above it that has others.
    pub related: Vec<ProductCard>,
}

/// What stands at a product's address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ProductAt {
    /// The product.
    Here(Box<ProductDetail>),
    /// The product has another slug now (SPEC D6).
    Moved(String),
}

/// The first page of the shop.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Home {
    /// At most 10 featured products.
    pub featured: Vec<ProductCard>,
    /// The newest products.
    pub newest: Vec<ProductCard>,
    /// The top categories, each with those directly below it.
    pub windows: Vec<CategoryWindow>,
}

/// What a search box offers while one types.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suggestions {
    /// Products.
    pub products: Vec<ProductCard>,
    /// Categories.
    pub categories: Vec<CategoryLink>,
    /// How many products match in all; 0 where that was not counted, since too little was typed.
    pub total: u32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prices_are_read_and_written_exactly() {
        for (text, cents) in
            [("19.99", 1999), ("19,9", 1990), ("7", 700), ("0.01", 1), ("99999999.99", HIGHEST_CENTS)]
        {
            assert_eq!(text.parse::<Price>().unwrap().cents(), cents);
        }
        assert_eq!(Price::from_cents(1999).to_string(), "19.99");
        assert_eq!(Price::from_cents(5).to_string(), "0.05");
    }

    #[test]
    fn what_is_not_a_price_says_why() {
        for text in ["", "abc", ".", "1e3", "--3", "١٢"] {
            assert_eq!(text.parse::<Price>().unwrap_err(), "Enter a price such as 19.99");
        }
        assert_eq!("-3".parse::<Price>().unwrap_err(), "Price must be positive");
        assert_eq!("1.999".parse::<Price>().unwrap_err(), "At most 2 digits after the point");
        assert_eq!("100000000".parse::<Price>().unwrap_err(), "At most 99999999.99");
        assert_eq!("9".repeat(40).parse::<Price>().unwrap_err(), "At most 99999999.99");
    }

    #[test]
    fn few_pieces_are_low_and_none_is_sold_out() {
        assert_eq!(Availability::of(0, 5), Availability::SoldOut);
        assert_eq!(Availability::of(5, 5), Availability::Low(5));
        assert_eq!(Availability::of(6, 5), Availability::InStock);
    }
}
