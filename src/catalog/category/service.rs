//! Use cases of categories.

use std::sync::Arc;

use sqlx::PgConnection;
use uuid::Uuid;

use super::input::CategoryForm;
use super::model::CategoryId;
use super::reading::CategoryView;
use super::store;
pub use super::tree::Tree;
use crate::accounts::audit as trail;
use crate::accounts::caller::Staff;
use crate::accounts::model;
use crate::catalog::product::input::check_slug;
use crate::catalog::product::patch::CHANGED;
use crate::catalog::slug::{self, Kind};
use crate::error::{AppError, ConstraintWords, explain};
use crate::infra::Backend;
use crate::infra::audit::EntryId;

/// The name under which the tree is cached.
const TREE: &str = "catalog:tree";

/// What the constraints of categories say in words.
pub(super) const WORDS: &ConstraintWords = &[
    ("categories_sibling_name_key", "name", "A category with this name already exists here"),
    ("categories_slug_key", "slug", slug::TAKEN),
    ("categories_slug_redirected", "slug", slug::TAKEN),
    ("category_slug_redirects_slug_key", "slug", "The old slug already leads to another category"),
    ("categories_no_cycle", "parent", "A category cannot stand below itself"),
    ("categories_depth", "parent", "Categories can be at most 8 levels deep"),
    ("categories_not_own_parent", "parent", "A category cannot stand below itself"),
    ("categories_parent_fkey", "parent", "Category not found"),
    ("categories_name_length", "name", "1 to 100 characters"),
    ("categories_slug_shape", "slug", "Lower-case letters, digits and single hyphens"),
];

/// The category tree, read anew when it changed or is half a minute old.
///
/// # Errors
/// When the database does not answer.
pub async fn tree(backend: &Backend) -> Result<Arc<Tree>, AppError> {
    backend
        .cache
        .get_or_load(TREE, async || {
            let (rows, pictures) = store::all(&backend.readers).await?;
            Ok(Tree::new(rows, pictures))
        })
        .await
}

/// The present slug of a category that once had this one (SPEC D6).
///
/// # Errors
/// When the database does not answer.
pub async fn moved_to(backend: &Backend, slug: &str) -> Result<Option<String>, AppError> {
    if !matches!(check_slug(slug), Ok(Some(_))) {
        return Ok(None);
    }
    Ok(store::moved(&backend.readers, slug).await?)
}

/// Makes a category, within the caller's transaction; other writes of the tree wait until that ends.
///
/// # Errors
/// The fields that cannot be taken: a name that a sibling has, a slug that is taken, a parent that is gone or on the
/// lowest level that there can be.
pub async fn create(
    connection: &mut PgConnection,
    form: &CategoryForm,
    parent: Option<CategoryId>,
) -> Result<(CategoryId, String), AppError> {
    let id = CategoryId(Uuid::now_v7());
    let slug = create_as(connection, id, form, parent).await?;
    Ok((id, slug))
}

/// As [`create`], under a new id; answers the slug.
///
/// # Errors
/// As [`create`].
pub async fn create_as(
    connection: &mut PgConnection,
    id: CategoryId,
    form: &CategoryForm,
    parent: Option<CategoryId>,
) -> Result<String, AppError> {
    let checked = form.check()?;
    store::lock_tree(connection).await?;
    let slug = match &checked.slug {
        Some(slug) => slug.clone(),
        None => slug::free(connection, Kind::Category, &slug::slugify(&checked.name)).await?,
    };
    store::insert(connection, id.0, &checked, &slug, parent.map(|parent| parent.0))
        .await
        .map_err(explain(WORDS))?;
    Ok(slug)
}

/// Changes a category; an old slug keeps working as a redirect (SPEC D6).
///
/// # Errors
/// As [`create`], and "Category not found"; a parent among the category's descendants, or so deep that these would come
/// below the lowest level.
pub async fn update(
    backend: &Backend,
    id: CategoryId,
    form: &CategoryForm,
    parent: Option<CategoryId>,
) -> Result<(), AppError> {
    form.check()?;
    alter(backend, None, id, None, |_, _| (form.clone(), parent)).await
}

