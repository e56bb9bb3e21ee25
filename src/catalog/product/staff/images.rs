//! The pictures of a product (SPEC A4, J4). Files are named by their content, so several products share them; those of
//! a picture that was removed stay as long as that can be taken back.

use std::collections::HashSet;

use chrono::TimeDelta;
use futures::{StreamExt as _, TryStreamExt as _};
use sqlx::{PgConnection, PgTransaction};
use uuid::Uuid;

use super::{CHANGE, image, in_the_trash, not_found};
use crate::accounts::audit as trail;
use crate::accounts::caller::Staff;
use crate::accounts::model::{Action, Kind, Permission};
pub(in crate::catalog::product) use crate::catalog::image::input::check_alt;
use crate::catalog::image::model::WIDTHS;
use crate::catalog::image::service::{StoredPicture, describe, keep_picture, render_picture};
use crate::catalog::product::store::admin as store;
use crate::error::{AppError, internal};
use crate::infra::audit::{self, Begun, EntryId};
use crate::infra::db::Turn;
use crate::infra::{Backend, clock, db, pictures};
use crate::listing::StaffImage;

/// A product has at most so many pictures.
pub const MOST: usize = 20;
/// The folder of the store with products' pictures.
const FOLDER: &str = "products";
/// Files as young as this may belong to an upload that is not done.
const YOUNG: TimeDelta = TimeDelta::days(1);
/// So many days the removal of a picture can be taken back.
const KEPT_DAYS: i32 = 30;
/// Its files stay a day longer: an undo that was begun in time finds them.
const SWEPT_DAYS: i32 = KEPT_DAYS + 1;
/// So many products are named whose pictures are gone.
const NAMED: usize = 3;
/// So many files are looked up at once.
const LOOKED_UP: usize = 500;

const ADD_IMAGE: Permission = Permission::new(Action::Add, Kind::Image);
const CHANGE_IMAGE: Permission = Permission::new(Action::Change, Kind::Image);
const DELETE_IMAGE: Permission = Permission::new(Action::Delete, Kind::Image);

/// Hangs a picture behind the others of a product.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to add pictures and to change products; what is wrong with the
/// picture, under `image`; a product that has [`MOST`] already; "Product not found".
pub async fn add(
    backend: &Backend,
    staff: &Staff,
    product: Uuid,
    content: Vec<u8>,
) -> Result<StaffImage, AppError> {
    staff.must(ADD_IMAGE)?;
    staff.must(CHANGE)?;
    // No connection is held while pictures wait to be decoded.
    let picture =
        render_picture(content).await.map_err(|error| AppError::field("image", error.to_string()))?;
    let turn = turn_for(backend, picture.stem()).await?;
    let outcome = async {
        let picture = keep_picture(backend, picture).await?;
        hang(backend, staff, product, &picture).await
    };
    let outcome = outcome.await;
    turn.end().await;
    outcome
}

/// The turn at a picture that is to be stored: nobody sweeps its files away before their row is written.
pub(in crate::catalog::product) async fn turn_for(backend: &Backend, stem: &str) -> Result<Turn, AppError> {
    Ok(db::take_turn(&backend.pool, &turn_at(stem)).await?)
}

async fn hang(
    backend: &Backend,
    staff: &Staff,
    product: Uuid,
    picture: &StoredPicture,
) -> Result<StaffImage, AppError> {
    let (mut transaction, entry) = begin(backend, staff, product, "added a picture to").await?;
    if store::images(&mut *transaction, product).await?.len() >= MOST {
        return Err(full());
    }
    let id = Uuid::now_v7();
    let file = (picture.file.as_str(), picture.width, picture.height);
    store::add_image(&mut transaction, product, id, file).await?;
    let hung = read(&mut transaction, product, id).await?;
    end(backend, transaction, entry).await?;
    Ok(hung)
}

/// Says what is on a picture, and which point of it stays in sight.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to change pictures and products; words that are too long; "Picture
/// not found".
pub async fn set(
    backend: &Backend,
    staff: &Staff,
    product: Uuid,
    id: Uuid,
    alt: &str,
    (focus_x, focus_y): (u8, u8),
) -> Result<StaffImage, AppError> {
    staff.must(CHANGE_IMAGE)?;
    staff.must(CHANGE)?;
    let alt = check_alt(alt).map_err(|message| AppError::field("alt", message))?;
    let focus = (i16::from(focus_x.min(100)), i16::from(focus_y.min(100)));
    let (mut transaction, entry) = begin(backend, staff, product, "described a picture of").await?;
    if !describe(&mut transaction, product, id, &alt, focus).await? {
        return Err(no_picture());
    }
    let described = read(&mut transaction, product, id).await?;
    end(backend, transaction, entry).await?;
    Ok(described)
}

