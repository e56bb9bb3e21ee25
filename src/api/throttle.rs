//! How often one caller may ask within an hour (SPEC R11). The count stands in the database, so that it is exact over
//! all nodes; who has used it up is answered from memory until the hour ends.

use axum::http::{HeaderMap, HeaderName, HeaderValue};

use super::Api;
use crate::accounts::caller::Visitor;
use crate::accounts::model::UserId;
use crate::accounts::session::Client;
use crate::error::AppError;
use crate::infra::{clock, rate};

/// How long a window is, in seconds.
pub(super) const WINDOW_SECONDS: i32 = 3_600;

/// The headers that say what is left: under the names of the standard's draft, and under those that clients know from
/// before.
const LIMIT: [HeaderName; 2] =
    [HeaderName::from_static("ratelimit-limit"), HeaderName::from_static("x-ratelimit-limit")];
const REMAINING: [HeaderName; 2] =
    [HeaderName::from_static("ratelimit-remaining"), HeaderName::from_static("x-ratelimit-remaining")];
const RESET: [HeaderName; 2] =
    [HeaderName::from_static("ratelimit-reset"), HeaderName::from_static("x-ratelimit-reset")];

/// What is left of a caller's hour, for the headers of the answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Counted {
    limit: u32,
    used: u32,
    seconds_left: u32,
}

impl Counted {
    /// Refuses a request that is one too many.
    ///
    /// # Errors
    /// [`AppError::Throttled`].
    pub(super) fn check(self) -> Result<(), AppError> {
        if self.used > self.limit { Err(self.refusal()) } else { Ok(()) }
    }

    /// What one too many is told.
    pub(super) const fn refusal(self) -> AppError {
        AppError::Throttled { retry_after_seconds: self.seconds_left }
    }

    /// Says what is left.
    pub(super) fn write(self, headers: &mut HeaderMap) {
        let left = self.limit.saturating_sub(self.used);
        for ([name, before], value) in [(LIMIT, self.limit), (REMAINING, left), (RESET, self.seconds_left)] {
            let value = HeaderValue::from(value);
            headers.insert(before, value.clone());
            headers.insert(name, value);
        }
    }
}

/// What is left for a user who has used the hour up, where this program knows that already.
pub(super) async fn dry_user(api: &Api, user: UserId) -> Option<Counted> {
    let limit = api.backend.settings.vitrine.api_user_hourly;
    if limit == 0 { None } else { dry(api, &user_key(user), limit).await }
}

fn user_key(user: UserId) -> String {
    format!("api:user:{}", user.0)
}

async fn dry(api: &Api, key: &str, limit: u32) -> Option<Counted> {
    let now = clock::now().timestamp();
    let end = api.dry.get(key).await.filter(|end| *end > now)?;
    Some(Counted {
        limit,
        used: limit.saturating_add(1),
        seconds_left: u32::try_from(end - now).unwrap_or(1),
    })
}

/// Counts a use of a refresh token, or of credentials that are refused, by where it comes from: as often as a user may
/// ask.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn count_as(
    api: &Api,
    what: &'static str,
    client: &Client,
) -> Result<Option<Counted>, AppError> {
    let limit = api.backend.settings.vitrine.api_user_hourly;
    count_key(api, limit, || format!("api:{what}:{}", client.throttle_name())).await
}

/// Counts a request; `None` where the caller may ask as often as it likes.
///
/// # Errors
/// When the database does not answer.
pub(super) async fn count(
    api: &Api,
    visitor: &Visitor,
    client: &Client,
) -> Result<Option<Counted>, AppError> {
    let shop = &api.backend.settings.vitrine;
    let limit = if visitor.user().is_some() { shop.api_user_hourly } else { shop.api_anonymous_hourly };
    let key = || match visitor.user() {
        Some(user) => user_key(user.id()),
        None => format!("api:address:{}", client.throttle_name()),
    };
    count_key(api, limit, key).await
}

/// Counts under a key, which is not even written where there is no limit.
async fn count_key(api: &Api, limit: u32, key: impl FnOnce() -> String) -> Result<Option<Counted>, AppError> {
    if limit == 0 {
        return Ok(None);
    }
    let key = key();
    if let Some(dry) = dry(api, &key, limit).await {
        return Ok(Some(dry));
    }
    let used = rate::count(&api.backend.readers, &key, WINDOW_SECONDS).await?;
    let seconds_left = used.seconds_left.clamp(1, WINDOW_SECONDS);
    let counted = Counted {
        limit,
        used: u32::try_from(used.used).unwrap_or_default(),
        seconds_left: seconds_left.unsigned_abs(),
    };
    if counted.used > limit {
        api.dry.insert(key, clock::now().timestamp() + i64::from(seconds_left)).await;
    }
    Ok(Some(counted))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_request_passes_and_the_next_one_is_told_when_to_come_back() {
        let counted = |used| Counted { limit: 3, used, seconds_left: 40 };
        assert_eq!(counted(3).check(), Ok(()));
        assert_eq!(counted(4).check(), Err(AppError::Throttled { retry_after_seconds: 40 }));
        let mut headers = HeaderMap::new();
        counted(4).write(&mut headers);
        assert_eq!(headers.get("ratelimit-remaining").unwrap(), "0");
        assert_eq!(headers.get("x-ratelimit-reset").unwrap(), "40");
    }
}
