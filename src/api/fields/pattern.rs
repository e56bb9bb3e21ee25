//! What texts may look like: each pattern of the schema, and the same test written by hand.

/// Any text but NUL.
pub const ANY_TEXT: &str = "^[^\\u0000]*$";
/// Nothing is declared: the area's own rule says more than a pattern could, and NUL alone is refused here.
pub const NOT_DECLARED: &str = "";
/// A name: one line with something to see, and nothing that hides or turns what stands beside it (`crate::letters`).
pub const NAME: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u115f\\u1160\\u17b4\\u17b5\
    \\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ue000-\\uf8ff\\ufeff\\uffa0\
    \\ufff0-\\uffff\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}\u{e01f0}-\u{10ffff}]*\
    [^\\s\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u034f\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b-\
    \\u200f\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ue000-\\uf8ff\\ufe00-\\ufe0f\\ufeff\\uffa0\
    \\ufff0-\\uffff\u{1d173}-\u{1d17a}\u{e0000}-\u{10ffff}]\
    [^\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u115f\\u1160\\u17b4\\u17b5\\u180e\\u200b\\u200e\
    \\u200f\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ue000-\\uf8ff\\ufeff\\uffa0\\ufff0-\
    \\uffff\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}\u{e01f0}-\u{10ffff}]*$";
/// A line without what a name may not have, or nothing.
pub const ANY_NAME: &str = "^[^\\u0000-\\u001f\\u007f-\\u009f\\u00ad\\u061c\\u115f\\u1160\\u17b4\\u17b5\
    \\u180e\\u200b\\u200e\\u200f\\u2028-\\u202e\\u2060-\\u206f\\u2800\\u3164\\ue000-\\uf8ff\\ufeff\\uffa0\
    \\ufff0-\\uffff\u{1d173}-\u{1d17a}\u{e0000}-\u{e00ff}\u{e01f0}-\u{10ffff}]*$";
/// A telephone number, or nothing.
pub const PHONE: &str = "^([0-9 +().\\/-]*[0-9][0-9 +().\\/-]*)?$";
/// Lower-case letters, digits and single hyphens.
pub const SLUG: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// One line with something to see; blanks around it say nothing, line ends among them.
const LINE: &str = "^\\s*[^\\s\\u0000-\\u001f\\u007f-\\u009f]\
                    ([^\\u0000-\\u001f\\u007f-\\u009f]*[^\\s\\u0000-\\u001f\\u007f-\\u009f])?\\s*$";
/// The same, or nothing.
const ANY_LINE: &str = "^(\\s*[^\\s\\u0000-\\u001f\\u007f-\\u009f]\
                        ([^\\u0000-\\u001f\\u007f-\\u009f]*[^\\s\\u0000-\\u001f\\u007f-\\u009f])?)?\\s*$";
/// Lines with something to see.
const LINES: &str = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*[^\\s\\u0000-\\u001f\\u007f-\\u009f]\
                     [^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$";
/// Lines, or nothing.
const ANY_LINES: &str = "^[^\\u0000-\\u0008\\u000b\\u000c\\u000e-\\u001f\\u007f-\\u009f]*$";

/// The pattern of a text in the schema.
pub(super) const fn of(blank: bool, lines: bool, pattern: Option<&'static str>) -> &'static str {
    match (pattern, blank, lines) {
        (Some(pattern), _, _) => pattern,
        (None, false, false) => LINE,
        (None, true, false) => ANY_LINE,
        (None, false, true) => LINES,
        (None, true, true) => ANY_LINES,
    }
}

/// Whether a text is as its pattern has it; whether it is blank was looked at before.
pub(super) fn check(text: &str, blank: bool, lines: bool, pattern: Option<&str>) -> Result<(), String> {
    let fits = match pattern {
        Some(PHONE) => text.is_empty() || is_phone(text),
        Some(SLUG) => (blank && text.is_empty()) || is_slug(text),
        // Any text, a name, which its area's own rule reads, or nothing declared: NUL was refused before.
        Some(_) => true,
        None => {
            let is_free = !text.chars().any(|letter| is_refused(letter, lines));
            return if is_free { Ok(()) } else { Err("Control characters cannot be used.".to_owned()) };
        }
    };
    if fits { Ok(()) } else { Err("This value does not match the required pattern.".to_owned()) }
}

fn is_refused(letter: char, lines: bool) -> bool {
    letter.is_control() && !(lines && matches!(letter, '\n' | '\r' | '\t'))
}

fn is_phone(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
        && text.bytes().all(|byte| byte.is_ascii_digit() || b" +()./-".contains(&byte))
}

fn is_slug(text: &str) -> bool {
    text.split('-').all(|word| {
        !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Each text with what the pattern itself says of it.
    #[test]
    fn the_tests_by_hand_agree_with_the_patterns() {
        let taken = |pattern, text: &str| check(text, false, false, Some(pattern)).is_ok();
        for (text, is_slug, is_phone) in [
            ("arc-kettle-2", true, false),
            ("arc--kettle", false, false),
            ("-arc", false, false),
            ("arc-", false, false),
            ("Arc", false, false),
            ("", false, true),
            ("12", true, true),
            ("+49 (30) 1/2-3.4", false, true),
            ("+() ", false, false),
            ("1x", true, false),
            ("1\n", false, false),
            ("١", false, false),
        ] {
            assert_eq!((taken(SLUG, text), taken(PHONE, text)), (is_slug, is_phone), "{text:?}");
        }
        for (text, one_line, many_lines) in [
            ("a b", true, true),
            ("a\nb\r\n\tc", false, true),
            ("a\u{7}", false, false),
            ("a\u{85}", false, false),
            ("a\u{7f}", false, false),
            ("a\u{2028}é日", true, true),
        ] {
            assert_eq!(check(text, false, false, None).is_ok(), one_line, "{text:?}");
            assert_eq!(check(text, false, true, None).is_ok(), many_lines, "{text:?}");
            assert!(taken(ANY_TEXT, text) && taken(NOT_DECLARED, text));
        }
    }
}
