//! What a mail says, and its two forms: plain text, and HTML in the shop's look.

use std::fmt::Write as _;

/// A letter to one person. Everything in it is plain text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Letter {
    /// The subject.
    pub subject: String,
    /// The headline of the HTML form.
    pub heading: String,
    /// What stands before the button.
    pub paragraphs: Vec<String>,
    /// The one thing to do.
    pub button: Option<Button>,
    /// What stands after the button, smaller.
    pub closing: Vec<String>,
}

/// A link that looks like a button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Button {
    /// What it does: a verb.
    pub label: String,
    /// Where it leads.
    pub address: String,
}

impl Letter {
    /// The letter as plain text.
    #[must_use]
    pub fn text(&self, shop_name: &str, public_url: &str) -> String {
        let mut text = String::new();
        for paragraph in &self.paragraphs {
            let _ = write!(text, "{paragraph}\n\n");
        }
        if let Some(Button { label, address }) = &self.button {
            let _ = write!(text, "{label}:\n{address}\n\n");
        }
        for paragraph in &self.closing {
            let _ = write!(text, "{paragraph}\n\n");
        }
        // "-- " begins a signature; mail programs know the mark.
        let _ = write!(text, "-- \n{shop_name}\n{public_url}\n");
        text
    }

    /// The letter as an HTML document. Mail programs drop style sheets, so the styles stand in the elements; old
    /// ones know tables alone.
    #[must_use]
    pub fn html(&self, shop_name: &str, public_url: &str) -> String {
        let (shop, url) = (escape_html(shop_name), escape_html(public_url));
        let mut html = format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
             <title>{}</title>\n</head>\n<body style=\"{BODY}\">\n\
             <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\"><tr>\
             <td align=\"center\" style=\"padding:40px 16px\">\n\
             <table role=\"presentation\" width=\"100%\" cellpadding=\"0\" cellspacing=\"0\" \
             style=\"max-width:560px\"><tr><td style=\"{CARD}\">\n\
             <p style=\"{NAME}\"><a href=\"{url}\" style=\"color:#1b1a17;text-decoration:none\">{shop}</a></p>\n\
             <h1 style=\"{HEADING}\">{}</h1>\n",
            escape_html(&self.subject),
            escape_html(&self.heading),
        );
        for paragraph in &self.paragraphs {
            let _ = writeln!(html, "<p style=\"{PARAGRAPH}\">{}</p>", escape_html(paragraph));
        }
        if let Some(Button { label, address }) = &self.button {
            let (label, address) = (escape_html(label), escape_html(address));
            let _ = write!(
                html,
                "<p style=\"margin:28px 0\"><a href=\"{address}\" style=\"{BUTTON}\">{label}</a></p>\n\
                 <p style=\"{SMALL}\">Or open this address:<br>\n\
                 <a href=\"{address}\" style=\"{ADDRESS}\">{address}</a></p>\n"
            );
        }
        for paragraph in &self.closing {
            let _ = writeln!(html, "<p style=\"{SMALL}\">{}</p>", escape_html(paragraph));
        }
        html.push_str("</td></tr></table>\n</td></tr></table>\n</body>\n</html>\n");
        html
    }
}

// The light colours of style/tokens.css.
const BODY: &str = "margin:0;padding:0;background:#fbfaf7;color:#1b1a17;\
                    font-family:'Instrument Sans',system-ui,-apple-system,'Segoe UI',Arial,sans-serif";
const CARD: &str = "background:#ffffff;border:1px solid #e7e3da;border-radius:6px;padding:32px";
const NAME: &str = "margin:0 0 24px;font-family:Fraunces,Georgia,serif;font-size:20px;line-height:1.3";
const HEADING: &str = "margin:0 0 16px;font-family:Fraunces,Georgia,serif;font-weight:500;font-size:26px;\
                       line-height:1.25";
const PARAGRAPH: &str = "margin:0 0 16px;font-size:16px;line-height:1.55";
const SMALL: &str = "margin:0 0 12px;font-size:14px;line-height:1.5;color:#6b675f";
const BUTTON: &str = "display:inline-block;padding:13px 24px;border-radius:4px;background:#0f5c4a;\
                      color:#ffffff;font-size:16px;font-weight:600;line-height:18px;text-decoration:none";
const ADDRESS: &str = "color:#0f5c4a;word-break:break-all";

/// Text as it stands in HTML, between tags and in quoted attributes.
#[must_use]
pub fn escape_html(value: &str) -> String {
    let mut escaped = String::with_capacity(value.len());
    for letter in value.chars() {
        match letter {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            _ => escaped.push(letter),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    fn letter() -> Letter {
        Letter {
            subject: "Confirm <this>".to_owned(),
            heading: "Hello \"you\"".to_owned(),
            paragraphs: vec!["Hello <script>alert(1)</script>".to_owned()],
            button: Some(Button {
                label: "Confirm".to_owned(),
                address: "https://shop.example/verify-email?token=a&b=\"c".to_owned(),
            }),
            closing: vec!["It's for you & nobody else.".to_owned()],
        }
    }

    #[test]
    fn every_value_is_escaped_in_html() {
        let html = letter().html("Tea & <Co>", "https://shop.example");
        assert!(!html.contains("<script>"), "{html}");
        assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt;"), "{html}");
        assert!(html.contains("<title>Confirm &lt;this&gt;</title>"), "{html}");
        assert!(html.contains("Hello &quot;you&quot;"), "{html}");
        assert!(html.contains("Tea &amp; &lt;Co&gt;"), "{html}");
        assert!(html.contains("href=\"https://shop.example/verify-email?token=a&amp;b=&quot;c\""), "{html}");
        assert!(html.contains("It&#39;s for you &amp; nobody else."), "{html}");
    }

    #[test]
    fn the_link_stands_in_both_forms_as_text() {
        let address = "https://shop.example/verify-email?token=a&b=\"c";
        assert!(letter().text("Vitrine", "https://shop.example").contains(&format!("\n{address}\n")));
        assert!(
            letter()
                .html("Vitrine", "https://shop.example")
                .contains(&format!(">{}</a>", escape_html(address)))
        );
    }

    #[test]
    fn a_letter_without_a_button_has_no_link_but_the_shops() {
        let letter = Letter { button: None, ..letter() };
        assert_eq!(letter.html("Vitrine", "https://shop.example").matches("<a ").count(), 1);
        assert!(!letter.text("Vitrine", "https://shop.example").contains("Confirm:"));
    }
}
