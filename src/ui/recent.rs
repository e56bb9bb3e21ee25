//! The products that were looked at last (SPEC W7): their slugs, kept in this browser, newest first.

use super::browser;

/// The name under which they are kept.
const NAME: &str = "recently-viewed";
/// So many are kept.
const MOST: usize = 12;

/// Notes that a product was looked at, and returns the others that were, newest first, separated by commas.
pub(super) fn note(slug: &str) -> String {
    let kept = browser::stored(NAME).unwrap_or_default();
    let others: Vec<&str> =
        kept.split(',').filter(|other| !other.is_empty() && *other != slug).take(MOST).collect();
    let others = others.join(",");
    let all = if others.is_empty() { slug.to_owned() } else { [slug, &others].join(",") };
    browser::store(NAME, &all);
    others
}
