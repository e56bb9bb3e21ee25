//! The commonest passwords: nobody may have one of them (NIST SP 800-63B).
//!
//! `common.txt` has, commonest first, those of the 19,640 commonest passwords that are long enough for
//! [`crate::accounts::input::check_password`]; shorter ones are refused for their length. It is made of
//! Django 5.2's `contrib/auth/common-passwords.txt.gz` (BSD, see `common-LICENSE.txt`; counted by Royce
//! Williams) by leaving out lines of fewer than 8 characters.

use std::collections::HashSet;
use std::sync::LazyLock;

static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common.txt").lines().collect());

/// Whether a password is among the commonest, whatever its case.
#[must_use]
pub fn is_common(password: &str) -> bool {
    COMMON.contains(password.trim().to_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_commonest_passwords_are_known_in_any_case() {
        for common in ["12345678", "password1", "PASSWORD1", "qwertyuiop", "iloveyou", " sunshine1 "] {
            assert!(is_common(common), "{common}");
        }
        assert!(!is_common("kleiner Fuchs im Regen"));
    }

    #[test]
    fn the_list_holds_what_is_long_enough_and_nothing_twice() {
        let lines = include_str!("common.txt").lines();
        assert!(lines.clone().all(|line| line.chars().count() >= crate::accounts::input::SHORTEST_PASSWORD));
        assert_eq!(lines.count(), COMMON.len());
        assert!(COMMON.len() > 8_000);
    }
}
