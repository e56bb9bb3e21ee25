//! Made-up reviews for made-up products, for measurements: the same products get the same reviews.
//!
//! The products come first, each with the number and the mean of the reviews that it is to have. So none of them
//! has to be written a second time, which would leave the tables half empty and the figures worse than they are.

use sqlx::PgConnection;

use super::store::synthetic::{self, Words};
use crate::error::AppError;
use crate::infra::Backend;

/// Users who write the reviews. See [`synthetic::insert_reviews`] for what this number must keep to.
const REVIEWERS: i32 = 1_000;

/// Titles by stars, from 1 up.
const TITLES: [[&str; 4]; 5] = [
    ["Sent back", "Not for us", "Broke in a week", "Would not buy again"],
    ["Less than hoped", "Needs work", "Wrong size for me", "Disappointed"],
    ["Does its work", "All right", "Good with one flaw", "Neither here nor there"],
    ["Very good", "Nearly perfect", "Happy with it", "Good value"],
    ["Used every day", "Just right", "Better than in the picture", "Bought a second one"],
];
/// Bodies by stars, from 1 up; some reviews have none.
const BODIES: [[&str; 4]; 5] = [
    [
        "It arrived with a crack, and the second one had the same.",
        "",
        "The finish came off in the first week. The shop took it back without a word.",
        "Nothing like the description.",
    ],
    [
        "Smaller than it looks, and lighter than I would like.",
        "It works, but it feels cheaper than it is.",
        "",
        "I expected more for the price. Delivery was quick, at least.",
    ],
    [
        "It does what it should. The colour is darker than in the pictures.",
        "",
        "Good material, poor packaging: one corner was dented.",
        "Fine for the price.",
    ],
    [
        "Well made, and it fits where I wanted it. I wish it came in another colour.",
        "It took some days to get used to; now I would not give it away.",
        "Good. The instructions are hard to follow.",
        "",
    ],
    [
        "We have used it every day for some months and it looks as it did on the first.",
        "",
        "Heavier than I thought, in a good way. Everything about it is solid.",
        "A present that was a success. I have since ordered one for ourselves.",
    ],
];

/// Writes the reviews that the shop's products say to have, within the transaction that made these; there must be none
/// yet. Answers how many there are. [`settle`] is for after it.
///
/// # Errors
/// When the database refuses.
pub async fn fill(connection: &mut PgConnection) -> Result<u64, AppError> {
    synthetic::insert_reviewers(connection, REVIEWERS).await?;
    let creations = synthetic::drop_keys_and_indexes(connection).await?;
    let words = Words { titles: texts(&TITLES), bodies: texts(&BODIES) };
    let written = synthetic::insert_reviews(connection, &words).await?;
    synthetic::create_keys_and_indexes(connection, creations).await?;
    Ok(written)
}

/// Lets PostgreSQL take stock of the reviews, so that its plans and indexes are at their best.
///
/// # Errors
/// When the database refuses.
pub async fn settle(backend: &Backend) -> Result<(), AppError> {
    Ok(synthetic::vacuum(&backend.pool).await?)
}

fn texts(by_stars: &[[&str; 4]; 5]) -> Vec<String> {
    by_stars.iter().flatten().map(|&text| text.to_owned()).collect()
}
