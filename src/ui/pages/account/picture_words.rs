//! What is said about pictures that are uploaded: one's own, and those of one's products.

use crate::error::AppError;
use crate::ui::reply::{WHOLE, in_words};

/// How many pixels a picture may have (SPEC J5).
const PIXELS: &str = "8,000 pixels a side and 40 million in all";
/// How many seconds somebody may be told to wait, whatever the address says.
const LONGEST_WAIT: u32 = 60 * 60;

/// Why a picture was not taken, in words for the code in the address, and when to come back.
pub(super) fn refusal(code: &str, wait: &str, megabytes: u32) -> Option<String> {
    let words = match code {
        "" => return None,
        "missing" => "Choose a picture first.".to_owned(),
        "too-large" => {
            ["This file is larger than ", &megabytes.to_string(), " MB. Choose a smaller one."].concat()
        }
        "cut-off" => "The file ends too early. Choose it again, or another one.".to_owned(),
        "too-many-pixels" => {
            ["This picture has more than ", PIXELS, ". Make it smaller, and try again."].concat()
        }
        "not-a-picture" => {
            "We cannot read this file as a picture. Choose a JPEG, PNG or WebP file.".to_owned()
        }
        "full" => "This product has as many pictures as it can. Remove one first.".to_owned(),
        "throttled" => {
            let seconds = wait.parse().unwrap_or(LONGEST_WAIT).clamp(1, LONGEST_WAIT);
            let told = in_words(&AppError::Throttled { retry_after_seconds: seconds });
            told.first(WHOLE).unwrap_or_default().to_owned()
        }
        _ => "The picture could not be taken. Try again.".to_owned(),
    };
    Some(words)
}

/// What is taken, said beside the field.
pub(super) fn limits(megabytes: u32) -> String {
    ["JPEG, PNG or WebP, at most ", &megabytes.to_string(), " MB, ", PIXELS, "."].concat()
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use super::*;
    use crate::infra::pictures::PictureError;

    #[test]
    fn a_refusal_names_the_limit_that_was_passed() {
        let told = |code: &str| refusal(code, "", 25).unwrap_or_default();
        assert_eq!(told("too-large"), "This file is larger than 25 MB. Choose a smaller one.");
        assert!(told("too-many-pixels").contains("8,000 pixels a side and 40 million in all"));
        assert!(told("not-a-picture").contains("JPEG, PNG or WebP"));
        assert_eq!(told("whatever"), "The picture could not be taken. Try again.");
        assert_eq!(refusal("", "", 25), None);
    }

    #[test]
    fn who_uploads_too_much_is_told_when_to_come_back_whatever_the_address_says() {
        let told = |wait: &str| refusal("throttled", wait, 25).unwrap_or_default();
        assert!(told("600").contains("Wait 10 minutes,"), "{}", told("600"));
        for odd in ["", "x", "-1", "4000000000"] {
            assert!(told(odd).contains("Wait 60 minutes,"), "{odd}");
        }
    }

    #[test]
    fn the_hint_has_the_limits_that_pictures_are_held_to() {
        assert!(limits(10).contains("at most 10 MB, 8,000 pixels a side and 40 million in all"));
        let held_to = PictureError::TooManyPixels.to_string();
        assert!(held_to.contains("8,000 a side and 40 million in all"), "{held_to}");
    }
}
