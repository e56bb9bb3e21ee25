//! Descriptions: Markdown to harmless HTML (SPEC W3, Q2), and to plain text for previews.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

/// Longest plain summary, in characters.
const SUMMARY: usize = 155;
/// Elements that may begin or end within a word; all others part words.
const WITHIN_WORDS: [&str; 18] = [
    "a", "abbr", "b", "code", "del", "em", "i", "ins", "kbd", "mark", "q", "s", "small", "span", "strong",
    "sub", "sup", "u",
];

/// The HTML of a Markdown text, with nothing in it that could run or load. Headings begin at the third
/// level, since the page has the first two.
#[must_use]
pub fn to_html(markdown: &str) -> String {
    let parser =
        Parser::new_ext(markdown, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH).map(lower_heading);
    let mut rendered = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut rendered, parser);
    // Without these characters the text holds neither HTML nor links: the parser has escaped all there is.
    if markdown.contains(['<', '[', '&']) { sanitise(&rendered) } else { rendered }
}

fn sanitise(html: &str) -> String {
    ammonia::Builder::default()
        .rm_tags(["img", "map", "area"])
        .add_generic_attributes(["align"])
        .rm_generic_attributes(["lang", "title"])
        .url_schemes(["http", "https", "mailto"].into())
        .link_rel(Some("nofollow noopener noreferrer"))
        .clean(html)
        .to_string()
}

fn lower_heading(event: Event<'_>) -> Event<'_> {
    use pulldown_cmark::HeadingLevel::{H3, H4, H5, H6};
    let lower = |level| match level {
        pulldown_cmark::HeadingLevel::H1 => H3,
        pulldown_cmark::HeadingLevel::H2 => H4,
        H3 => H5,
        _ => H6,
    };
    match event {
        Event::Start(Tag::Heading { level, id, classes, attrs }) => {
            Event::Start(Tag::Heading { level: lower(level), id, classes, attrs })
        }
        Event::End(TagEnd::Heading(level)) => Event::End(TagEnd::Heading(lower(level))),
        // Alignments would become style attributes, which the page's policy forbids.
        Event::Start(Tag::Table(_)) => Event::Start(Tag::Table(Vec::new())),
        other => other,
    }
}

/// The beginning of a Markdown text as plain text, cut at a word; empty where the text shows no words.
#[must_use]
pub fn to_summary(markdown: &str) -> String {
    // What HTML shows is known for sure only once it is harmless.
    let text = if markdown.contains('<') { text_of(&to_html(markdown)) } else { plain(markdown) };
    let mut summary = String::with_capacity(text.len().min(SUMMARY * 2));
    let mut letters = 0;
    for word in text.split_whitespace() {
        let more = word.chars().count() + usize::from(letters > 0);
        if letters + more > SUMMARY {
            if letters == 0 {
                summary.extend(word.chars().take(SUMMARY));
            }
            summary.truncate(summary.trim_end_matches([',', ';', ':', '.']).len());
            summary.push('…');
            break;
        }
        if letters > 0 {
            summary.push(' ');
        }
        summary.push_str(word);
        letters += more;
    }
    summary
}

/// As [`to_summary`]; name and category stand for a description that shows no words.
#[must_use]
pub fn to_summary_or(markdown: &str, name: &str, category: &str) -> String {
    let summary = to_summary(markdown);
    if !summary.is_empty() {
        summary
    } else if category.is_empty() {
        name.to_owned()
    } else {
        format!("{name} · {category}")
    }
}

/// The text of Markdown without HTML, as much of it as a summary needs.
fn plain(markdown: &str) -> String {
    let mut text = String::with_capacity(SUMMARY + 32);
    for event in Parser::new(markdown) {
        match event {
            Event::Text(part) | Event::Code(part) => text.push_str(&part),
            Event::SoftBreak
            | Event::HardBreak
            | Event::End(TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item) => {
                text.push(' ');
            }
            _ => {}
        }
        if text.len() > SUMMARY * 4 {
            break;
        }
    }
    text
}

/// The text of harmless HTML, as [`to_html`] gives it: values of attributes are quoted, and of entities there
/// are only those of the signs that HTML itself uses.
fn text_of(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let name = tag.trim_start_matches('/');
        let end = name.find(|letter: char| !letter.is_ascii_alphanumeric()).unwrap_or(name.len());
        if !WITHIN_WORDS.contains(&&name[..end]) {
            text.push(' ');
        }
        rest = after_tag(tag);
    }
    text.push_str(rest);
    text.replace("&nbsp;", " ")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
        .replace("&quot;", "\"")
        .replace("&amp;", "&")
}

/// What follows a tag whose `<` was read; a `>` within quotes does not end it.
fn after_tag(tag: &str) -> &str {
    let mut is_quoted = false;
    for (at, byte) in tag.bytes().enumerate() {
        match byte {
            b'"' => is_quoted = !is_quoted,
            b'>' if !is_quoted => return &tag[at + 1..],
            _ => {}
        }
    }
    ""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markdown_becomes_html() {
        assert_eq!(
            to_html("A *fine* kettle.\n\n- 1 l"),
            "<p>A <em>fine</em> kettle.</p>\n<ul>\n<li>1 l</li>\n</ul>\n"
        );
        assert_eq!(to_html("# Care"), "<h3>Care</h3>\n");
    }

    #[test]
    fn nothing_that_runs_or_loads_survives() {
        for text in [
            "<script>alert(1)</script>ok",
            "<img src=x onerror=alert(1)>ok",
            "[ok](javascript:alert(1))",
            "<a href=\"JaVaScRiPt:alert(1)\">ok</a>",
            "<p style=\"background:url(x)\" onclick=\"x()\">ok</p>",
            "![ok](https://example.com/track.gif)ok",
            "<iframe src=\"https://example.com\"></iframe>ok",
            "[ok]( &#106;avascript:alert(1) )",
        ] {
            let html = to_html(text);
            for bad in ["<script", "onerror", "javascript:", "style=", "onclick", "<img", "<iframe"] {
                assert!(!html.to_lowercase().contains(bad), "{text} gave {html}");
            }
            assert!(html.contains("ok"), "{text} gave {html}");
        }
    }

    #[test]
    fn a_summary_is_plain_and_cut_at_a_word() {
        assert_eq!(to_summary("A **fine** kettle.\n\nIt *pours*."), "A fine kettle. It pours.");
        let long = to_summary(&"word ".repeat(100));
        assert!(long.ends_with("word…") && long.chars().count() <= SUMMARY + 1);
    }

    #[test]
    fn a_description_in_html_has_a_summary() {
        for (text, summary) in [
            ("<div>\n<h2>Globe</h2><p>A <b>fine</b> lamp.</p>\n</div>", "Globe A fine lamp."),
            ("<p>Oak &amp; ash, 3 &lt; 4, &quot;so&quot;</p>", "Oak & ash, 3 < 4, \"so\""),
            ("One<br>two *three*", "One two three"),
            ("<a href=\"https://example.com/?a>b\">Care</a> sheet", "Care sheet"),
            ("<script>alert(1)</script>\n\nA lamp.", "A lamp."),
            ("2 < 3", "2 < 3"),
        ] {
            assert_eq!(to_summary(text), summary, "{text}");
        }
    }

    #[test]
    fn name_and_category_stand_for_a_description_without_words() {
        for text in ["", "<div></div>", "![](https://example.com/a.jpg)", "---"] {
            assert_eq!(to_summary_or(text, "Globe", "Lamps"), "Globe · Lamps", "{text}");
        }
        assert_eq!(to_summary_or("A lamp.", "Globe", "Lamps"), "A lamp.");
    }
}
