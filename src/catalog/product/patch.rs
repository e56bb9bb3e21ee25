//! Use cases of programs that create and change products by parts (SPEC R1, R2, R5, S1, S2, S4). The rules are those of
//! every form ([`ProductForm::check`]); who may, [`super::own::service`] decides.

use super::change::{self, Seen};
use super::input::ProductForm;
use super::model::{Price, ProductId, ProductStatus};
use super::own::service::editable;
use super::store::own::EditRow;
use crate::accounts::audit as trail;
use crate::accounts::caller::User;
use crate::accounts::model::{Action, Kind, Permission};
use crate::catalog::Actor;
use crate::catalog::category::model::CategoryId;
use crate::error::{AppError, FieldErrors};
use crate::infra::Backend;

/// What is said where another version of the product is there than the one that a change is for.
pub const CHANGED: &str = "This product was changed by somebody else";

/// What it takes to feature a product.
const FEATURE: Permission = Permission::new(Action::Change, Kind::Product);
/// How often a change is tried for which no version was named.
const TRIES: u32 = 3;

/// Some fields of a product; the others stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProductPatch {
    /// The name.
    pub name: Option<String>,
    /// Markdown.
    pub description: Option<String>,
    /// Such as `19.99`.
    pub price: Option<String>,
    /// The category.
    pub category: Option<CategoryId>,
    /// How many there are.
    pub stock: Option<String>,
    /// Whether the first page shows it; heeded where the caller is staff who may change products.
    pub is_featured: Option<bool>,
}

impl ProductPatch {
    /// Lays these fields over those of a form.
    fn lay_over(&self, user: &User, form: &mut ProductForm) {
        let parts = [
            (&self.name, &mut form.name),
            (&self.description, &mut form.description),
            (&self.price, &mut form.price),
            (&self.stock, &mut form.stock),
        ];
        for (given, field) in parts {
            if let Some(given) = given {
                field.clone_from(given);
            }
        }
        if let Some(featured) = self.is_featured.filter(|_| user.is_staff() && user.may(FEATURE)) {
            form.is_featured = yes_or_no(featured);
        }
    }
}

/// What a caller saw of a product whose change depends on that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Matched {
    /// Every edit makes a new version.
    pub version: i32,
    /// The stock, which changes without a new version: the change is made as the difference to it.
    pub stock: i32,
}

/// Creates a draft of the caller's own under a new id (SPEC S1).
///
/// # Errors
/// The fields that cannot be taken; they change nothing.
pub async fn create(
    backend: &Backend,
    user: &User,
    id: ProductId,
    patch: &ProductPatch,
) -> Result<(), AppError> {
    let mut form = ProductForm::default();
    patch.lay_over(user, &mut form);
    let (checked, category) = match (form.check(), patch.category) {
        (Ok(checked), Some(category)) => (checked, category),
        (Err(refused), Some(_)) => return Err(refused),
        (checked, None) => return Err(without_category(checked.err())),
    };
    let mut transaction = backend.pool.begin().await?;
    let (kind, name) = (Kind::Product, &checked.name);
    let entry = trail::begin_if_staff(&mut transaction, user, "created", kind, id.0, name).await?;
    change::insert(&mut transaction, Actor::User(user.id().0), id, &checked, category).await?;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    Ok(())
}

/// Changes some fields of a product (SPEC S2): its owner may, and staff with the permission. `matched` is what
/// the caller saw; without it the change is made to whatever is there.
///
/// # Errors
/// [`CHANGED`] where another version is there; "Insufficient stock"; the fields that cannot be taken; "Product not
/// found", also for one that is not published and somebody else's; a published one of somebody else. All of them
/// change nothing.
pub async fn apply(
    backend: &Backend,
    user: &User,
    id: ProductId,
    patch: &ProductPatch,
    matched: Option<Matched>,
) -> Result<(), AppError> {
    alter(backend, user, id, matched, Alteration::Parts(patch)).await
}

/// Publishes a product, takes it back to draft, or archives it (SPEC S4, R5): its owner may, and staff with the
/// permission to change products.
///
/// # Errors
/// As [`apply`].
pub async fn set_status(
    backend: &Backend,
    user: &User,
    id: ProductId,
    status: ProductStatus,
    matched: Option<Matched>,
) -> Result<(), AppError> {
    alter(backend, user, id, matched, Alteration::Status(status)).await
}

/// Moves a product to the trash (SPEC S4): its owner may, and staff with the permission to delete products.
///
/// # Errors
/// As [`apply`].
pub async fn delete(
    backend: &Backend,
    user: &User,
    id: ProductId,
    matched: Option<Matched>,
) -> Result<(), AppError> {
    let mut tries = 1;
    loop {
        match delete_once(backend, user, id, matched).await {
            Err(refused) if may_try_again(&refused, matched, &mut tries) => {}
            outcome => return told(backend, outcome),
        }
    }
}

/// Deletes a product once; answers whether the public saw it.
async fn delete_once(
    backend: &Backend,
    user: &User,
    id: ProductId,
    matched: Option<Matched>,
) -> Result<bool, AppError> {
    let row = editable(backend, user, id, Action::Delete).await?;
    must_be(&row, matched)?;
    change::delete_seen(backend, user, id, row.version).await?;
    Ok(row.status == ProductStatus::Published)
}

