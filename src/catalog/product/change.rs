//! Use cases of products that change something (SPEC S1 to S4). What takes a [`Staff`] asks for its permission
//! itself; who may change a product otherwise, [`super::own::service`] decides.

use chrono::{DateTime, Utc};
use sqlx::{PgConnection, PgTransaction};
use uuid::Uuid;

use super::input::{CheckedProduct, LARGEST_STOCK, ProductForm};
use super::model::{ProductId, ProductStatus};
use super::patch::CHANGED;
use super::store;
use crate::accounts::audit as trail;
use crate::accounts::caller::{Staff, User};
use crate::accounts::model::{Action, Kind, Permission};
use crate::catalog::Actor;
use crate::catalog::category::model::CategoryId;
use crate::catalog::image::service::StoredPicture;
use crate::catalog::slug;
use crate::error::{AppError, ConstraintWords, explain};
use crate::infra::Backend;
use crate::infra::audit::EntryId;

/// What it takes to publish, to archive and to feature.
const CHANGE: Permission = Permission::new(Action::Change, Kind::Product);
/// What it takes to put into the trash, and to take out of it.
const DELETE: Permission = Permission::new(Action::Delete, Kind::Product);

/// What the constraints of products say in words.
pub(super) const WORDS: &ConstraintWords = &[
    ("products_name_in_category_key", "name", "Product with this name already exists in category"),
    // A request that is sent again after its product was thrown away.
    ("products_pkey", "id", "This product was made before and has been deleted since"),
    ("products_slug_key", "slug", slug::TAKEN),
    ("products_slug_redirected", "slug", slug::TAKEN),
    ("product_slug_redirects_slug_key", "slug", "The old slug already leads to another product"),
    ("products_category_fkey", "category", "Category not found"),
    ("products_price_positive", "price", "Price must be positive"),
    ("products_stock_not_negative", "stock", "Stock cannot be below 0"),
    ("products_name_length", "name", "1 to 255 characters"),
    ("products_slug_shape", "slug", "Use lower-case letters, digits and single hyphens"),
    ("products_description_length", "description", "At most 20000 characters"),
];

/// Creates a product (SPEC S1): the category must exist and have no other product of this name.
///
/// # Errors
/// The fields that cannot be taken.
pub async fn create(
    backend: &Backend,
    actor: Actor,
    form: &ProductForm,
    category: CategoryId,
) -> Result<ProductId, AppError> {
    let checked = form.check()?;
    let id = ProductId(Uuid::now_v7());
    let mut transaction = backend.pool.begin().await?;
    insert(&mut transaction, actor, id, &checked, category).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Creates a checked product with a new id within the caller's transaction. Where it has no slug of its own, others of
/// such a name wait until that ends.
///
/// # Errors
/// As [`create`].
pub async fn insert(
    connection: &mut PgConnection,
    actor: Actor,
    id: ProductId,
    product: &CheckedProduct,
    category: CategoryId,
) -> Result<(), AppError> {
    let slug = if let Some(typed) = &product.slug {
        typed.clone()
    } else {
        let wanted = slug::slugify(&product.name);
        store::lock_slug(connection, &wanted).await?;
        slug::free(connection, slug::Kind::Product, &wanted).await?
    };
    store::explain_stock(connection, "opening stock", actor.user_id()).await?;
    store::insert(connection, id.0, product, &slug, category.0, actor.user_id()).await.map_err(explain(WORDS))
}

/// What the editor of a product saw when the form was filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    /// Every edit makes a new version.
    pub version: i32,
    /// The stock, which changes without a new version.
    pub stock: i32,
}

