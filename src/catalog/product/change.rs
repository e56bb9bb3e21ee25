//! Use cases of products that change something (SPEC S1 to S4).

use chrono::{DateTime, Utc};
use sqlx::PgConnection;
use uuid::Uuid;

use super::input::{CheckedProduct, ProductForm};
use super::model::{ProductId, ProductStatus};
use super::store;
use crate::catalog::Actor;
use crate::catalog::category::model::CategoryId;
use crate::catalog::image::service::StoredPicture;
use crate::catalog::slug;
use crate::error::{AppError, ConstraintWords, explain};
use crate::infra::Backend;

const WORDS: &ConstraintWords = &[
    ("products_name_in_category_key", "name", "Product with this name already exists in category"),
    ("products_slug_key", "slug", "This slug is taken"),
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
    let mut transaction = backend.pool.begin().await?;
    let id = insert(&mut transaction, actor, &checked, category).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Creates a checked product within the caller's transaction.
///
/// # Errors
/// As [`create`].
pub async fn insert(
    connection: &mut PgConnection,
    actor: Actor,
    product: &CheckedProduct,
    category: CategoryId,
) -> Result<ProductId, AppError> {
    let id = Uuid::now_v7();
    let slug = match &product.slug {
        Some(slug) => {
            if store::is_redirect_of_another(connection, slug, id).await? {
                return Err(AppError::field("slug", "This slug is taken"));
            }
            slug.clone()
        }
        None => free_slug(connection, &slug::slugify(&product.name)).await?,
    };
    store::explain_stock(connection, "opening stock", actor.user_id()).await?;
    store::insert(connection, id, product, &slug, category.0, actor.user_id())
        .await
        .map_err(explain(WORDS))?;
    Ok(ProductId(id))
}

/// Changes a product (SPEC S2). The version is that which the editor saw; an old slug keeps working.
///
/// # Errors
/// A conflict when the product has changed since; the fields that cannot be taken; "Product not found".
pub async fn update(
    backend: &Backend,
    actor: Actor,
    id: ProductId,
    version: i32,
    form: &ProductForm,
    category: CategoryId,
) -> Result<(), AppError> {
    let checked = form.check()?;
    let mut transaction = backend.pool.begin().await?;
    let present = store::lock(&mut transaction, id.0).await?.ok_or_else(not_found)?;
    if present.version != version {
        return Err(AppError::Conflict("This product was changed by somebody else".to_owned()));
    }
    let slug = checked.slug.clone().unwrap_or_else(|| present.slug.clone());
    if slug != present.slug && store::is_redirect_of_another(&mut transaction, &slug, id.0).await? {
        return Err(AppError::field("slug", "This slug is taken"));
    }
    if checked.stock != present.stock {
        store::explain_stock(&mut transaction, "edit", actor.user_id()).await?;
    }
    store::update(&mut transaction, id.0, &checked, &slug, category.0).await.map_err(explain(WORDS))?;
    if slug != present.slug {
        store::redirect(&mut transaction, id.0, &present.slug, &slug).await?;
    }
    transaction.commit().await?;
    Ok(())
}

/// Changes the stock by a positive or negative quantity (SPEC S3); answers the new stock.
///
/// # Errors
/// "Insufficient stock", when it would fall below 0; "Product not found". Both change nothing.
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
        None if store::exists(&mut transaction, id.0).await? => {
            Err(AppError::Conflict("Insufficient stock".to_owned()))
        }
        None => Err(not_found()),
    }
}

/// Publishes, takes back to draft, or archives a product (SPEC S4).
///
/// # Errors
/// "Product not found".
pub async fn set_status(backend: &Backend, id: ProductId, status: ProductStatus) -> Result<(), AppError> {
    let mut connection = backend.pool.acquire().await?;
    found(store::set_status(&mut connection, id.0, status).await?)
}

/// Puts a product on the first page, or takes it off (SPEC S4).
///
/// # Errors
/// "Product not found".
pub async fn set_featured(backend: &Backend, id: ProductId, featured: bool) -> Result<(), AppError> {
    let mut connection = backend.pool.acquire().await?;
    found(store::set_featured(&mut connection, id.0, featured).await?)
}

/// Moves a product to the trash (SPEC D5, S4).
///
/// # Errors
/// "Product not found".
pub async fn delete(backend: &Backend, id: ProductId) -> Result<(), AppError> {
    let mut connection = backend.pool.acquire().await?;
    found(store::set_deleted(&mut connection, id.0, true).await?)
}

/// Takes a product back out of the trash (SPEC S4).
///
/// # Errors
/// "Product not found"; a product of this name that came to the category since.
pub async fn restore(backend: &Backend, id: ProductId) -> Result<(), AppError> {
    let mut connection = backend.pool.acquire().await?;
    found(store::set_deleted(&mut connection, id.0, false).await.map_err(explain(WORDS))?)
}

/// Erases a product that is in the trash for good (SPEC S4).
///
/// # Errors
/// "Product not found", also when it is not in the trash.
pub async fn erase(backend: &Backend, id: ProductId) -> Result<(), AppError> {
    let mut connection = backend.pool.acquire().await?;
    found(store::erase(&mut connection, id.0).await?)
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

async fn free_slug(connection: &mut PgConnection, slug: &str) -> Result<String, AppError> {
    let mut first = 1;
    loop {
        let candidates = slug::numbered(slug, first);
        let taken = store::taken_slugs(connection, &candidates).await?;
        if let Some(free) = candidates.into_iter().find(|candidate| !taken.contains(candidate)) {
            return Ok(free);
        }
        first += slug::BATCH;
    }
}

fn found(changed: bool) -> Result<(), AppError> {
    if changed { Ok(()) } else { Err(not_found()) }
}

fn not_found() -> AppError {
    AppError::NotFound("Product".to_owned())
}
