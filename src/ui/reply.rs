//! What the server says of a form that a browser sent by itself: the same page once more, with what is wrong and
//! what was typed.

use std::collections::BTreeMap;

use leptos::prelude::*;
use serde::{Deserialize, Serialize};

use crate::error::{AppError, FieldErrors};

/// The name under which the errors stand that belong to no single field.
pub const WHOLE: &str = "__all__";

/// The answer to a form: errors by field, and the values to show again. It never holds a password.
///
/// The router puts it into the context of the page that it renders; the page sends it along, so that its program
/// draws the same form when it takes over.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormReply {
    /// What is wrong, by field.
    pub errors: FieldErrors,
    /// What was typed, by field.
    pub values: BTreeMap<String, String>,
}

impl FormReply {
    /// The answer to a form that an error came of.
    #[must_use]
    pub fn new(error: &AppError, values: &[(&str, &str)]) -> Self {
        let values = values.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { errors: in_words(error), values }
    }

    /// The answer that the present page brings, if it is one to a form. Call it while the page is made, before
    /// anything is waited for.
    #[must_use]
    pub(super) fn here() -> Option<Self> {
        SharedValue::new(use_context::<Self>).into_inner()
    }
}

/// An error as messages by field, as people read them.
#[must_use]
pub fn in_words(error: &AppError) -> FieldErrors {
    let words = match error {
        AppError::Validation(errors) => return errors.clone(),
        AppError::Throttled { retry_after_seconds } => too_many(*retry_after_seconds),
        other => other.to_string(),
    };
    let mut errors = FieldErrors::default();
    errors.add(WHOLE, words);
    errors
}

/// What is said to somebody who has to wait.
fn too_many(seconds: u32) -> String {
    let (count, unit) = if seconds > 90 { (seconds.div_ceil(60), "minutes") } else { (seconds, "seconds") };
    ["That was a lot of tries. Wait ", &count.to_string(), " ", unit, ", then try again."].concat()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_error_of_no_field_is_told_of_the_whole_form() {
        let errors = in_words(&AppError::Conflict("Somebody was faster".to_owned()));
        assert_eq!(errors.first(WHOLE), Some("Somebody was faster"));
        let errors = in_words(&AppError::field("email", "This is no address"));
        assert_eq!((errors.first("email"), errors.first(WHOLE)), (Some("This is no address"), None));
    }

    #[test]
    fn who_has_to_wait_is_told_how_long() {
        assert_eq!(too_many(843), "That was a lot of tries. Wait 15 minutes, then try again.");
        assert_eq!(too_many(40), "That was a lot of tries. Wait 40 seconds, then try again.");
    }

    #[test]
    fn an_answer_comes_out_of_the_page_as_it_went_in() {
        let reply = FormReply::new(&AppError::field("email", "</script>"), &[("email", "a<b")]);
        let sent = serde_json::to_string(&reply).unwrap();
        assert_eq!(serde_json::from_str::<FormReply>(&sent).unwrap(), reply);
    }
}
