//! Plausible products from a seed.

use chrono::{DateTime, TimeDelta, Utc};

/// Top categories with their middle ones, and what a thing in each is called.
pub(super) const TREE: [(&str, [(&str, &str); 4]); 8] = [
    ("Furniture", [("Chairs", "Chair"), ("Tables", "Table"), ("Sofas", "Sofa"), ("Shelves", "Shelf")]),
    ("Kitchen", [("Pots", "Pot"), ("Knives", "Knife"), ("Plates", "Plate"), ("Kettles", "Kettle")]),
    (
        "Garden",
        [("Planters", "Planter"), ("Tools", "Spade"), ("Watering", "Watering Can"), ("Benches", "Bench")],
    ),
    (
        "Light",
        [
            ("Pendants", "Pendant"),
            ("Desk lamps", "Desk Lamp"),
            ("Floor lamps", "Floor Lamp"),
            ("Lanterns", "Lantern"),
        ],
    ),
    ("Textiles", [("Rugs", "Rug"), ("Cushions", "Cushion"), ("Blankets", "Blanket"), ("Towels", "Towel")]),
    ("Desk", [("Notebooks", "Notebook"), ("Boxes", "Box"), ("Clocks", "Clock"), ("Pens", "Pen")]),
    ("Away", [("Backpacks", "Backpack"), ("Flasks", "Flask"), ("Umbrellas", "Umbrella"), ("Tents", "Tent")]),
    (
        "Play",
        [("Puzzles", "Puzzle"), ("Blocks", "Block Set"), ("Trains", "Train"), ("Headphones", "Headphones")],
    ),
];
/// Leaves below each middle category.
pub(super) const LEAVES: [&str; 4] = ["Compact", "Classic", "Handmade", "Everyday"];

const MATERIALS: [&str; 20] = [
    "walnut",
    "oak",
    "ash",
    "birch",
    "maple",
    "cherry",
    "bamboo",
    "cork",
    "linen",
    "cotton",
    "wool",
    "felt",
    "leather",
    "canvas",
    "steel",
    "brass",
    "copper",
    "glass",
    "stoneware",
    "slate",
];
const MANNERS: [&str; 16] = [
    "Quiet", "Folding", "Stacking", "Slim", "Round", "Tall", "Low", "Curved", "Plain", "Northern", "Coastal",
    "Rustic", "Light", "Sturdy", "Little", "Grand",
];
const QUALITIES: [&str; 12] = [
    "careful joints",
    "an even grain",
    "a soft edge",
    "a steady base",
    "a warm surface",
    "a plain seam",
    "a close weave",
    "a generous handle",
    "a tidy lid",
    "a balanced weight",
    "an honest finish",
    "a calm colour",
];
const USES: [&str; 12] = [
    "small rooms",
    "long evenings",
    "busy kitchens",
    "open shelves",
    "narrow halls",
    "weekend trips",
    "quiet corners",
    "large tables",
    "rented flats",
    "cold mornings",
    "first homes",
    "covered balconies",
];

/// Numbers that only look random (`SplitMix64`), the same for the same seed.
pub(super) struct Numbers(u64);

impl Numbers {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub(super) fn below(&mut self, end: u64) -> u64 {
        self.next() % end.max(1)
    }

    fn one_of<'a>(&mut self, words: &[&'a str]) -> &'a str {
        let at = self.below(words.len() as u64);
        usize::try_from(at).ok().and_then(|at| words.get(at)).copied().unwrap_or_default()
    }
}

/// A made-up product.
pub(super) struct Made {
    pub name: String,
    pub slug: String,
    pub description: String,
    pub cents: u64,
    pub stock: u64,
    pub status: &'static str,
    pub is_featured: bool,
    pub created_at: DateTime<Utc>,
    pub review_count: u64,
    pub rating_hundredths: u64,
}

/// The product of a number from 1, in a category whose things are called `noun`. All `count` products came
/// within a thousand days before `now`, in the order of their numbers.
pub(super) fn product(
    numbers: &mut Numbers,
    number: u32,
    count: u32,
    noun: &str,
    now: DateTime<Utc>,
) -> Made {
    let material = numbers.one_of(&MATERIALS);
    let name = format!("{} {} {noun} {number}", numbers.one_of(&MANNERS), capitalised(material));
    let slug = name.to_lowercase().replace(' ', "-");
    let description = format!(
        "A {} in {material} with {} and {}. Made for {}, and at home in {}.\n\nIts {material} keeps {} over the years; \
         each piece is checked by hand before it leaves the workshop.",
        noun.to_lowercase(),
        numbers.one_of(&QUALITIES),
        numbers.one_of(&QUALITIES),
        numbers.one_of(&USES),
        numbers.one_of(&USES),
        numbers.one_of(&QUALITIES),
    );
    let status = match numbers.below(100) {
        0..90 => "published",
        90..96 => "draft",
        _ => "archived",
    };
    let stock = if numbers.below(100) < 8 { 0 } else { 1 + numbers.below(400) };
    let step = 1_000 * 86_400 / u64::from(count.max(1));
    let age =
        u64::from(count - number) * 1_000 * 86_400 / u64::from(count.max(1)) + numbers.below(step.max(1));
    let (review_count, rating_hundredths) = reviews(number);
    Made {
        name,
        slug,
        description,
        cents: 250 + numbers.below(300) * numbers.below(300) / 2 * 10 + 90,
        stock,
        status,
        is_featured: numbers.below(100) < 2,
        created_at: now
            - TimeDelta::seconds(i64::try_from(age).unwrap_or_default())
            - TimeDelta::microseconds(i64::from(number)),
        review_count,
        rating_hundredths,
    }
}

/// How many reviews the product of a number has, at most 20, and their mean in hundredths of a star. They are drawn
/// apart, so that the products stay what they were.
fn reviews(number: u32) -> (u64, u64) {
    let mut numbers = Numbers::new(u64::from(number));
    let count = numbers.below(21);
    let mut sum = 0;
    for _ in 0..count {
        sum += match numbers.below(100) {
            0..50 => 5,
            50..80 => 4,
            80..92 => 3,
            92..97 => 2,
            _ => 1,
        };
    }
    (count, if count == 0 { 0 } else { (200 * sum + count) / (2 * count) })
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
