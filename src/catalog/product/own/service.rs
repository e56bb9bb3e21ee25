//! Use cases of a creator's own products (SPEC W12, S1, S2, S5). Who may change a product is decided here alone; what
//! is not published is read here alone.

use uuid::Uuid;

use super::{OwnEdit, OwnForm, OwnProduct, OwnProducts, Saved, Stale};
use crate::accounts::audit as trail;
use crate::accounts::caller::User;
use crate::accounts::model::{Action, Kind, Permission};
use crate::catalog::Actor;
use crate::catalog::category;
use crate::catalog::category::model::{CategoryId, CategoryLink};
use crate::catalog::category::service::Tree;
use crate::catalog::product::change::{self, Seen};
use crate::catalog::product::input::{CheckedProduct, check_stock};
use crate::catalog::product::model::{Price, ProductId, ProductStatus};
use crate::catalog::product::patch::{self, CHANGED, Matched};
use crate::catalog::product::store::own::{self as store, EditRow};
use crate::catalog::slug::as_address;
use crate::error::AppError;
use crate::infra::Backend;

/// Products in a part of the list.
const PART: usize = 50;
/// One more than a part holds: it tells whether there is another.
const PART_AND_ONE: i64 = 51;

/// A part of the caller's own products, newest first, drafts included (SPEC S5); `after` is the `next` of the part
/// before.
///
/// # Errors
/// "Page not found" for an `after` that no part gave.
pub async fn list(backend: &Backend, user: &User, after: Option<&str>) -> Result<OwnProducts, AppError> {
    let before = match after {
        None => Uuid::max(),
        Some(id) => Uuid::try_parse(id).map_err(|_| AppError::NotFound("Page".to_owned()))?,
    };
    let mut rows = store::list(&backend.readers, user.id().0, before, PART_AND_ONE).await?;
    let has_more = rows.len() > PART;
    rows.truncate(PART);
    let next = rows.last().filter(|_| has_more).map(|last| last.id.simple().to_string());
    let products = rows.into_iter().map(|row| OwnProduct {
        id: ProductId(row.id),
        name: row.name,
        slug: row.slug,
        price: Price::from_cents(row.cents),
        stock: row.stock,
        status: row.status,
        category: row.category,
    });
    Ok(OwnProducts { products: products.collect(), next })
}

/// What the form of a new product starts from.
///
/// # Errors
/// When the database does not answer.
pub async fn blank(backend: &Backend, _user: &User) -> Result<OwnEdit, AppError> {
    let tree = category::service::tree(backend).await?;
    let form = OwnForm { status: ProductStatus::Draft.as_str().to_owned(), ..OwnForm::default() };
    Ok(OwnEdit { categories: choices(&tree), form })
}

/// What the form of a product starts from, for its owner and for staff who may change it.
///
/// # Errors
/// "Product not found", also for one that is not published and somebody else's; a published one of somebody else.
pub async fn edit(backend: &Backend, user: &User, id: ProductId) -> Result<OwnEdit, AppError> {
    let row = editable(backend, user, id, Action::Change).await?;
    let tree = category::service::tree(backend).await?;
    Ok(OwnEdit { categories: choices(&tree), form: form_of(&row, &tree) })
}

/// Creates a product of the caller's own (SPEC S1).
///
/// # Errors
/// The fields that cannot be taken; they change nothing.
pub async fn create(backend: &Backend, user: &User, form: &OwnForm) -> Result<ProductId, AppError> {
    let checked = form.check()?;
    let tree = category::service::tree(backend).await?;
    let category = category_of(&tree, form)?;
    let id = ProductId(Uuid::now_v7());
    let mut transaction = backend.pool.begin().await?;
    let (kind, name) = (Kind::Product, &checked.name);
    let entry = trail::begin_if_staff(&mut transaction, user, "created", kind, id.0, name).await?;
    let actor = Actor::User(user.id().0);
    change::insert(&mut transaction, actor, id, &checked, category).await.map_err(as_address)?;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    Ok(id)
}

/// Changes a product: its owner may, and staff with the permission to change products (SPEC S2). One that somebody
/// else changed since is not written: both sides are answered.
///
/// # Errors
/// As [`edit`]; "Insufficient stock"; the fields that cannot be taken. All of them change nothing.
pub async fn update(
    backend: &Backend,
    user: &User,
    id: ProductId,
    form: &OwnForm,
) -> Result<Saved, AppError> {
    let present = editable(backend, user, id, Action::Change).await?;
    let checked = form.check()?;
    let seen = seen_by(form)?;
    let tree = category::service::tree(backend).await?;
    let category = category_of(&tree, form)?;
    if present.version != seen.version {
        return Ok(stale(&present, &tree, seen, &checked, form));
    }
    // Who features a product makes a new version of it, so what was read above is still true where this succeeds.
    let form_of_all = form.product(present.is_featured);
    match change::update(backend, user, id, seen, &form_of_all, category).await {
        Ok(()) => Ok(Saved::Done),
        Err(AppError::Conflict(words)) => {
            let present = editable(backend, user, id, Action::Change).await?;
            if present.version == seen.version {
                return Err(AppError::Conflict(words));
            }
            Ok(stale(&present, &tree, seen, &checked, form))
        }
        Err(refused) => Err(as_address(refused)),
    }
}