/// Changes a product (SPEC S2) for somebody who may; an old slug keeps working. The stock changes by what the editor
/// made of the one seen, so that what was sold or delivered meanwhile (SPEC S3) stays in the count.
///
/// # Errors
/// A conflict when the product was edited since; "Insufficient stock", when more was sold meanwhile than the edit
/// leaves; the fields that cannot be taken; "Product not found". All of them change nothing.
pub(super) async fn update(
    backend: &Backend,
    user: &User,
    id: ProductId,
    seen: Seen,
    form: &ProductForm,
    category: CategoryId,
) -> Result<(), AppError> {
    let mut checked = form.check()?;
    let mut transaction = backend.pool.begin().await?;
    let present = store::lock(&mut transaction, id.0).await?.ok_or_else(not_found)?;
    if present.version != seen.version {
        return Err(AppError::Conflict(CHANGED.to_owned()));
    }
    let name = &checked.name;
    let entry = trail::begin_if_staff(&mut transaction, user, "changed", Kind::Product, id.0, name).await?;
    let slug = checked.slug.clone().unwrap_or_else(|| present.slug.clone());
    checked.stock = edited_stock(present.stock, seen.stock, checked.stock)?;
    if checked.stock != present.stock {
        store::explain_stock(&mut transaction, "edit", Some(user.id().0)).await?;
    }
    store::update(&mut transaction, id.0, &checked, &slug, category.0).await.map_err(explain(WORDS))?;
    if slug != present.slug {
        slug::redirect(&mut transaction, slug::Kind::Product, id.0, &present.slug, &slug)
            .await
            .map_err(explain(WORDS))?;
    }
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    Ok(())
}

/// The stock after an edit: the difference between what was seen and what was typed, on the present one.
fn edited_stock(present: i32, seen: i32, typed: i32) -> Result<i32, AppError> {
    let stock = i64::from(present) + i64::from(typed) - i64::from(seen);
    if stock < 0 {
        return Err(insufficient_stock());
    }
    i32::try_from(stock)
        .ok()
        .filter(|&stock| stock <= LARGEST_STOCK)
        .ok_or_else(|| AppError::field("stock", format!("At most {LARGEST_STOCK}")))
}

/// Changes the stock by a positive or negative quantity (SPEC S3); answers the new stock. It is the rule for sales and
/// deliveries; forms say a stock and not a quantity, and have a version and an audit entry: they come through `update`.
///
/// # Errors
/// "Insufficient stock", when it would fall below 0; more than the largest stock; "Product not found". Each
/// changes nothing.
pub async fn change_stock(
    backend: &Backend,
    actor: Actor,
    id: ProductId,
    quantity: i32,
    reason: &str,
) -> Result<i32, AppError> {
    let mut transaction = backend.pool.begin().await?;
    store::explain_stock(&mut transaction, reason, actor.user_id()).await?;
    match store::add_stock(&mut transaction, id.0, quantity).await? {
        Some(stock) => {
            transaction.commit().await?;
            Ok(stock)
        }
        None if !store::exists(&mut transaction, id.0).await? => Err(not_found()),
        None if quantity > 0 => Err(AppError::field("stock", format!("At most {LARGEST_STOCK}"))),
        None => Err(insufficient_stock()),
    }
}

/// Publishes, takes back to draft, or archives a product (SPEC S4).
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to change products; "Product not found".
pub async fn set_status(
    backend: &Backend,
    staff: &Staff,
    id: ProductId,
    status: ProductStatus,
) -> Result<(), AppError> {
    staff.must(CHANGE)?;
    let (mut transaction, entry) = begin(backend, staff, done_of(status), id).await?;
    found(store::set_status(&mut transaction, id.0, status).await?)?;
    end(transaction, entry).await
}

/// Puts a product on the first page, or takes it off (SPEC S4).
///
/// # Errors
/// As [`set_status`].
pub async fn set_featured(
    backend: &Backend,
    staff: &Staff,
    id: ProductId,
    featured: bool,
) -> Result<(), AppError> {
    staff.must(CHANGE)?;
    let (mut transaction, entry) =
        begin(backend, staff, if featured { "featured" } else { "unfeatured" }, id).await?;
    found(store::set_featured(&mut transaction, id.0, featured).await?)?;
    end(transaction, entry).await
}

/// Moves a product to the trash (SPEC D5, S4).
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to delete products; "Product not found".
pub async fn delete(backend: &Backend, staff: &Staff, id: ProductId) -> Result<(), AppError> {
    staff.must(DELETE)?;
    let (mut transaction, entry) = begin(backend, staff, "deleted", id).await?;
    found(store::set_deleted(&mut transaction, id.0, true).await?)?;
    end(transaction, entry).await
}

/// Moves a product to the trash for somebody who may, if it is still as it was seen.
///
/// # Errors
/// A conflict when the product was edited since; "Product not found".
pub(super) async fn delete_seen(
    backend: &Backend,
    user: &User,
    id: ProductId,
    version: i32,
) -> Result<(), AppError> {
    let mut transaction = backend.pool.begin().await?;
    let present = store::lock(&mut transaction, id.0).await?.ok_or_else(not_found)?;
    if present.version != version {
        return Err(AppError::Conflict(CHANGED.to_owned()));
    }
    let name = &present.name;
    let entry = trail::begin_if_staff(&mut transaction, user, "deleted", Kind::Product, id.0, name).await?;
    found(store::set_deleted(&mut transaction, id.0, true).await?)?;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    Ok(())
}

