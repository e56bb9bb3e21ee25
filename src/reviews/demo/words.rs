//! From sentences to reviews: what fits the stars, and nothing twice for the same product.

use std::collections::HashMap;

use serde::Deserialize;

use crate::error::{AppError, internal};

/// The sentences, and the names of those who say them.
const WORDS: &str = include_str!("../../../demo/reviews.json");

/// What the file of sentences holds.
#[derive(Deserialize)]
pub(super) struct Words {
    pub reviewers: Vec<String>,
    /// By stars, from 1 up.
    titles: [Vec<String>; 5],
    openings: Tones<Vec<String>>,
    closings: Tones<Vec<String>>,
    /// By the category's slug.
    pub categories: HashMap<String, About<Vec<String>>>,
}

/// One for each of the moods of a review.
#[derive(Deserialize)]
struct Tones<T> {
    good: T,
    fair: T,
    poor: T,
}

#[derive(Clone, Copy)]
enum Tone {
    Good,
    Fair,
    Poor,
}

/// What is said of the things of one category.
#[derive(Deserialize)]
pub(super) struct About<T> {
    titles: T,
    good: T,
    fair: T,
}

impl Words {
    pub(super) fn read() -> Result<Self, AppError> {
        serde_json::from_str(WORDS).map_err(|error| internal(&error))
    }
}

/// How a review with so many stars is made: chances in a hundred for each of its parts.
struct Plan {
    /// A title that fits the category.
    own_title: u64,
    /// No words below the title.
    silence: u64,
    opening: (u64, Tone),
    praise: u64,
    more_praise: u64,
    flaw: u64,
    closing: (u64, Tone),
}

/// By stars, from 1 up.
static PLANS: [Plan; 5] = [
    Plan {
        own_title: 0,
        silence: 0,
        opening: (100, Tone::Poor),
        praise: 0,
        more_praise: 0,
        flaw: 50,
        closing: (100, Tone::Poor),
    },
    Plan {
        own_title: 0,
        silence: 0,
        opening: (50, Tone::Poor),
        praise: 20,
        more_praise: 0,
        flaw: 100,
        closing: (70, Tone::Poor),
    },
    Plan {
        own_title: 0,
        silence: 0,
        opening: (50, Tone::Fair),
        praise: 60,
        more_praise: 0,
        flaw: 100,
        closing: (60, Tone::Fair),
    },
    Plan {
        own_title: 20,
        silence: 8,
        opening: (40, Tone::Good),
        praise: 100,
        more_praise: 15,
        flaw: 70,
        closing: (20, Tone::Fair),
    },
    Plan {
        own_title: 35,
        silence: 12,
        opening: (45, Tone::Good),
        praise: 100,
        more_praise: 40,
        flaw: 0,
        closing: (45, Tone::Good),
    },
];
/// Chance in a hundred that the last sentence stands by itself.
const OWN_PARAGRAPH: u64 = 30;

/// Texts that are used one after the other, again and again.
struct Deck<'a> {
    texts: &'a [String],
    next: usize,
}

impl<'a> Deck<'a> {
    fn new(texts: &'a [String]) -> Self {
        Self { texts, next: 0 }
    }

    /// The next text that was not said yet; it is then.
    fn draw(&mut self, said: &mut Vec<&'a str>) -> Option<&'a str> {
        for _ in 0..self.texts.len() {
            let text = self.texts.get(self.next)?.as_str();
            self.next = (self.next + 1) % self.texts.len();
            if !said.contains(&text) {
                said.push(text);
                return Some(text);
            }
        }
        None
    }
}

impl<'a> Tones<Deck<'a>> {
    fn new(texts: &'a Tones<Vec<String>>) -> Self {
        Self { good: Deck::new(&texts.good), fair: Deck::new(&texts.fair), poor: Deck::new(&texts.poor) }
    }

    fn deck(&mut self, tone: Tone) -> &mut Deck<'a> {
        match tone {
            Tone::Good => &mut self.good,
            Tone::Fair => &mut self.fair,
            Tone::Poor => &mut self.poor,
        }
    }
}

/// Writes reviews; what was used longest ago is used next.
pub(super) struct Writer<'a> {
    titles: [Deck<'a>; 5],
    openings: Tones<Deck<'a>>,
    closings: Tones<Deck<'a>>,
    categories: HashMap<&'a str, About<Deck<'a>>>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(words: &'a Words) -> Self {
        let about = |(slug, about): (&'a String, &'a About<Vec<String>>)| {
            let decks = About {
                titles: Deck::new(&about.titles),
                good: Deck::new(&about.good),
                fair: Deck::new(&about.fair),
            };
            (slug.as_str(), decks)
        };
        Self {
            titles: words.titles.each_ref().map(|titles| Deck::new(titles)),
            openings: Tones::new(&words.openings),
            closings: Tones::new(&words.closings),
            categories: words.categories.iter().map(about).collect(),
        }
    }

    /// Title and body of a review with 1 to 5 stars of a thing of a category; `said` is what was said of the same
    /// thing before.
    pub(super) fn review(
        &mut self,
        draws: &mut Draws,
        category: &str,
        rating: u8,
        said: &mut Vec<&'a str>,
    ) -> (String, String) {
        let at = usize::from(rating.clamp(1, 5) - 1);
        let plan = &PLANS[at];
        let mut title = None;
        if draws.chance(plan.own_title) {
            title = self.categories.get_mut(category).and_then(|about| about.titles.draw(said));
        }
        let title = title.or_else(|| self.titles[at].draw(said)).unwrap_or("A review");
        (title.to_owned(), self.body(draws, category, plan, said))
    }

    fn body(&mut self, draws: &mut Draws, category: &str, plan: &Plan, said: &mut Vec<&'a str>) -> String {
        if draws.chance(plan.silence) {
            return String::new();
        }
        let mut sentences = Vec::new();
        if draws.chance(plan.opening.0) {
            sentences.extend(self.openings.deck(plan.opening.1).draw(said));
        }
        if let Some(about) = self.categories.get_mut(category) {
            for (chance, deck) in [(plan.praise, &mut about.good), (plan.flaw, &mut about.fair)] {
                if draws.chance(chance) {
                    sentences.extend(deck.draw(said));
                }
            }
            if draws.chance(plan.more_praise) {
                sentences.extend(about.good.draw(said));
            }
        }
        let mut body = sentences.join(" ");
        if draws.chance(plan.closing.0)
            && let Some(closing) = self.closings.deck(plan.closing.1).draw(said)
        {
            let stands_alone = !body.is_empty() && draws.chance(OWN_PARAGRAPH);
            body.push_str(if stands_alone { "\n\n" } else { " " });
            body.push_str(closing);
        }
        body.trim().to_owned()
    }
}

/// Numbers that only look random (`SplitMix64`), the same for the same text.
pub(super) struct Draws(u64);

impl Draws {
    /// The numbers of a text: it is hashed (FNV-1a).
    pub(super) fn of(text: &str) -> Self {
        Self(text.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
        }))
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % end.max(1)
    }

    /// A place in a list of so many things.
    pub(super) fn below_usize(&mut self, end: usize) -> usize {
        usize::try_from(self.below(end as u64)).unwrap_or_default()
    }

    /// One of some things.
    pub(super) fn one_of<'b, T>(&mut self, things: &'b [T]) -> Option<&'b T> {
        things.get(self.below_usize(things.len()))
    }

    /// True so many times in a hundred.
    fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
}
