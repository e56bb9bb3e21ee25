//! The user's picture (SPEC U1, J5). Its files are named by their content, so users with the same picture share
//! them. Who stores or deletes the files of a picture has the turn at it, on all nodes together: nobody deletes
//! what somebody else is just being given.

use std::collections::HashSet;
use std::future::Future;

use chrono::TimeDelta;
use futures::{StreamExt as _, TryStreamExt as _};

use super::{service, store};
use crate::accounts::caller::User;
use crate::accounts::model::AVATAR_SIDES;
use crate::accounts::throttle::{self, AVATAR_BY_USER};
use crate::error::{AppError, internal};
use crate::infra::pictures::{self, PictureError, Rendition};
use crate::infra::{Backend, clock, db, telemetry};

/// The folder of the store with users' pictures.
const FOLDER: &str = "avatars";
/// Files as young as this may belong to an upload that is not done.
const YOUNG: TimeDelta = TimeDelta::days(1);
/// So many files are looked up at once.
const LOOKED_UP: usize = 500;

/// Why a picture was not taken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AvatarError {
    /// It is the picture.
    #[error(transparent)]
    Picture(#[from] PictureError),
    /// It is anything else.
    #[error(transparent)]
    Refused(#[from] AppError),
}

/// Makes a file that was sent the user's picture; answers the stem of its files. Nothing is stored before the
/// file is known to be a picture, and nothing stays when it does not become the user's.
///
/// # Errors
/// What is wrong with the picture; too many pictures within an hour.
pub async fn set(backend: &Backend, user: &User, content: Vec<u8>) -> Result<String, AvatarError> {
    let key = format!("avatar:user:{}", user.id().0);
    throttle::service::hit(&backend.pool, &key, AVATAR_BY_USER).await?;
    let stem = format!("{FOLDER}/{}", pictures::name_of(&content));
    let picture = pictures::squares(content, &AVATAR_SIDES).await?;
    let (backend, user, given) = (backend.clone(), user.clone(), stem.clone());
    to_its_end(async move { replace(&backend, &user, &given, picture).await }).await?;
    Ok(stem)
}

/// Removes the user's picture.
///
/// # Errors
/// When the database does not answer.
pub async fn remove(backend: &Backend, user: &User) -> Result<(), AppError> {
    let (backend, user) = (backend.clone(), user.clone());
    to_its_end(async move {
        if let Some(before) = service::remove_avatar(&backend, &user).await? {
            forget(&backend, &before).await;
        }
        Ok(())
    })
    .await
}

/// Deletes the files of a picture that was somebody's, unless it is somebody else's too. A failure is logged:
/// files that nobody is shown do no harm.
pub async fn forget(backend: &Backend, stem: &str) {
    if let Err(error) = delete_unused(backend, stem).await {
        tracing::warn!(%error, stem, "a picture stays in the store though it may be nobody's");
    }
}

/// Deletes the files of pictures that are nobody's: left by a program that was killed between storing a picture and
/// writing it down, or by a store that did not answer. Answers how many pictures went.
///
/// # Errors
/// When the database or the store does not answer.
pub async fn sweep(backend: &Backend) -> Result<u64, AppError> {
    let names = backend.files.older_than(FOLDER, clock::now() - YOUNG);
    let mut chunks = names.try_chunks(LOOKED_UP);
    let mut gone = 0;
    while let Some(chunk) = chunks.next().await {
        let names = chunk.map_err(|error| internal(&error))?;
        let mut stems: HashSet<&str> = names.iter().filter_map(|name| pictures::stem_of(name)).collect();
        let asked: Vec<String> = stems.iter().map(|&stem| stem.to_owned()).collect();
        for used in store::used_avatars(&backend.pool, &asked).await? {
            stems.remove(used.as_str());
        }
        for stem in stems {
            delete_unused(backend, stem).await?;
            gone += 1;
        }
    }
    Ok(gone)
}

/// Runs to the end, though whoever asked may be gone meanwhile: files and row stay in step.
async fn to_its_end(
    work: impl Future<Output = Result<(), AppError>> + Send + 'static,
) -> Result<(), AppError> {
    let id = telemetry::current_request_id();
    tokio::spawn(telemetry::with_request_id(id, work)).await.map_err(|error| internal(&error))?
}

async fn replace(backend: &Backend, user: &User, stem: &str, picture: Rendition) -> Result<(), AppError> {
    let turn = db::take_turn(&backend.pool, &turn_at(stem)).await?;
    let outcome = keep(backend, user, stem, picture).await;
    turn.end().await;
    if let Some(before) = outcome?.filter(|before| before != stem) {
        forget(backend, &before).await;
    }
    Ok(())
}

/// Stores the files, then writes the row; when the row is refused, the files that were not there before go.
async fn keep(
    backend: &Backend,
    user: &User,
    stem: &str,
    picture: Rendition,
) -> Result<Option<String>, AppError> {
    let new = pictures::keep(&backend.files, stem, picture).await.map_err(|error| internal(&error))?;
    let outcome = service::set_avatar(backend, user, stem).await;
    if outcome.is_err() {
        pictures::delete(&backend.files, &new).await;
    }
    outcome
}

async fn delete_unused(backend: &Backend, stem: &str) -> Result<(), AppError> {
    let turn = db::take_turn(&backend.pool, &turn_at(stem)).await?;
    let used = store::is_avatar_used(&backend.pool, stem).await;
    if matches!(used, Ok(false)) {
        let names = AVATAR_SIDES.map(|side| pictures::file_name(stem, side));
        pictures::delete(&backend.files, &names).await;
    }
    turn.end().await;
    used?;
    Ok(())
}

fn turn_at(stem: &str) -> String {
    format!("vitrine.picture.{stem}")
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;

    use super::*;
    use crate::accounts::testing::signed_in;
    use crate::infra::testing::backend;

    /// Two by two pixels of grey.
    const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\0\x02\0\0\0\x02\x08\0\0\0\0\x57\xdd\x52\xf8\
        \0\0\0\x0eIDAT\x78\xda\x63\xd0\x38\xc1\xa0\x71\x02\0\x05\x06\x01\xe1\x11\x75\xab\x41\0\0\0\0IEND\xae\x42\x60\x82";

    async fn is_stored(backend: &Backend, stem: &str) -> bool {
        let mut stored = Vec::new();
        for side in AVATAR_SIDES {
            stored.push(backend.files.has(&pictures::file_name(stem, side)).await.unwrap());
        }
        assert!(stored.iter().all(|size| *size == stored[0]), "all sizes or none: {stored:?}");
        stored[0]
    }

    fn picture() -> Rendition {
        Rendition { size: (2, 2), files: AVATAR_SIDES.map(|side| (side, vec![1, 2, 3])).to_vec() }
    }

    #[sqlx::test]
    async fn a_picture_that_two_users_share_goes_with_the_second(pool: PgPool) {
        let backend = backend(pool);
        let (ada, eve) = (signed_in(&backend, "ada").await, signed_in(&backend, "eve").await);
        let stem = set(&backend, &ada, PNG.to_vec()).await.unwrap();
        assert_eq!(set(&backend, &eve, PNG.to_vec()).await.unwrap(), stem);
        assert_eq!(set(&backend, &eve, PNG.to_vec()).await.unwrap(), stem);
        assert!(is_stored(&backend, &stem).await);
        remove(&backend, &ada).await.unwrap();
        assert!(is_stored(&backend, &stem).await, "it is still eve's");
        assert_eq!(service::me(&backend, &ada).await.unwrap().avatar, None);
        remove(&backend, &eve).await.unwrap();
        assert!(!is_stored(&backend, &stem).await);
        remove(&backend, &eve).await.unwrap();
    }

    #[sqlx::test]
    async fn pictures_that_are_nobodys_are_swept_once_they_are_old(pool: PgPool) {
        let backend = backend(pool);
        let ada = signed_in(&backend, "ada").await;
        replace(&backend, &ada, "avatars/a1", picture()).await.unwrap();
        pictures::keep(&backend.files, "avatars/b2", picture()).await.unwrap();
        assert_eq!(sweep(&backend).await.unwrap(), 0, "it may be about to be somebody's");
        let folder = backend.settings.vitrine.data_folder.join("media").join(FOLDER);
        for file in std::fs::read_dir(&folder).unwrap() {
            let file = std::fs::File::options().append(true).open(file.unwrap().path()).unwrap();
            file.set_modified(std::time::SystemTime::UNIX_EPOCH).unwrap();
        }
        assert_eq!(sweep(&backend).await.unwrap(), 1);
        assert!(is_stored(&backend, "avatars/a1").await);
        assert!(!is_stored(&backend, "avatars/b2").await);
    }

    #[sqlx::test]
    async fn the_picture_before_goes(pool: PgPool) {
        let backend = backend(pool);
        let ada = signed_in(&backend, "ada").await;
        replace(&backend, &ada, "avatars/a1", picture()).await.unwrap();
        replace(&backend, &ada, "avatars/b2", picture()).await.unwrap();
        assert!(!is_stored(&backend, "avatars/a1").await);
        assert!(is_stored(&backend, "avatars/b2").await);
        assert_eq!(service::me(&backend, &ada).await.unwrap().avatar.as_deref(), Some("avatars/b2"));
    }

    #[sqlx::test]
    async fn a_row_that_is_refused_leaves_no_file_but_those_of_before(pool: PgPool) {
        let backend = backend(pool);
        let ada = signed_in(&backend, "ada").await;
        // The database takes no such stem.
        let refused = "avatars/not_a_stem";
        assert!(replace(&backend, &ada, refused, picture()).await.is_err());
        assert!(!is_stored(&backend, refused).await);
        pictures::keep(&backend.files, refused, picture()).await.unwrap();
        assert!(replace(&backend, &ada, refused, picture()).await.is_err());
        assert!(is_stored(&backend, refused).await);
        assert_eq!(service::me(&backend, &ada).await.unwrap().avatar, None);
    }

    #[sqlx::test]
    async fn what_is_no_picture_is_not_stored_and_too_many_are_refused(pool: PgPool) {
        let backend = backend(pool);
        let ada = signed_in(&backend, "ada").await;
        let outcome = set(&backend, &ada, b"a text".to_vec()).await;
        assert_eq!(outcome, Err(AvatarError::Picture(PictureError::NotAPicture)));
        assert!(!is_stored(&backend, &format!("avatars/{}", pictures::name_of(b"a text"))).await);
        for _ in 1..AVATAR_BY_USER.tries {
            assert!(set(&backend, &ada, b"a text".to_vec()).await.is_err());
        }
        let outcome = set(&backend, &ada, PNG.to_vec()).await;
        assert!(matches!(outcome, Err(AvatarError::Refused(AppError::Throttled { .. }))), "{outcome:?}");
    }
}
