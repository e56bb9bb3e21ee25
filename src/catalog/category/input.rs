//! From what was typed to a checked category.

use crate::catalog::check_name;
use crate::catalog::product::input::{check_description, check_slug};
use crate::error::{AppError, FieldErrors};

/// Longest name, in characters (SPEC D4).
pub const LONGEST_NAME: usize = 100;

/// A category as a form or a file has it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CategoryForm {
    /// The name.
    pub name: String,
    /// The slug; empty to make it from the name.
    pub slug: String,
    /// What it holds.
    pub description: String,
}

/// A category that keeps every rule that can be checked without the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedCategory {
    /// 1 to 100 characters, trimmed.
    pub name: String,
    /// A slug, where one was typed.
    pub slug: Option<String>,
    /// At most 20,000 characters.
    pub description: String,
}

impl CategoryForm {
    /// Checks each field.
    ///
    /// # Errors
    /// The messages by field.
    pub fn check(&self) -> Result<CheckedCategory, AppError> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", check_name(&self.name, LONGEST_NAME));
        let slug = errors.keep("slug", check_slug(&self.slug));
        let description = errors.keep("description", check_description(&self.description));
        match (name, slug, description) {
            (Some(name), Some(slug), Some(description)) => Ok(CheckedCategory { name, slug, description }),
            _ => Err(AppError::Validation(errors)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_category_needs_a_name_of_at_most_a_hundred_characters() {
        let check = |name: &str| CategoryForm { name: name.to_owned(), ..CategoryForm::default() }.check();
        assert!(check("  ").is_err());
        assert!(check(&"é".repeat(100)).is_ok());
        assert!(check(&"é".repeat(101)).is_err());
        assert_eq!(check(" Lamps ").unwrap().name, "Lamps");
    }

    #[test]
    fn a_description_is_what_a_product_can_have() {
        let check = |description: String| {
            CategoryForm { name: "Lamps".to_owned(), description, ..CategoryForm::default() }.check()
        };
        assert_eq!(check(" For\0 the\r\ndark ".to_owned()).unwrap().description, "For the\ndark");
        assert!(check("é".repeat(20_000)).is_ok());
        let Err(AppError::Validation(errors)) = check("é".repeat(20_001)) else { panic!("it was taken") };
        assert_eq!(errors.first("description"), Some("At most 20000 characters; these are 20001"));
    }
}
