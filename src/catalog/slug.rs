//! Slugs (SPEC D6): transliterated names, made unique with `-2`, `-3` and so on. A slug of before leads to the
//! present one, and is given to nothing else.

mod store;

use sqlx::PgConnection;

pub(super) use self::store::redirect;
use crate::error::AppError;

/// What slugs lead to; each kind has slugs of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Categories.
    Category,
    /// Products.
    Product,
}

/// Longest slug, in characters.
pub const LONGEST: usize = 255;

/// What is said of a slug that something else has or had.
pub const TAKEN: &str = "This slug is taken";

/// An error as forms tell it, where the slug is called an address.
#[must_use]
pub fn as_address(mut error: AppError) -> AppError {
    if let AppError::Validation(errors) = &mut error
        && let Some(messages) = errors.0.get_mut("slug")
    {
        for message in messages.iter_mut().filter(|message| message.as_str() == TAKEN) {
            "This address is taken".clone_into(message);
        }
    }
    error
}

/// The slug of a name, transliterated to ASCII; never empty (`item` where nothing of the name is left).
#[must_use]
pub fn slugify(name: &str) -> String {
    let mut slug = slug::slugify(name);
    shorten(&mut slug, LONGEST);
    if slug.is_empty() { "item".to_owned() } else { slug }
}

/// The slug itself, or its first numbered one, that nothing of the kind has or had.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn free(
    connection: &mut PgConnection,
    kind: Kind,
    slug: &str,
) -> Result<String, sqlx::Error> {
    let mut first = 1;
    loop {
        let candidates = numbered(slug, first);
        let taken = store::taken(connection, kind, &candidates).await?;
        if let Some(free) = candidates.into_iter().find(|candidate| !taken.contains(candidate)) {
            return Ok(free);
        }
        first += BATCH;
    }
}

/// How many numbered slugs are looked up at a time.
const BATCH: u32 = 50;

/// The slugs to try when one is taken: `-2`, `-3` … A batch from `first` on, where 1 is the slug itself.
fn numbered(slug: &str, first: u32) -> Vec<String> {
    (first..first + BATCH)
        .map(|number| {
            if number == 1 {
                return slug.to_owned();
            }
            let ending = format!("-{number}");
            let mut candidate = slug.to_owned();
            shorten(&mut candidate, LONGEST - ending.len());
            candidate + &ending
        })
        .collect()
}

fn shorten(slug: &mut String, length: usize) {
    slug.truncate(length);
    while slug.ends_with('-') {
        slug.pop();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_any_script_become_ascii() {
        assert_eq!(slugify("Ünïcödé Kettle"), "unicode-kettle");
        assert_eq!(slugify("löffel"), "loffel");
        assert_eq!(slugify("日本語"), "ri-ben-yu");
        assert_eq!(slugify("  Tea & Coffee!  "), "tea-coffee");
    }

    #[test]
    fn a_slug_is_never_empty_and_never_too_long() {
        assert_eq!(slugify("!!!"), "item");
        assert!(!slugify("\u{1F9F6}").is_empty());
        assert!(slugify(&"long ".repeat(100)).len() <= LONGEST);
    }

    #[test]
    fn forms_speak_of_an_address() {
        let told = as_address(AppError::field("slug", TAKEN));
        assert_eq!(told, AppError::field("slug", "This address is taken"));
        let other = AppError::field("name", TAKEN);
        assert_eq!(as_address(other.clone()), other);
    }

    #[test]
    fn a_taken_slug_gets_a_number() {
        let batch = numbered("lamp", 1);
        assert_eq!(batch[..3], ["lamp", "lamp-2", "lamp-3"]);
        assert!(numbered(&"a".repeat(LONGEST), 1).iter().all(|slug| slug.len() <= LONGEST));
    }
}
