//! The rules of single fields: each is written here once, and runs in the browser on every key press and on
//! the server again.

use std::fmt;

/// Longest e-mail address, in characters (RFC 5321).
pub const LONGEST_EMAIL: usize = 254;
/// Longest username, in characters.
pub const LONGEST_USERNAME: usize = 60;
/// Longest first or last name, in characters.
pub const LONGEST_NAME: usize = 100;
/// Longest bio, in characters (SPEC D1).
pub const LONGEST_BIO: usize = 500;
/// Longest telephone number, in characters (SPEC D2).
pub const LONGEST_PHONE: usize = 20;
/// Longest postal address, in characters.
pub const LONGEST_ADDRESS: usize = 500;
/// Shortest password, in characters (NIST SP 800-63B).
pub const SHORTEST_PASSWORD: usize = 8;
/// Longest password, in characters.
pub const LONGEST_PASSWORD: usize = 256;
/// Year of the earliest birth date.
const EARLIEST_BIRTH: u16 = 1900;
/// A part of an address or a name that is shorter says nothing about a password.
const SHORTEST_TELLING_WORD: usize = 3;
/// So many characters beside a word of one's own do not make a password of it.
const FEW_MORE: usize = 4;

const REQUIRED: &str = "This field is required";
const NO_EMAIL: &str = "Enter an e-mail address, such as ada@example.org";
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

/// A day, checked to be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct BirthDate {
    /// From 1900 on.
    pub year: u16,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
}

/// An e-mail address, trimmed and in lower case. Letters of any script are taken (RFC 6531), quoted local
/// parts and addresses in brackets are not.
///
/// # Errors
/// What is wrong, in words.
pub fn check_email(email: &str) -> Result<String, String> {
    let email = compose(email.trim()).to_lowercase();
    if email.is_empty() {
        return Err(REQUIRED.to_owned());
    }
    let length = email.chars().count();
    if length > LONGEST_EMAIL {
        return Err(format!("At most {LONGEST_EMAIL} characters; these are {length}"));
    }
    let Some((local, domain)) = email.rsplit_once('@') else { return Err(NO_EMAIL.to_owned()) };
    if is_local_part(local) && is_domain(domain) { Ok(email) } else { Err(NO_EMAIL.to_owned()) }
}

fn is_local_part(local: &str) -> bool {
    let allowed = |letter: char| is_visible_letter(letter) || "!#$%&'*+-/=?^_`{|}~.".contains(letter);
    local.len() <= 64 && local.chars().all(allowed) && !local.split('.').any(str::is_empty)
}

fn is_domain(domain: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.chars().count())
            && label.chars().all(|letter| is_visible_letter(letter) || letter == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    (domain == "localhost" || domain.contains('.')) && domain.split('.').all(is_label)
}

/// Letters and digits of ASCII, and whatever other scripts write with that one can see: marks too, which many
/// names need, but nothing that hides or turns the text around it.
fn is_visible_letter(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric();
    }
    let is_hidden = matches!(u32::from(letter),
        0xAD | 0x61C | 0x180E | 0x200B..=0x200F | 0x2028..=0x202E | 0x2060..=0x206F | 0xE000..=0xF8FF
        | 0xFE00..=0xFE0F | 0xFEFF | 0xFFF0..=0xFFFF | 0x1_D173..=0x1_D17A | 0xE_0000..=0x10_FFFF);
    !letter.is_control() && !letter.is_whitespace() && !is_hidden
}

/// Letters that can be written in two ways are written in one, so that an address is found however it was
/// typed. The browser leaves that to the server.
#[cfg(feature = "ssr")]
fn compose(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization as _;
    text.nfc().collect()
}

#[cfg(not(feature = "ssr"))]
fn compose(text: &str) -> String {
    text.to_owned()
}

