//! Use cases of sessions: who asks, signing in and out, the list of one's sessions.

use chrono::{DateTime, SecondsFormat, Utc};
use sqlx::PgConnection;
use tower_sessions::Session;
use uuid::Uuid;

use super::rows::{OWNER, Owner, hash};
use super::{Client, store};
use crate::accounts::caller::{User, Visitor};
use crate::accounts::model::{SessionList, SessionView, UserId};
use crate::error::{AppError, internal};
use crate::infra::Backend;
use crate::paging::place::Place;

/// Sessions in a part of the list.
const PART: usize = 50;
/// One more than a part holds: it tells whether there is another.
const PART_AND_ONE: i64 = 51;

/// The user's count of voided sign-ins, as it was when the password was looked at: a session that is begun
/// with an older one does not count. So a password that changes while somebody signs in with the old one
/// ends that session too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Epoch(pub(in crate::accounts) i32);

/// Who asks, by the session of the request. A visitor without a cookie costs no query, everybody else one.
///
/// # Errors
/// When the database does not answer.
pub async fn authenticate(backend: &Backend, session: &Session) -> Result<Visitor, AppError> {
    let Some(id) = session.id() else { return Ok(Visitor::default()) };
    let token_hash = hash(id);
    let Some(row) = store::caller(&backend.pool, &token_hash).await? else {
        forget_what_is_void(session).await?;
        return Ok(Visitor::default());
    };
    if row.is_stale {
        store::touch(&backend.pool, &token_hash).await?;
    }
    let permissions = row.permissions.iter().filter_map(|text| text.parse().ok()).collect();
    let user = User::new(UserId(row.id), (row.is_staff, row.is_superuser), permissions, token_hash);
    Ok(Visitor::new(Some(user)))
}

/// Removes the cookie of a session that is not there any more (reading it does that), and the row of one
/// whose user may not sign in any more.
async fn forget_what_is_void(session: &Session) -> Result<(), AppError> {
    if is_signed_in(session).await? { sign_out(session).await } else { Ok(()) }
}

/// Whether the session belongs to a user; it says nothing about whether it still counts.
///
/// # Errors
/// When the database does not answer.
pub async fn is_signed_in(session: &Session) -> Result<bool, AppError> {
    Ok(session.get_value(OWNER).await.map_err(failed)?.is_some())
}

/// Begins a session of a user, under a new id (SPEC U2). What a visitor has put into the session stays; what
/// another user had in it goes.
///
/// # Errors
/// When the database does not answer.
pub(in crate::accounts) async fn begin(
    session: &Session,
    client: &Client,
    user_id: UserId,
    epoch: Epoch,
) -> Result<(), AppError> {
    if is_signed_in(session).await? {
        session.flush().await.map_err(failed)?;
    } else if session.id().is_some() {
        session.cycle_id().await.map_err(failed)?;
    }
    let owner =
        Owner { user_id: user_id.0, epoch: epoch.0, device: client.device(), address: client.address() };
    session.insert(OWNER, owner).await.map_err(failed)?;
    // The row is written now, so that an error is told here and not after the answer.
    session.save().await.map_err(failed)
}

/// Ends the session of the request (SPEC U1).
///
/// # Errors
/// When the database does not answer.
pub async fn sign_out(session: &Session) -> Result<(), AppError> {
    session.flush().await.map_err(failed)
}

/// Ends every session of the user, this one too (SPEC U1).
///
/// # Errors
/// When the database does not answer.
pub async fn sign_out_everywhere(backend: &Backend, user: &User, session: &Session) -> Result<(), AppError> {
    let mut transaction = backend.pool.begin().await?;
    end_all(&mut transaction, user.id()).await?;
    transaction.commit().await?;
    sign_out(session).await
}

