//! A creator's own products (SPEC W12): what their form holds, and what a page shows of them.
//!
//! The rules: whoever is signed in may create products, which are drafts at first; its owner may change a product,
//! and so may staff with the permission; what is not published is not there for anybody else. Who saves what
//! somebody else has changed since is shown both sides and chooses (SPEC S2).

#[cfg(feature = "ssr")]
pub mod pictures;
#[cfg(feature = "ssr")]
pub mod service;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::input::{
    CheckedProduct, LONGEST_NAME, ProductForm, check_description, check_price, check_slug, check_status,
    check_stock,
};
use super::model::{Price, ProductId, ProductStatus};
use crate::catalog::category::model::CategoryLink;
use crate::catalog::check_name;
use crate::error::{AppError, FieldErrors};

/// The fields that a person sees, in the order of the form, with their labels.
pub const FIELDS: [(&str, &str); 7] = [
    ("name", "Name"),
    ("category", "Category"),
    ("price", "Price"),
    ("stock", "Stock"),
    ("status", "Status"),
    ("slug", "Web address"),
    ("description", "Description"),
];

/// The address of the list of one's own products, which says by a word what was done: what a product that was saved is
/// now, or `deleted`.
#[must_use]
pub fn list_after(done: &str) -> String {
    let known = ["published", "archived", "deleted"].into_iter().find(|known| *known == done.trim());
    ["/account/products?saved=", known.unwrap_or("draft")].concat()
}

/// A product as its owner's form has it. An empty field stands for nothing typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct OwnForm {
    /// The name.
    pub name: String,
    /// The slug; empty to make it from the name, or to leave it as it is.
    pub slug: String,
    /// The category's slug.
    pub category: String,
    /// Such as `19.99`.
    pub price: String,
    /// How many there are.
    pub stock: String,
    /// `draft`, `published` or `archived`.
    pub status: String,
    /// Markdown.
    pub description: String,
    /// The version that the form was filled in from; empty for a new product.
    pub version: String,
    /// The stock that the form was filled in with; empty for a new product.
    pub seen_stock: String,
}

impl OwnForm {
    /// The same as every form of products has it. Browsers send line breaks as `\r\n`.
    #[must_use]
    pub fn product(&self, is_featured: bool) -> ProductForm {
        ProductForm {
            name: self.name.clone(),
            slug: self.slug.clone(),
            description: self.description.replace("\r\n", "\n"),
            price: self.price.clone(),
            stock: self.stock.clone(),
            status: self.status.clone(),
            is_featured: if is_featured { "yes" } else { "no" }.to_owned(),
        }
    }

    /// Checks each field; whether the category is there, the server says.
    ///
    /// # Errors
    /// The messages by field.
    pub fn check(&self) -> Result<CheckedProduct, AppError> {
        let mut errors = match self.product(false).check() {
            Ok(checked) if !self.category.trim().is_empty() => return Ok(checked),
            Ok(_) => FieldErrors::default(),
            Err(AppError::Validation(errors)) => errors,
            Err(other) => return Err(other),
        };
        if let Some(message) = self.check_field("category") {
            errors.add("category", message);
        }
        Err(AppError::Validation(errors))
    }

    /// What is wrong with one field, for a form to say as one types; nothing for a name that is no field.
    #[must_use]
    pub fn check_field(&self, name: &str) -> Option<String> {
        match name {
            "name" => check_name(&self.name, LONGEST_NAME).err(),
            "slug" => check_slug(&self.slug).err(),
            "category" => self.category.trim().is_empty().then(|| "Choose a category".to_owned()),
            "price" => check_price(&self.price).err(),
            "stock" => check_stock(&self.stock).err(),
            "status" => check_status(&self.status).err(),
            "description" => check_description(&self.description).err(),
            _ => None,
        }
    }

    /// What stands in a field, by its name.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        match name {
            "name" => &self.name,
            "slug" => &self.slug,
            "category" => &self.category,
            "price" => &self.price,
            "stock" => &self.stock,
            "status" => &self.status,
            "description" => &self.description,
            "version" => &self.version,
            "seen_stock" => &self.seen_stock,
            _ => "",
        }
    }

    /// The field of a name, to write into.
    pub fn field_mut(&mut self, name: &str) -> Option<&mut String> {
        Some(match name {
            "name" => &mut self.name,
            "slug" => &mut self.slug,
            "category" => &mut self.category,
            "price" => &mut self.price,
            "stock" => &mut self.stock,
            "status" => &mut self.status,
            "description" => &mut self.description,
            "version" => &mut self.version,
            "seen_stock" => &mut self.seen_stock,
            _ => return None,
        })
    }
}

