//! From what was typed, or stands in a file, to a checked product: the one place where a product's rules
//! are written (SPEC D5, S1). It runs in the browser as one types and on the server again.

use super::model::{Price, ProductStatus};
use crate::catalog::check_name;
use crate::error::{AppError, FieldErrors};

/// Longest name, in characters.
pub const LONGEST_NAME: usize = 255;
/// Longest slug, in characters.
pub const LONGEST_SLUG: usize = 255;
/// Longest description, in characters.
pub const LONGEST_DESCRIPTION: usize = 20_000;
/// Prices change by at most so many percent at a time.
const MOST_PERCENT: i64 = 1_000;
/// Largest stock.
pub const LARGEST_STOCK: i32 = 100_000_000;

/// A product as a form or a file has it. An empty field stands for nothing typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductForm {
    /// The name.
    pub name: String,
    /// The slug; empty to make it from the name.
    pub slug: String,
    /// Markdown.
    pub description: String,
    /// Such as `19.99`.
    pub price: String,
    /// How many there are; empty for none.
    pub stock: String,
    /// `draft`, `published` or `archived`; empty for a draft.
    pub status: String,
    /// A yes or a no; empty for no.
    pub is_featured: String,
}

/// A product that keeps every rule that can be checked without the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedProduct {
    /// 1 to 255 characters, trimmed.
    pub name: String,
    /// A slug, where one was typed.
    pub slug: Option<String>,
    /// Markdown, at most 20,000 characters.
    pub description: String,
    /// At least 0.01.
    pub price: Price,
    /// At least 0.
    pub stock: i32,
    /// The status.
    pub status: ProductStatus,
    /// Whether the first page shows it.
    pub is_featured: bool,
}

impl ProductForm {
    /// Checks each field.
    ///
    /// # Errors
    /// The messages by field.
    pub fn check(&self) -> Result<CheckedProduct, AppError> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", check_name(&self.name, LONGEST_NAME));
        let slug = errors.keep("slug", check_slug(&self.slug));
        let description = errors.keep("description", check_description(&self.description));
        let price = errors.keep("price", check_price(&self.price));
        let stock = errors.keep("stock", check_stock(&self.stock));
        let status = errors.keep("status", check_status(&self.status));
        let is_featured = errors.keep("is_featured", check_yes_or_no(&self.is_featured));
        match (name, slug, description, price, stock, status, is_featured) {
            (
                Some(name),
                Some(slug),
                Some(description),
                Some(price),
                Some(stock),
                Some(status),
                Some(is_featured),
            ) => Ok(CheckedProduct { name, slug, description, price, stock, status, is_featured }),
            _ => Err(AppError::Validation(errors)),
        }
    }
}

/// A slug: lower-case letters, digits and single hyphens; `None` where nothing was typed.
///
/// # Errors
/// What is wrong, in words.
pub fn check_slug(slug: &str) -> Result<Option<String>, String> {
    let slug = slug.trim();
    if slug.is_empty() {
        return Ok(None);
    }
    let plain = slug.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if !plain || slug.starts_with('-') || slug.ends_with('-') || slug.contains("--") {
        return Err("Use lower-case letters, digits and single hyphens".to_owned());
    }
    if slug.len() > LONGEST_SLUG {
        return Err(format!("At most {LONGEST_SLUG} characters; these are {}", slug.len()));
    }
    Ok(Some(slug.to_owned()))
}

/// A description, of a product or of a category, without what PostgreSQL cannot keep.
///
/// # Errors
/// When it is too long.
pub fn check_description(description: &str) -> Result<String, String> {
    let description = description.trim().replace('\0', "").replace("\r\n", "\n");
    let length = description.chars().count();
    if length > LONGEST_DESCRIPTION {
        return Err(format!("At most {LONGEST_DESCRIPTION} characters; these are {length}"));
    }
    Ok(description)
}

/// A price of at least 0.01 (SPEC S1).
///
/// # Errors
/// What is wrong, in words.
pub fn check_price(price: &str) -> Result<Price, String> {
    if price.trim().is_empty() {
        return Err("This field is required".to_owned());
    }
    let price: Price = price.parse()?;
    if price.cents() < 1 { Err("Price must be positive".to_owned()) } else { Ok(price) }
}

/// What becomes of the prices of several products.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PriceChange {
    /// All cost this much.
    To(Price),
    /// Each costs so many hundredths more, or less.
    By(i64),
    /// Each costs so many hundredths of a percent more, or less.
    ByPercent(i64),
}