/// Puts the pictures of a product into an order.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to change pictures and products; an order of other pictures than
/// the product has.
pub async fn order(backend: &Backend, staff: &Staff, product: Uuid, ids: &[Uuid]) -> Result<(), AppError> {
    staff.must(CHANGE_IMAGE)?;
    staff.must(CHANGE)?;
    let (mut transaction, entry) = begin(backend, staff, product, "ordered the pictures of").await?;
    let present: HashSet<Uuid> =
        store::images(&mut *transaction, product).await?.into_iter().map(|row| row.id).collect();
    if ids.len() != present.len() || ids.iter().copied().collect::<HashSet<_>>() != present {
        return Err(AppError::Conflict(
            "The pictures were changed by somebody else: load the page again".to_owned(),
        ));
    }
    store::order_images(&mut transaction, product, ids).await?;
    end(backend, transaction, entry).await
}

/// Takes a picture off a product.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to delete pictures and to change products; "Picture not found".
pub async fn remove(backend: &Backend, staff: &Staff, product: Uuid, id: Uuid) -> Result<(), AppError> {
    staff.must(DELETE_IMAGE)?;
    staff.must(CHANGE)?;
    let (mut transaction, entry) = begin(backend, staff, product, "removed a picture of").await?;
    if !store::remove_image(&mut transaction, product, id).await? {
        return Err(no_picture());
    }
    end(backend, transaction, entry).await
}

/// Refuses to take an entry of the audit trail back that would bring back pictures whose files are gone, or go at any
/// moment.
///
/// # Errors
/// [`AppError::Conflict`] that names the products; when the database does not answer.
pub async fn refuse_gone(backend: &Backend, entry: EntryId) -> Result<(), AppError> {
    let limit = i64::try_from(NAMED + 1).unwrap_or(i64::MAX);
    let names = store::gone_pictures(&backend.pool, entry.0, KEPT_DAYS, limit).await?;
    if names.is_empty() {
        return Ok(());
    }
    let more = if names.len() > NAMED { " and others" } else { "" };
    let named = names.iter().take(NAMED).map(String::as_str).collect::<Vec<_>>().join(", ");
    Err(AppError::Conflict(format!(
        "This cannot be undone any more: pictures are kept for {KEPT_DAYS} days, and those of {named}{more} are gone."
    )))
}

/// Deletes the files of pictures that no product has, and none can get back. Answers how many pictures went.
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
        for used in store::used_files(&backend.pool, &asked, SWEPT_DAYS).await? {
            stems.remove(used.as_str());
        }
        for stem in stems {
            gone += u64::from(delete_unused(backend, stem).await?);
        }
    }
    Ok(gone)
}

async fn delete_unused(backend: &Backend, stem: &str) -> Result<bool, AppError> {
    let turn = db::take_turn(&backend.pool, &turn_at(stem)).await?;
    let used = store::used_files(&backend.pool, &[stem.to_owned()], SWEPT_DAYS).await;
    let is_unused = used.as_ref().is_ok_and(Vec::is_empty);
    if is_unused {
        let names = WIDTHS.map(|width| pictures::file_name(stem, width));
        pictures::delete(&backend.files, &names).await;
    }
    turn.end().await;
    used?;
    Ok(is_unused)
}

/// Locks a product and begins an entry for what is done to its pictures.
async fn begin(
    backend: &Backend,
    staff: &Staff,
    product: Uuid,
    action: &str,
) -> Result<(PgTransaction<'static>, EntryId), AppError> {
    let mut transaction = backend.pool.begin().await?;
    let row = store::lock_form(&mut transaction, product).await?.ok_or_else(not_found)?;
    if row.is_trashed {
        return Err(in_the_trash());
    }
    let user = staff.user();
    // Without a request there is none that was answered before.
    let (Begun::New(entry) | Begun::Done(entry, _)) =
        trail::begin(&mut transaction, user, action, Kind::Product, Some(product), &row.name, None).await?;
    Ok((transaction, entry))
}

async fn end(
    backend: &Backend,
    mut transaction: PgTransaction<'static>,
    entry: EntryId,
) -> Result<(), AppError> {
    audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    Ok(())
}

async fn read(connection: &mut PgConnection, product: Uuid, id: Uuid) -> Result<StaffImage, AppError> {
    let rows = store::images(connection, product).await?;
    rows.into_iter().find(|row| row.id == id).map(image).ok_or_else(no_picture)
}

fn turn_at(stem: &str) -> String {
    format!("vitrine.picture.{stem}")
}

/// What is said where a product has all the pictures that it may have.
pub(in crate::catalog::product) fn full() -> AppError {
    AppError::Conflict(format!("A product has at most {MOST} pictures"))
}

pub(in crate::catalog::product) fn no_picture() -> AppError {
    AppError::NotFound("Picture".to_owned())
}