/// A username of 1 to 60 letters, digits, spaces and `. _ - '`, trimmed.
///
/// # Errors
/// What is wrong, in words.
pub fn check_username(username: &str) -> Result<String, String> {
    let username = compose(username.trim());
    let allowed = |letter: char| is_visible_letter(letter) || " ._-'".contains(letter);
    match username.chars().count() {
        0 => Err(REQUIRED.to_owned()),
        length if length > LONGEST_USERNAME => {
            Err(format!("At most {LONGEST_USERNAME} characters; these are {length}"))
        }
        _ if !username.chars().all(allowed) => {
            Err("Use letters, digits, spaces and . _ - ' alone".to_owned())
        }
        _ if username.contains("  ") => Err("Use single spaces".to_owned()),
        _ => Ok(username),
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

/// One line of text of at most so many characters, trimmed; nothing is taken too.
///
/// # Errors
/// What is wrong, in words.
pub fn check_line(text: &str, longest: usize) -> Result<String, String> {
    let text = text.trim();
    if text.chars().any(char::is_control) {
        return Err("Control characters cannot be used".to_owned());
    }
    within(text, longest)
}

/// Lines of text of at most so many characters, trimmed; nothing is taken too.
///
/// # Errors
/// When it is too long, or has signs that cannot be kept.
pub fn check_lines(text: &str, longest: usize) -> Result<String, String> {
    let text = text.trim().replace("\r\n", "\n");
    if text.chars().any(|letter| letter.is_control() && letter != '\n' && letter != '\t') {
        return Err("Control characters cannot be used".to_owned());
    }
    within(&text, longest)
}

fn within(text: &str, longest: usize) -> Result<String, String> {
    match text.chars().count() {
        length if length > longest => Err(format!("At most {longest} characters; these are {length}")),
        _ => Ok(text.to_owned()),
    }
}

/// A telephone number of at most 20 characters: digits, spaces and `+ - ( ) . /`; nothing is taken too.
///
/// # Errors
/// What is wrong, in words.
pub fn check_phone(phone: &str) -> Result<String, String> {
    let phone = check_line(phone, LONGEST_PHONE)?;
    let allowed = |letter: char| letter.is_ascii_digit() || " +-()./".contains(letter);
    let has_digit = phone.chars().any(|letter| letter.is_ascii_digit());
    if phone.is_empty() || (has_digit && phone.chars().all(allowed)) {
        Ok(phone)
    } else {
        Err("Use digits, spaces and + - ( ) . / alone".to_owned())
    }
}

/// A day such as `1990-12-31`, from 1900 on; nothing is taken too. That it is not in the future is checked by
/// the server.
///
/// # Errors
/// What is wrong, in words.
pub fn check_birth_date(text: &str) -> Result<Option<BirthDate>, String> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let date = read_date(text).ok_or("Enter a date such as 1990-12-31")?;
    if date.year < EARLIEST_BIRTH {
        return Err(format!("Enter a year from {EARLIEST_BIRTH} on"));
    }
    Ok(Some(date))
}

fn read_date(text: &str) -> Option<BirthDate> {
    let digits = |part: &str, length: usize| part.len() == length && part.bytes().all(|b| b.is_ascii_digit());
    let mut parts = text.split('-');
    let (year, month, day) = (parts.next()?, parts.next()?, parts.next()?);
    if parts.next().is_some() || !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
        return None;
    }
    let (year, month, day): (u16, u8, u8) = (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?);
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => return None,
    };
    (1..=days).contains(&day).then_some(BirthDate { year, month, day })
}

/// A path of this site to go to next; anything that could lead elsewhere is nothing (SPEC Q2).
#[must_use]
pub fn safe_path(path: &str) -> Option<&str> {
    let is_ours = path.starts_with('/')
        && !path.starts_with("//")
        && !path.contains('\\')
        && !path.chars().any(char::is_control);
    is_ours.then_some(path)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_taken_in_lower_case_and_in_any_script() {
        assert_eq!(check_email(" Ada@Example.ORG ").unwrap(), "ada@example.org");
        assert_eq!(check_email("用户@例え.jp").unwrap(), "用户@例え.jp");
        assert_eq!(check_email("Ünï@bücher.example").unwrap(), "ünï@bücher.example");
        assert!(check_email("o'neil+shop@mail.example.co.uk").is_ok());
        assert!(check_email("admin@localhost").is_ok());
    }

    #[test]
    #[cfg(feature = "ssr")]
    fn an_address_is_the_same_however_its_letters_are_composed() {
        assert_eq!(check_email("u\u{308}@example.org"), check_email("\u{fc}@example.org"));
    }

    #[test]
    fn what_is_no_address_is_refused() {
        let long = format!("{}@example.org", "a".repeat(65));
        for bad in [
            "",
            "ada",
            "@example.org",
            "ada@",
            "ada@example",
            "a da@example.org",
            "ada@exa mple.org",
            "ada@-example.org",
            "ada@example..org",
            ".ada@example.org",
            "a..b@example.org",
            "ada@example.org\nBcc: x@y.example",
            "\"ada\"@example.org",
            "ada@[127.0.0.1]",
            "<ada@example.org>",
            "ada@example.org, b@example.org",
            &long,
        ] {
            assert!(check_email(bad).is_err(), "{bad}");
        }
        assert!(check_email(&format!("a@{}.example", "b".repeat(300))).is_err());
    }

    #[test]
    fn a_username_is_letters_digits_and_a_few_signs() {
        assert_eq!(check_username(" Zoë O'Neil-2 ").unwrap(), "Zoë O'Neil-2");
        assert!(check_username("花子").is_ok());
        assert!(check_username("हिन्दी").is_ok());
        for bad in ["", "  ", "a  b", "a@b", "a\u{202e}b", "a\u{200b}b", "<b>", &"a".repeat(61)] {
            assert!(check_username(bad).is_err(), "{bad}");
        }
    }

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

    #[test]
    fn a_birth_date_is_a_day_of_the_calendar() {
        let date = BirthDate { year: 2000, month: 2, day: 29 };
        assert_eq!(check_birth_date("2000-02-29").unwrap(), Some(date));
        assert_eq!(check_birth_date(" ").unwrap(), None);
        for bad in ["1900-02-29", "2023-04-31", "1899-12-31", "31.12.1990", "1990-1-1", "1990-13-01", "x"] {
            assert!(check_birth_date(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_telephone_number_has_digits_and_at_most_twenty_characters() {
        assert_eq!(check_phone(" +49 (30) 123-45 ").unwrap(), "+49 (30) 123-45");
        assert_eq!(check_phone("").unwrap(), "");
        for bad in ["call me", "+", "+49 (30) 123-45 678 90"] {
            assert!(check_phone(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn only_a_path_of_this_site_is_gone_to() {
        for good in ["/", "/products?q=a", "/account#sessions"] {
            assert_eq!(safe_path(good), Some(good));
        }
        for bad in [
            "",
            "products",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/\r\nSet-Cookie: a=b",
            "javascript:alert(1)",
        ] {
            assert_eq!(safe_path(bad), None, "{bad}");
        }
    }
}
