//! How words lead to things: by the trigram index, which finds words of three letters and more anywhere and shorter ones
//! where a word begins; where many things have them, by looking at each thing along the list's order, whose pages are soon
//! full then.

use sqlx::{PgExecutor, Postgres, QueryBuilder};

use super::Asked;
use super::sql::{push_filters, push_live, push_word};

/// Up to so many hits are looked up by the index; of more, a page is soon full along the list's order.
pub(super) const MOST: u32 = 5000;

/// The things that have the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Hits {
    /// No words were given.
    All,
    /// These, by id.
    Ids(Vec<String>),
    /// Those that have each of these words. No index leads to them.
    Walk(Vec<String>),
    /// The same, and they are more than anybody counts.
    Many(Vec<String>),
}

/// Which of the things that have the words are looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Among {
    /// Those that the filters let through.
    Filtered,
    /// All of them.
    Everything,
}

/// The things that have the words that are asked for.
pub(super) async fn hits(
    database: impl PgExecutor<'_>,
    asked: &Asked<'_>,
    among: Among,
) -> Result<Hits, sqlx::Error> {
    let source = asked.source;
    let words: Vec<String> = asked.query.words().into_iter().map(str::to_owned).collect();
    let Some(text) = source.search.filter(|_| !words.is_empty()) else {
        return Ok(Hits::All);
    };
    // The trash has no such index, and is small.
    if asked.query.trash || words.iter().all(|word| Fit::of(word) == Fit::Signs) {
        return Ok(Hits::Walk(words));
    }
    let mut sql = QueryBuilder::<Postgres>::new("select ");
    sql.push(source.id).push("::text from ").push(source.from);
    match among {
        Among::Filtered => push_filters(&mut sql, asked, None),
        Among::Everything => push_live(&mut sql, asked),
    }
    for word in &words {
        match Fit::of(word) {
            Fit::Anywhere => {
                sql.push(" and ").push(text).push(" like (select contains_pattern(");
                sql.push_bind(word.clone()).push("))");
            }
            Fit::Beginning => {
                // After a space, after the end of a line, at the beginning of all.
                for (number, before) in ["% ", "%\n", ""].into_iter().enumerate() {
                    sql.push(if number == 0 { " and (" } else { " or " }).push(text);
                    sql.push(" like (select ").push_bind(before).push("::text || substr(contains_pattern(");
                    sql.push_bind(word.clone()).push("), 2))");
                }
                sql.push(")");
            }
            Fit::Signs => push_word(&mut sql, text, word),
        }
    }
    sql.push(" limit ").push(MOST + 1);
    let ids: Vec<String> = sql.build_query_scalar().persistent(false).fetch_all(database).await?;
    Ok(if ids.len() > MOST as usize { Hits::Many(words) } else { Hits::Ids(ids) })
}

/// Where in a text a word is looked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// Anywhere: it has three letters or digits in a row, and the index knows it by them.
    Anywhere,
    /// Where a word begins: a letter or two in the middle of words are found nearly everywhere.
    Beginning,
    /// Anywhere, by looking at each text: the index knows no signs.
    Signs,
}

impl Fit {
    /// Of a word.
    pub fn of(word: &str) -> Self {
        let mut runs = word.split(|letter: char| !letter.is_alphanumeric()).filter(|run| !run.is_empty());
        match runs.clone().any(|run| run.chars().nth(2).is_some()) {
            true => Self::Anywhere,
            false if word.starts_with(char::is_alphanumeric) && runs.next().is_some() => Self::Beginning,
            false => Self::Signs,
        }
    }
}
