//! `Idempotency-Key` (SPEC R12): however often a request is sent under one key, it is done once, and every sender
//! gets the first answer, also those who come while it is still being made.

use std::panic::AssertUnwindSafe;
use std::time::Duration;

use axum::http::{HeaderMap, HeaderValue, StatusCode};
use futures::FutureExt as _;
use sha2::{Digest as _, Sha256};
use tokio::time::Instant;
use uuid::Uuid;

use super::call::{self, Answer, Call, JSON};
use super::conditional::IfMatch;
use super::refusal::Refusal;
use super::table::Run;
use crate::error::{AppError, internal};
use crate::infra::idempotency::{self, Asked, Claim, Kept, LARGEST_BODY};
use crate::infra::{Backend, rate, telemetry};

/// The header.
const KEY: &str = "idempotency-key";
/// Longest key, in characters.
pub(super) const LONGEST_KEY: usize = 255;
/// Seconds by which a lease outlives the time that a request may take.
const MORE_LEASE: u64 = 10;
/// Seconds before the time limit at which who waits for another's answer gives up.
const GIVE_UP: u64 = 5;
/// Keys that a user may begin within a day.
///
/// Each of them keeps an answer of up to [`LARGEST_BODY`] for a day. Who is over the limit is refused with 429, before
/// anything is done: to forget the oldest answers instead would do a request a second time whose sender was promised
/// that it is done once. Without a key the request is taken as ever. A key of which no answer is kept takes no place.
const MOST_KEYS: i32 = 1_000;
/// The day in which they are counted, in seconds; it begins with the first of them.
const DAY_SECONDS: i32 = 24 * 60 * 60;
/// Pauses between looks at a request that still runs, in milliseconds; the last one again and again.
const PAUSES: [u64; 6] = [40, 80, 160, 320, 640, 1_000];

/// A request under a key.
pub(super) struct Once {
    user: Uuid,
    scope: String,
    key: String,
    digest: [u8; 32],
}

/// An answer, and whether it was made for an earlier request.
pub(super) struct Outcome {
    pub answer: Answer,
    pub is_replayed: bool,
}

/// The key of a request, where it has one.
///
/// # Errors
/// 400 where it is not 1 to 255 visible characters.
pub(super) fn key(headers: &HeaderMap) -> Result<Option<&str>, Refusal> {
    let Some(value) = headers.get(KEY) else { return Ok(None) };
    let is_visible = |key: &&str| {
        (1..=LONGEST_KEY).contains(&key.len()) && key.bytes().all(|byte| byte.is_ascii_graphic())
    };
    match value.to_str().ok().filter(is_visible) {
        Some(key) => Ok(Some(key)),
        None => Err(Refusal::detail(
            StatusCode::BAD_REQUEST,
            format!("Idempotency-Key must be 1 to {LONGEST_KEY} visible characters."),
        )),
    }
}

impl Once {
    /// A request of a user to a path (with its last slash), with a body of a kind.
    pub(super) fn new(user: Uuid, path: &str, key: &str, kind: &str, body: &[u8]) -> Self {
        let mut hasher = Sha256::new();
        hasher.update(kind.as_bytes());
        hasher.update([0]);
        hasher.update(body);
        Self {
            user,
            scope: format!("user:{user} POST {path}"),
            key: key.to_owned(),
            digest: hasher.finalize().into(),
        }
    }

