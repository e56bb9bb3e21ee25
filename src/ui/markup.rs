//! HTML that is written and never changes by itself: cards, menus, links.
//!
//! A list has hundreds of elements in which nothing reacts. As text they cost the server and the browser's
//! program a fraction of what they would as views. Everything that is not markup goes through [`Markup::text`]
//! or [`Markup::attribute`], which escape it.

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

    /// Adds text between tags.
    pub fn text(&mut self, text: &str) -> &mut Self {
        for part in text.split_inclusive(['&', '<', '>']) {
            match part.as_bytes().last() {
                Some(b'&') => self.escaped(part, "&amp;"),
                Some(b'<') => self.escaped(part, "&lt;"),
                Some(b'>') => self.escaped(part, "&gt;"),
                _ => self.0.push_str(part),
            }
        }
        self
    }

    /// Adds ` name="value"`.
    pub fn attribute(&mut self, name: &'static str, value: &str) -> &mut Self {
        self.0.push(' ');
        self.0.push_str(name);
        self.0.push_str("=\"");
        for part in value.split_inclusive(['&', '"', '<']) {
            match part.as_bytes().last() {
                Some(b'&') => self.escaped(part, "&amp;"),
                Some(b'"') => self.escaped(part, "&quot;"),
                Some(b'<') => self.escaped(part, "&lt;"),
                _ => self.0.push_str(part),
            }
        }
        self.0.push('"');
        self
    }

    /// Adds ` href="/folder/slug"`.
    pub fn href(&mut self, folder: &'static str, slug: &str) -> &mut Self {
        let mut address = String::with_capacity(folder.len() + slug.len());
        address.push_str(folder);
        address.push_str(slug);
        self.attribute("href", &address)
    }

    /// Adds a number as text.
    pub fn number(&mut self, number: u32) -> &mut Self {
        self.text(&number.to_string())
    }

    /// The HTML, for `inner_html`.
    #[must_use]
    pub fn finish(self) -> String {
        self.0
    }

    /// Adds a part without its last character, which is ASCII, and what stands for that.
    fn escaped(&mut self, part: &str, instead: &str) {
        self.0.push_str(&part[..part.len() - 1]);
        self.0.push_str(instead);
    }
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
            "<a title=\"&quot;>&lt;script>&amp;\" href=\"/products/a&quot;b\">&lt;b&gt;&amp;é</a>"
        );
    }
}
