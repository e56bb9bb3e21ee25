//! The pictures of a creator's own product (SPEC W12, D7). Its owner may add, describe, order and remove them; staff
//! with the permissions for products and for pictures may, too.

use sqlx::PgTransaction;
use uuid::Uuid;

use super::service::editable;
use super::{OwnPicture, OwnPictures};
use crate::accounts::audit as trail;
use crate::accounts::caller::User;
use crate::accounts::model::{Action, Kind, Permission};
use crate::accounts::throttle::{self, PICTURES_BY_USER};
use crate::catalog::image::service::{self as images, NotTaken, StoredPicture, keep_picture, render_picture};
use crate::catalog::product::model::{ProductId, ProductStatus};
use crate::catalog::product::staff::images::{MOST, check_alt, full, no_picture, turn_for};
use crate::catalog::product::store::admin::{self as store, FormRow};
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::audit::EntryId;

/// Which way a picture moves in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Way {
    /// Before the one that leads it.
    Up,
    /// Behind the one that follows it.
    Down,
}

/// A product that is locked while something is done to its pictures.
struct Held {
    transaction: PgTransaction<'static>,
    entry: Option<EntryId>,
    row: FormRow,
}

/// The pictures of a product, for its owner and for staff who may change it.
///
/// # Errors
/// "Product not found", also for one that is not published and somebody else's; a published one of somebody else.
pub async fn list(backend: &Backend, user: &User, id: ProductId) -> Result<OwnPictures, AppError> {
    let row = editable(backend, user, id, Action::Change).await?;
    let pictures = store::images(&backend.pool, id.0).await?;
    Ok(OwnPictures {
        product: row.name,
        pictures: pictures
            .into_iter()
            .map(|picture| OwnPicture { id: picture.id, file: picture.file, alt: picture.alt })
            .collect(),
        megabytes: backend.settings.vitrine.upload_megabytes,
    })
}

/// Counts a picture that is about to come, before anything is read of it.
///
/// # Errors
/// As [`list`]; too many pictures from one user.
pub async fn may_add(backend: &Backend, user: &User, id: ProductId) -> Result<(), AppError> {
    must(backend, user, id, Action::Add).await?;
    let key = format!("pictures:user:{}", user.id().0);
    throttle::service::hit(&backend.pool, &key, PICTURES_BY_USER).await
}

/// Hangs a picture behind the others of a product; [`may_add`] was asked before.
///
/// # Errors
/// As [`list`]; what is wrong with the picture; a product that has [`MOST`] already.
pub async fn add(backend: &Backend, user: &User, id: ProductId, content: Vec<u8>) -> Result<(), NotTaken> {
    // No connection is held while pictures wait to be decoded.
    let picture = render_picture(content).await?;
    let turn = turn_for(backend, picture.stem()).await?;
    let outcome = async {
        let picture = keep_picture(backend, picture).await?;
        hang(backend, user, id, &picture).await
    };
    let outcome = outcome.await;
    turn.end().await;
    Ok(outcome?)
}

async fn hang(
    backend: &Backend,
    user: &User,
    id: ProductId,
    picture: &StoredPicture,
) -> Result<(), AppError> {
    // Decoding may have taken long.
    must(backend, user, id, Action::Add).await?;
    let mut held = hold(backend, user, id, "added a picture to").await?;
    if store::images(&mut *held.transaction, id.0).await?.len() >= MOST {
        return Err(full());
    }
    let file = (picture.file.as_str(), picture.width, picture.height);
    store::add_image(&mut held.transaction, id.0, Uuid::now_v7(), file).await?;
    end(backend, held).await
}

/// Says what is on a picture.
///
/// # Errors
/// As [`list`]; words that are too long; "Picture not found".
pub async fn describe(
    backend: &Backend,
    user: &User,
    id: ProductId,
    picture: Uuid,
    alt: &str,
) -> Result<(), AppError> {
    must(backend, user, id, Action::Change).await?;
    let alt = check_alt(alt).map_err(|message| AppError::field("alt", message))?;
    let mut held = hold(backend, user, id, "described a picture of").await?;
    let rows = store::images(&mut *held.transaction, id.0).await?;
    // The point that stays in sight is left as it is.
    let row = rows.into_iter().find(|row| row.id == picture).ok_or_else(no_picture)?;
    let focus = (row.focus_x, row.focus_y);
    if !images::describe(&mut held.transaction, id.0, picture, &alt, focus).await? {
        return Err(no_picture());
    }
    end(backend, held).await
}

/// Moves a picture one place in the order, which is the one that there is now. The first one does not move up, nor the
/// last one down: `false`.
///
/// # Errors
/// As [`list`]; "Picture not found".
pub async fn shift(
    backend: &Backend,
    user: &User,
    id: ProductId,
    picture: Uuid,
    way: Way,
) -> Result<bool, AppError> {
    must(backend, user, id, Action::Change).await?;
    let mut held = hold(backend, user, id, "ordered the pictures of").await?;
    let rows = store::images(&mut *held.transaction, id.0).await?;
    let mut ids: Vec<Uuid> = rows.into_iter().map(|row| row.id).collect();
    let at = ids.iter().position(|known| *known == picture).ok_or_else(no_picture)?;
    let to = match way {
        Way::Up => at.checked_sub(1),
        Way::Down => Some(at + 1).filter(|to| *to < ids.len()),
    };
    // What stays as it is leaves no entry either.
    let Some(to) = to else { return Ok(false) };
    ids.swap(at, to);
    store::order_images(&mut held.transaction, id.0, &ids).await?;
    end(backend, held).await?;
    Ok(true)
}

/// Takes a picture off a product.
///
/// # Errors
/// As [`list`]; "Picture not found".
pub async fn remove(backend: &Backend, user: &User, id: ProductId, picture: Uuid) -> Result<(), AppError> {
    must(backend, user, id, Action::Delete).await?;
    let mut held = hold(backend, user, id, "removed a picture of").await?;
    if !store::remove_image(&mut held.transaction, id.0, picture).await? {
        return Err(no_picture());
    }
    end(backend, held).await
}

/// Checks that somebody may do this to the pictures of a product: what is one's own needs no permission.
async fn must(backend: &Backend, user: &User, id: ProductId, action: Action) -> Result<(), AppError> {
    let row = editable(backend, user, id, Action::Change).await?;
    if row.created_by == Some(user.id().0) {
        return Ok(());
    }
    user.staff()?.must(Permission::new(action, Kind::Image))
}

/// Locks a product, and begins an entry of the audit trail where staff do it.
async fn hold(backend: &Backend, user: &User, id: ProductId, action: &str) -> Result<Held, AppError> {
    let mut transaction = backend.pool.begin().await?;
    let row = store::lock_form(&mut transaction, id.0).await?.filter(|row| !row.is_trashed);
    let row = row.ok_or_else(|| AppError::NotFound("Product".to_owned()))?;
    let entry = trail::begin_if_staff(&mut transaction, user, action, Kind::Product, id.0, &row.name).await?;
    Ok(Held { transaction, entry, row })
}

async fn end(backend: &Backend, held: Held) -> Result<(), AppError> {
    let Held { mut transaction, entry, row } = held;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    // Nobody remembers what is not in the shop.
    if row.status == ProductStatus::Published {
        backend.cache.clear();
    }
    Ok(())
}
