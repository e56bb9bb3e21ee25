//! What a review is, and the shapes in which pages show it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::catalog::product::model::{ProductCard, Rating};

/// Who wrote a review whose account is deleted.
pub const FORMER_CUSTOMER: &str = "A former customer";

/// A review's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ReviewId(pub Uuid);

/// What moderation says of a review (SPEC D8).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[cfg_attr(feature = "ssr", derive(sqlx::Type), sqlx(type_name = "review_status", rename_all = "lowercase"))]
pub enum ReviewStatus {
    /// Nobody has looked at it yet: seen by its writer and staff alone.
    Pending,
    /// Seen by everybody, and counted.
    #[default]
    Approved,
    /// Seen by its writer and staff alone.
    Rejected,
}

impl ReviewStatus {
    /// The word in the database and on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Approved => "approved",
            Self::Rejected => "rejected",
        }
    }
}

/// A review, as everybody sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Review {
    /// The id.
    pub id: ReviewId,
    /// The writer's username, or [`FORMER_CUSTOMER`].
    pub author: String,
    /// The stem of the files of the writer's picture.
    pub avatar: Option<String>,
    /// 1 to 5 stars.
    pub rating: u8,
    /// One line.
    pub title: String,
    /// Plain text with line breaks, or nothing.
    pub body: String,
    /// The day it was written, in UTC, as `2024-02-29`; [`spoken_day`] says it in words.
    pub written_on: String,
    /// Whether the writer changed it since.
    pub is_edited: bool,
    /// Whether the writer has bought the product here.
    pub is_verified: bool,
}

/// A user's own review of a product, for its form.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnReview {
    /// The id.
    pub id: ReviewId,
    /// 1 to 5 stars.
    pub rating: u8,
    /// One line.
    pub title: String,
    /// Plain text with line breaks, or nothing.
    pub body: String,
    /// Whether others see it.
    pub status: ReviewStatus,
}

/// One of a user's own reviews, in the list of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedReview {
    /// What was written, and whether others see it.
    pub review: OwnReview,
    /// The day it was written, in UTC, as `2024-02-29`; [`spoken_day`] says it in words.
    pub written_on: String,
    /// Whether it was changed since.
    pub is_edited: bool,
    /// The product's slug. What a product is called that is not in the shop is nobody's business: of such a one it is
    /// the slug of when the review was written, which its writer knows.
    pub slug: String,
    /// The product, while it is in the shop.
    pub product: Option<ProductCard>,
}

/// A part of the list of a user's own reviews, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnReviews {
    /// The reviews.
    pub reviews: Vec<ListedReview>,
    /// What to ask for to get those after these, where there are any.
    pub next: Option<String>,
}

/// How many approved reviews gave how many stars.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distribution {
    /// Reviews with 1, 2, 3, 4 and 5 stars, in this order.
    pub stars: [u32; 5],
}

impl Distribution {
    /// Number and mean of the reviews, rounded as PostgreSQL rounds it.
    #[must_use]
    pub fn rating(self) -> Rating {
        let count: u32 = self.stars.iter().sum();
        let sum: u64 = (1_u64..).zip(self.stars).map(|(stars, reviews)| stars * u64::from(reviews)).sum();
        let hundredths = match u64::from(count) {
            0 => 0,
            count => (200 * sum + count) / (2 * count),
        };
        Rating { count, hundredths: u16::try_from(hundredths).unwrap_or_default() }
    }

    /// The share of the reviews with so many stars, in whole percent; 0 where there are none.
    #[must_use]
    pub fn percent(self, stars: u8) -> u32 {
        let at = usize::from(stars).wrapping_sub(1);
        let reviews = self.stars.get(at).copied().unwrap_or_default();
        match self.stars.iter().map(|&reviews| u64::from(reviews)).sum::<u64>() {
            0 => 0,
            count => u32::try_from((200 * u64::from(reviews) + count) / (2 * count)).unwrap_or_default(),
        }
    }
}

/// A page of a product's reviews, newest first.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReviewList {
    /// The reviews on this page.
    pub reviews: Vec<Review>,
    /// What to ask for to get the reviews after these, where there are any.
    pub next: Option<String>,
    /// Number and mean of all.
    pub rating: Rating,
    /// The distribution of their stars.
    pub distribution: Distribution,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// `2024-02-29` as "29 February 2024"; what is no day stays as it is.
#[must_use]
pub fn spoken_day(day: &str) -> String {
    let mut parts = day.splitn(3, '-');
    let (Some(year), Some(month), Some(number)) = (parts.next(), parts.next(), parts.next()) else {
        return day.to_owned();
    };
    let month = month.parse::<usize>().ok().and_then(|month| MONTHS.get(month.wrapping_sub(1)));
    match (number.parse::<u8>(), month) {
        (Ok(number), Some(month)) => format!("{number} {month} {year}"),
        _ => day.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mean_is_rounded_to_hundredths_and_is_zero_where_there_are_no_reviews() {
        let rating = |stars| Distribution { stars }.rating();
        assert_eq!(rating([0; 5]), Rating { count: 0, hundredths: 0 });
        assert_eq!(rating([0, 0, 0, 0, 3]), Rating { count: 3, hundredths: 500 });
        assert_eq!(rating([1, 0, 0, 0, 2]), Rating { count: 3, hundredths: 367 });
        // Eight reviews with 33 stars: 4.125.
        assert_eq!(rating([0, 0, 1, 5, 2]), Rating { count: 8, hundredths: 413 });
    }

    #[test]
    fn shares_are_whole_percents() {
        let distribution = Distribution { stars: [1, 0, 0, 0, 2] };
        assert_eq!((distribution.percent(5), distribution.percent(1), distribution.percent(3)), (67, 33, 0));
        assert_eq!((distribution.percent(0), distribution.percent(6)), (0, 0));
        assert_eq!(Distribution::default().percent(5), 0);
    }

    #[test]
    fn a_day_is_said_in_words() {
        assert_eq!(spoken_day("2024-02-09"), "9 February 2024");
        for odd in ["", "2024", "2024-13-01", "2024-00-01", "2024-01-x"] {
            assert_eq!(spoken_day(odd), odd);
        }
    }
}
