//! From what was typed to a checked review: the one place where its rules are written (SPEC D8). It runs in the
//! browser as one types and on the server again.

use serde::{Deserialize, Serialize};

use crate::catalog::check_name;
use crate::error::{AppError, FieldErrors};

/// Longest title, in characters.
pub const LONGEST_TITLE: usize = 120;
/// Longest body, in characters.
pub const LONGEST_BODY: usize = 5_000;
/// The most stars.
pub const MOST_STARS: u8 = 5;

/// A review as its form has it. An empty field stands for nothing typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ReviewForm {
    /// `1` to `5`.
    pub rating: String,
    /// One line.
    pub title: String,
    /// Plain text, or nothing.
    pub body: String,
}

/// A review that keeps every rule that can be checked without the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedReview {
    /// 1 to 5.
    pub rating: u8,
    /// 1 to 120 characters, trimmed.
    pub title: String,
    /// At most 5,000 characters, trimmed, its lines ended by `\n`.
    pub body: String,
}

impl ReviewForm {
    /// Checks each field.
    ///
    /// # Errors
    /// The messages by field.
    pub fn check(&self) -> Result<CheckedReview, AppError> {
        let mut errors = FieldErrors::default();
        let rating = errors.keep("rating", check_rating(&self.rating));
        let title = errors.keep("title", check_title(&self.title));
        let body = errors.keep("body", check_body(&self.body));
        match (rating, title, body) {
            (Some(rating), Some(title), Some(body)) => Ok(CheckedReview { rating, title, body }),
            _ => Err(AppError::Validation(errors)),
        }
    }

    /// What is wrong with one field, for a form to say as one types; nothing for a name that is no field.
    #[must_use]
    pub fn check_field(&self, name: &str) -> Option<String> {
        match name {
            "rating" => check_rating(&self.rating).err(),
            "title" => check_title(&self.title).err(),
            "body" => check_body(&self.body).err(),
            _ => None,
        }
    }
}

/// 1 to 5 stars.
///
/// # Errors
/// What is wrong, in words.
pub fn check_rating(rating: &str) -> Result<u8, String> {
    rating
        .trim()
        .parse::<u8>()
        .ok()
        .filter(|stars| (1..=MOST_STARS).contains(stars))
        .ok_or_else(|| format!("Choose 1 to {MOST_STARS} stars"))
}

/// A title of 1 to 120 characters, trimmed.
///
/// # Errors
/// What is wrong, in words.
pub fn check_title(title: &str) -> Result<String, String> {
    check_name(title, LONGEST_TITLE)
}

/// A body of at most 5,000 characters, trimmed; nothing is taken too. Browsers send line breaks as `\r\n`.
///
/// # Errors
/// When it is too long, or has signs that cannot be kept.
pub fn check_body(body: &str) -> Result<String, String> {
    let body = body.trim().replace("\r\n", "\n").replace('\r', "\n");
    if body.chars().any(|sign| sign.is_control() && sign != '\n' && sign != '\t') {
        return Err("Control characters cannot be used".to_owned());
    }
    match body.chars().count() {
        length if length > LONGEST_BODY => {
            Err(format!("At most {LONGEST_BODY} characters; these are {length}"))
        }
        _ => Ok(body),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form(rating: &str, title: &str, body: &str) -> ReviewForm {
        ReviewForm { rating: rating.to_owned(), title: title.to_owned(), body: body.to_owned() }
    }

    #[test]
    fn a_review_is_trimmed_and_its_lines_end_in_one_way() {
        let checked = form(" 4 ", "  Pours well ", "\r\nFirst.\r\nSecond.\rThird.\n").check().unwrap();
        let body = "First.\nSecond.\nThird.".to_owned();
        assert_eq!(checked, CheckedReview { rating: 4, title: "Pours well".to_owned(), body });
    }

    #[test]
    fn a_body_may_be_left_out() {
        assert_eq!(form("5", "Good", "  ").check().unwrap().body, "");
    }

    #[test]
    fn every_field_says_what_is_wrong_with_it() {
        let Err(AppError::Validation(errors)) = form("6", " ", "a\0b").check() else {
            panic!("it was taken")
        };
        assert_eq!(errors.first("rating"), Some("Choose 1 to 5 stars"));
        assert_eq!(errors.first("title"), Some("This field is required"));
        assert_eq!(errors.first("body"), Some("Control characters cannot be used"));
        for rating in ["", "0", "4.5", "-1", "x", "256", "٤"] {
            assert!(check_rating(rating).is_err(), "{rating}");
        }
    }

    #[test]
    fn texts_are_measured_in_characters() {
        assert!(check_title(&"ü".repeat(LONGEST_TITLE)).is_ok());
        assert!(check_title(&"ü".repeat(LONGEST_TITLE + 1)).is_err());
        assert!(check_body(&"ü".repeat(LONGEST_BODY)).is_ok());
        assert!(check_body(&"ü".repeat(LONGEST_BODY + 1)).is_err());
    }

    #[test]
    fn a_single_field_says_the_same_as_the_whole_form() {
        let bad = form("", "", &"a".repeat(LONGEST_BODY + 1));
        let Err(AppError::Validation(errors)) = bad.check() else { panic!("it was taken") };
        for name in ["rating", "title", "body"] {
            assert_eq!(bad.check_field(name).as_deref(), errors.first(name));
        }
        assert_eq!(bad.check_field("slug"), None);
    }
}
