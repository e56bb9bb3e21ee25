//! Values in the query part of an address, as `application/x-www-form-urlencoded` has them.

/// Percent-encodes everything but unreserved characters; a space becomes a plus.
#[must_use]
pub fn encode(value: &str) -> String {
    let mut encoded = String::with_capacity(value.len());
    push_encoded(&mut encoded, value);
    encoded
}

/// Adds a value as [`encode`] has it.
pub fn push_encoded(to: &mut String, value: &str) {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~');
    if value.bytes().all(is_plain) {
        to.push_str(value);
        return;
    }
    for byte in value.bytes() {
        match byte {
            _ if is_plain(byte) => to.push(char::from(byte)),
            b' ' => to.push('+'),
            _ => {
                to.push('%');
                for digit in [byte >> 4, byte & 15] {
                    to.push(char::from_digit(u32::from(digit), 16).unwrap_or('0').to_ascii_uppercase());
                }
            }
        }
    }
}

/// The reverse of [`encode`]; a percent sign without two digits stays as it is, and what is no UTF-8 becomes `�`.
#[must_use]
pub fn decode(value: &str) -> String {
    let bytes = value.as_bytes();
    let digit = |at: usize| bytes.get(at).and_then(|&byte| char::from(byte).to_digit(16));
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (byte, digit(at + 1), digit(at + 2)) {
            (b'%', Some(high), Some(low)) => {
                decoded.push(u8::try_from(high * 16 + low).unwrap_or(b'?'));
                at += 3;
                continue;
            }
            (b'+', _, _) => decoded.push(b' '),
            _ => decoded.push(byte),
        }
        at += 1;
    }
    String::from_utf8_lossy(&decoded).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        assert_eq!(encode("red café & co"), "red+caf%C3%A9+%26+co");
        for text in ["", "a-b._~Z9", "a+b c%20", "日本語", "=&?#/\\\"'<>\0\n"] {
            assert_eq!(decode(&encode(text)), text);
        }
    }

    #[test]
    fn what_is_no_code_stays_as_it_is() {
        for (text, read) in
            [("%", "%"), ("%4", "%4"), ("%zz%4", "%zz%4"), ("%c3%A9", "é"), ("%ff", "\u{fffd}")]
        {
            assert_eq!(decode(text), read, "{text}");
        }
    }
}
