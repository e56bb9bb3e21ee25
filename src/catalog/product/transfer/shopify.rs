//! Shopify's product export (SPEC C1): the rows of one handle, one below the other, are a product with its
//! variants and pictures.

use super::check::{Columns, RawProduct};
use super::read::{Header, Row};
use super::{Problems, refused};
use crate::catalog::category::input::LONGEST_NAME;
use crate::catalog::check_name;
use crate::catalog::product::input::ProductForm;
use crate::catalog::product::model::Price;
use crate::catalog::slug;
use crate::error::AppError;
use crate::letters;

/// The columns' names, those of older exports first.
const HANDLE: &[&str] = &["Handle", "URL handle"];
const TITLE: &[&str] = &["Title"];
const BODY: &[&str] = &["Body (HTML)", "Body HTML", "Description"];
const TYPE: &[&str] = &["Type", "Custom Product Type"];
const CATEGORY: &[&str] = &["Product Category", "Standardized Product Type"];
const PRICE: &[&str] = &["Variant Price", "Price"];
const QUANTITY: &[&str] = &["Variant Inventory Qty", "Inventory quantity"];
const PUBLISHED: &[&str] = &["Published", "Published on online store"];
const STATUS: &[&str] = &["Status"];

/// Where the columns stand.
struct Layout {
    handle: usize,
    title: usize,
    price: usize,
    body: Option<usize>,
    kind: Option<usize>,
    category: Option<usize>,
    quantity: Option<usize>,
    published: Option<usize>,
    status: Option<usize>,
}

/// Gathers rows to products.
pub(super) struct Products {
    layout: Layout,
    pub columns: Columns,
    pub ignored: Vec<String>,
    open: Option<Group>,
}

/// The rows of one handle so far.
struct Group {
    handle: String,
    product: RawProduct,
    lowest: Option<Price>,
    price_refused: bool,
    stock: i64,
}

impl Products {
    /// Finds the columns.
    ///
    /// # Errors
    /// When one is missing that no product can do without, or there twice.
    pub(super) fn new(header: &Header) -> Result<Self, AppError> {
        let needed = |names: &[&str]| header.find(names)?.ok_or_else(|| lacks(header, names));
        let layout = Layout {
            handle: needed(HANDLE)?,
            title: needed(TITLE)?,
            price: needed(PRICE)?,
            body: header.find(BODY)?,
            kind: header.find(TYPE)?,
            category: header.find(CATEGORY)?,
            quantity: header.find(QUANTITY)?,
            published: header.find(PUBLISHED)?,
            status: header.find(STATUS)?,
        };
        let mut columns = Columns::default();
        let mut name = |field: &'static str, at: Option<usize>| {
            if let Some(at) = at {
                columns.set(field, header.name(at));
            }
        };
        name("slug", Some(layout.handle));
        name("name", Some(layout.title));
        name("price", Some(layout.price));
        name("description", layout.body);
        name("category_slug", layout.kind.or(layout.category));
        name("stock", layout.quantity);
        name("status", layout.status);
        let ignored = header.others(&layout.used());
        Ok(Self { layout, columns, ignored, open: None })
    }

    /// Adds a row; answers the product before it, when this row begins another.
    pub(super) fn take(&mut self, row: &Row<'_>, problems: &mut Problems) -> Option<RawProduct> {
        let handle = row.field(Some(self.layout.handle)).trim();
        if handle.is_empty() {
            problems.add(row.place, self.columns.name("slug"), "", "This field is required");
            return None;
        }
        let (same, before) = match self.open.take() {
            Some(group) if group.handle == handle => (Some(group), None),
            before => (None, before.map(Group::close)),
        };
        let mut group = same.unwrap_or_else(|| self.layout.begin(handle, row));
        self.add_variant(&mut group, row, problems);
        self.open = Some(group);
        before
    }

    /// The last product.
    pub(super) fn finish(&mut self) -> Option<RawProduct> {
        self.open.take().map(Group::close)
    }

    fn add_variant(&self, group: &mut Group, row: &Row<'_>, problems: &mut Problems) {
        let mut report = |field: &str, value: &str, reason: &str| {
            problems.add(row.place, self.columns.name(field), value, reason);
        };
        let price = row.field(Some(self.layout.price)).trim();
        if !price.is_empty() {
            match price.parse::<Price>() {
                Ok(price) if price.cents() > 0 => {
                    group.lowest = Some(group.lowest.map_or(price, |lowest| lowest.min(price)));
                }
                Ok(_) => {}
                Err(reason) => {
                    group.price_refused = true;
                    report("price", price, &reason);
                }
            }
        }
        let quantity = row.field(self.layout.quantity).trim();
        if !quantity.is_empty() {
            match quantity.parse::<i64>() {
                Ok(quantity) => group.stock = group.stock.saturating_add(quantity.max(0)),
                Err(_) => report("stock", quantity, "Enter a whole number"),
            }
        }
    }
}

