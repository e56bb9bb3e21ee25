//! Values as people read them: the same on the server and in the browser, so that a page is taken over as it stands.

use crate::catalog::product::model::Price;
use crate::error::FieldErrors;
use crate::listing::{Declaration, Entry, Values};
use crate::ui::shop::ShopInfo;

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// A moment: `2026-11-23T05:03:00Z` as `23 Nov 2026, 05:03`. What is none stays as it is.
pub(super) fn moment(text: &str) -> String {
    match (day(text), text.get(11..16)) {
        (Some(day), Some(time)) => [&day, ", ", time].concat(),
        (Some(day), None) => day,
        _ => text.to_owned(),
    }
}

fn day(text: &str) -> Option<String> {
    let (year, month, day) = (text.get(0..4)?, text.get(5..7)?, text.get(8..10)?);
    let month = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.checked_sub(1)?))?;
    Some([day.trim_start_matches('0'), " ", month, " ", year].concat())
}

/// A day: `2026-11-23` as `23 Nov`.
pub(super) fn short_day(text: &str) -> String {
    day(text).and_then(|day| day.rsplit_once(' ').map(|(day, _)| day.to_owned())).unwrap_or(text.to_owned())
}

/// An amount in the shop's currency; what is none stays as it is.
pub(super) fn money(text: &str, shop: &ShopInfo) -> String {
    text.parse::<Price>().map_or_else(|_| text.to_owned(), |price| shop.format_price(price))
}

/// A text that begins with a capital letter.
pub(super) fn sentence(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    first + letters.as_str()
}

/// A number with commas: `12,000`.
pub(super) fn number(number: u32) -> String {
    let digits = number.to_string();
    let mut shown = String::with_capacity(digits.len() + 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            shown.push(',');
        }
        shown.push(digit);
    }
    shown
}

/// So many things of a kind: `1 product`, `1,500 products`.
pub(super) fn count_of(of: &Declaration, count: u32) -> String {
    [number(count).as_str(), " ", if count == 1 { of.one } else { of.many }].concat()
}

