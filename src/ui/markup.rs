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
        let is_special = |byte| matches!(byte, b'&' | b'<' | b'>' | b'"');
        push_escaped(&mut self.0, text, is_special, |byte| match byte {
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

/// Adds a text in which something else stands for special bytes, all of them ASCII.
pub(super) fn push_escaped(
    to: &mut String,
    text: &str,
    is_special: impl Fn(u8) -> bool,
    instead: impl Fn(u8) -> &'static str,
) {
    // Without an early end within eight bytes they are looked at together; almost no text has to be escaped.
    let any = |bytes: &[u8]| bytes.iter().fold(false, |found, byte| found | is_special(*byte));
    let (eights, rest) = text.as_bytes().as_chunks::<8>();
    if !eights.iter().any(|eight| any(eight)) && !any(rest) {
        to.push_str(text);
        return;
    }
    let mut rest = 0;
    for (at, byte) in text.bytes().enumerate() {
        if is_special(byte) {
            to.push_str(&text[rest..at]);
            to.push_str(instead(byte));
            rest = at + 1;
        }
    }
    to.push_str(&text[rest..]);
}

#[cfg(test)]
mod tests {
    use super::*;

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
