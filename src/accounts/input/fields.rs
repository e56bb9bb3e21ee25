//! The rules of single fields: each is written here once, and runs in the browser on every key press and on
//! the server again.

use crate::letters;

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
/// Year of the earliest birth date.
const EARLIEST_BIRTH: u16 = 1900;
/// What is said of a field that has to be filled in.
pub(super) const REQUIRED: &str = "This field is required";
const NO_EMAIL: &str = "Enter an e-mail address, such as ada@example.org";
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
    let email = letters::compose(email.trim()).to_lowercase();
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
    !letter.is_control()
        && !letter.is_whitespace()
        && !letters::is_hidden(letter)
        && !letters::is_joiner(letter)
}

/// A username of 1 to 60 letters, digits, spaces and `. _ - '`, trimmed.
///
/// # Errors
/// What is wrong, in words.
pub fn check_username(username: &str) -> Result<String, String> {
    let username = letters::compose(username.trim());
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

/// One line of text of at most so many characters, trimmed, its letters composed; nothing is taken too, and so is what
/// shows nothing. It has nothing that hides or turns what stands beside it.
///
/// # Errors
/// What is wrong, in words.
pub fn check_line(text: &str, longest: usize) -> Result<String, String> {
    let text = letters::compose(text.trim());
    if text.chars().any(char::is_control) {
        return Err("Control characters cannot be used".to_owned());
    }
    if text.chars().any(letters::is_hidden) {
        return Err("Invisible characters cannot be used".to_owned());
    }
    within(if letters::is_seen(&text) { &text } else { "" }, longest)
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
    fn a_line_shows_all_that_it_has() {
        assert_eq!(check_line(" Zoë ", 9).as_deref(), Ok("Zoë"));
        assert_eq!(check_line("می\u{200c}نا", 9).as_deref(), Ok("می\u{200c}نا"));
        for nothing in ["", " ", "\u{200d}", "\u{fe0f} \u{200c}"] {
            assert_eq!(check_line(nothing, 9).as_deref(), Ok(""), "{nothing:?}");
        }
        for hidden in ["\u{202e}adA", "Ada\u{200b}", "\u{3164}", "\u{2066}A\u{2069}"] {
            assert_eq!(
                check_line(hidden, 9).unwrap_err(),
                "Invisible characters cannot be used",
                "{hidden:?}"
            );
        }
        assert_eq!(check_line("A\nda", 9).unwrap_err(), "Control characters cannot be used");
        assert!(check_line("Ada Lovelace", 9).is_err());
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
