//! Our own columns (SPEC C1): one row for each product.

use super::check::{Columns, RawProduct};
use super::read::{Header, Row};
use super::refused;
use crate::catalog::product::input::ProductForm;
use crate::error::AppError;

/// The columns that every file has.
const REQUIRED: [&str; 6] = ["name", "slug", "description", "price", "category_slug", "stock"];
/// The columns that a file may have.
const OPTIONAL: [&str; 3] = ["status", "is_featured", "created_at"];

/// Where the columns stand.
pub(super) struct Layout {
    required: [usize; 6],
    status: Option<usize>,
    is_featured: Option<usize>,
    created_at: Option<usize>,
    pub columns: Columns,
    pub ignored: Vec<String>,
}

impl Layout {
    /// Finds the columns.
    ///
    /// # Errors
    /// When one is missing, or there twice.
    pub(super) fn new(header: &Header) -> Result<Self, AppError> {
        let mut columns = Columns::default();
        let mut used = Vec::new();
        let mut missing = Vec::new();
        let mut required = [0; 6];
        for (slot, name) in required.iter_mut().zip(REQUIRED) {
            match header.find(&[name])? {
                Some(at) => {
                    *slot = at;
                    used.push(at);
                    columns.set(name, header.name(at));
                }
                None => missing.push(name),
            }
        }
        if !missing.is_empty() {
            return Err(lacks(header, &missing));
        }
        let [status, is_featured, created_at] = OPTIONAL.map(|name| header.find(&[name]));
        let (status, is_featured, created_at) = (status?, is_featured?, created_at?);
        used.extend([status, is_featured, created_at].into_iter().flatten());
        Ok(Self { required, status, is_featured, created_at, columns, ignored: header.others(&used) })
    }

    /// Whether the file says which products are published.
    pub(super) const fn has_status(&self) -> bool {
        self.status.is_some()
    }

    /// The product in a row.
    pub(super) fn product(&self, row: &Row<'_>) -> RawProduct {
        let [name, slug, description, price, category_slug, stock] =
            self.required.map(|at| row.field(Some(at)).to_owned());
        RawProduct {
            place: row.place,
            form: ProductForm {
                name,
                slug,
                description,
                price,
                stock,
                status: row.field(self.status).to_owned(),
                is_featured: row.field(self.is_featured).to_owned(),
            },
            category_slug,
            category_name: None,
            created_at: row.field(self.created_at).to_owned(),
            has_description: true,
            has_stock: true,
        }
    }
}

/// Says what is missing, and what may be meant instead.
fn lacks(header: &Header, missing: &[&str]) -> AppError {
    if let Some(separator) = header.other_separator() {
        return refused(format!("The columns are separated by {separator}: save the file with commas"));
    }
    let columns = if missing.len() == 1 { "column" } else { "columns" };
    let mut message = format!("Missing {columns}: {}", missing.join(", "));
    let has = |name: &str| matches!(header.find(&[name]), Ok(Some(_)));
    if has("Handle") && has("Variant Price") {
        message.push_str(" (this looks like a Shopify export: use --format shopify)");
    }
    refused(message)
}