/// Where the public sees that something was changed, what this program remembers is dropped.
fn told(backend: &Backend, outcome: Result<bool, AppError>) -> Result<(), AppError> {
    if outcome? {
        backend.cache.clear();
    }
    Ok(())
}

/// What becomes of a product.
#[derive(Clone, Copy)]
enum Alteration<'a> {
    Parts(&'a ProductPatch),
    Status(ProductStatus),
}

async fn alter(
    backend: &Backend,
    user: &User,
    id: ProductId,
    matched: Option<Matched>,
    alteration: Alteration<'_>,
) -> Result<(), AppError> {
    let mut tries = 1;
    loop {
        match alter_once(backend, user, id, matched, alteration).await {
            Err(refused) if may_try_again(&refused, matched, &mut tries) => {}
            outcome => return told(backend, outcome),
        }
    }
}

/// Makes a change once; answers whether the public saw the product before or sees it now.
async fn alter_once(
    backend: &Backend,
    user: &User,
    id: ProductId,
    matched: Option<Matched>,
    alteration: Alteration<'_>,
) -> Result<bool, AppError> {
    let row = editable(backend, user, id, Action::Change).await?;
    must_be(&row, matched)?;
    let stock = matched.map_or(row.stock, |matched| matched.stock);
    let seen = Seen { version: row.version, stock };
    let mut category = CategoryId(row.category_id);
    let was_published = row.status == ProductStatus::Published;
    let mut form = form_of(row);
    match alteration {
        Alteration::Parts(patch) => {
            patch.lay_over(user, &mut form);
            category = patch.category.unwrap_or(category);
        }
        Alteration::Status(status) => status.as_str().clone_into(&mut form.status),
    }
    change::update(backend, user, id, seen, &form, category).await?;
    Ok(was_published || form.status == ProductStatus::Published.as_str())
}

/// Whether somebody else was first, and the change is not for one version alone.
fn may_try_again(refused: &AppError, matched: Option<Matched>, tries: &mut u32) -> bool {
    *tries += 1;
    *tries <= TRIES && matched.is_none() && matches!(refused, AppError::Conflict(words) if words == CHANGED)
}

fn must_be(row: &EditRow, matched: Option<Matched>) -> Result<(), AppError> {
    match matched {
        Some(matched) if matched.version != row.version => Err(AppError::Conflict(CHANGED.to_owned())),
        _ => Ok(()),
    }
}

/// A product as its form has it. The slug is left open, so that it stays.
fn form_of(row: EditRow) -> ProductForm {
    ProductForm {
        name: row.name,
        slug: String::new(),
        description: row.description,
        price: Price::from_cents(row.cents).to_string(),
        stock: row.stock.to_string(),
        status: row.status.as_str().to_owned(),
        is_featured: yes_or_no(row.is_featured),
    }
}

fn yes_or_no(yes: bool) -> String {
    if yes { "yes" } else { "no" }.to_owned()
}

/// All that is wrong with a form that names no category.
fn without_category(refused: Option<AppError>) -> AppError {
    let mut errors = match refused {
        Some(AppError::Validation(errors)) => errors,
        Some(other) => return other,
        None => FieldErrors::default(),
    };
    errors.add("category", "This field is required");
    AppError::Validation(errors)
}

#[cfg(test)]
mod tests {
    use sqlx::PgPool;
    use uuid::Uuid;

    use super::*;
    use crate::accounts::testing::{signed_in, superuser};
    use crate::catalog::category;
    use crate::catalog::category::input::CategoryForm;
    use crate::catalog::product::reading;
    use crate::infra::testing::backend;

    async fn shelf(backend: &Backend) -> CategoryId {
        let form = CategoryForm { name: "Bowls".to_owned(), ..CategoryForm::default() };
        let mut connection = backend.pool.acquire().await.unwrap();
        category::service::create(&mut connection, &form, None).await.unwrap().0
    }

    const fn version(version: i32) -> Matched {
        Matched { version, stock: 0 }
    }

    fn bowl(category: CategoryId) -> ProductPatch {
        ProductPatch {
            name: Some("Soup bowl".to_owned()),
            price: Some("24.50".to_owned()),
            category: Some(category),
            ..ProductPatch::default()
        }
    }

    async fn row(backend: &Backend, user: &User, id: ProductId) -> EditRow {
        editable(backend, user, id, Action::Change).await.unwrap()
    }

