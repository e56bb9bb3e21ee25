//! Use cases of staff who create, change and delete categories (SPEC R7, D4).

pub mod admin;

use super::input::CategoryForm;
use super::model::CategoryId;
use super::reading::CategoryView;
use super::service;
use crate::accounts::audit as trail;
use crate::accounts::caller::Staff;
use crate::accounts::model::{Action, Kind, Permission};
use crate::error::AppError;
use crate::infra::Backend;

/// Some fields of a category; the others stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CategoryPatch {
    /// The name.
    pub name: Option<String>,
    /// The slug; empty to make it from the name, or to leave it as it is.
    pub slug: Option<String>,
    /// What it holds.
    pub description: Option<String>,
    /// The category above it, or none.
    #[allow(clippy::option_option, reason = "to name none is not to leave it out")]
    pub parent: Option<Option<CategoryId>>,
}

impl CategoryPatch {
    /// These fields, over those of a form.
    fn over(&self, form: CategoryForm) -> CategoryForm {
        CategoryForm {
            name: self.name.clone().unwrap_or(form.name),
            slug: self.slug.clone().unwrap_or(form.slug),
            description: self.description.clone().unwrap_or(form.description),
        }
    }
}

/// Creates a category under a new id.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to add categories; the fields that cannot be taken.
pub async fn create(
    backend: &Backend,
    staff: &Staff,
    id: CategoryId,
    patch: &CategoryPatch,
) -> Result<(), AppError> {
    staff.must(Permission::new(Action::Add, Kind::Category))?;
    let form = patch.over(CategoryForm::default());
    let mut transaction = backend.pool.begin().await?;
    let (user, kind) = (staff.user(), Kind::Category);
    let entry =
        trail::begin_if_staff(&mut transaction, user, "created", kind, id.0, form.name.trim()).await?;
    service::create_as(&mut transaction, id, &form, patch.parent.flatten()).await?;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    Ok(())
}

/// Changes some fields of a category; an old slug keeps working as a redirect (SPEC D6). `seen` is the category that
/// the change is for; without one it is made to whatever is there.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to change categories; the fields that cannot be taken; "Category not
/// found"; [`CHANGED`](crate::catalog::product::patch::CHANGED) where it is not as it was seen.
pub async fn apply(
    backend: &Backend,
    staff: &Staff,
    id: CategoryId,
    patch: &CategoryPatch,
    seen: Option<&CategoryView>,
) -> Result<(), AppError> {
    staff.must(Permission::new(Action::Change, Kind::Category))?;
    let change = |form, parent| (patch.over(form), patch.parent.unwrap_or(parent));
    service::alter(backend, Some(staff), id, seen, change).await
}

/// Deletes a category with those below it, unless one of them has products. `seen` is as for [`apply`].
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to delete categories; a conflict that names what blocks it;
/// "Category not found"; [`CHANGED`](crate::catalog::product::patch::CHANGED) where it is not as it was seen.
pub async fn delete(
    backend: &Backend,
    staff: &Staff,
    id: CategoryId,
    seen: Option<&CategoryView>,
) -> Result<(), AppError> {
    staff.must(Permission::new(Action::Delete, Kind::Category))?;
    service::delete_seen(backend, Some(staff), id, seen).await
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;
    use uuid::Uuid;

    use super::super::reading;
    use super::*;
    use crate::accounts::testing::superuser;
    use crate::catalog::product::patch::CHANGED;
    use crate::infra::testing::backend;

    #[sqlx::test]
    async fn a_part_of_a_category_is_changed_and_the_rest_stays(pool: PgPool) {
        let backend = backend(pool);
        let root = superuser(&backend, "root").await;
        let (above, below) = (CategoryId(Uuid::now_v7()), CategoryId(Uuid::now_v7()));
        let named = |name: &str| CategoryPatch { name: Some(name.to_owned()), ..CategoryPatch::default() };
        create(&backend, &root, above, &named("Home")).await.unwrap();
        let lamps = CategoryPatch {
            description: Some("Light".to_owned()),
            parent: Some(Some(above)),
            ..named("Lamps")
        };
        create(&backend, &root, below, &lamps).await.unwrap();
        apply(&backend, &root, below, &named("Lights"), None).await.unwrap();
        let view = reading::by_id(&backend, below).await.unwrap();
        assert_eq!((view.name.as_str(), view.slug.as_str(), view.parent), ("Lights", "lamps", Some(above)));
        assert_eq!((view.description.as_str(), view.product_count), ("Light", 0));
        let to_the_top = CategoryPatch { parent: Some(None), ..CategoryPatch::default() };
        apply(&backend, &root, below, &to_the_top, None).await.unwrap();
        assert_eq!(reading::by_id(&backend, below).await.unwrap().parent, None);
        let all = reading::all(&backend).await.unwrap();
        assert_eq!(all.iter().map(|view| view.name.as_str()).collect::<Vec<_>>(), ["Home", "Lights"]);
        assert_eq!(all[1], reading::by_id(&backend, below).await.unwrap());
        delete(&backend, &root, below, None).await.unwrap();
        assert_eq!(reading::by_id(&backend, below).await.unwrap_err().status(), 404);
    }

    #[sqlx::test]
    async fn a_parent_that_is_not_there_is_named(pool: PgPool) {
        let backend = backend(pool);
        let root = superuser(&backend, "root").await;
        let lost = CategoryPatch {
            name: Some("Lost".to_owned()),
            parent: Some(Some(CategoryId(Uuid::now_v7()))),
            ..CategoryPatch::default()
        };
        let id = CategoryId(Uuid::now_v7());
        let refused = create(&backend, &root, id, &lost).await.unwrap_err();
        assert_eq!(refused.to_string(), "parent: Category not found");
        let gone = Err(AppError::NotFound("Category".to_owned()));
        assert_eq!(apply(&backend, &root, id, &lost, None).await, gone);
    }

    #[sqlx::test]
    async fn what_is_for_a_category_as_it_was_is_refused_and_changes_nothing(pool: PgPool) {
        let backend = backend(pool);
        let root = superuser(&backend, "root").await;
        let id = CategoryId(Uuid::now_v7());
        let named = |name: &str| CategoryPatch { name: Some(name.to_owned()), ..CategoryPatch::default() };
        create(&backend, &root, id, &named("Lamps")).await.unwrap();
        let seen = reading::by_id(&backend, id).await.unwrap();
        apply(&backend, &root, id, &named("Lights"), Some(&seen)).await.unwrap();
        let changed = Err(AppError::Conflict(CHANGED.to_owned()));
        assert_eq!(apply(&backend, &root, id, &named("Bulbs"), Some(&seen)).await, changed);
        assert_eq!(delete(&backend, &root, id, Some(&seen)).await, changed);
        let present = reading::by_id(&backend, id).await.unwrap();
        assert_eq!(present.name, "Lights");
        delete(&backend, &root, id, Some(&present)).await.unwrap();
    }
}
