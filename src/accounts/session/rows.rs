//! The store that `tower-sessions` calls: the table `sessions`.

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use sqlx::PgPool;
use time::OffsetDateTime;
use tower_sessions::SessionStore;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use uuid::Uuid;

use super::store;

/// The entry of a session that says whose it is. The store keeps it in columns of their own.
pub(super) const OWNER: &str = "owner";
/// Ids have 128 random bits: a second try is never needed, and a third would be a broken generator.
const TRIES: usize = 3;

/// Whose session it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Owner {
    pub user_id: Uuid,
    /// The user's epoch at sign-in: the session counts while it is the present one.
    pub epoch: i32,
    pub device: String,
    pub address: String,
}

/// Sessions in PostgreSQL (SPEC U2).
///
/// How long a session lives is decided here and in the table, not by the record's own expiry: that one is
/// only how long the browser keeps the cookie.
#[derive(Clone, Debug)]
pub struct SessionRows {
    pool: PgPool,
}

impl SessionRows {
    /// The sessions of a database.
    #[must_use]
    pub const fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

/// What stands in the row instead of the id.
pub(super) fn hash(id: Id) -> [u8; 32] {
    Sha256::digest(id.to_string().as_bytes()).into()
}

#[async_trait]
impl SessionStore for SessionRows {
    /// Makes a row, always under a new id: after `flush` the record still has the id of before, and nobody
    /// may be signed in under an id that somebody else may know.
    async fn create(&self, record: &mut Record) -> Result<()> {
        let (owner, data) = split(record)?;
        for _ in 0..TRIES {
            record.id = Id::default();
            let is_new = store::insert(&self.pool, &hash(record.id), owner.as_ref(), &data).await;
            if is_new.map_err(refused)? {
                return Ok(());
            }
        }
        Err(Error::Backend("no free session id".to_owned()))
    }

    /// Keeps what is in the session. A row that has gone meanwhile stays away, and its owner never changes:
    /// signing in makes a new row.
    async fn save(&self, record: &Record) -> Result<()> {
        let (_, data) = split(record)?;
        store::update(&self.pool, &hash(record.id), &data).await.map_err(refused)
    }

    /// Looking at what a visitor keeps is use of the session. A user's is touched where the user is recognised.
    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let token_hash = hash(*id);
        let Some(row) = store::load(&self.pool, &token_hash).await.map_err(refused)? else {
            return Ok(None);
        };
        if row.is_stale && row.owner.is_none() {
            store::touch(&self.pool, &token_hash).await.map_err(refused)?;
        }
        let Value::Object(data) = row.data else {
            return Err(Error::Decode("the data of a session is no object".to_owned()));
        };
        let mut data: std::collections::HashMap<String, Value> = data.into_iter().collect();
        if let Some(owner) = row.owner {
            let owner = serde_json::to_value(owner).map_err(|error| Error::Encode(error.to_string()))?;
            data.insert(OWNER.to_owned(), owner);
        }
        let expiry_date = OffsetDateTime::from_unix_timestamp(row.expires_at.timestamp())
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record { id: *id, data, expiry_date }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        store::delete(&self.pool, &hash(*id)).await.map_err(refused)
    }
}

/// The owner and the rest of what a session holds.
fn split(record: &Record) -> Result<(Option<Owner>, Value)> {
    let owner = match record.data.get(OWNER) {
        Some(owner) => {
            Some(serde_json::from_value(owner.clone()).map_err(|error| Error::Encode(error.to_string()))?)
        }
        None => None,
    };
    let rest: Map<String, Value> = record
        .data
        .iter()
        .filter(|(name, _)| *name != OWNER)
        .map(|(name, value)| (name.clone(), value.clone()))
        .collect();
    Ok((owner, Value::Object(rest)))
}

fn refused(error: sqlx::Error) -> Error {
    Error::Backend(error.to_string())
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use super::*;
    use crate::accounts::session::IDLE_DAYS;

    fn record(data: HashMap<String, Value>) -> Record {
        Record { id: Id::default(), data, expiry_date: OffsetDateTime::now_utc() }
    }

    #[sqlx::test]
    async fn what_is_put_into_a_session_is_there_again(pool: PgPool) {
        let rows = SessionRows::new(pool);
        let mut kept = record(HashMap::from([("seen".to_owned(), Value::from(3))]));
        rows.create(&mut kept).await.unwrap();
        assert_eq!(rows.load(&kept.id).await.unwrap().unwrap().data, kept.data);
        kept.data.insert("seen".to_owned(), Value::from(4));
        rows.save(&kept).await.unwrap();
        assert_eq!(rows.load(&kept.id).await.unwrap().unwrap().data["seen"], 4);
        rows.delete(&kept.id).await.unwrap();
        assert!(rows.load(&kept.id).await.unwrap().is_none());
    }

    #[sqlx::test]
    async fn what_is_there_already_is_written_once_a_minute_at_most(pool: PgPool) {
        let rows = SessionRows::new(pool.clone());
        let mut kept = record(HashMap::from([("seen".to_owned(), Value::from(3))]));
        rows.create(&mut kept).await.unwrap();
        store::tests::let_expire_in_an_hour(&pool).await;
        rows.save(&kept).await.unwrap();
        assert_eq!(store::tests::days_left(&pool).await, 0);
        store::tests::age(&pool, "last_used_at").await;
        rows.save(&kept).await.unwrap();
        assert_eq!(store::tests::days_left(&pool).await, i32::from(IDLE_DAYS));
    }

    #[sqlx::test]
    async fn a_session_that_was_ended_does_not_come_back_when_it_is_saved(pool: PgPool) {
        let rows = SessionRows::new(pool);
        let mut kept = record(HashMap::new());
        rows.create(&mut kept).await.unwrap();
        rows.delete(&kept.id).await.unwrap();
        rows.save(&kept).await.unwrap();
        assert!(rows.load(&kept.id).await.unwrap().is_none());
    }

    #[sqlx::test]
    async fn a_new_session_never_takes_an_id_that_was_there_before(pool: PgPool) {
        let rows = SessionRows::new(pool);
        let mut kept = record(HashMap::new());
        let before = kept.id;
        rows.create(&mut kept).await.unwrap();
        assert_ne!(kept.id, before);
    }

    #[sqlx::test]
    async fn a_session_that_has_run_out_is_not_there(pool: PgPool) {
        let rows = SessionRows::new(pool.clone());
        let mut kept = record(HashMap::new());
        rows.create(&mut kept).await.unwrap();
        store::tests::age(&pool, "expires_at").await;
        assert!(rows.load(&kept.id).await.unwrap().is_none());
        rows.create(&mut kept).await.unwrap();
        store::tests::age(&pool, "absolute_expires_at").await;
        assert!(rows.load(&kept.id).await.unwrap().is_none());
    }
}