/// One of a creator's own products, in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnProduct {
    /// The id.
    pub id: ProductId,
    /// The name.
    pub name: String,
    /// The slug; the page is there for everybody once it is published.
    pub slug: String,
    /// What it costs.
    pub price: Price,
    /// How many there are.
    pub stock: i32,
    /// Whether others see it.
    pub status: ProductStatus,
    /// The category's name.
    pub category: String,
}

/// A part of the list of a creator's own products, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnProducts {
    /// The products.
    pub products: Vec<OwnProduct>,
    /// What to ask for to get those after these, where there are any.
    pub next: Option<String>,
}

/// What the form of a product starts from.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnEdit {
    /// Every category, its name with those above it, in the order of the tree.
    pub categories: Vec<CategoryLink>,
    /// What stands in the form at first.
    pub form: OwnForm,
}

/// The pictures of a creator's own product, on the page of them.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPictures {
    /// The product's name.
    pub product: String,
    /// The pictures, in their order.
    pub pictures: Vec<OwnPicture>,
    /// The size of the largest file that is taken, in megabytes.
    pub megabytes: u32,
}

/// One of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPicture {
    /// The id.
    pub id: Uuid,
    /// The stem of its files.
    pub file: String,
    /// What it shows, for those who do not see it.
    pub alt: String,
}

/// What came of saving a product.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Saved {
    /// It is saved.
    Done,
    /// Somebody else changed it since: nothing is saved.
    Stale(Box<Stale>),
}

/// Both sides of a conflict (SPEC S2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stale {
    /// What the one who saves wants, as it would be written; its version and its stock are the present ones, so
    /// that it can be saved as it is.
    pub mine: OwnForm,
    /// What stands there now.
    pub theirs: OwnForm,
}

impl Stale {
    /// Name, label, and both values of each field in which the sides differ.
    #[must_use]
    pub fn differences(&self) -> Vec<(&'static str, &'static str, &str, &str)> {
        FIELDS
            .into_iter()
            .map(|(name, label)| (name, label, self.mine.value(name), self.theirs.value(name)))
            .filter(|(_, _, mine, theirs)| mine != theirs)
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> OwnForm {
        OwnForm {
            name: "Arc kettle".to_owned(),
            category: "kettles".to_owned(),
            price: "49.00".to_owned(),
            ..OwnForm::default()
        }
    }

    #[test]
    fn every_bad_field_is_named_at_once_the_category_too() {
        assert_eq!(form().check().unwrap().price, Price::from_cents(4900));
        let bad = OwnForm { price: "0".to_owned(), category: " ".to_owned(), ..form() };
        let Err(AppError::Validation(errors)) = bad.check() else { panic!("it was taken") };
        assert_eq!(errors.0.keys().collect::<Vec<_>>(), ["category", "price"]);
        assert_eq!(bad.check_field("price").as_deref(), errors.first("price"));
        assert_eq!(bad.check_field("category").as_deref(), errors.first("category"));
        let Err(AppError::Validation(errors)) = OwnForm { category: String::new(), ..form() }.check() else {
            panic!("it was taken")
        };
        assert_eq!(errors.first("category"), Some("Choose a category"));
    }

    #[test]
    fn the_list_says_what_became_of_a_product_in_its_own_words_alone() {
        assert_eq!(list_after("published"), "/account/products?saved=published");
        for odd in ["", "draft", "//evil.example", "published&x=1"] {
            assert_eq!(list_after(odd), "/account/products?saved=draft", "{odd}");
        }
    }

    #[test]
    fn a_conflict_names_the_fields_in_which_the_sides_differ() {
        let theirs = OwnForm { price: "50.00".to_owned(), version: "3".to_owned(), ..form() };
        let stale = Stale { mine: form(), theirs };
        assert_eq!(stale.differences(), [("price", "Price", "49.00", "50.00")]);
    }

    #[test]
    fn every_field_is_read_and_written_by_its_name() {
        let mut form = OwnForm::default();
        for name in FIELDS.map(|(name, _)| name).into_iter().chain(["version", "seen_stock"]) {
            form.field_mut(name).unwrap().push_str(name);
            assert_eq!(form.value(name), name);
        }
        assert!(form.field_mut("is_featured").is_none());
    }
}