impl Layout {
    fn used(&self) -> Vec<usize> {
        let optional = [self.body, self.kind, self.category, self.quantity, self.published, self.status];
        [self.handle, self.title, self.price].into_iter().chain(optional.into_iter().flatten()).collect()
    }

    /// What the first row of a handle says of the product.
    fn begin(&self, handle: &str, row: &Row<'_>) -> Group {
        let category = self.category(row);
        let product = RawProduct {
            place: row.place,
            form: ProductForm {
                name: row.field(Some(self.title)).to_owned(),
                slug: slug::slugify(handle),
                description: row.field(self.body).to_owned(),
                status: status(row.field(self.status), row.field(self.published)),
                ..ProductForm::default()
            },
            category_slug: category.as_deref().map(slug::slugify).unwrap_or_default(),
            category_name: category,
            created_at: String::new(),
            has_description: self.body.is_some(),
            has_stock: self.quantity.is_some(),
        };
        Group { handle: handle.to_owned(), product, lowest: None, price_refused: false, stock: 0 }
    }

    /// The type, or else the last part of `Apparel & Accessories > Clothing > Dresses`.
    fn category(&self, row: &Row<'_>) -> Option<String> {
        let path = row.field(self.category);
        [row.field(self.kind), path.rsplit('>').next().unwrap_or_default()]
            .into_iter()
            .map(category_name)
            .find(|name| !name.is_empty())
    }
}

impl Group {
    fn close(self) -> RawProduct {
        let mut product = self.product;
        product.form.price = match self.lowest {
            Some(price) => price.to_string(),
            // Its own row has been named already: any price will do, since nothing will be written.
            None if self.price_refused => "0.01".to_owned(),
            None => "0".to_owned(),
        };
        product.form.stock = self.stock.to_string();
        product
    }
}

/// A category's name as ours may be; nothing where none can be made of the text.
fn category_name(text: &str) -> String {
    let is_kept = |sign: &char| !sign.is_control() && !letters::is_hidden(*sign);
    let text: String = text.trim().chars().filter(is_kept).take(LONGEST_NAME).collect();
    check_name(&text, LONGEST_NAME).unwrap_or_default()
}

/// Shopify's status in our words; one that Shopify has and we don't is not in the shop.
fn status(status: &str, published: &str) -> String {
    let hidden = ["false", "no", "0"].contains(&published.trim().to_ascii_lowercase().as_str());
    match status.trim().to_ascii_lowercase().as_str() {
        "active" | "" if hidden => "draft".to_owned(),
        "active" | "" => "published".to_owned(),
        "unlisted" => "draft".to_owned(),
        other => other.to_owned(),
    }
}

fn lacks(header: &Header, names: &[&str]) -> AppError {
    match header.other_separator() {
        Some(separator) => {
            refused(format!("The columns are separated by {separator}: save the file with commas"))
        }
        None => refused(format!("Missing column: {}", names.first().copied().unwrap_or_default())),
    }
}
