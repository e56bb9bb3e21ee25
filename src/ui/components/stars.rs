//! Stars of a rating.

use super::icon::Icon;
use crate::catalog::product::model::Rating;
use crate::ui::markup::Markup;

/// The mean as a number of five, with one digit after the point.
#[must_use]
pub fn out_of_five(rating: Rating) -> String {
    let tenths = (rating.hundredths + 5) / 10;
    let mut number = (tenths / 10).to_string();
    number.push('.');
    number.push_str(&(tenths % 10).to_string());
    number
}

/// Five stars, filled as far as the rating goes.
pub fn stars(html: &mut Markup, rating: Rating) {
    let mean = out_of_five(rating);
    let label = [mean.strip_suffix(".0").unwrap_or(&mean), " out of 5"].concat();
    html.raw(r#"<svg class="stars" viewBox="0 0 100 20" role="img""#)
        .attribute("aria-label", &label)
        .raw(r#"><use class="stars__empty" href="/icons.svg#i-stars" width="100" height="20"/><svg height="20""#)
        .attribute("width", &(rating.hundredths / 5).to_string())
        .raw(r#"><use class="stars__full" href="/icons.svg#i-stars" width="100" height="20"/></svg></svg>"#);
}

/// The stars that one person gave.
pub fn given_stars(html: &mut Markup, given: u8) {
    stars(html, Rating { count: 1, hundredths: u16::from(given) * 100 });
}

/// The rating on a card; nothing where there are no reviews.
pub fn card_rating(html: &mut Markup, rating: Rating) {
    if rating.count > 0 {
        html.raw(r#"<p class="card__rating">"#)
            .raw(Icon::STAR.html())
            .raw(r#"<span><span class="sr-only">Rated </span>"#)
            .text(&out_of_five(rating))
            .raw(r#"<span class="sr-only"> out of 5, reviews:</span> ("#)
            .number(rating.count)
            .raw(")</span></p>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ratings_are_rounded_to_tenths() {
        for (hundredths, shown) in [(450, "4.5"), (444, "4.4"), (445, "4.5"), (500, "5.0"), (0, "0.0")] {
            assert_eq!(out_of_five(Rating { count: 1, hundredths }), shown);
        }
    }
}
