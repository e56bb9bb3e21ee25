//! Requests that are sent again until their answer arrives, and have their effect once (SPEC R12).
//!
//! A row stands for a key of a caller. Whoever makes the row runs the request, under a lease: a program that dies in
//! the middle of it keeps nobody out for ever. What the request creates has its id in the row before it begins, so
//! whoever takes over finds what the first one had made already. A runner that fails may have done its work all the
//! same: it ends its lease, and the row stays.

use sqlx::PgPool;
use uuid::Uuid;

/// Largest body of an answer that can be kept, in bytes.
pub const LARGEST_BODY: usize = 256 * 1024;
/// A key is remembered for so long.
const KEPT_HOURS: i32 = 24;
/// A row may go or change hands between two looks at it; so often it is looked at anew.
const LOOKS: usize = 3;

/// A request with a key.
#[derive(Clone, Copy, Debug)]
pub struct Asked<'a> {
    /// Who asks for what: keys of different scopes have nothing to do with each other.
    pub scope: &'a str,
    /// The key, 1 to 255 characters.
    pub key: &'a str,
    /// The SHA-256 of what was sent.
    pub digest: [u8; 32],
    /// After so many seconds a request without an answer counts as lost.
    pub lease_seconds: i32,
}

/// An answer that is given again.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept {
    /// The status, 200 to 499.
    pub status: u16,
    /// Where the created thing is.
    pub location: Option<String>,
    /// The body, [`LARGEST_BODY`] at most.
    pub body: Vec<u8>,
}

/// Whose turn it is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Claim {
    /// Ours to run.
    Mine {
        /// The row.
        row: Uuid,
        /// Shows at the end that the lease is still ours.
        holder: Uuid,
        /// The id of what the request creates.
        thing_id: Uuid,
        /// Whether an earlier runner was lost or failed, who may have done it already.
        again: bool,
    },
    /// It was answered.
    Finished(Kept),
    /// Somebody else runs it.
    Running,
    /// The key was used for something else.
    Other,
}

/// A row as it stands.
struct Row {
    id: Uuid,
    digest: Vec<u8>,
    status: Option<i16>,
    location: Option<String>,
    body: Option<Vec<u8>>,
    is_lost: bool,
    is_old: bool,
}

/// Whose turn it is to run a request. Of many who ask at once, one gets it.
///
/// # Errors
/// When the database does not answer.
pub async fn claim(pool: &PgPool, asked: &Asked<'_>) -> Result<Claim, sqlx::Error> {
    for _ in 0..LOOKS {
        // Who waits for another's answer comes here again and again: only the first one writes.
        let Some(row) = look(pool, asked).await? else {
            if let Some(mine) = begin(pool, asked).await? {
                return Ok(mine);
            }
            continue;
        };
        if row.is_old {
            forget(pool, row.id).await?;
            continue;
        }
        if row.digest != asked.digest {
            return Ok(Claim::Other);
        }
        if let Some(status) = row.status {
            return Ok(Claim::Finished(Kept {
                status: u16::try_from(status).unwrap_or(500),
                location: row.location,
                body: row.body.unwrap_or_default(),
            }));
        }
        if !row.is_lost {
            return Ok(Claim::Running);
        }
        if let Some(mine) = take_over(pool, row.id, asked.lease_seconds).await? {
            return Ok(mine);
        }
    }
    Ok(Claim::Running)
}

/// Makes the row, unless somebody else just did.
async fn begin(pool: &PgPool, asked: &Asked<'_>) -> Result<Option<Claim>, sqlx::Error> {
    let (holder, thing_id) = (Uuid::now_v7(), Uuid::now_v7());
    let row = sqlx::query_scalar!(
        "insert into idempotency_keys (scope, key, digest, holder, thing_id, lease_ends_at)
         values ($1, $2, $3, $4, $5, now() + $6::int * interval '1 second')
         on conflict (scope, key) do nothing returning id",
        asked.scope,
        asked.key,
        asked.digest.as_slice(),
        holder,
        thing_id,
        asked.lease_seconds
    )
    .fetch_optional(pool)
    .await?;
    Ok(row.map(|row| Claim::Mine { row, holder, thing_id, again: false }))
}

async fn look(pool: &PgPool, asked: &Asked<'_>) -> Result<Option<Row>, sqlx::Error> {
    sqlx::query_as!(
        Row,
        r#"select id, digest, status, location, body, lease_ends_at < now() as "is_lost!",
                  created_at < now() - $3::int * interval '1 hour' as "is_old!"
           from idempotency_keys where scope = $1 and key = $2"#,
        asked.scope,
        asked.key,
        KEPT_HOURS
    )
    .fetch_optional(pool)
    .await
}

