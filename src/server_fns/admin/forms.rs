//! Forms of the staff side, the preview of a product, and its pictures.

#![allow(missing_docs, reason = "the macro makes structures of the arguments")]

use leptos::prelude::*;
use server_fn::codec::{GetUrl, Json};
use uuid::Uuid;

use crate::catalog::product::admin::Preview;
use crate::error::AppError;
use crate::listing::Values;
use crate::listing::form::{FormPage, Saved, SentForm, StaffImage};

/// What the form of a thing starts from; of a new one where no id is given.
///
/// # Errors
/// "Page not found"; a caller who may not.
#[server(name = AdminForm, prefix = "/fn", endpoint = "admin-form", input = GetUrl)]
pub async fn admin_form(kind: String, #[server(default)] id: Option<String>) -> Result<FormPage, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async {
        let staff = staff.await?;
        crate::admin::service::form(&backend, &staff, super::kind(&kind)?, id.as_deref()).await
    };
    super::answer(response, outcome.await)
}

/// Saves a form, or one field of a row, or answers what others changed meanwhile.
///
/// # Errors
/// "Page not found"; a caller who may not; the fields that cannot be taken.
#[server(name = AdminSave, prefix = "/fn", endpoint = "admin-save", input = Json)]
pub async fn admin_save(kind: String, sent: SentForm) -> Result<Saved, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async {
        let staff = staff.await?;
        crate::admin::service::save(&backend, &staff, super::kind(&kind)?, &sent).await
    };
    super::answer(response, outcome.await)
}

/// How the shop would show a product as it stands in the form.
///
/// # Errors
/// A caller who may not see products.
#[server(name = AdminPreview, prefix = "/fn", endpoint = "admin-preview", input = Json)]
pub async fn admin_preview(values: Values) -> Result<Preview, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async { crate::catalog::product::staff::preview(&backend, &staff.await?, &values).await };
    super::answer(response, outcome.await)
}

/// The slug that is made of a name where none is typed.
///
/// # Errors
/// A caller who is not staff.
#[server(name = AdminSlug, prefix = "/fn", endpoint = "admin-slug", input = GetUrl)]
pub async fn admin_slug(name: String) -> Result<String, AppError> {
    let response = use_context();
    super::keep_private(response.as_ref());
    let staff = crate::extract::staff();
    let made = |_| crate::catalog::slug::slugify(&crate::letters::compose(name.trim()));
    super::answer(response, staff.await.map(made))
}

/// Describes a product's picture, and says which point of it has to stay in sight.
///
/// # Errors
/// A caller who may not; a picture that is gone; a point outside.
#[server(name = AdminImage, prefix = "/fn", endpoint = "admin-image", input = Json)]
pub async fn admin_image(
    product: Uuid,
    image: Uuid,
    alt: String,
    focus: (u8, u8),
) -> Result<StaffImage, AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async {
        let staff = staff.await?;
        crate::catalog::product::staff::images::set(&backend, &staff, product, image, &alt, focus).await
    };
    super::answer(response, outcome.await)
}

/// Puts a product's pictures into an order, which names all of them.
///
/// # Errors
/// A caller who may not; pictures that somebody else changed.
#[server(name = AdminImageOrder, prefix = "/fn", endpoint = "admin-image-order", input = Json)]
pub async fn admin_image_order(product: Uuid, ids: Vec<Uuid>) -> Result<(), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async {
        let staff = staff.await?;
        crate::catalog::product::staff::images::order(&backend, &staff, product, &ids).await
    };
    super::answer(response, outcome.await)
}

/// Removes a picture of a product.
///
/// # Errors
/// A caller who may not; a picture that is gone.
#[server(name = AdminImageDrop, prefix = "/fn", endpoint = "admin-image-drop", input = Json)]
pub async fn admin_image_drop(product: Uuid, image: Uuid) -> Result<(), AppError> {
    let response = use_context();
    let backend = super::backend()?;
    let staff = crate::extract::staff();
    let outcome = async {
        let staff = staff.await?;
        crate::catalog::product::staff::images::remove(&backend, &staff, product, image).await
    };
    super::answer(response, outcome.await)
}
