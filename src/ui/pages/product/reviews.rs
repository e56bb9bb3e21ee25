//! Reviews as HTML (SPEC W3). The server writes them into the product's page; the page that has all of them, which
//! is loaded when it is opened, writes them in the browser too.

use crate::accounts::model::initial;
use crate::reviews::model::{Distribution, FORMER_CUSTOMER, Review, ReviewList, spoken_day};
use crate::ui::components::stars::{given_stars, out_of_five, stars};
use crate::ui::markup::Markup;
#[cfg(feature = "ssr")]
use crate::ui::pages::account::review::DELETED;

/// What is told of one's own review, by the last part of the address that leads back here. The page is the same for
/// everybody: the style sheet shows the one that the address names.
#[cfg(feature = "ssr")]
const DONE: [(&str, &str); 2] =
    [("review-saved", "Thank you. Your review is saved."), ("review-deleted", DELETED)];

/// The part of a product's page that has its reviews, within its section.
#[cfg(feature = "ssr")]
pub(super) fn section(html: &mut Markup, slug: &str, list: &ReviewList) {
    html.raw(r#"<div class="section__head"><h2 class="text-3xl" id="reviews">Reviews</h2></div>"#);
    for (id, words) in DONE {
        told(html, id, words);
    }
    if list.rating.count == 0 {
        html.raw(r#"<p class="mb-4 text-muted">Nobody has written about it yet.</p>"#);
        write_link(html, slug, "Write the first review");
        return;
    }
    html.raw(r#"<div class="reviews">"#);
    summary(html, slug, list);
    html.raw("<div>");
    entries(html, &list.reviews);
    if let Some(next) = &list.next {
        more_link(html, slug, next, "More reviews");
    }
    html.raw("</div></div>");
}

/// Something that was done, shown where the address ends with its id.
#[cfg(feature = "ssr")]
fn told(html: &mut Markup, id: &'static str, words: &'static str) {
    html.raw(r#"<p class="told notice notice--good" role="status" tabindex="-1""#)
        .attribute("id", id)
        .raw(r#"><svg class="icon" aria-hidden="true"><use href="/icons.svg#i-check"/></svg><span>"#)
        .raw(words)
        .raw("</span></p>");
}

/// Mean, distribution and the way to write one.
pub(in crate::ui::pages) fn summary(html: &mut Markup, slug: &str, list: &ReviewList) {
    html.raw(r#"<div><div class="score"><span class="score__number">"#)
        .text(&out_of_five(list.rating))
        .raw("</span>");
    stars(html, list.rating);
    html.raw(r#"<span class="score__base">"#)
        .number(list.rating.count)
        .raw(if list.rating.count == 1 { " review" } else { " reviews" })
        .raw("</span></div>");
    distribution(html, list.distribution);
    write_link(html, slug, "Write a review");
    html.raw("</div>");
}

/// A row for each number of stars, the most first.
fn distribution(html: &mut Markup, distribution: Distribution) {
    html.raw(r#"<ul class="distribution" aria-label="Reviews by stars">"#);
    for (number, reviews) in (1_u8..=5).zip(distribution.stars).rev() {
        let width = [distribution.percent(number).to_string().as_str(), "%"].concat();
        html.raw(r#"<li><span class="distribution__row"><span>"#)
            .number(number.into())
            .raw(r#"<span class="sr-only"> "#)
            .raw(if number == 1 { "star:" } else { "stars:" })
            .raw(r#"</span></span><svg class="bar" aria-hidden="true"><rect"#)
            .attribute("width", &width)
            .raw(r#"/></svg><span class="distribution__count">"#)
            .number(reviews)
            .raw("</span></span></li>");
    }
    html.raw("</ul>");
}

/// The reviews themselves.
pub(in crate::ui::pages) fn entries(html: &mut Markup, reviews: &[Review]) {
    for review in reviews {
        entry(html, review);
    }
}

fn entry(html: &mut Markup, review: &Review) {
    // By this id the browser finds the review of whoever looks at the page.
    html.raw(r#"<article class="review" id="review-"#)
        .text(&review.id.0.to_string())
        .raw(r#""><div class="review__head">"#);
    given_stars(html, review.rating);
    if review.is_verified {
        html.raw(r#"<span class="badge badge--verified">Verified purchase</span>"#);
    }
    html.raw(r#"</div><h3 class="review__title">"#).text(&review.title).raw("</h3>");
    paragraphs(html, &review.body);
    html.raw(r#"<p class="review__by">"#);
    face(html, review);
    html.raw("<span>").text(&review.author).raw(", ");
    written(html, &review.written_on, review.is_edited);
    html.raw("</span></p></article>");
}

/// When a review was written, and whether it was changed since.
pub(in crate::ui::pages) fn written(html: &mut Markup, on: &str, is_edited: bool) {
    html.raw("<time")
        .attribute("datetime", on)
        .raw(">")
        .text(&spoken_day(on))
        .raw("</time>")
        .raw(if is_edited { ", edited since" } else { "" });
}

/// The text of a review, with its paragraphs and line breaks.
pub(in crate::ui::pages) fn paragraphs(html: &mut Markup, body: &str) {
    for paragraph in body.split("\n\n").map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        html.raw(r#"<p class="review__body">"#);
        for (at, line) in paragraph.lines().enumerate() {
            html.raw(if at == 0 { "" } else { "<br>" }).text(line);
        }
        html.raw("</p>");
    }
}

/// The writer's picture, or the first letter of the name, or a figure for whoever left. The name stands beside it.
fn face(html: &mut Markup, review: &Review) {
    if let Some(stem) = &review.avatar {
        let file = ["/media/", stem, "-64.webp"].concat();
        html.raw(
            r#"<img class="review__face" width="32" height="32" alt="" loading="lazy" decoding="async""#,
        )
        .attribute("src", &file)
        .raw(">");
        return;
    }
    html.raw(r#"<span class="review__face" aria-hidden="true">"#);
    let letter = initial(&review.author);
    if review.author == FORMER_CUSTOMER || letter.is_empty() {
        html.raw(r#"<svg class="icon icon--small"><use href="/icons.svg#i-account"/></svg>"#);
    } else {
        html.text(&letter);
    }
    html.raw("</span>");
}

fn write_link(html: &mut Markup, slug: &str, words: &'static str) {
    let address = ["/products/", slug, "/review"].concat();
    html.raw(r#"<p class="reviews__write"><a class="btn btn--secondary" rel="nofollow""#)
        .attribute("href", &address)
        .raw(">")
        .raw(words)
        .raw("</a></p>");
}

/// A link to the reviews that come after a place.
pub(in crate::ui::pages) fn more_link(html: &mut Markup, slug: &str, next: &str, words: &'static str) {
    let address = ["/products/", slug, "/reviews?after=", next].concat();
    html.raw(r#"<p class="reviews__more"><a class="btn btn--secondary" rel="next""#)
        .attribute("href", &address)
        .raw(">")
        .raw(words)
        .raw("</a></p>");
}

#[cfg(all(test, feature = "ssr"))]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::reviews::model::ReviewId;

    fn list(reviews: Vec<Review>) -> ReviewList {
        let mut stars = [0; 5];
        for review in &reviews {
            stars[usize::from(review.rating) - 1] += 1;
        }
        let distribution = Distribution { stars };
        ReviewList { reviews, next: None, rating: distribution.rating(), distribution }
    }

    fn section(slug: &str, list: &ReviewList) -> String {
        let mut html = Markup::default();
        super::section(&mut html, slug, list);
        html.finish()
    }

    fn review(title: &str, body: &str) -> Review {
        Review {
            id: ReviewId(Uuid::nil()),
            author: "<ada>".to_owned(),
            avatar: None,
            rating: 4,
            title: title.to_owned(),
            body: body.to_owned(),
            written_on: "2024-02-09".to_owned(),
            is_edited: true,
            is_verified: true,
        }
    }

    #[test]
    fn what_a_shopper_writes_stays_text() {
        let html = section("globe", &list(vec![review("<script>", "a <b>\nc\n\n\"d\" &amp;")]));
        assert!(html.contains("&lt;script&gt;</h3>"));
        assert!(html.contains(
            r#"<p class="review__body">a &lt;b&gt;<br>c</p><p class="review__body">&quot;d&quot; &amp;amp;</p>"#
        ));
        assert!(
            html.contains("&lt;ada&gt;, <time datetime=\"2024-02-09\">9 February 2024</time>, edited since")
        );
        assert!(html.contains("Verified purchase") && html.contains(r#"aria-label="4 out of 5""#));
        assert!(html.contains(r#"<rect width="100%"/>"#) && html.contains(r#"<rect width="0%"/>"#));
        assert!(!html.contains("More reviews"));
    }

    #[test]
    fn a_writer_has_a_picture_or_a_letter_and_whoever_left_has_neither() {
        let drawn = |author: &str, avatar: Option<&str>| {
            let (author, avatar) = (author.to_owned(), avatar.map(str::to_owned));
            section("globe", &list(vec![Review { author, avatar, ..review("Good", "") }]))
        };
        let html = drawn("ada", Some("avatars/a1"));
        assert!(html.contains(r#"alt="" loading="lazy" decoding="async" src="/media/avatars/a1-64.webp">"#));
        assert!(drawn("ärne", None).contains(r#"aria-hidden="true">Ä</span><span>ärne, "#));
        assert!(drawn("<ada>", None).contains(r#"aria-hidden="true">A</span>"#));
        for nameless in [FORMER_CUSTOMER, "☕"] {
            let html = drawn(nameless, None);
            assert!(html.contains("#i-account") && !html.contains(">A</span>"), "{html}");
        }
    }

    #[test]
    fn what_was_done_to_one_s_own_review_is_told_where_the_address_says_so_and_each_review_can_be_found() {
        let html = section("globe", &list(vec![review("Good", "")]));
        for id in ["review-saved", "review-deleted"] {
            let told = format!(r#"role="status" tabindex="-1" id="{id}">"#);
            assert_eq!(html.matches(&told).count(), 1, "{html}");
        }
        assert!(
            html.contains(r#"<article class="review" id="review-00000000-0000-0000-0000-000000000000">"#)
        );
    }

    #[test]
    fn without_reviews_there_is_a_way_to_write_the_first() {
        let html = section("globe", &list(Vec::new()));
        assert!(html.contains(r#"href="/products/globe/review">Write the first review</a>"#));
        assert!(!html.contains("distribution"));
    }

    #[test]
    fn where_there_are_more_a_link_leads_on() {
        let list = ReviewList { next: Some("1-2".to_owned()), ..list(vec![review("Good", "")]) };
        let html = section("globe", &list);
        assert!(html.contains(r#"href="/products/globe/reviews?after=1-2">More reviews</a>"#));
        assert!(!html.contains("review__body"));
    }
}
