//! Text as names are compared, where the database is not at hand.

/// Lower case without accents, as `fold_text` of the database has it for Latin letters.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            // Accents that stand as signs of their own after their letter.
            '\u{300}'..='\u{36f}' => {}
            '\u{c0}'..='\u{24f}' | '\u{1e00}'..='\u{1eff}' if letter.is_alphabetic() => {
                folded.push_str(&slug::slugify(letter.to_string()));
            }
            _ => folded.push(letter),
        }
    }
    folded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folding_takes_accents_and_capitals_away_and_leaves_the_rest() {
        assert_eq!(fold("Crème Brûlée & Co. 5×"), "creme brulee & co. 5×");
        assert_eq!(fold("Cre\u{300}me"), "creme");
        assert_eq!(fold("Straße Łódź"), "strasse lodz");
    }
}