/// Ends every session of a user, within the caller's transaction; answers the epoch for a new one.
///
/// # Errors
/// When the database does not answer.
pub(in crate::accounts) async fn end_all(
    connection: &mut PgConnection,
    user_id: UserId,
) -> Result<Epoch, AppError> {
    Ok(Epoch(store::end_all(connection, user_id.0).await?))
}

/// A part of the user's sessions, the last used first (SPEC U2); `after` is the `next` of the part before.
///
/// # Errors
/// "Page not found" for an `after` that no part gave.
pub async fn list(backend: &Backend, user: &User, after: Option<&str>) -> Result<SessionList, AppError> {
    let (id, this) = (user.id().0, user.session_hash());
    let mut rows = store::of_user(&backend.pool, id, this, Place::after(after)?, PART_AND_ONE).await?;
    let has_more = rows.len() > PART;
    rows.truncate(PART);
    let last = rows.last().filter(|_| has_more);
    let next = last.map(|last| Place { at: last.last_used_at, id: last.id }.to_string());
    let sessions = rows.into_iter().map(|row| SessionView {
        id: row.id,
        device: row.device,
        address: row.address,
        created_at: written(row.created_at),
        last_used_at: written(row.last_used_at),
        is_this: row.is_this,
    });
    Ok(SessionList { sessions: sessions.collect(), next })
}

/// Ends one of the user's sessions (SPEC U2).
///
/// # Errors
/// "Session not found", also when it is somebody else's.
pub async fn end(backend: &Backend, user: &User, id: Uuid) -> Result<(), AppError> {
    if store::delete_of_user(&backend.pool, user.id().0, id).await? {
        Ok(())
    } else {
        Err(AppError::NotFound("Session".to_owned()))
    }
}

/// Deletes the sessions that have run out.
///
/// # Errors
/// When the database does not answer.
pub async fn sweep(backend: &Backend) -> Result<u64, AppError> {
    Ok(store::sweep(&backend.pool).await?)
}

fn written(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::Secs, true)
}