/// A change of prices: `=19.99`, `+5`, `-5`, `+10%` or `-2.5%`.
///
/// # Errors
/// What is wrong, in words.
pub fn check_price_change(text: &str) -> Result<PriceChange, String> {
    let text = text.trim();
    let unclear = || "Write =19.99, +5, -5, +10% or -10%".to_owned();
    if let Some(price) = text.strip_prefix('=') {
        return check_price(price).map(PriceChange::To);
    }
    let (sign, amount) = match text.split_at_checked(1) {
        Some(("+", amount)) => (1, amount),
        Some(("-", amount)) => (-1, amount),
        _ => return Err(unclear()),
    };
    let (amount, is_percent) = amount.strip_suffix('%').map_or((amount, false), |amount| (amount, true));
    if amount.trim().starts_with(['+', '-']) {
        return Err(unclear());
    }
    let hundredths = amount.parse::<Price>()?.cents();
    if !is_percent {
        return Ok(PriceChange::By(sign * hundredths));
    }
    if hundredths > MOST_PERCENT * 100 {
        return Err(format!("At most {MOST_PERCENT} percent"));
    }
    Ok(PriceChange::ByPercent(sign * hundredths))
}

/// A stock of at least 0; nothing typed is 0.
///
/// # Errors
/// What is wrong, in words.
pub fn check_stock(stock: &str) -> Result<i32, String> {
    let stock = stock.trim();
    if stock.is_empty() {
        return Ok(0);
    }
    let number = stock.strip_prefix('+').unwrap_or(stock);
    if number
        .strip_prefix('-')
        .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit()))
    {
        return Err("Stock cannot be below 0".to_owned());
    }
    if number.is_empty() || !number.bytes().all(|digit| digit.is_ascii_digit()) {
        return Err("Enter a whole number".to_owned());
    }
    number
        .parse()
        .ok()
        .filter(|&stock| stock <= LARGEST_STOCK)
        .ok_or_else(|| format!("At most {LARGEST_STOCK}"))
}

/// A status; nothing typed is a draft.
///
/// # Errors
/// When it is none of the three.
pub fn check_status(status: &str) -> Result<ProductStatus, String> {
    if status.trim().is_empty() { Ok(ProductStatus::Draft) } else { status.parse() }
}

/// A yes or a no, as files and check boxes write them; nothing typed is a no.
///
/// # Errors
/// When it is neither.
pub fn check_yes_or_no(value: &str) -> Result<bool, String> {
    match value.trim().to_ascii_lowercase().as_str() {
        "true" | "yes" | "1" | "on" | "t" | "y" => Ok(true),
        "" | "false" | "no" | "0" | "off" | "f" | "n" => Ok(false),
        other => Err(format!("\"{other}\" is neither true nor false")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> ProductForm {
        ProductForm {
            name: "Arc kettle".into(),
            price: "49.00".into(),
            stock: "3".into(),
            ..ProductForm::default()
        }
    }

    #[test]
    fn a_whole_form_is_taken() {
        let product = form().check().unwrap();
        assert_eq!((product.price.cents(), product.stock, product.status), (4900, 3, ProductStatus::Draft));
        assert_eq!(product.slug, None);
    }

    #[test]
    fn every_bad_field_is_named_at_once() {
        let bad = ProductForm {
            name: " ".into(),
            slug: "No Spaces".into(),
            price: "0".into(),
            stock: "-1".into(),
            status: "sold".into(),
            is_featured: "maybe".into(),
            ..ProductForm::default()
        };
        let Err(AppError::Validation(errors)) = bad.check() else { panic!("it was taken") };
        assert_eq!(errors.first("name"), Some("This field is required"));
        assert_eq!(errors.first("price"), Some("Price must be positive"));
        assert_eq!(errors.first("stock"), Some("Stock cannot be below 0"));
        assert_eq!(errors.0.len(), 6);
    }

    #[test]
    fn huge_numbers_are_refused_in_words() {
        assert_eq!(check_stock("99999999999999999999").unwrap_err(), format!("At most {LARGEST_STOCK}"));
        assert_eq!(check_stock("1.5").unwrap_err(), "Enter a whole number");
    }

    #[test]
    fn prices_change_to_by_and_by_percent() {
        assert_eq!(check_price_change("=19.99"), Ok(PriceChange::To(Price::from_cents(1999))));
        assert_eq!(check_price_change(" +5 "), Ok(PriceChange::By(500)));
        assert_eq!(check_price_change("-0,50"), Ok(PriceChange::By(-50)));
        assert_eq!(check_price_change("+10%"), Ok(PriceChange::ByPercent(1000)));
        assert_eq!(check_price_change("-2.5 %"), Ok(PriceChange::ByPercent(-250)));
        for bad in ["", "5", "+", "=0", "+-5", "--5", "+x%", "+1001%", "é5", "+5%%"] {
            assert!(check_price_change(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_slug_has_single_hyphens_between_letters_and_digits() {
        assert_eq!(check_slug("arc-kettle-2").unwrap().as_deref(), Some("arc-kettle-2"));
        for bad in ["-a", "a-", "a--b", "A", "ä", "a b"] {
            assert!(check_slug(bad).is_err(), "{bad}");
        }
    }
}
