//! Reviews for the demo catalogue, put together from sentences that were written for it: the same products always
//! get the same ones.

mod words;

use chrono::{DateTime, TimeDelta, Utc};
use sqlx::PgConnection;

use self::words::{Draws, Words, Writer};
use super::service;
use super::store::demo::{self, Columns, ProductRow};
use crate::error::AppError;
use crate::infra::clock;

/// A product that came to the shop so few days ago has no reviews yet.
const TOO_NEW: i64 = 10;
/// A product that came so few days ago has few reviews.
const NEW: i64 = 40;
/// Products in a hundred that nobody has written about.
const UNREVIEWED: u64 = 6;
/// Steps from one reviewer of a product to the next; each meets everybody before it comes to the first again.
const STEPS: [usize; 6] = [7, 11, 13, 17, 19, 23];
/// Of a hundred reviews, how many give 5, 4, 3 and 2 stars; the rest give 1. Each row is for a quarter of the
/// products: some are better than others.
const STARS: [[u64; 4]; 4] = [[64, 28, 6, 1], [55, 30, 10, 4], [46, 34, 14, 4], [32, 38, 19, 8]];

/// Writes reviews for every published product, within the transaction that made the demo catalogue, and counts
/// them. Answers how many there are.
///
/// # Errors
/// When the sentences cannot be read, or the database refuses.
pub async fn fill(connection: &mut PgConnection) -> Result<usize, AppError> {
    let words = Words::read()?;
    let emails: Vec<String> = (0..words.reviewers.len()).map(email).collect();
    demo::insert_reviewers(connection, &emails, &words.reviewers).await?;
    let products = demo::products(connection).await?;
    let reviews = write(&words, &products, clock::now());
    demo::insert_reviews(connection, &reviews).await?;
    service::recount_within(connection).await?;
    Ok(reviews.products.len())
}

/// An address that no mail can reach (RFC 2606).
fn email(reviewer: usize) -> String {
    format!("reviewer-{}@demo.invalid", reviewer + 1)
}

fn write(words: &Words, products: &[ProductRow], now: DateTime<Utc>) -> Columns {
    let mut writer = Writer::new(words);
    let mut reviews = Columns::default();
    for product in products {
        let mut draws = Draws::of(&product.slug);
        let age = now - product.created_at;
        let number = number_of_reviews(&mut draws, age);
        let quality = draws.one_of(&STARS).copied().unwrap_or_default();
        let mut reviewer = draws.below_usize(words.reviewers.len());
        let step = draws.one_of(&STEPS).copied().unwrap_or(1);
        let mut said = Vec::new();
        for _ in 0..number {
            let rating = rating(draws.below(100), quality);
            let (title, body) = writer.review(&mut draws, &product.category, rating, &mut said);
            reviews.products.push(product.id);
            reviews.emails.push(email(reviewer));
            reviews.ratings.push(rating.into());
            reviews.titles.push(title);
            reviews.bodies.push(body);
            reviews.times.push(product.created_at + moment(&mut draws, age));
            reviewer = (reviewer + step) % words.reviewers.len();
        }
    }
    reviews
}

/// 3 to 9 for most products.
fn number_of_reviews(draws: &mut Draws, age: TimeDelta) -> u64 {
    let is_unreviewed = draws.below(100) < UNREVIEWED;
    match age.num_days() {
        days if days < TOO_NEW || is_unreviewed => 0,
        days if days < NEW => 3 + draws.below(2),
        _ => 3 + draws.below(7),
    }
}

fn rating(draw: u64, quality: [u64; 4]) -> u8 {
    let mut end = 0;
    for (stars, share) in [5, 4, 3, 2].into_iter().zip(quality) {
        end += share;
        if draw < end {
            return stars;
        }
    }
    1
}

