//! What a program looks for: the terms of a search, as Django REST framework tells them apart.

use std::collections::HashSet;

/// The terms of a text: what stands between blanks, and between commas too, unless it stands in quotes. Within quotes a
/// backslash makes a quote, or a backslash, a sign like others.
pub(super) fn terms(text: &str) -> Vec<String> {
    let mut terms = Vec::new();
    let mut rest = text.trim_start_matches(is_blank);
    while !rest.is_empty() {
        let (piece, after) = rest.split_at(piece_end(rest));
        let piece = piece.trim_matches(',');
        match quoted(piece) {
            Some((quote, phrase)) => terms.push(unescaped(quote, phrase)),
            None => terms.extend(piece.split(',').map(|term| term.trim_matches(is_blank).to_owned())),
        }
        rest = after.trim_start_matches(is_blank);
    }
    // What is asked for twice is looked for once.
    let mut seen = HashSet::new();
    terms.retain(|term| !term.is_empty() && seen.insert(term.clone()));
    terms
}

/// Where the piece at the beginning of a text ends: behind phrases in quotes with what hangs on them, or at the first
/// blank where no quote is closed.
fn piece_end(text: &str) -> usize {
    let plain_end = |from: usize| {
        text[from..].find(|c: char| is_blank(c) || is_quote(c)).map_or(text.len(), |at| from + at)
    };
    let mut end = plain_end(0);
    let mut closed = None;
    while let Some(after) = phrase_end(text, end) {
        end = plain_end(after);
        closed = Some(end);
    }
    closed.unwrap_or_else(|| text.find(is_blank).unwrap_or(text.len()))
}

/// The place behind the phrase that begins at a place, where one begins there and is closed.
fn phrase_end(text: &str, from: usize) -> Option<usize> {
    let mut letters = text.get(from..)?.char_indices();
    let (_, quote) = letters.next().filter(|(_, letter)| is_quote(*letter))?;
    while let Some((at, letter)) = letters.next() {
        if letter == quote {
            return Some(from + at + letter.len_utf8());
        }
        // A backslash at the end of a line makes no sign of what follows, and a phrase with one is none.
        if letter == '\\' && letters.next().is_none_or(|(_, escaped)| escaped == '\n') {
            return None;
        }
    }
    None
}

/// What stands between the quotes of a piece that begins and ends with the same one.
fn quoted(piece: &str) -> Option<(char, &str)> {
    let quote = piece.chars().next().filter(|letter| is_quote(*letter))?;
    let phrase = piece.strip_prefix(quote)?;
    // A single quote by itself is both, and nothing is in it.
    if phrase.is_empty() { Some((quote, phrase)) } else { Some((quote, phrase.strip_suffix(quote)?)) }
}

fn unescaped(quote: char, phrase: &str) -> String {
    phrase.replace(&format!("\\{quote}"), &quote.to_string()).replace("\\\\", "\\")
}

const fn is_quote(letter: char) -> bool {
    matches!(letter, '"' | '\'')
}

/// The four separators of ASCII are blanks in the framework's language.
fn is_blank(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '\u{1c}'..='\u{1f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each text with what `search_smart_split` of the framework makes of it; of its empty terms nothing is left.
    #[test]
    fn terms_are_told_apart_as_by_the_framework() {
        let cases: [(&str, &[&str]); 16] = [
            ("", &[]),
            ("  oak\u{a0}\n  table ", &["oak", "table"]),
            ("oak,table, ,,chair", &["oak", "table", "chair"]),
            ("\"oak table\" walnut,chair", &["oak table", "walnut", "chair"]),
            ("'oak, table',", &["oak, table"]),
            ("\"a \\\"b\\\" \\\\\"", &["a \"b\" \\"]),
            ("12\" lamp", &["12\"", "lamp"]),
            ("it's oak", &["it's", "oak"]),
            ("it's 5' high", &["it's 5'", "high"]),
            ("a\"b c\",d", &["a\"b c\"", "d"]),
            ("\"a b\"c d", &["\"a b\"c", "d"]),
            ("\"a\" \"b", &["a", "\"b"]),
            ("\"a\"'b c'", &["\"a\"'b c'"]),
            ("\"\" \"", &[]),
            ("a\u{1f}b", &["a", "b"]),
            ("\"a,b\" c\"d\"e f,\"g h\"", &["a,b", "c\"d\"e", "f", "\"g h\""]),
        ];
        for (text, expected) in cases {
            assert_eq!(terms(text), expected, "{text:?}");
        }
    }
}