    /// Does it, or waits for who does it already.
    ///
    /// # Errors
    /// What the operation refuses and is not kept; 422 where another request has the key; 409 where the first one
    /// takes too long.
    pub(super) async fn run(self, call: Call, run: Run) -> Result<Outcome, Refusal> {
        let seconds = call.backend().settings.vitrine.request_seconds;
        let patience = seconds.saturating_sub(GIVE_UP).max(seconds / 2);
        let deadline = Instant::now() + Duration::from_secs(patience);
        let lease_seconds = i32::try_from(seconds + MORE_LEASE).unwrap_or(i32::MAX);
        let digest = with_tags(self.digest, call.if_match.as_ref());
        let mut attempt = Box::new(Attempt { once: Self { digest, ..self }, call, run, lease_seconds });
        let mut pauses = PAUSES.into_iter();
        let mut pause = Duration::ZERO;
        loop {
            attempt = match attempt.apart().await? {
                Step::Done(outcome) => return Ok(outcome),
                Step::Wait(attempt) => attempt,
            };
            pause = pauses.next().map_or(pause, Duration::from_millis);
            if Instant::now() + pause > deadline {
                return Err(Refusal::Running);
            }
            tokio::time::sleep(pause).await;
        }
    }
}

/// The digest of a request that names tags in `If-Match`: with other ones it is another request.
fn with_tags(digest: [u8; 32], tags: Option<&IfMatch>) -> [u8; 32] {
    let Some(tags) = tags else { return digest };
    let mut hasher = Sha256::new();
    hasher.update(digest);
    match tags {
        IfMatch::Any => hasher.update("*"),
        IfMatch::Tags(tags) => hasher.update(tags.join(",")),
    }
    hasher.finalize().into()
}

/// Whether an earlier run of a request made its thing, from what came of looking for it. An error other than "not
/// found" says nothing about that.
///
/// # Errors
/// Those others.
pub(super) fn is_there<T>(looked: Result<T, AppError>) -> Result<bool, AppError> {
    match looked {
        Ok(_) => Ok(true),
        Err(AppError::NotFound(_)) => Ok(false),
        Err(error) => Err(error),
    }
}

/// A request under a key, with all that it takes to do it.
struct Attempt {
    once: Once,
    call: Call,
    run: Run,
    lease_seconds: i32,
}

/// What came of an attempt.
enum Step {
    /// There is an answer.
    Done(Outcome),
    /// Somebody else does it; the attempt can be made again.
    Wait(Box<Attempt>),
}

impl Attempt {
    /// Looks whose turn it is, and does it where it is ours, on a task of its own: a client that hangs up stops
    /// neither, so no key waits for a runner that is not there. The pauses between attempts end with the client.
    async fn apart(self: Box<Self>) -> Result<Step, Refusal> {
        let id = telemetry::current_request_id();
        match tokio::spawn(telemetry::with_request_id(id, self.take())).await {
            Ok(step) => step,
            Err(error) => Err(internal(&error).into()),
        }
    }

    async fn take(self: Box<Self>) -> Result<Step, Refusal> {
        let asked = Asked {
            scope: &self.once.scope,
            key: &self.once.key,
            digest: self.once.digest,
            lease_seconds: self.lease_seconds,
        };
        let claim = idempotency::claim(&self.call.backend().pool, &asked).await.map_err(AppError::from)?;
        match claim {
            Claim::Mine { row, holder, thing_id, again } => {
                let Self { once, call, run, .. } = *self;
                let lease = Lease { backend: call.backend().clone(), user: once.user, row, holder, again };
                if !again {
                    lease.count().await?;
                }
                let answer = lease.work(Call { new_id: thing_id, again, ..call }, run).await?;
                Ok(Step::Done(Outcome { answer, is_replayed: false }))
            }
            Claim::Finished(kept) => Ok(Step::Done(Outcome { answer: answer_of(kept), is_replayed: true })),
            Claim::Other => {
                let words = "This Idempotency-Key was used for another request.";
                Err(Refusal::detail(StatusCode::UNPROCESSABLE_ENTITY, words))
            }
            Claim::Running => Ok(Step::Wait(self)),
        }
    }
}

/// The right to do a request.
struct Lease {
    backend: Backend,
    user: Uuid,
    row: Uuid,
    holder: Uuid,
    again: bool,
}

