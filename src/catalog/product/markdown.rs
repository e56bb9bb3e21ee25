//! Descriptions: Markdown to harmless HTML (SPEC W3, Q2), and to plain text for previews.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};

/// Longest plain summary, in characters.
const SUMMARY: usize = 155;

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

/// The beginning of a Markdown text as plain text, cut at a word.
#[must_use]
pub fn to_summary(markdown: &str) -> String {
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
    let words: Vec<&str> = text.split_whitespace().collect();
    let whole = words.join(" ");
    if whole.chars().count() <= SUMMARY {
        return whole;
    }
    let cut: String = whole.chars().take(SUMMARY).collect();
    let end = cut.rfind(' ').unwrap_or(cut.len());
    format!("{}…", cut[..end].trim_end_matches([',', ';', ':', '.']))
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
}
