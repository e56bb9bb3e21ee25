//! From a product as it stands in a file to a row of the temporary table, by the shared rules.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveDate, NaiveDateTime, Utc};

use super::{Place, Problems};
use crate::catalog::check_name;
use crate::catalog::product::input::{CheckedProduct, LONGEST_NAME, ProductForm, check_slug};
use crate::catalog::product::model::{Price, ProductStatus};
use crate::catalog::slug;
use crate::error::AppError;

/// What the columns of a file are called there, by our own names.
#[derive(Default)]
pub(super) struct Columns(BTreeMap<&'static str, String>);

impl Columns {
    pub(super) fn set(&mut self, field: &'static str, column: &str) {
        self.0.insert(field, column.to_owned());
    }

    /// The file's name of a column, or our own where the file has none.
    pub(super) fn name<'a>(&'a self, field: &'a str) -> &'a str {
        self.0.get(field).map_or(field, String::as_str)
    }
}

/// A product as it stands in a file.
pub(super) struct RawProduct {
    pub place: Place,
    pub form: ProductForm,
    pub category_slug: String,
    /// What to call the category, should it be made.
    pub category_name: Option<String>,
    pub created_at: String,
    /// Whether the file says anything of descriptions and of stocks; what it is silent about stays as it is.
    pub has_description: bool,
    pub has_stock: bool,
}

impl RawProduct {
    /// What the file says of a field.
    fn value(&self, field: &str) -> &str {
        match field {
            "name" => &self.form.name,
            "slug" => &self.form.slug,
            "description" => &self.form.description,
            "price" => &self.form.price,
            "category_slug" => &self.category_slug,
            "stock" => &self.form.stock,
            "status" => &self.form.status,
            "is_featured" => &self.form.is_featured,
            "created_at" => &self.created_at,
            _ => "",
        }
    }
}

/// A row of the temporary table; what is `None` stays as it is, or takes its default.
pub(super) struct StagedRow {
    pub place: Place,
    pub bad: bool,
    pub name: Option<String>,
    pub slug: Option<String>,
    pub slug_given: bool,
    pub description: Option<String>,
    pub price: Option<Price>,
    pub category_slug: Option<String>,
    pub category_name: Option<String>,
    pub stock: Option<i32>,
    pub status: Option<ProductStatus>,
    pub is_featured: Option<bool>,
    pub created_at: Option<DateTime<Utc>>,
}

/// Checks a product. What is wrong goes to the problems; what is not wrong is staged all the same, so that the
/// database can be asked about it and one report names everything.
pub(super) fn check(raw: &RawProduct, columns: &Columns, problems: &mut Problems) -> StagedRow {
    let before = problems.total;
    let place = raw.place;
    let mut report = |field: &str, reason: &str| {
        problems.add(place, columns.name(field), raw.value(field), reason);
    };
    let category_slug = keep("category_slug", check_category(&raw.category_slug), &mut report);
    let created_at = keep("created_at", check_time(&raw.created_at), &mut report).flatten();
    let mut row = StagedRow {
        place,
        bad: false,
        name: None,
        slug: None,
        slug_given: false,
        description: None,
        price: None,
        category_slug,
        category_name: raw.category_name.clone(),
        stock: None,
        status: None,
        is_featured: None,
        created_at,
    };
    match raw.form.check() {
        Ok(product) => fill(&mut row, raw, product),
        Err(error) => fill_what_is_good(&mut row, &raw.form, &error, &mut report),
    }
    row.bad = problems.total > before;
    row
}

fn keep<T>(field: &str, answer: Result<T, String>, report: &mut impl FnMut(&str, &str)) -> Option<T> {
    answer.map_err(|reason| report(field, &reason)).ok()
}

fn fill(row: &mut StagedRow, raw: &RawProduct, product: CheckedProduct) {
    row.slug_given = product.slug.is_some();
    row.slug = product.slug.or_else(|| Some(slug::slugify(&product.name)));
    row.name = Some(product.name);
    row.description = raw.has_description.then_some(product.description);
    row.price = Some(product.price);
    row.stock = raw.has_stock.then_some(product.stock);
    row.status = (!raw.form.status.trim().is_empty()).then_some(product.status);
    row.is_featured = (!raw.form.is_featured.trim().is_empty()).then_some(product.is_featured);
}

fn fill_what_is_good(
    row: &mut StagedRow,
    form: &ProductForm,
    error: &AppError,
    report: &mut impl FnMut(&str, &str),
) {
    let AppError::Validation(errors) = error else {
        return report("", &error.to_string());
    };
    for (field, reasons) in &errors.0 {
        for reason in reasons {
            report(field, reason);
        }
    }
    row.name = check_name(&form.name, LONGEST_NAME).ok();
    if errors.first("slug").is_none() && !form.slug.trim().is_empty() {
        row.slug = Some(form.slug.trim().to_owned());
        row.slug_given = true;
    }
}

fn check_category(slug: &str) -> Result<String, String> {
    match check_slug(slug) {
        Ok(Some(slug)) => Ok(slug),
        Ok(None) => Err("This field is required".to_owned()),
        // No category has such a slug, and none can be made with it.
        Err(reason) => Err(format!("Category not found: {} ({reason})", slug.trim())),
    }
}

/// RFC 3339, or a date with or without a time, which is taken as UTC.
fn check_time(text: &str) -> Result<Option<DateTime<Utc>>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let whole = DateTime::parse_from_rfc3339(text).map(|time| time.with_timezone(&Utc)).ok();
    let local = || {
        ["%Y-%m-%dT%H:%M:%S%.f", "%Y-%m-%d %H:%M:%S%.f", "%Y-%m-%d %H:%M"]
            .iter()
            .find_map(|form| NaiveDateTime::parse_from_str(text, form).ok())
            .or_else(|| NaiveDate::parse_from_str(text, "%Y-%m-%d").ok()?.and_hms_opt(0, 0, 0))
    };
    whole
        .or_else(|| local().map(|time| time.and_utc()))
        .filter(|time| (1..=9999).contains(&time.year()))
        .map(Some)
        .ok_or_else(|| "Enter a time such as 2025-04-30T09:41:02Z".to_owned())
}
