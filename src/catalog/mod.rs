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

use crate::letters;

/// A name of 1 to `longest` characters, trimmed, its letters composed: what looks the same is the same name. It has
/// something to see, and nothing that hides or turns what stands beside it.
///
/// # Errors
/// What is wrong, in words.
pub fn check_name(name: &str, longest: usize) -> Result<String, String> {
    let name = letters::compose(name.trim());
    match name.chars().count() {
        length if length > longest => Err(format!("At most {longest} characters; these are {length}")),
        _ if name.chars().any(char::is_control) => Err("Control characters cannot be used".to_owned()),
        _ if name.chars().any(letters::is_hidden) => Err("Invisible characters cannot be used".to_owned()),
        _ if !letters::is_seen(&name) => Err("This field is required".to_owned()),
        _ => Ok(name),
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

#[cfg(test)]
mod tests {
    use super::check_name;

    #[test]
    fn a_name_has_something_to_see() {
        for nothing in ["", "  ", "\u{3000}", "\u{200d}", "\u{fe0f} \u{200c}"] {
            assert_eq!(check_name(nothing, 9).unwrap_err(), "This field is required", "{nothing:?}");
        }
        for hidden in ["\u{200b}", "\u{3164}", "a\u{202e}b", "\u{feff}Lamp", "La\u{ad}mp"] {
            assert_eq!(
                check_name(hidden, 9).unwrap_err(),
                "Invisible characters cannot be used",
                "{hidden:?}"
            );
        }
        assert_eq!(check_name("a\0b", 9).unwrap_err(), "Control characters cannot be used");
    }

    #[test]
    fn words_and_signs_that_are_written_with_joiners_are_names() {
        for name in ["می\u{200c}خواهم", "I ❤\u{fe0f} tea", "👩\u{200d}🍳 apron"] {
            assert_eq!(check_name(name, 20).as_deref(), Ok(name));
        }
    }

    #[test]
    #[cfg(feature = "ssr")]
    fn a_name_is_the_same_however_its_letters_are_composed() {
        assert_eq!(check_name(" Cafe\u{301} ", 4).as_deref(), Ok("Café"));
    }
}