impl Lease {
    /// Counts a new key of its user; the key of one who has too many is free again.
    async fn count(&self) -> Result<(), AppError> {
        let counted = rate::count(&self.backend.readers, &self.quota(), DAY_SECONDS).await;
        let (refusal, freed) = match counted {
            Ok(used) if used.used <= MOST_KEYS => return Ok(()),
            Ok(used) => {
                let retry_after_seconds = used.seconds_left.max(1).unsigned_abs();
                (AppError::Throttled { retry_after_seconds }, self.free().await)
            }
            // Nothing was counted, so there is no place to give back.
            Err(error) => (error.into(), self.release().await.map(|_| ())),
        };
        if let Err(error) = freed {
            tracing::error!(%error, "an Idempotency-Key could not be given back");
        }
        Err(refusal)
    }

    /// What the keys of its user are counted under.
    fn quota(&self) -> String {
        format!("once:user:{}", self.user)
    }

    async fn release(&self) -> Result<bool, sqlx::Error> {
        idempotency::release(&self.backend.pool, self.row, self.holder).await
    }

    /// Frees the key, of which nothing is kept, and with it its place among those of its user.
    async fn free(&self) -> Result<(), sqlx::Error> {
        if self.release().await? {
            rate::give_back(&self.backend.readers, &self.quota()).await?;
        }
        Ok(())
    }

    /// Does it, and settles what becomes of its key.
    async fn work(&self, call: Call, run: Run) -> Result<Answer, Refusal> {
        let limit = Duration::from_secs(self.backend.settings.vitrine.request_seconds);
        let work = AssertUnwindSafe(call::run(run, call)).catch_unwind();
        let outcome = match tokio::time::timeout(limit, work).await {
            Ok(Ok(outcome)) => outcome,
            Ok(Err(_)) => Err(internal(&"a request with an Idempotency-Key panicked").into()),
            Err(_) => Err(internal(&"a request with an Idempotency-Key took too long").into()),
        };
        self.settle(&outcome).await;
        outcome
    }

    /// Keeps the answer, a refusal too, where another try would have the same.
    async fn settle(&self, outcome: &Result<Answer, Refusal>) {
        let answer = match outcome {
            Ok(answer) => answer.clone(),
            Err(refusal) => refusal.to_answer(),
        };
        let (pool, row, holder) = (&self.backend.pool, self.row, self.holder);
        let settled = match fate(&answer, self.again) {
            Fate::Kept => {
                let kept =
                    Kept { status: answer.status.as_u16(), location: answer.location, body: answer.body };
                idempotency::finish(pool, row, holder, &kept).await
            }
            Fate::Free => self.free().await,
            Fate::Again => idempotency::end_lease(pool, row, holder).await,
        };
        if let Err(error) = settled {
            // The lease runs out by itself, and the next runner finds what was created.
            tracing::error!(%error, "the answer under an Idempotency-Key could not be kept");
        }
    }
}

/// What becomes of a key when its request has come to an end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    /// It has its answer.
    Kept,
    /// It is free: nothing was made.
    Free,
    /// Whoever asks next does it again, and finds what was made, by this run or by an earlier one.
    Again,
}

/// The fate of a key by the answer, and by whether there was an earlier run.
fn fate(answer: &Answer, again: bool) -> Fate {
    let status = answer.status;
    let passes = matches!(
        status,
        StatusCode::UNAUTHORIZED
            | StatusCode::FORBIDDEN
            | StatusCode::NOT_FOUND
            | StatusCode::CONFLICT
            | StatusCode::TOO_MANY_REQUESTS
    );
    // With a fresh tag it is another request, for which the key must be free.
    if status == StatusCode::PRECONDITION_FAILED || (passes && !again) {
        Fate::Free
    } else if passes || status.is_server_error() || answer.body.len() > LARGEST_BODY {
        Fate::Again
    } else {
        Fate::Kept
    }
}

fn answer_of(kept: Kept) -> Answer {
    let status = StatusCode::from_u16(kept.status).unwrap_or(StatusCode::OK);
    Answer { status, body: kept.body, location: kept.location, kind: JSON }
}

