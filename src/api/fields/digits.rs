//! Digits of all scripts, which numbers may be written in.

use std::borrow::Cow;

/// The zeros of all scripts but ASCII's own, each with its nine other digits behind it (Unicode's class `Nd`).
const ZEROS: [u32; 65] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xde6, 0xe50, 0xed0,
    0xf20, 0x1040, 0x1090, 0x17e0, 0x1810, 0x1946, 0x19d0, 0x1a80, 0x1a90, 0x1b50, 0x1bb0, 0x1c40, 0x1c50,
    0xa620, 0xa8d0, 0xa900, 0xa9d0, 0xa9f0, 0xaa50, 0xabf0, 0xff10, 0x1_04a0, 0x1_0d30, 0x1_1066, 0x1_10f0,
    0x1_1136, 0x1_11d0, 0x1_12f0, 0x1_1450, 0x1_14d0, 0x1_1650, 0x1_16c0, 0x1_1730, 0x1_18e0, 0x1_1950,
    0x1_1c50, 0x1_1d50, 0x1_1da0, 0x1_6a60, 0x1_6ac0, 0x1_6b50, 0x1_d7ce, 0x1_d7d8, 0x1_d7e2, 0x1_d7ec,
    0x1_d7f6, 0x1_e140, 0x1_e2f0, 0x1_e950, 0x1_fbf0,
];

/// A text with the digits of all scripts as those of ASCII.
pub(super) fn in_ascii(text: &str) -> Cow<'_, str> {
    if text.is_ascii() { Cow::Borrowed(text) } else { text.chars().map(digit_in_ascii).collect() }
}

fn digit_in_ascii(letter: char) -> char {
    let code = u32::from(letter);
    let zero = ZEROS.partition_point(|zero| *zero <= code).checked_sub(1).map(|at| ZEROS[at]);
    zero.and_then(|zero| char::from_digit(code - zero, 10)).unwrap_or(letter)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zeros_stand_in_their_order_ten_apart_at_least() {
        assert!(ZEROS.windows(2).all(|pair| pair[0] + 10 <= pair[1]));
        assert_eq!(in_ascii("a٠١٢٩０９\u{1fbf9}\u{1fbfa}"), "a0129099\u{1fbfa}");
    }
}
