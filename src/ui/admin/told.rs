//! How values are drawn that people are told: in histories, in facts beside a form, on both sides of a conflict. What a
//! value is says `listing::told`.

use super::words;
use crate::listing::{How, Told};
use crate::ui::markup::Markup;
use crate::ui::shop::ShopInfo;

/// A longer text is shortened, in characters; the whole of it is one press away.
const LONGEST: usize = 160;

/// Writes a value.
pub(super) fn write(html: &mut Markup, told: &Told, shop: &ShopInfo) {
    if told.is_nothing() {
        html.raw("<span class=\"grid__no\">nothing</span>");
        return;
    }
    if let Some(path) = &told.path {
        html.raw("<a class=\"grid__link told__link\"").attribute("href", path).raw(">");
        html.text(&told.value).raw("</a>");
        return;
    }
    match told.how {
        How::Time => write_time(html, &told.value),
        How::Text if is_long(&told.value) => write_long(html, &told.value),
        How::Text | How::Money | How::YesNo => {
            html.text(&in_words(told, shop));
        }
    }
}

/// Writes a value beside the one that it was made from, with what is different marked.
pub(super) fn write_compared(html: &mut Markup, told: &Told, base: &Told, shop: &ShopInfo) {
    if told.is_nothing() || told.how == How::Time {
        return write(html, told, shop);
    }
    let (words, before) = (in_words(told, shop), in_words(base, shop));
    let (from, to) = difference(&before, &words);
    html.raw("<span class=\"told__whole\">").text(&words[..from]);
    if from < to {
        html.raw("<mark class=\"told__mark\">").text(&words[from..to]).raw("</mark>");
    }
    html.text(&words[to..]).raw("</span>");
}

fn write_time(html: &mut Markup, value: &str) {
    html.raw("<time").attribute("datetime", value).raw(">").text(&words::moment(value)).raw("</time>");
}

fn write_long(html: &mut Markup, value: &str) {
    html.raw("<details class=\"told\"><summary class=\"told__short\">")
        .text(&shortened(value))
        .raw("</summary><div class=\"told__whole\">")
        .text(value)
        .raw("</div></details>");
}

/// A value as a text alone.
fn in_words(told: &Told, shop: &ShopInfo) -> String {
    match told.how {
        How::Money => words::money(&told.value, shop),
        How::Time => words::moment(&told.value),
        How::YesNo => if told.value == "yes" { "Yes" } else { "No" }.to_owned(),
        How::Text => told.value.clone(),
    }
}

fn is_long(text: &str) -> bool {
    text.chars().nth(LONGEST).is_some() || text.trim_end().contains('\n')
}

/// The beginning of a text in one line, up to a space where there is one.
fn shortened(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let Some((end, _)) = line.char_indices().nth(LONGEST) else { return line };
    let cut = line[..end].rsplit_once(' ').map_or(&line[..end], |(words, _)| words);
    [cut, "…"].concat()
}

/// Where two texts differ: the part of `after` without the words that both begin and end with, in bytes.
fn difference(before: &str, after: &str) -> (usize, usize) {
    let (old, new): (Vec<&str>, Vec<&str>) =
        (before.split_inclusive(' ').collect(), after.split_inclusive(' ').collect());
    let shorter = old.len().min(new.len());
    let same = |pair: &(&&str, &&str)| pair.0 == pair.1;
    let head = old.iter().zip(&new).take_while(same).count();
    let tail = old.iter().rev().zip(new.iter().rev()).take_while(same).count().min(shorter - head);
    let bytes = |words: &[&str]| words.iter().map(|word| word.len()).sum::<usize>();
    (bytes(&new[..head]), after.len() - bytes(&new[new.len() - tail..]))
}

#[cfg(test)]
#[cfg(feature = "ssr")]
mod tests {
    use super::*;

    fn shop() -> ShopInfo {
        ShopInfo {
            name: String::new(),
            currency: "EUR".to_owned(),
            public_url: String::new(),
            page_size: 20,
            development: false,
            words: std::sync::Arc::default(),
        }
    }

    fn drawn(told: &Told) -> String {
        let mut html = Markup::default();
        write(&mut html, told, &shop());
        html.finish()
    }

    #[test]
    fn each_value_is_drawn_by_what_it_is() {
        assert_eq!(drawn(&Told::default()), "<span class=\"grid__no\">nothing</span>");
        assert_eq!(drawn(&Told::new(How::Money, "12.5")), "€12.50");
        assert_eq!(drawn(&Told::new(How::YesNo, "no")), "No");
        assert_eq!(
            drawn(&Told::new(How::Time, "2026-11-23T09:31:28Z")),
            "<time datetime=\"2026-11-23T09:31:28Z\">23 Nov 2026, 09:31</time>"
        );
        let thing = Told { path: Some("/admin/users/1".to_owned()), ..Told::text("a<b") };
        assert_eq!(drawn(&thing), "<a class=\"grid__link told__link\" href=\"/admin/users/1\">a&lt;b</a>");
    }

    #[test]
    fn a_long_text_is_shortened_and_the_whole_is_there() {
        let text = "word ".repeat(60);
        let html = drawn(&Told::text(text.as_str()));
        assert!(html.starts_with("<details") && html.contains("word…</summary>") && html.contains(&text));
        assert!(drawn(&Told::text("one\ntwo")).contains("one two</summary>"));
        assert_eq!(shortened(&"x".repeat(200)).chars().count(), LONGEST + 1);
    }

    #[test]
    fn what_is_different_is_marked() {
        let marked = |before: &str, after: &str| {
            let (from, to) = difference(before, after);
            after[from..to].to_owned()
        };
        assert_eq!(marked("a red mug", "a blue mug"), "blue ");
        assert_eq!(marked("a mug", "a mug with a lid"), "mug with a lid");
        assert_eq!(marked("same", "same"), "");
        assert_eq!(marked("", "new"), "new");
        assert_eq!(marked("a a", "a a a"), "a ");
    }
}