/// Says that an answer was made before.
pub(super) fn mark(headers: &mut HeaderMap) {
    headers.insert("idempotency-replayed", HeaderValue::from_static("true"));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(value: &str) -> Option<String> {
        let mut headers = HeaderMap::new();
        headers.insert(KEY, HeaderValue::from_bytes(value.as_bytes()).unwrap());
        key(&headers).ok().map(|key| key.unwrap().to_owned())
    }

    #[test]
    fn a_key_is_visible_and_not_too_long() {
        assert_eq!(read("a-1_~!"), Some("a-1_~!".to_owned()));
        let longest = "k".repeat(255);
        assert_eq!(read(&longest), Some(longest.clone()));
        for bad in ["", "a b", "é", &"k".repeat(256)] {
            assert_eq!(read(bad), None, "{bad}");
        }
        assert!(key(&HeaderMap::new()).unwrap().is_none());
    }

    #[test]
    fn kind_and_body_make_a_request_and_the_user_its_room() {
        let once = |user: u128, kind, body: &str| {
            Once::new(Uuid::from_u128(user), "/api/products/", "k", kind, body.as_bytes())
        };
        let first = once(1, "application/json", "{}");
        assert_eq!(first.digest, once(1, "application/json", "{}").digest);
        assert_ne!(first.digest, once(1, "application/json", "{ }").digest);
        assert_ne!(first.digest, once(1, "application/x-www-form-urlencoded", "{}").digest);
        assert_ne!(first.scope, once(2, "application/json", "{}").scope);
    }

    #[test]
    fn the_tags_that_a_request_names_are_part_of_it() {
        let tagged = |tags: &[&str]| {
            let tags = IfMatch::Tags(tags.iter().map(|tag| (*tag).to_owned()).collect());
            with_tags([7; 32], Some(&tags))
        };
        assert_eq!(with_tags([7; 32], None), [7; 32]);
        assert_eq!(tagged(&["\"a\"", "\"b\""]), tagged(&["\"a\"", "\"b\""]));
        let all =
            [tagged(&[]), tagged(&["\"a\""]), tagged(&["\"b\""]), with_tags([7; 32], Some(&IfMatch::Any))];
        for (place, one) in all.iter().enumerate() {
            assert!(*one != [7; 32] && !all[..place].contains(one), "{place}");
        }
    }

    #[test]
    fn only_a_thing_that_is_not_found_was_not_made() {
        assert_eq!(is_there(Ok(())), Ok(true));
        assert_eq!(is_there::<()>(Err(AppError::NotFound("Product".to_owned()))), Ok(false));
        let broken = AppError::Internal { request_id: "-".to_owned() };
        assert_eq!(is_there::<()>(Err(broken.clone())), Err(broken));
    }

    #[test]
    fn what_may_go_better_is_not_kept_and_what_may_have_been_made_is_not_forgotten() {
        let after = |status: u16, length: usize, again: bool| {
            let status = StatusCode::from_u16(status).unwrap();
            fate(&Answer { status, body: vec![b' '; length], location: None, kind: JSON }, again)
        };
        let first_and_again = |status| (after(status, 2, false), after(status, 2, true));
        for status in [200, 201, 400, 422] {
            assert_eq!(first_and_again(status), (Fate::Kept, Fate::Kept), "{status}");
        }
        for status in [401, 403, 404, 409, 429] {
            assert_eq!(first_and_again(status), (Fate::Free, Fate::Again), "{status}");
        }
        assert_eq!(first_and_again(412), (Fate::Free, Fate::Free));
        assert_eq!(first_and_again(500), (Fate::Again, Fate::Again));
        assert_eq!(after(201, LARGEST_BODY, false), Fate::Kept);
        assert_eq!(after(201, LARGEST_BODY + 1, false), Fate::Again);
    }
}
