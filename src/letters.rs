//! Letters as people see them: which signs show nothing, and one way of writing for what can be written in two.

/// Whether a sign shows nothing, or hides or turns the text around it: a name with it looks like another one.
/// Signs of private use are among them, for nobody knows what they show.
#[must_use]
pub const fn is_hidden(letter: char) -> bool {
    matches!(letter,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180e}' | '\u{200b}'
        | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}' | '\u{3164}'
        | '\u{e000}'..='\u{f8ff}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{ffff}'
        | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e00ff}' | '\u{e01f0}'..='\u{10ffff}')
}

/// Whether a sign shows nothing by itself and changes the letters beside it: Persian words and many emoji are written
/// with such signs.
#[must_use]
pub const fn is_joiner(letter: char) -> bool {
    matches!(letter,
        '\u{34f}' | '\u{200c}' | '\u{200d}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}')
}

/// Whether a text has something to see.
#[must_use]
pub fn is_seen(text: &str) -> bool {
    text.chars().any(|letter| !letter.is_whitespace() && !is_joiner(letter) && !is_hidden(letter))
}

/// The text with every letter that can be written in two ways written in one (NFC), so that the same text is found
/// however it was typed. The browser leaves that to the server: the tables are large.
#[cfg(feature = "ssr")]
#[must_use]
pub fn compose(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    if unicode_normalization::is_nfc(text) { text.to_owned() } else { text.nfc().collect() }
}

/// The text as it is: the server composes it.
#[cfg(not(feature = "ssr"))]
#[must_use]
pub fn compose(text: &str) -> String {
    text.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_shows_nothing_is_hidden_or_joins() {
        for letter in
            ['\u{ad}', '\u{200b}', '\u{202e}', '\u{2066}', '\u{3164}', '\u{f8ff}', '\u{feff}', '\u{10ffff}']
        {
            assert!(is_hidden(letter) && !is_joiner(letter), "{letter:?}");
        }
        for letter in ['\u{200c}', '\u{200d}', '\u{fe0f}', '\u{e0100}'] {
            assert!(is_joiner(letter) && !is_hidden(letter), "{letter:?}");
        }
        for letter in ['a', 'é', '日', 'ن', '☕', ' ', '\u{301}'] {
            assert!(!is_hidden(letter) && !is_joiner(letter), "{letter:?}");
        }
    }

    #[test]
    fn a_text_is_seen_unless_all_of_it_is_blank_or_shows_nothing() {
        for seen in ["a", "می\u{200c}خواهم", "\u{202e}a", "☕"] {
            assert!(is_seen(seen), "{seen:?}");
        }
        for blank in ["", " \u{3000}", "\u{200d}", "\u{fe0f} \u{202e}"] {
            assert!(!is_seen(blank), "{blank:?}");
        }
    }

    #[test]
    #[cfg(feature = "ssr")]
    fn a_letter_is_written_in_one_way() {
        assert_eq!(compose("Cafe\u{301}"), "Café");
        assert_eq!(compose("Café"), "Café");
    }
}
