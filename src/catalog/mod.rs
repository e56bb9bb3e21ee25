//! The catalogue: categories in a tree, products in categories, images of products.
//!
//! The rules (SPEC D4 to D7, D9, S1 to S6): a category's name is unique among its siblings and the tree has
//! no rings; a product's name is unique in its category, its price is at least 0.01, its stock is never
//! below 0 and always the sum of its ledger; the public sees published products alone; slugs stay when
//! names change, and a slug of before leads to the present one.

pub mod category;
pub mod image;
pub mod movement;
pub mod product;
#[cfg(feature = "ssr")]
pub mod slug;
pub mod synthetic;
pub mod wishlist;

/// A name of 1 to `longest` characters, trimmed.
///
/// # Errors
/// What is wrong, in words.
pub fn check_name(name: &str, longest: usize) -> Result<String, String> {
    let name = name.trim();
    match name.chars().count() {
        0 => Err("This field is required".to_owned()),
        length if length > longest => Err(format!("At most {longest} characters; these are {length}")),
        _ if name.chars().any(char::is_control) => Err("Control characters cannot be used".to_owned()),
        _ => Ok(name.to_owned()),
    }
}

/// Who asks for a change, for the ledger and for `created_by`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// The operator, by a command.
    Operator,
    /// A signed-in user, by id.
    User(uuid::Uuid),
}

impl Actor {
    /// The user's id, where it is a user.
    #[must_use]
    pub const fn user_id(self) -> Option<uuid::Uuid> {
        match self {
            Self::Operator => None,
            Self::User(id) => Some(id),
        }
    }
}