/// Deletes a row that is too old to count. One that still runs stays as long as its lease.
async fn forget(pool: &PgPool, row: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "delete from idempotency_keys
         where id = $1 and created_at < now() - $2::int * interval '1 hour'
           and (status is not null or lease_ends_at < now())",
        row,
        KEPT_HOURS
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Takes a row over whose runner was lost or failed, unless somebody else just did.
async fn take_over(pool: &PgPool, row: Uuid, lease_seconds: i32) -> Result<Option<Claim>, sqlx::Error> {
    let holder = Uuid::now_v7();
    let thing_id = sqlx::query_scalar!(
        "update idempotency_keys set holder = $2, lease_ends_at = now() + $3::int * interval '1 second'
         where id = $1 and status is null and lease_ends_at < now() returning thing_id",
        row,
        holder,
        lease_seconds
    )
    .fetch_optional(pool)
    .await?;
    Ok(thing_id.map(|thing_id| Claim::Mine { row, holder, thing_id, again: true }))
}

/// Keeps the answer. A runner that lost its lease to another writes nothing.
///
/// # Errors
/// When the database does not answer.
pub async fn finish(pool: &PgPool, row: Uuid, holder: Uuid, kept: &Kept) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update idempotency_keys set status = $3, location = $4, body = $5
         where id = $1 and holder = $2 and status is null",
        row,
        holder,
        i16::try_from(kept.status).unwrap_or(i16::MAX),
        kept.location.as_deref(),
        kept.body.as_slice()
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Ends the lease of a request that failed and may have done its work before: whoever asks next takes it over, and
/// finds what was made.
///
/// # Errors
/// When the database does not answer.
pub async fn end_lease(pool: &PgPool, row: Uuid, holder: Uuid) -> Result<(), sqlx::Error> {
    sqlx::query!(
        "update idempotency_keys set lease_ends_at = now() - interval '1 second'
         where id = $1 and holder = $2 and status is null",
        row,
        holder
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Forgets a request that made nothing and may go better another time: the key is free again. Answers whether it was
/// this runner's to forget.
///
/// # Errors
/// When the database does not answer.
pub async fn release(pool: &PgPool, row: Uuid, holder: Uuid) -> Result<bool, sqlx::Error> {
    let gone = sqlx::query!(
        "delete from idempotency_keys where id = $1 and holder = $2 and status is null",
        row,
        holder
    )
    .execute(pool)
    .await?;
    Ok(gone.rows_affected() > 0)
}

/// Deletes what is too old to count.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(pool: &PgPool) -> Result<u64, sqlx::Error> {
    let gone = sqlx::query!(
        "delete from idempotency_keys
         where created_at < now() - $1::int * interval '1 hour' and (status is not null or lease_ends_at < now())",
        KEPT_HOURS
    )
    .execute(pool)
    .await?;
    Ok(gone.rows_affected())
}

#[cfg(test)]
mod tests {
    use super::*;

    const ASKED: Asked<'static> =
        Asked { scope: "user:ada POST /here/", key: "k", digest: [7; 32], lease_seconds: 60 };

    fn answer() -> Kept {
        Kept { status: 201, location: Some("/here/1/".to_owned()), body: b"{}".to_vec() }
    }

    /// The row and its holder, of a claim that is ours.
    fn mine(claim: &Claim) -> (Uuid, Uuid) {
        let Claim::Mine { row, holder, .. } = claim else { panic!("{claim:?}") };
        (*row, *holder)
    }

    async fn lose_lease(pool: &PgPool) {
        sqlx::query("update idempotency_keys set lease_ends_at = now() - interval '1 second'")
            .execute(pool)
            .await
            .unwrap();
    }

    async fn grow_old(pool: &PgPool) {
        sqlx::query("update idempotency_keys set created_at = now() - interval '25 hours'")
            .execute(pool)
            .await
            .unwrap();
    }

    #[sqlx::test]
    async fn of_many_at_once_one_runs_and_then_all_have_its_answer(pool: PgPool) {
        let claims = (0..20).map(|_| {
            let pool = pool.clone();
            tokio::spawn(async move { claim(&pool, &ASKED).await.unwrap() })
        });
        let claims: Vec<Claim> =
            futures::future::join_all(claims).await.into_iter().map(Result::unwrap).collect();
        let (running, ours): (Vec<Claim>, Vec<Claim>) =
            claims.into_iter().partition(|claim| *claim == Claim::Running);
        assert_eq!((running.len(), ours.len()), (19, 1));
        let (row, holder) = mine(&ours[0]);
        finish(&pool, row, holder, &answer()).await.unwrap();
        assert_eq!(claim(&pool, &ASKED).await.unwrap(), Claim::Finished(answer()));
    }

    #[sqlx::test]
    async fn a_key_stands_for_one_request_of_its_scope(pool: PgPool) {
        mine(&claim(&pool, &ASKED).await.unwrap());
        let other = Asked { digest: [8; 32], ..ASKED };
        assert_eq!(claim(&pool, &other).await.unwrap(), Claim::Other);
        mine(&claim(&pool, &Asked { scope: "user:bob POST /here/", ..other }).await.unwrap());
    }

    #[sqlx::test]
    async fn a_lost_runner_is_taken_over_once_and_writes_nothing_any_more(pool: PgPool) {
        let Claim::Mine { row, holder, thing_id, again: false } = claim(&pool, &ASKED).await.unwrap() else {
            panic!("it was free")
        };
        lose_lease(&pool).await;
        let second = claim(&pool, &ASKED).await.unwrap();
        let Claim::Mine { thing_id: same, again: true, .. } = second else { panic!("{second:?}") };
        assert_eq!(same, thing_id);
        assert_eq!(claim(&pool, &ASKED).await.unwrap(), Claim::Running);
        finish(&pool, row, holder, &answer()).await.unwrap();
        assert!(!release(&pool, row, holder).await.unwrap(), "the lease is another's");
        assert_eq!(claim(&pool, &ASKED).await.unwrap(), Claim::Running);
        let (row, holder) = mine(&second);
        finish(&pool, row, holder, &answer()).await.unwrap();
        assert_eq!(claim(&pool, &ASKED).await.unwrap(), Claim::Finished(answer()));
    }

    #[sqlx::test]
    async fn a_request_whose_lease_was_ended_is_taken_over_at_once(pool: PgPool) {
        let Claim::Mine { row, holder, thing_id, again: false } = claim(&pool, &ASKED).await.unwrap() else {
            panic!("it was free")
        };
        end_lease(&pool, row, Uuid::now_v7()).await.unwrap();
        assert_eq!(claim(&pool, &ASKED).await.unwrap(), Claim::Running, "the lease is another's");
        end_lease(&pool, row, holder).await.unwrap();
        let second = claim(&pool, &ASKED).await.unwrap();
        let Claim::Mine { thing_id: same, again: true, .. } = second else { panic!("{second:?}") };
        assert_eq!(same, thing_id);
        assert_eq!(claim(&pool, &ASKED).await.unwrap(), Claim::Running);
        let (row, holder) = mine(&second);
        finish(&pool, row, holder, &answer()).await.unwrap();
        end_lease(&pool, row, holder).await.unwrap();
        assert_eq!(claim(&pool, &ASKED).await.unwrap(), Claim::Finished(answer()));
    }

    #[sqlx::test]
    async fn the_largest_answer_can_be_kept(pool: PgPool) {
        let (row, holder) = mine(&claim(&pool, &ASKED).await.unwrap());
        let larger = Kept { body: vec![b' '; LARGEST_BODY + 1], ..answer() };
        assert!(finish(&pool, row, holder, &larger).await.is_err());
        let largest = Kept { body: vec![b' '; LARGEST_BODY], ..answer() };
        finish(&pool, row, holder, &largest).await.unwrap();
        assert_eq!(claim(&pool, &ASKED).await.unwrap(), Claim::Finished(largest));
    }

    #[sqlx::test]
    async fn a_key_that_was_released_or_is_a_day_old_is_free(pool: PgPool) {
        let (row, holder) = mine(&claim(&pool, &ASKED).await.unwrap());
        assert!(release(&pool, row, holder).await.unwrap());
        let (row, holder) = mine(&claim(&pool, &ASKED).await.unwrap());
        finish(&pool, row, holder, &answer()).await.unwrap();
        grow_old(&pool).await;
        let other = Asked { digest: [8; 32], ..ASKED };
        let (row, holder) = mine(&claim(&pool, &other).await.unwrap());
        finish(&pool, row, holder, &answer()).await.unwrap();
        assert_eq!(sweep(&pool).await.unwrap(), 0);
        grow_old(&pool).await;
        assert_eq!(sweep(&pool).await.unwrap(), 1);
    }
}
