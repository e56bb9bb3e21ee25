//! The rules of passwords, and the type that keeps them from being printed.

use std::fmt;

use super::fields::REQUIRED;

/// Shortest password, in characters (NIST SP 800-63B).
pub const SHORTEST_PASSWORD: usize = 8;
/// Longest password, in characters.
pub const LONGEST_PASSWORD: usize = 256;
/// A part of an address or a name that is shorter says nothing about a password.
const SHORTEST_TELLING_WORD: usize = 3;
/// So many characters beside a word of one's own do not make a password of it.
const FEW_MORE: usize = 4;
const ALIKE: &str = "This is too much like your name or e-mail address";

/// A text that is never printed: passwords.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// Takes a text in.
    #[must_use]
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for what has to work with it.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Secret")
    }
}

/// A password by the rules of NIST SP 800-63B: its length, and that it is not alike to what is known about
/// its owner (`about`: e-mail address, username, names). The server also refuses the commonest ones.
///
/// # Errors
/// What is wrong, in words.
pub fn check_password(password: &str, about: &[&str]) -> Result<Secret, String> {
    let length = password.chars().count();
    if password.is_empty() {
        return Err(REQUIRED.to_owned());
    }
    if length < SHORTEST_PASSWORD {
        return Err(format!("At least {SHORTEST_PASSWORD} characters"));
    }
    if length > LONGEST_PASSWORD {
        return Err(format!("At most {LONGEST_PASSWORD} characters; these are {length}"));
    }
    let mut letters = password.chars();
    let first = letters.next();
    if letters.all(|letter| Some(letter) == first) {
        return Err("One character again and again is too easy to guess".to_owned());
    }
    if is_alike(password, about) {
        return Err(ALIKE.to_owned());
    }
    Ok(Secret::new(password))
}

/// Whether a password is little more than words that are known about its owner, forwards or backwards.
fn is_alike(password: &str, about: &[&str]) -> bool {
    let mut words: Vec<String> = about
        .iter()
        .flat_map(|known| known.split(|letter: char| !letter.is_alphanumeric()))
        .map(plain)
        .filter(|word| word.chars().count() >= SHORTEST_TELLING_WORD)
        .collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    let password = plain(password);
    let rest = words.iter().fold(password.clone(), |rest, word| {
        let backwards: String = word.chars().rev().collect();
        rest.replace(word.as_str(), "").replace(&backwards, "")
    });
    rest != password && rest.chars().count() <= FEW_MORE
}

/// Letters and digits alone, in lower case, with the usual digits for letters read as those.
fn plain(text: &str) -> String {
    text.to_lowercase()
        .chars()
        .map(|letter| match letter {
            '0' => 'o',
            '1' => 'i',
            '3' => 'e',
            '4' | '@' => 'a',
            '5' | '$' => 's',
            '7' => 't',
            other => other,
        })
        .filter(|letter| letter.is_alphanumeric())
        .collect()
}

/// A password that is only asked for: present, and not too long to be one.
///
/// # Errors
/// When nothing was typed, or too much.
pub fn check_present_password(password: &str) -> Result<Secret, String> {
    match password.chars().count() {
        0 => Err(REQUIRED.to_owned()),
        length if length > LONGEST_PASSWORD => Err(format!("At most {LONGEST_PASSWORD} characters")),
        _ => Ok(Secret::new(password)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_has_eight_characters_of_any_kind() {
        assert!(check_password("kleiner Fuchs", &[]).is_ok());
        assert!(check_password("日本語のパスワード", &[]).is_ok());
        assert!(check_password(" mnbq zrt", &[]).is_ok(), "spaces count and stay");
        assert_eq!(check_password("short77", &[]).unwrap_err(), "At least 8 characters");
        assert!(check_password(&"ab".repeat(128), &[]).is_ok());
        assert!(check_password(&"ab".repeat(129), &[]).is_err());
        assert!(check_password("aaaaaaaaaaaa", &[]).is_err());
    }

    #[test]
    fn a_password_is_not_the_name_or_the_address_of_its_owner() {
        let about = ["ada.lovelace@example.org", "countess", "Ada", "Lovelace"];
        for bad in [
            "ada.lovelace@example.org",
            "AdaLovelace",
            "lovelace1",
            "L0velace!!",
            "ecalevol",
            "countess",
            "Countess1815",
            "example.org",
            "adaadaada",
            "1234lovelace",
            "Lovelace_Ada",
        ] {
            assert!(check_password(bad, &about).is_err(), "{bad}");
        }
        for good in ["analytical engine", "my countess rides horses", "note G, 1843 edition"] {
            assert!(check_password(good, &about).is_ok(), "{good}");
        }
    }

    #[test]
    fn a_secret_is_never_printed() {
        assert_eq!(format!("{:?}", Secret::new("hunter42")), "Secret");
    }
}