/// Takes a product back out of the trash (SPEC S4).
///
/// # Errors
/// As [`delete`]; a product of this name that came to the category since.
pub async fn restore(backend: &Backend, staff: &Staff, id: ProductId) -> Result<(), AppError> {
    staff.must(DELETE)?;
    let (mut transaction, entry) = begin(backend, staff, "restored", id).await?;
    found(store::set_deleted(&mut transaction, id.0, false).await.map_err(explain(WORDS))?)?;
    end(transaction, entry).await
}

/// Erases a product that is in the trash for good (SPEC S4).
///
/// # Errors
/// As [`delete`]; "Product not found" also when it is not in the trash.
pub async fn erase(backend: &Backend, staff: &Staff, id: ProductId) -> Result<(), AppError> {
    staff.must(DELETE)?;
    let (mut transaction, entry) = begin(backend, staff, "erased", id).await?;
    found(store::erase(&mut transaction, id.0).await?)?;
    end(transaction, entry).await
}

/// Hangs pictures on a product that has none, in order.
///
/// # Errors
/// When the database refuses.
pub async fn add_pictures(
    connection: &mut PgConnection,
    id: ProductId,
    pictures: &[(StoredPicture, String)],
) -> Result<(), AppError> {
    for (position, (picture, alt)) in (0..).zip(pictures) {
        let image = (picture.file.as_str(), picture.width, picture.height);
        store::insert_image(connection, id.0, image, alt, position).await?;
    }
    Ok(())
}

/// Dates a product back to when it came to the shop.
///
/// # Errors
/// When the database refuses.
pub async fn backdate(
    connection: &mut PgConnection,
    id: ProductId,
    created_at: DateTime<Utc>,
) -> Result<(), AppError> {
    Ok(store::backdate(connection, id.0, created_at).await?)
}

/// Whether the shop has no product at all, deleted ones included.
///
/// # Errors
/// When the database does not answer.
pub async fn is_empty_shop(backend: &Backend) -> Result<bool, AppError> {
    Ok(store::is_empty(&backend.pool).await?)
}

/// Locks a product, the trash included, and begins an entry of the audit trail for what is done to it.
async fn begin(
    backend: &Backend,
    staff: &Staff,
    action: &str,
    id: ProductId,
) -> Result<(PgTransaction<'static>, Option<EntryId>), AppError> {
    let mut transaction = backend.pool.begin().await?;
    let row = store::admin::lock_form(&mut transaction, id.0).await?.ok_or_else(not_found)?;
    let (user, kind) = (staff.user(), Kind::Product);
    let entry = trail::begin_if_staff(&mut transaction, user, action, kind, id.0, &row.name).await?;
    Ok((transaction, entry))
}

async fn end(mut transaction: PgTransaction<'static>, entry: Option<EntryId>) -> Result<(), AppError> {
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    Ok(())
}

/// What was done to a product that has a status now, in a word.
const fn done_of(status: ProductStatus) -> &'static str {
    match status {
        ProductStatus::Draft => "unpublished",
        ProductStatus::Published => "published",
        ProductStatus::Archived => "archived",
    }
}

fn found(changed: bool) -> Result<(), AppError> {
    if changed { Ok(()) } else { Err(not_found()) }
}

fn insufficient_stock() -> AppError {
    AppError::Conflict("Insufficient stock".to_owned())
}

fn not_found() -> AppError {
    AppError::NotFound("Product".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_edit_adds_what_was_typed_less_what_was_seen() {
        assert_eq!(edited_stock(7, 10, 15), Ok(12));
        assert_eq!(edited_stock(7, 10, 10), Ok(7));
        assert_eq!(edited_stock(3, 10, 7), Ok(0));
        assert_eq!(edited_stock(2, 10, 7), Err(insufficient_stock()));
        assert!(matches!(edited_stock(i32::MAX, 0, 1), Err(AppError::Validation(_))));
        assert!(edited_stock(i32::MAX, i32::MIN, i32::MAX).is_err());
    }
}
