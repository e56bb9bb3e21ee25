//! What the services of all kinds of things do alike for staff (SPEC A2): a page of a list with its counts, ids as
//! addresses have them, times and yes-or-no as forms have them.

use std::time::Duration;

use chrono::{DateTime, SecondsFormat, Utc};
use uuid::Uuid;

use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::listing::{self, OwnedAsked};
use crate::listing::{Choice, Declaration, ListCounts, ListPage, May, Options, SentForm};

/// So long counts that are asked for by themselves are waited for.
const LONG_PATIENCE: Duration = Duration::from_secs(20);

/// A page of a list, with its counts where they come in time, and what the one who asks may do.
///
/// # Errors
/// When the database does not answer.
pub async fn page(
    backend: &Backend,
    of: &'static Declaration,
    asked: &OwnedAsked,
    may: May,
) -> Result<ListPage, AppError> {
    Ok(ListPage { may, ..listing::page(backend, of, &asked.asked()).await? })
}

/// The counts of a list, which are waited for.
///
/// # Errors
/// When the database does not answer, or not in time.
pub async fn counts(
    backend: &Backend,
    of: &'static Declaration,
    asked: &OwnedAsked,
) -> Result<ListCounts, AppError> {
    let counts = listing::counts(backend, of, &asked.asked(), LONG_PATIENCE).await?;
    counts.ok_or_else(|| AppError::Conflict("Counting takes too long: narrow the list down".to_owned()))
}

/// An id of an address.
///
/// # Errors
/// That no such thing is there, `one` being what it is called.
pub fn id(text: &str, one: &str) -> Result<Uuid, AppError> {
    Uuid::try_parse(text).map_err(|_| AppError::NotFound(one.to_owned()))
}

/// A moment as forms and cells have it.
#[must_use]
pub fn moment(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

/// A yes or a no as forms have it.
#[must_use]
pub fn yes_or_nothing(yes: bool) -> String {
    if yes { "yes".to_owned() } else { String::new() }
}

/// Whether a form says yes.
#[must_use]
pub fn is_yes(text: &str) -> bool {
    matches!(text.trim(), "yes" | "on" | "true" | "1")
}

/// The choices of a filter that are always the same, for the form's field of that name.
#[must_use]
pub fn fixed_choices(of: &Declaration, name: &str) -> Vec<Choice> {
    let filter = of.filters.iter().find(|filter| filter.name == name);
    let Some(Options::Fixed(known)) = filter.map(|filter| filter.options) else { return Vec::new() };
    known
        .iter()
        .map(|(value, label)| Choice { value: (*value).to_owned(), label: (*label).to_owned() })
        .collect()
}

/// A form whose fields of several values have those in order, as they are compared.
#[must_use]
pub fn in_order(of: &Declaration, sent: &SentForm) -> SentForm {
    let mut sent = sent.clone();
    for field in of.fields().filter(|field| field.entry.is_several()) {
        for values in [&mut sent.base, &mut sent.values] {
            if let Some(value) = values.get_mut(field.name) {
                let mut lines: Vec<&str> =
                    value.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
                lines.sort_unstable();
                lines.dedup();
                *value = lines.join("\n");
            }
        }
    }
    sent
}