/// Changes a category to what a function makes of its present form and parent; nobody else writes the tree meanwhile.
/// `seen` is the category that the change is for; without one it is made to whatever is there. What staff change stands
/// in the audit trail.
///
/// # Errors
/// As [`update`], and [`CHANGED`].
pub(super) async fn alter(
    backend: &Backend,
    staff: Option<&Staff>,
    id: CategoryId,
    seen: Option<&CategoryView>,
    change: impl FnOnce(CategoryForm, Option<CategoryId>) -> (CategoryForm, Option<CategoryId>),
) -> Result<(), AppError> {
    let mut transaction = backend.pool.begin().await?;
    store::lock_tree(&mut transaction).await?;
    let present = store::lock(&mut transaction, id.0).await?.ok_or_else(not_found)?;
    must_be(&present, seen)?;
    let entry = begin_entry(&mut transaction, staff, "changed", id, &present.name).await?;
    let old = present.slug.clone();
    let form = CategoryForm { name: present.name, slug: present.slug, description: present.description };
    let (form, parent) = change(form, present.parent_id.map(CategoryId));
    let checked = form.check()?;
    let slug = checked.slug.clone().unwrap_or_else(|| old.clone());
    store::update(&mut transaction, id.0, &checked, &slug, parent.map(|parent| parent.0))
        .await
        .map_err(explain(WORDS))?;
    if slug != old {
        slug::redirect(&mut transaction, Kind::Category, id.0, &old, &slug).await.map_err(explain(WORDS))?;
    }
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    Ok(())
}

/// Begins an entry of the audit trail where staff do it, and none for an operator.
async fn begin_entry(
    connection: &mut PgConnection,
    staff: Option<&Staff>,
    action: &str,
    id: CategoryId,
    name: &str,
) -> Result<Option<EntryId>, AppError> {
    match staff {
        Some(staff) => {
            let kind = model::Kind::Category;
            trail::begin_if_staff(connection, staff.user(), action, kind, id.0, name).await
        }
        None => Ok(None),
    }
}

/// Deletes a category with its descendants, unless one of them has products (SPEC D4).
///
/// # Errors
/// A conflict that names what blocks it; "Category not found".
pub async fn delete(backend: &Backend, id: CategoryId) -> Result<(), AppError> {
    delete_seen(backend, None, id, None).await
}

/// As [`delete`]; `seen` is as for [`alter`].
///
/// # Errors
/// As [`delete`], and [`CHANGED`].
pub(super) async fn delete_seen(
    backend: &Backend,
    staff: Option<&Staff>,
    id: CategoryId,
    seen: Option<&CategoryView>,
) -> Result<(), AppError> {
    let mut transaction = backend.pool.begin().await?;
    store::lock_tree(&mut transaction).await?;
    let present = store::lock(&mut transaction, id.0).await?.ok_or_else(not_found)?;
    must_be(&present, seen)?;
    let entry = begin_entry(&mut transaction, staff, "deleted", id, &present.name).await?;
    delete_locked(&mut transaction, id).await?;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    Ok(())
}

/// Deletes a category, which the caller has locked with the tree, and those below it.
///
/// # Errors
/// As [`delete`].
pub(super) async fn delete_locked(connection: &mut PgConnection, id: CategoryId) -> Result<(), AppError> {
    let blockers = store::blockers(connection, id.0).await?;
    if !blockers.is_empty() {
        let list: Vec<String> = blockers
            .iter()
            .map(|(name, count)| {
                format!("{name} ({count} {})", if *count == 1 { "product" } else { "products" })
            })
            .collect();
        return Err(AppError::Conflict(format!(
            "Categories with products cannot be deleted: {}",
            list.join(", ")
        )));
    }
    let gone = store::delete(connection, id.0).await.map_err(|error| {
        match error.as_database_error().and_then(|refused| refused.constraint()) {
            Some("products_category_fkey") => {
                AppError::Conflict("A product was added to this category at the same moment".to_owned())
            }
            _ => error.into(),
        }
    })?;
    if gone { Ok(()) } else { Err(not_found()) }
}

/// Refuses where a category, which the caller has locked, is not as it was seen. How many products it has is not part
/// of that.
fn must_be(present: &store::PresentRow, seen: Option<&CategoryView>) -> Result<(), AppError> {
    let is_same = seen.is_none_or(|seen| {
        let parent = seen.parent.map(|parent| parent.0);
        (&seen.name, &seen.slug, &seen.description) == (&present.name, &present.slug, &present.description)
            && parent == present.parent_id
    });
    if is_same { Ok(()) } else { Err(AppError::Conflict(CHANGED.to_owned())) }
}

fn not_found() -> AppError {
    AppError::NotFound("Category".to_owned())
}