/// Some time after the product came, when it had been delivered and tried.
fn moment(draws: &mut Draws, age: TimeDelta) -> TimeDelta {
    let seconds = u64::try_from(age.num_seconds()).unwrap_or_default();
    let after = seconds / 20 + draws.below(seconds / 10 * 9);
    TimeDelta::seconds(i64::try_from(after).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet, HashSet};

    use serde::Deserialize;
    use uuid::Uuid;

    use super::*;
    use crate::accounts::input::check_username;
    use crate::reviews::input::ReviewForm;

    #[derive(Deserialize)]
    struct Catalogue {
        products: Vec<Entry>,
    }

    #[derive(Deserialize)]
    struct Entry {
        slug: String,
        category: String,
        age_days: f64,
    }

    #[allow(clippy::cast_possible_truncation, reason = "days")]
    fn products(now: DateTime<Utc>) -> Vec<ProductRow> {
        let catalogue: Catalogue =
            serde_json::from_str(include_str!("../../demo/catalogue.json")).expect("the demo catalogue");
        (1..)
            .zip(catalogue.products)
            .map(|(number, entry)| ProductRow {
                id: Uuid::from_u128(number),
                slug: entry.slug,
                category: entry.category,
                created_at: now - TimeDelta::hours((entry.age_days * 24.0) as i64),
            })
            .collect()
    }

    fn written() -> (Words, Vec<ProductRow>, Columns) {
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        let (words, products) = (Words::read().unwrap(), products(now));
        let reviews = write(&words, &products, now);
        (words, products, reviews)
    }

    #[test]
    fn most_products_of_the_demo_catalogue_have_three_to_nine_reviews() {
        let (_, products, reviews) = written();
        let mut numbers: BTreeMap<Uuid, usize> = BTreeMap::new();
        for product in &reviews.products {
            *numbers.entry(*product).or_default() += 1;
        }
        assert!(numbers.values().all(|number| (3..=9).contains(number)));
        assert!(numbers.len() * 10 > products.len() * 8, "{} of {}", numbers.len(), products.len());
        let given: BTreeSet<i16> = reviews.ratings.iter().copied().collect();
        assert_eq!(given.into_iter().collect::<Vec<_>>(), [1, 2, 3, 4, 5]);
    }

    #[test]
    fn no_product_has_two_reviews_of_one_reviewer_or_under_one_title() {
        let (_, _, reviews) = written();
        let mut seen = HashSet::new();
        for (at, product) in reviews.products.iter().enumerate() {
            assert!(seen.insert((product, &reviews.emails[at])));
            assert!(seen.insert((product, &reviews.titles[at])), "{}", reviews.titles[at]);
            assert!(reviews.bodies[at].is_empty() || seen.insert((product, &reviews.bodies[at])));
        }
    }

    #[test]
    fn every_review_keeps_the_rules_of_reviews_and_every_reviewer_those_of_users() {
        let (words, _, reviews) = written();
        for at in 0..reviews.products.len() {
            let form = ReviewForm {
                rating: reviews.ratings[at].to_string(),
                title: reviews.titles[at].clone(),
                body: reviews.bodies[at].clone(),
            };
            let checked = form.check().unwrap();
            assert_eq!((checked.title, checked.body), (form.title, form.body));
        }
        for name in &words.reviewers {
            assert_eq!(check_username(name).as_ref(), Ok(name));
        }
    }

    #[test]
    fn every_category_with_products_has_sentences_of_its_own() {
        let (words, products, _) = written();
        assert!(products.iter().all(|product| words.categories.contains_key(&product.category)));
    }

    #[test]
    fn a_review_is_written_after_the_product_came_and_before_now() {
        let (_, products, reviews) = written();
        let now = DateTime::from_timestamp(1_780_000_000, 0).unwrap();
        for (product, time) in reviews.products.iter().zip(&reviews.times) {
            let came = products.iter().find(|row| row.id == *product).unwrap().created_at;
            assert!(came < *time && *time < now);
        }
    }
}
