//! How words become conditions: by the trigram indexes where they lead, by looking at the text where not.

use sqlx::{Postgres, QueryBuilder};
use uuid::Uuid;

use super::Access;

/// What a product's words have to do with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::catalog::product) enum TextMatch<'a> {
    /// No words were given.
    Any,
    /// Each word begins a word of the name.
    Beginning(&'a [String]),
    /// All words are in the name, but not each at a word's beginning.
    Within(&'a [String]),
    /// All words are in name and description, but not all in the name.
    Beyond(&'a [String]),
    /// All words are in name and description.
    Text(&'a [String]),
    /// One of these, which are the nearest to words that nothing has.
    Nearest(&'a [Uuid]),
}

impl TextMatch<'_> {
    /// Whether an index leads to the matches; without one only a walk over the products finds them.
    pub fn has_index(self) -> bool {
        match self {
            Self::Any => false,
            Self::Nearest(_) => true,
            Self::Beginning(words) => words.iter().any(|word| has_letter(word)),
            Self::Within(words) | Self::Beyond(words) | Self::Text(words) => {
                words.iter().any(|word| has_trigram(word))
            }
        }
    }
}

/// How well words fit: at the beginning of the name's words, within the name, beyond it.
pub(in crate::catalog::product) const FIT: (i32, i32, i32) = (2, 1, 0);
/// A word begins a word of the name.
const BEGINS: (&str, &str) = ("strpos(' ' || folded_name, (select ' ' || fold_text(", "))) > 0");
/// A word is in the name.
const CONTAINS: (&str, &str) = ("strpos(folded_name, (select fold_text(", "))) > 0");

/// Whether a word has three letters or digits in a row. A part of a word that is shorter has no trigram of
/// its own, and the index would be read from end to end for it.
pub(in crate::catalog::product) fn has_trigram(word: &str) -> bool {
    word.split(|letter: char| !letter.is_alphanumeric()).any(|run| run.chars().nth(2).is_some())
}

/// Whether a word has a letter or a digit: the beginning of a word has a trigram from its first letter on,
/// since the space before it counts.
fn has_letter(word: &str) -> bool {
    word.chars().any(char::is_alphanumeric)
}

/// How well the words fit, as an expression.
pub(super) fn push_fit(sql: &mut QueryBuilder<Postgres>, text: TextMatch<'_>) {
    if let TextMatch::Text(words) = text {
        sql.push("case when true");
        push_words(sql, BEGINS.0, words, BEGINS.1);
        sql.push(" then ").push(FIT.0).push(" when true");
        push_words(sql, CONTAINS.0, words, CONTAINS.1);
        sql.push(" then ").push(FIT.1).push(" else ").push(FIT.2).push(" end");
    } else {
        sql.push(FIT.0);
    }
}

/// ` and CONDITION` for all that the words ask for.
pub(super) fn push_text(sql: &mut QueryBuilder<Postgres>, text: TextMatch<'_>, access: Access) {
    let by_index = access == Access::Text;
    match text {
        TextMatch::Any => {}
        TextMatch::Nearest(ids) => {
            sql.push(" and id = any(").push_bind(ids.to_vec()).push(")");
        }
        TextMatch::Text(words) => push_contained(sql, words, by_index),
        TextMatch::Beginning(words) => {
            if by_index {
                push_beginnings(sql, words);
            }
            push_words(sql, BEGINS.0, words, BEGINS.1);
        }
        TextMatch::Within(words) => {
            if by_index {
                push_names(sql, words);
            }
            push_words(sql, CONTAINS.0, words, CONTAINS.1);
            push_not_all(sql, BEGINS, words);
        }
        TextMatch::Beyond(words) => {
            push_contained(sql, words, by_index);
            push_not_all(sql, CONTAINS, words);
        }
    }
}

/// Each word is in the text.
fn push_contained(sql: &mut QueryBuilder<Postgres>, words: &[String], by_index: bool) {
    for word in words {
        if by_index && has_trigram(word) {
            push_word(sql, "folded_text like (select contains_pattern(", word, "))");
        } else {
            push_word(sql, "strpos(folded_text, (select fold_text(", word, "))) > 0");
        }
    }
}

/// What the index of names knows of the words within them.
fn push_names(sql: &mut QueryBuilder<Postgres>, words: &[String]) {
    for word in words.iter().filter(|word| has_trigram(word)) {
        push_word(sql, "folded_name like (select contains_pattern(", word, "))");
    }
}

/// What the index of names knows of the words at the beginning of theirs. A short word begins either the
/// name or a word after a space: both patterns have trigrams.
fn push_beginnings(sql: &mut QueryBuilder<Postgres>, words: &[String]) {
    push_names(sql, words);
    for word in words.iter().filter(|word| !has_trigram(word) && has_letter(word)) {
        push_word(sql, "(folded_name like (select substr(contains_pattern(", word, "), 2))");
        sql.push(" or folded_name like (select contains_pattern(' ' || ").push_bind(word.clone()).push(")))");
    }
}

fn push_not_all(sql: &mut QueryBuilder<Postgres>, each: (&str, &str), words: &[String]) {
    sql.push(" and not (true");
    push_words(sql, each.0, words, each.1);
    sql.push(")");
}

/// ` and BEFORE word AFTER` for each word.
fn push_words(sql: &mut QueryBuilder<Postgres>, before: &str, words: &[String], after: &str) {
    for word in words {
        push_word(sql, before, word, after);
    }
}

fn push_word(sql: &mut QueryBuilder<Postgres>, before: &str, word: &str, after: &str) {
    sql.push(" and ").push(before).push_bind(word.to_owned()).push(after);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn condition(text: TextMatch<'_>, access: Access) -> String {
        let mut sql = QueryBuilder::new("");
        push_text(&mut sql, text, access);
        sql.into_string()
    }

    #[test]
    fn three_letters_in_a_row_have_a_trigram() {
        for word in ["oak", "100%", "é12", "a-oak"] {
            assert!(has_trigram(word), "{word}");
        }
        for word in ["", "o", "oa", "é1", "a-b-c", "%%%", "o.k"] {
            assert!(!has_trigram(word), "{word}");
        }
    }

    #[test]
    fn a_short_word_is_never_looked_up_as_a_part_in_a_trigram_index() {
        let words = ["oa".to_owned(), "walnut".to_owned()];
        let text = condition(TextMatch::Text(&words), Access::Text);
        assert_eq!(text.matches(" like ").count(), 1, "{text}");
        assert_eq!(text.matches("strpos(folded_text").count(), 1, "{text}");
        let short = ["oa".to_owned()];
        for text in [TextMatch::Text(&short), TextMatch::Within(&short), TextMatch::Beyond(&short)] {
            assert!(!text.has_index(), "{text:?}");
            assert!(!condition(text, Access::Text).contains(" like "), "{text:?}");
        }
    }

    #[test]
    fn the_beginning_of_a_word_is_looked_up_from_its_first_letter_on() {
        let words = ["oa".to_owned()];
        assert!(TextMatch::Beginning(&words).has_index());
        let text = condition(TextMatch::Beginning(&words), Access::Text);
        assert_eq!(text.matches("folded_name like ").count(), 2, "{text}");
        let sign = ["%".to_owned()];
        assert!(!TextMatch::Beginning(&sign).has_index());
        assert!(!condition(TextMatch::Beginning(&sign), Access::Text).contains(" like "));
    }
}