/// Moves a product to the trash, if it is still the version that the page showed (SPEC S4): its owner may, and staff
/// with the permission to delete products.
///
/// # Errors
/// As [`edit`]; a conflict when it was changed since, or when the form does not say what it was filled in from.
pub async fn delete(backend: &Backend, user: &User, id: ProductId, version: &str) -> Result<(), AppError> {
    let present = editable(backend, user, id, Action::Delete).await?;
    let Ok(version) = version.trim().parse() else { return Err(changed_since()) };
    let matched = Matched { version, stock: present.stock };
    match patch::delete(backend, user, id, Some(matched)).await {
        Err(AppError::Conflict(words)) if words == CHANGED => Err(changed_since()),
        outcome => outcome,
    }
}

/// A product that the caller may do this to: its owner may, and staff with the permission (SPEC S2). It is read as it
/// is now, since what comes after leans on it.
///
/// # Errors
/// As [`edit`].
pub(in crate::catalog::product) async fn editable(
    backend: &Backend,
    user: &User,
    id: ProductId,
    action: Action,
) -> Result<EditRow, AppError> {
    let row = store::find(&backend.pool, id.0).await?.ok_or_else(not_found)?;
    if row.created_by == Some(user.id().0) {
        return Ok(row);
    }
    if user.is_staff() {
        user.staff()?.must(Permission::new(action, Kind::Product))?;
        return Ok(row);
    }
    // What is not published is not there for others (SPEC S5).
    Err(if row.status == ProductStatus::Published { AppError::Forbidden } else { not_found() })
}

/// What is said to whoever deletes what is not as they saw it.
fn changed_since() -> AppError {
    let words = "This product was changed since you opened this page, so it is not deleted. \
         Below it stands as it is now.";
    AppError::Conflict(words.to_owned())
}

fn category_of(tree: &Tree, form: &OwnForm) -> Result<CategoryId, AppError> {
    tree.find(form.category.trim()).ok_or_else(|| AppError::field("category", "Category not found"))
}

/// What its form says that the editor saw.
fn seen_by(form: &OwnForm) -> Result<Seen, AppError> {
    let version = form.version.trim().parse().ok();
    let stock = Some(form.seen_stock.trim()).filter(|stock| !stock.is_empty());
    match (version, stock.map(check_stock)) {
        (Some(version), Some(Ok(stock))) => Ok(Seen { version, stock }),
        _ => {
            Err(AppError::field("__all__", "Open the form again: it does not say what it was filled in from"))
        }
    }
}

fn form_of(row: &EditRow, tree: &Tree) -> OwnForm {
    OwnForm {
        name: row.name.clone(),
        slug: row.slug.clone(),
        category: tree.link(CategoryId(row.category_id)).map(|link| link.slug.clone()).unwrap_or_default(),
        price: Price::from_cents(row.cents).to_string(),
        stock: row.stock.to_string(),
        status: row.status.as_str().to_owned(),
        description: row.description.clone(),
        version: row.version.to_string(),
        seen_stock: row.stock.to_string(),
    }
}

fn stale(row: &EditRow, tree: &Tree, seen: Seen, checked: &CheckedProduct, form: &OwnForm) -> Saved {
    let theirs = form_of(row, tree);
    // The editor meant a difference: it is put on what is there now.
    let stock = (i64::from(row.stock) + i64::from(checked.stock) - i64::from(seen.stock)).max(0);
    let mine = OwnForm {
        name: checked.name.clone(),
        slug: checked.slug.clone().unwrap_or_else(|| row.slug.clone()),
        category: form.category.trim().to_owned(),
        price: checked.price.to_string(),
        stock: stock.to_string(),
        status: checked.status.as_str().to_owned(),
        description: checked.description.clone(),
        version: theirs.version.clone(),
        seen_stock: theirs.seen_stock.clone(),
    };
    Saved::Stale(Box::new(Stale { mine, theirs }))
}

/// Every category with the names of those above it.
fn choices(tree: &Tree) -> Vec<CategoryLink> {
    let choice = |(id, name)| tree.link(id).map(|link| CategoryLink { name, slug: link.slug.clone() });
    tree.paths().into_iter().filter_map(choice).collect()
}

fn not_found() -> AppError {
    AppError::NotFound("Product".to_owned())
}
