//! The rules of a picture's words and focal point (SPEC D7, A6): in the browser as one types, and on the server again.

/// Longest words for a picture, in characters.
pub const LONGEST_ALT: usize = 300;

/// One line for those who do not see the picture, or nothing.
///
/// # Errors
/// What is wrong, in words.
pub fn check_alt(alt: &str) -> Result<String, String> {
    let alt = alt.trim();
    let length = alt.chars().count();
    if alt.chars().any(char::is_control) {
        return Err("Control characters cannot be used".to_owned());
    }
    if length > LONGEST_ALT {
        return Err(format!("At most {LONGEST_ALT} characters; these are {length}"));
    }
    Ok(alt.to_owned())
}

/// A place in a picture, in percent.
///
/// # Errors
/// What is wrong, in words.
pub fn check_percent(text: &str) -> Result<i16, String> {
    let percent = text.trim().parse().ok().filter(|percent| (0..=100).contains(percent));
    percent.ok_or_else(|| "Enter a whole number from 0 to 100".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_one_line_and_a_place_lies_within_the_picture() {
        assert_eq!(check_alt(" A lamp "), Ok("A lamp".to_owned()));
        assert!(check_alt("two\nlines").is_err() && check_alt(&"x".repeat(301)).is_err());
        assert_eq!(check_percent(" 7 "), Ok(7));
        for bad in ["", "101", "-1", "half"] {
            assert!(check_percent(bad).is_err(), "{bad}");
        }
    }
}
