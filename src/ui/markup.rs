//! HTML that is written and never changes by itself: cards, menus, links.
//!
//! A list has hundreds of elements in which nothing reacts. As text they cost the server and the browser's
//! program a fraction of what they would as views. Everything that is not markup goes through [`Markup::text`],
//! which escapes it.

/// HTML in the making.
#[derive(Clone, Debug, Default)]
pub struct Markup(String);

impl Markup {
    /// Empty, with room for so many bytes.
    #[must_use]
    pub fn with_capacity(bytes: usize) -> Self {
        Self(String::with_capacity(bytes))
    }

    /// Adds markup that stands in the program's own text.
    pub fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Adds HTML that was made harmless when it was read (SPEC Q2).
    pub fn cleaned(&mut self, html: &str) -> &mut Self {
        self.0.push_str(html);
        self
    }

    /// Adds text, with what is special in HTML escaped: it may stand between tags or in an attribute's value.
    pub fn text(&mut self, text: &str) -> &mut Self {
        let distance = |byte: u8| (byte ^ b'&').min(byte ^ b'<').min(byte ^ b'>').min(byte ^ b'"');
        push_escaped(&mut self.0, text, distance, |byte| match byte {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        self
    }

    /// Adds ` name="value"`.
    pub fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.raw(" ").raw(name).raw("=\"").text(value).raw("\"")
    }

    /// Adds ` href="/folder/slug"`.
    pub fn href(&mut self, folder: &'static str, slug: &str) -> &mut Self {
        self.raw(" href=\"").raw(folder).text(slug).raw("\"")
    }

    /// Adds a number as text.
    pub fn number(&mut self, number: u32) -> &mut Self {
        self.0.push_str(&number.to_string());
        self
    }

    /// The HTML, for `inner_html`.
    #[must_use]
    pub fn finish(self) -> String {
        self.0
    }
}

/// Adds a text in which something else stands for special bytes, all of them ASCII: those whose `distance` is 0.
pub(super) fn push_escaped(
    to: &mut String,
    text: &str,
    distance: impl Fn(u8) -> u8,
    instead: impl Fn(u8) -> &'static str,
) {
    // Almost no text has to be escaped.
    if least_distance(text.as_bytes(), &distance) > 0 {
        to.push_str(text);
        return;
    }
    let mut rest = 0;
    for (at, byte) in text.bytes().enumerate() {
        if distance(byte) == 0 {
            to.push_str(&text[rest..at]);
            to.push_str(instead(byte));
            rest = at + 1;
        }
    }
    to.push_str(&text[rest..]);
}

/// The least distance of any byte. Without an early end, and with distances instead of choices, the processor looks at
/// sixteen bytes together: at the last ones once more, where they are no sixteen.
fn least_distance(bytes: &[u8], distance: impl Fn(u8) -> u8) -> u8 {
    let mut padded = [b'a'; 16];
    let (sixteens, last): (&[[u8; 16]], _) = if let Some(last) = bytes.last_chunk() {
        (bytes.as_chunks().0, last)
    } else {
        padded[..bytes.len()].copy_from_slice(bytes);
        (&[], &padded)
    };
    let mut least = [u8::MAX; 16];
    for sixteen in sixteens.iter().chain([last]) {
        for (least, byte) in least.iter_mut().zip(sixteen) {
            *least = (*least).min(distance(*byte));
        }
    }
    least.into_iter().fold(u8::MAX, u8::min)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_special_is_found_wherever_it_stands() {
        for at in 0..40 {
            for (special, escaped) in [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("\"", "&quot;")] {
                let (before, after) = ("a".repeat(at), "é".repeat(20));
                let mut html = Markup::default();
                html.text(&[&before, special, &after].concat());
                assert_eq!(html.finish(), [&before, escaped, &after].concat());
            }
        }
    }

    #[test]
    fn text_and_attributes_are_escaped() {
        let mut html = Markup::default();
        html.raw("<a")
            .attribute("title", "\"><script>&")
            .href("/products/", "a\"b")
            .raw(">")
            .text("<b>&é")
            .raw("</a>");
        assert_eq!(
            html.finish(),
            "<a title=\"&quot;&gt;&lt;script&gt;&amp;\" href=\"/products/a&quot;b\">&lt;b&gt;&amp;é</a>"
        );
    }
}