    #[sqlx::test]
    async fn a_new_product_is_a_draft_of_its_maker_under_the_id_that_was_given(pool: PgPool) {
        let backend = backend(pool);
        let bowls = shelf(&backend).await;
        let ada = signed_in(&backend, "ada").await;
        let id = ProductId(Uuid::now_v7());
        let featured = ProductPatch { is_featured: Some(true), ..bowl(bowls) };
        create(&backend, &ada, id, &featured).await.unwrap();
        let made = row(&backend, &ada, id).await;
        assert_eq!((made.cents, made.stock, made.status), (2450, 0, ProductStatus::Draft));
        assert!(!made.is_featured, "that is for staff");
        let again = create(&backend, &ada, ProductId(Uuid::now_v7()), &bowl(bowls)).await.unwrap_err();
        assert_eq!(again.to_string(), "name: Product with this name already exists in category");
        let root = superuser(&backend, "root").await;
        let patch = ProductPatch { is_featured: Some(true), ..ProductPatch::default() };
        apply(&backend, root.user(), id, &patch, None).await.unwrap();
        assert!(row(&backend, &ada, id).await.is_featured);
    }

    #[sqlx::test]
    async fn everything_that_is_missing_or_wrong_is_named_at_once(pool: PgPool) {
        let backend = backend(pool);
        let ada = signed_in(&backend, "ada").await;
        let id = ProductId(Uuid::now_v7());
        let nothing = ProductPatch { price: Some("0".to_owned()), ..ProductPatch::default() };
        let Err(AppError::Validation(errors)) = create(&backend, &ada, id, &nothing).await else {
            panic!("it was taken")
        };
        assert_eq!(errors.0.keys().collect::<Vec<_>>(), ["category", "name", "price"]);
        let nowhere = bowl(CategoryId(Uuid::now_v7()));
        let error = create(&backend, &ada, id, &nowhere).await.unwrap_err();
        assert_eq!(error.to_string(), "category: Category not found");
    }

    #[sqlx::test]
    async fn a_part_is_changed_and_the_rest_stays(pool: PgPool) {
        let backend = backend(pool.clone());
        let bowls = shelf(&backend).await;
        let ada = signed_in(&backend, "ada").await;
        let id = ProductId(Uuid::now_v7());
        let whole = ProductPatch {
            description: Some("*Blue*".to_owned()),
            stock: Some("5".to_owned()),
            ..bowl(bowls)
        };
        create(&backend, &ada, id, &whole).await.unwrap();
        let name = ProductPatch { name: Some("Tea bowl".to_owned()), ..ProductPatch::default() };
        apply(&backend, &ada, id, &name, None).await.unwrap();
        let present = row(&backend, &ada, id).await;
        assert_eq!(
            (present.name.as_str(), present.slug.as_str(), present.description.as_str(), present.stock),
            ("Tea bowl", "soup-bowl", "*Blue*", 5)
        );
        assert_eq!((present.cents, present.version), (2450, 2));
    }

    #[sqlx::test]
    async fn a_change_for_another_version_is_refused_and_one_for_none_is_made(pool: PgPool) {
        let backend = backend(pool.clone());
        let bowls = shelf(&backend).await;
        let ada = signed_in(&backend, "ada").await;
        let id = ProductId(Uuid::now_v7());
        create(&backend, &ada, id, &bowl(bowls)).await.unwrap();
        let changed = Err(AppError::Conflict(CHANGED.to_owned()));
        let dearer = ProductPatch { price: Some("30".to_owned()), ..ProductPatch::default() };
        assert_eq!(apply(&backend, &ada, id, &dearer, Some(version(7))).await, changed);
        assert_eq!(set_status(&backend, &ada, id, ProductStatus::Published, Some(version(7))).await, changed);
        assert_eq!(delete(&backend, &ada, id, Some(version(7))).await, changed);
        assert_eq!(row(&backend, &ada, id).await.version, 1);
        // Two at once: the one that comes second is made to what the first left.
        let stocked = ProductPatch { stock: Some("9".to_owned()), ..ProductPatch::default() };
        let (one, other) =
            tokio::join!(apply(&backend, &ada, id, &dearer, None), apply(&backend, &ada, id, &stocked, None));
        assert_eq!((one, other), (Ok(()), Ok(())));
        let present = row(&backend, &ada, id).await;
        assert_eq!((present.cents, present.stock, present.version), (3000, 9, 3));
        delete(&backend, &ada, id, Some(version(3))).await.unwrap();
        let gone = Err(AppError::NotFound("Product".to_owned()));
        assert_eq!(delete(&backend, &ada, id, None).await, gone);
    }

    #[sqlx::test]
    async fn only_its_owner_and_staff_change_a_product_and_drafts_are_not_there_for_others(pool: PgPool) {
        let backend = backend(pool);
        let bowls = shelf(&backend).await;
        let (ada, eve) = (signed_in(&backend, "ada").await, signed_in(&backend, "eve").await);
        let id = ProductId(Uuid::now_v7());
        create(&backend, &ada, id, &bowl(bowls)).await.unwrap();
        let publish =
            async |user: &User| set_status(&backend, user, id, ProductStatus::Published, None).await;
        assert_eq!(publish(&eve).await, Err(AppError::NotFound("Product".to_owned())));
        publish(&ada).await.unwrap();
        assert_eq!(publish(&eve).await, Err(AppError::Forbidden));
        assert_eq!(delete(&backend, &eve, id, None).await, Err(AppError::Forbidden));
        let seen = reading::by_id(&backend, &crate::accounts::caller::Visitor::default(), id).await.unwrap();
        assert_eq!(seen.first().unwrap().version, 2);
    }
}