/// The slug that the server makes of a name; nothing of none, and `None` where it takes the server's tables of letters
/// to tell.
pub(super) fn slug_hint(name: &str) -> Option<String> {
    let name = name.trim();
    if !name.is_ascii() {
        return None;
    }
    let mut slug = String::with_capacity(name.len());
    for letter in name.to_ascii_lowercase().chars() {
        if letter.is_ascii_alphanumeric() {
            slug.push(letter);
        } else if !slug.is_empty() && !slug.ends_with('-') {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    let is_left_over = slug.is_empty() && !name.is_empty();
    Some(if is_left_over { "item".to_owned() } else { slug.to_owned() })
}

/// What stands in a form, field by field: several ticked boxes are one value, and a box that is not ticked is empty.
pub(super) fn values_of(of: &Declaration, pairs: &[(String, String)]) -> Values {
    let mut values = Values::new();
    for field in of.fields().filter(|field| field.entry != Entry::Shown) {
        let mut found: Vec<&str> =
            pairs.iter().filter(|(name, _)| name == field.name).map(|(_, value)| value.as_str()).collect();
        match field.entry {
            Entry::Many | Entry::Matrix => found.sort_unstable(),
            Entry::YesNo => {}
            _ if found.is_empty() => continue,
            _ => found.truncate(1),
        }
        values.insert(field.name.to_owned(), found.join("\n"));
    }
    values
}

/// What is wrong, in one text: by the labels of the fields where they are the form's, and by no other names.
pub(super) fn wrong(of: Option<&Declaration>, errors: &FieldErrors) -> String {
    let mut words: Vec<String> = Vec::new();
    for (name, messages) in &errors.0 {
        let label = of.and_then(|of| of.field(name)).map(|field| field.label);
        words.extend(messages.iter().map(|message| match label {
            Some(label) => [label, ": ", message].concat(),
            None => message.clone(),
        }));
    }
    if words.is_empty() { "Some fields need attention".to_owned() } else { words.join("; ") }
}

/// What an action did, in a sentence: `50 products published.`
pub(super) fn done(of: &Declaration, action: &str, count: u32) -> String {
    [count_of(of, count).as_str(), " ", past(of, action), "."].concat()
}

/// The question before something is done, with the name of what it is done to, or how many they are.
pub(super) fn question(label: &str, what: &str) -> String {
    [label, if label.contains(' ') { ": " } else { " " }, what, "?"].concat()
}

/// A name within a sentence: some names are words like any others.
pub(super) fn quoted(name: &str) -> String {
    ["“", name, "”"].concat()
}

/// An action as something that is done.
fn past(of: &Declaration, action: &str) -> &'static str {
    match action {
        "publish" => "published",
        "unpublish" => "taken back to draft",
        "archive" => "archived",
        "feature" => "featured",
        "unfeature" => "no longer featured",
        "category" => "moved to another category",
        "price" => "given a new price",
        "delete" if of.has_trash() => "moved to the trash",
        "delete" => "deleted",
        "restore" => "restored",
        "erase" => "deleted for good",
        "approve" => "approved",
        "reject" => "rejected",
        "activate" => "activated",
        "deactivate" => "deactivated",
        "invite" => "mailed a link to set the password",
        _ => "changed",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_read_as_a_day_and_a_time() {
        assert_eq!(moment("2026-11-03T05:03:00Z"), "3 Nov 2026, 05:03");
        assert_eq!(moment("2026-11-23"), "23 Nov 2026");
        assert_eq!(short_day("2026-11-23"), "23 Nov");
        assert_eq!(moment("never"), "never");
        assert_eq!(moment("2026-13-01T00:00:00Z"), "2026-13-01T00:00:00Z");
    }

    #[test]
    fn every_action_is_told_in_its_own_words() {
        use crate::admin::registry::{KINDS, by_kind};

        for of in KINDS {
            for action in of.actions {
                assert_ne!(past(of, action.name), "changed", "{} {}", of.kind, action.name);
            }
        }
        let of = by_kind("product").unwrap();
        assert_eq!(done(of, "publish", 50), "50 products published.");
        assert_eq!(done(of, "delete", 1), "1 product moved to the trash.");
        assert_eq!(done(by_kind("review").unwrap(), "delete", 2), "2 reviews deleted.");
    }

    #[test]
    fn the_question_before_something_is_done_names_it() {
        assert_eq!(question("Delete", &quoted("Bath")), "Delete “Bath”?");
        assert_eq!(question("Delete for good", "2 products"), "Delete for good: 2 products?");
    }

    #[test]
    fn errors_are_told_by_labels_and_not_by_names() {
        use crate::admin::registry::by_kind;

        let mut errors = FieldErrors::default();
        errors.add("value", "Enter a price such as 19.99");
        assert_eq!(wrong(by_kind("product"), &errors), "Enter a price such as 19.99");
        errors.add("price", "Price must be positive");
        assert_eq!(
            wrong(by_kind("product"), &errors),
            "Price: Price must be positive; Enter a price such as 19.99"
        );
        assert_eq!(wrong(None, &errors), "Price must be positive; Enter a price such as 19.99");
    }

    #[test]
    fn numbers_have_commas() {
        assert_eq!((number(0), number(999), number(1_500)), ("0".into(), "999".into(), "1,500".into()));
        assert_eq!(number(100_000), "100,000");
    }

    #[test]
    fn a_plain_name_gives_the_slug_that_the_server_makes_and_others_it_is_asked_for() {
        use crate::catalog::slug::slugify;

        for name in ["  Arc Kettle, 1.2 l! ", "Tea & Coffee", "--a_B--", "!", "Don't"] {
            assert_eq!(slug_hint(name), Some(slugify(name)), "{name}");
        }
        assert_eq!(slug_hint(" "), Some(String::new()), "no name, no slug");
        assert_eq!((slug_hint("Löffel"), slug_hint("日本")), (None, None));
    }

    #[test]
    fn a_sentence_begins_with_a_capital() {
        assert_eq!((sentence("products"), sentence("")), ("Products".to_owned(), String::new()));
    }
}