fn failed(error: tower_sessions::session::Error) -> AppError {
    internal(&error)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use sqlx::PgPool;

    use super::*;
    use crate::accounts::session::IDLE_DAYS;
    use crate::accounts::testing::{account, caller, client, new_session, sign_in};
    use crate::infra::testing::backend;

    #[sqlx::test]
    async fn the_id_changes_at_sign_in_and_what_a_visitor_kept_stays(pool: PgPool) {
        let backend = backend(pool);
        let ada = account(&backend, "ada").await;
        let session = new_session(&backend, None);
        session.insert("seen", 3).await.unwrap();
        session.save().await.unwrap();
        let before = session.id().unwrap();
        sign_in(&backend, &session, "ada").await.unwrap();
        assert_ne!(session.id().unwrap(), before);
        assert_eq!(session.get::<i32>("seen").await.unwrap(), Some(3));
        let planted = new_session(&backend, Some(before));
        assert!(authenticate(&backend, &planted).await.unwrap().user().is_none());
        assert_eq!(caller(&backend, &session).await.id(), ada);
    }

    #[sqlx::test]
    async fn the_next_user_of_a_browser_finds_nothing_of_the_one_before(pool: PgPool) {
        let backend = backend(pool);
        account(&backend, "ada").await;
        let bob = account(&backend, "bob").await;
        let session = new_session(&backend, None);
        sign_in(&backend, &session, "ada").await.unwrap();
        session.insert("cart", "ada's").await.unwrap();
        session.save().await.unwrap();
        let before = session.id().unwrap();
        sign_in(&backend, &session, "bob").await.unwrap();
        assert_ne!(session.id().unwrap(), before);
        assert_eq!(session.get_value("cart").await.unwrap(), None);
        assert_eq!(caller(&backend, &session).await.id(), bob);
        let again = new_session(&backend, Some(before));
        assert!(authenticate(&backend, &again).await.unwrap().user().is_none());
    }

    #[sqlx::test]
    async fn a_row_of_the_table_holds_nothing_that_works_as_a_cookie(pool: PgPool) {
        let backend = backend(pool.clone());
        account(&backend, "ada").await;
        let session = new_session(&backend, None);
        sign_in(&backend, &session, "ada").await.unwrap();
        let cookie = session.id().unwrap().to_string();
        let rows = store::tests::everything(&pool).await;
        assert_eq!(rows.len(), 1);
        assert!(!rows[0].contains(&cookie));
        let raw = session.id().unwrap().0.to_le_bytes();
        let hex = raw.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"));
        assert!(!rows[0].contains(&hex));
    }

    #[sqlx::test]
    async fn a_visitor_who_only_looks_makes_no_row(pool: PgPool) {
        let backend = backend(pool.clone());
        for _ in 0..10 {
            let session = new_session(&backend, None);
            assert!(authenticate(&backend, &session).await.unwrap().user().is_none());
            assert!(!session.is_modified() && session.is_empty().await);
        }
        assert!(store::tests::everything(&pool).await.is_empty());
    }

    #[sqlx::test]
    async fn what_a_visitor_keeps_stays_while_it_is_looked_at(pool: PgPool) {
        let backend = backend(pool.clone());
        let session = new_session(&backend, None);
        session.insert("seen", 3).await.unwrap();
        session.save().await.unwrap();
        let look = async || {
            let later = new_session(&backend, session.id());
            assert!(authenticate(&backend, &later).await.unwrap().user().is_none());
            assert_eq!(later.get::<i32>("seen").await.unwrap(), Some(3));
        };
        store::tests::let_expire_in_an_hour(&pool).await;
        look().await;
        assert_eq!(store::tests::days_left(&pool).await, 0, "at most once a minute, as with users");
        store::tests::age(&pool, "last_used_at").await;
        look().await;
        assert_eq!(store::tests::days_left(&pool).await, i32::from(IDLE_DAYS));
        assert_eq!(store::tests::everything(&pool).await.len(), 1);
    }

    #[sqlx::test]
    async fn a_cookie_without_a_session_is_forgotten(pool: PgPool) {
        let backend = backend(pool);
        let session = new_session(&backend, Some(tower_sessions::session::Id::default()));
        assert!(authenticate(&backend, &session).await.unwrap().user().is_none());
        assert!(session.is_empty().await, "so that the layer removes the cookie");
    }

    #[sqlx::test]
    async fn one_ends_ones_own_sessions_and_nobody_elses(pool: PgPool) {
        let backend = backend(pool);
        account(&backend, "ada").await;
        account(&backend, "bob").await;
        let (here, there, bobs) =
            (new_session(&backend, None), new_session(&backend, None), new_session(&backend, None));
        sign_in(&backend, &here, "ada").await.unwrap();
        sign_in(&backend, &there, "ada").await.unwrap();
        sign_in(&backend, &bobs, "bob").await.unwrap();
        let (ada, bob) = (caller(&backend, &here).await, caller(&backend, &bobs).await);
        let listed = list(&backend, &ada, None).await.unwrap().sessions;
        assert_eq!(listed.len(), 2);
        assert_eq!(listed.iter().filter(|view| view.is_this).count(), 1);
        assert_eq!(listed[0].device, client().device());
        let other = listed.iter().find(|view| !view.is_this).unwrap().id;
        assert_eq!(end(&backend, &bob, other).await, Err(AppError::NotFound("Session".to_owned())));
        assert!(authenticate(&backend, &there).await.unwrap().user().is_some());
        end(&backend, &ada, other).await.unwrap();
        assert!(authenticate(&backend, &there).await.unwrap().user().is_none());
        assert!(authenticate(&backend, &here).await.unwrap().user().is_some());
    }

    #[sqlx::test]
    async fn every_session_is_listed_once_however_many_there_are(pool: PgPool) {
        let backend = backend(pool.clone());
        let id = account(&backend, "ada").await;
        let session = new_session(&backend, None);
        sign_in(&backend, &session, "ada").await.unwrap();
        let ada = caller(&backend, &session).await;
        assert_eq!(list(&backend, &ada, None).await.unwrap().next, None);
        store::tests::add(&pool, id.0, 119).await;
        let (mut found, mut sizes, mut after) = (Vec::new(), Vec::new(), None::<String>);
        loop {
            let part = list(&backend, &ada, after.as_deref()).await.unwrap();
            sizes.push(part.sessions.len());
            found.extend(part.sessions);
            after = part.next;
            if after.is_none() {
                break;
            }
        }
        assert_eq!(sizes, [50, 50, 20]);
        assert!(found.is_sorted_by(|newer, older| newer.last_used_at >= older.last_used_at));
        assert_eq!(found.iter().filter(|view| view.is_this).count(), 1);
        let ids: HashSet<Uuid> = found.iter().map(|view| view.id).collect();
        assert_eq!(ids.len(), 120);
        // Each of them can be ended, the last one too.
        end(&backend, &ada, found[119].id).await.unwrap();
        let nowhere = list(&backend, &ada, Some("elsewhere")).await;
        assert_eq!(nowhere, Err(AppError::NotFound("Page".to_owned())));
    }

    #[sqlx::test]
    async fn signing_out_everywhere_ends_every_session(pool: PgPool) {
        let backend = backend(pool.clone());
        account(&backend, "ada").await;
        let (here, there) = (new_session(&backend, None), new_session(&backend, None));
        sign_in(&backend, &here, "ada").await.unwrap();
        sign_in(&backend, &there, "ada").await.unwrap();
        let ada = caller(&backend, &here).await;
        sign_out_everywhere(&backend, &ada, &here).await.unwrap();
        assert!(authenticate(&backend, &there).await.unwrap().user().is_none());
        assert!(here.is_empty().await);
        assert!(store::tests::everything(&pool).await.is_empty());
    }

    #[sqlx::test]
    async fn a_session_that_is_begun_while_all_are_ended_does_not_count(pool: PgPool) {
        let backend = backend(pool);
        let ada = account(&backend, "ada").await;
        let mut connection = backend.pool.acquire().await.unwrap();
        end_all(&mut connection, ada).await.unwrap();
        let late = new_session(&backend, None);
        begin(&late, &client(), ada, Epoch(0)).await.unwrap();
        assert!(authenticate(&backend, &late).await.unwrap().user().is_none());
    }

    #[sqlx::test]
    async fn a_session_ends_after_its_longest_time_however_much_it_is_used(pool: PgPool) {
        let backend = backend(pool.clone());
        account(&backend, "ada").await;
        let session = new_session(&backend, None);
        sign_in(&backend, &session, "ada").await.unwrap();
        let is_known = async || {
            let later = new_session(&backend, session.id());
            authenticate(&backend, &later).await.unwrap().user().is_some()
        };
        // Use puts off the end without use, and that alone.
        store::tests::let_expire_in_an_hour(&pool).await;
        store::tests::age(&pool, "last_used_at").await;
        assert!(is_known().await);
        assert_eq!(store::tests::days_left(&pool).await, i32::from(IDLE_DAYS));
        store::tests::age(&pool, "absolute_expires_at").await;
        assert!(!is_known().await);
        assert_eq!(sweep(&backend).await.unwrap(), 1);
    }

    #[sqlx::test]
    async fn what_has_run_out_is_swept_away(pool: PgPool) {
        let backend = backend(pool.clone());
        account(&backend, "ada").await;
        let session = new_session(&backend, None);
        sign_in(&backend, &session, "ada").await.unwrap();
        assert_eq!(sweep(&backend).await.unwrap(), 0);
        store::tests::age(&pool, "expires_at").await;
        let later = new_session(&backend, session.id());
        assert!(authenticate(&backend, &later).await.unwrap().user().is_none());
        assert_eq!(sweep(&backend).await.unwrap(), 1);
    }
}
