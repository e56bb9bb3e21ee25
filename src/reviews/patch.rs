//! Use cases of programs that write reviews (SPEC R7, D8): a second one of a product is refused, where the form on the
//! product's page changes the first. A change is laid over the review as it is once nobody else can write it, so two
//! at once of different fields both stay.

use sqlx::PgConnection;

use super::input::ReviewForm;
use super::model::ReviewId;
use super::reading::{self, ReviewView};
use super::service::{self, WORDS, no_product, no_review};
use super::store;
use crate::accounts::audit as trail;
use crate::accounts::caller::User;
use crate::accounts::model::Kind;
use crate::catalog::product::model::ProductId;
use crate::catalog::product::patch::CHANGED;
use crate::error::{AppError, explain};
use crate::infra::Backend;

/// Some fields of a review; the others stay as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReviewPatch {
    /// `1` to `5`.
    pub rating: Option<String>,
    /// One line.
    pub title: Option<String>,
    /// Plain text, or nothing.
    pub body: Option<String>,
}

impl ReviewPatch {
    /// These fields, over those of a form.
    #[must_use]
    pub fn over(self, form: ReviewForm) -> ReviewForm {
        ReviewForm {
            rating: self.rating.unwrap_or(form.rating),
            title: self.title.unwrap_or(form.title),
            body: self.body.unwrap_or(form.body),
        }
    }
}

/// Writes a review of a published product under a new id.
///
/// # Errors
/// "Product not found"; the fields that cannot be taken; a product that the caller has reviewed. All of them change
/// nothing.
pub async fn create(
    backend: &Backend,
    user: &User,
    product: ProductId,
    id: ReviewId,
    form: &ReviewForm,
) -> Result<(), AppError> {
    let checked = form.check()?;
    let mut transaction = backend.pool.begin().await?;
    if !store::lock_product_by_id(&mut transaction, product.0).await? {
        return Err(no_product());
    }
    let (kind, title) = (Kind::Review, &checked.title);
    let entry = trail::begin_if_staff(&mut transaction, user, "created", kind, id.0, title).await?;
    store::insert(&mut transaction, id.0, product.0, user.id().0, &checked).await.map_err(explain(WORDS))?;
    store::count_product(&mut transaction, product.0).await?;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    Ok(())
}

/// Changes some fields of a review of the caller's own. `seen` is the review that the change is for; without one it is
/// made to whatever is there.
///
/// # Errors
/// [`CHANGED`] where the review is not as it was seen; "Product not found", also for one that is not published; "Review
/// not found"; a review of somebody else; the fields that cannot be taken. All of them change nothing.
pub async fn apply(
    backend: &Backend,
    user: &User,
    product: ProductId,
    id: ReviewId,
    patch: ReviewPatch,
    seen: Option<&ReviewView>,
) -> Result<(), AppError> {
    let mut transaction = backend.pool.begin().await?;
    let present = lock(&mut transaction, user, product, id, seen).await?;
    if present.user_id != Some(user.id().0) {
        return Err(AppError::Forbidden);
    }
    let checked = patch.over(form_of(present)).check()?;
    let (kind, title) = (Kind::Review, &checked.title);
    let entry = trail::begin_if_staff(&mut transaction, user, "changed", kind, id.0, title).await?;
    let written = store::update(&mut transaction, id.0, &checked).await.map_err(explain(WORDS))?;
    if written.is_none() {
        return Err(no_review());
    }
    store::count_product(&mut transaction, product.0).await?;
    trail::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    Ok(())
}

/// Deletes a review: its writer may, and staff with the permission to delete reviews, whatever became of the product.
/// `seen` is as for [`apply`].
///
/// # Errors
/// [`CHANGED`] where the review is not as it was seen; "Product not found" and "Review not found" as for who reads it; a
/// caller who may not. All of them change nothing.
pub async fn delete(
    backend: &Backend,
    user: &User,
    product: ProductId,
    id: ReviewId,
    seen: Option<&ReviewView>,
) -> Result<(), AppError> {
    let mut transaction = backend.pool.begin().await?;
    // What is not there to be locked is not found below.
    store::lock_product_of(&mut transaction, id.0).await?;
    present(&mut transaction, user, product, id, seen).await?;
    service::delete_within(&mut transaction, user, id).await?;
    transaction.commit().await?;
    Ok(())
}

/// Locks the product, which must be published, and reads the review as [`present`] does.
async fn lock(
    connection: &mut PgConnection,
    user: &User,
    product: ProductId,
    id: ReviewId,
    seen: Option<&ReviewView>,
) -> Result<ReviewView, AppError> {
    if !store::lock_product_by_id(connection, product.0).await? {
        return Err(no_product());
    }
    present(connection, user, product, id, seen).await
}

/// The review of a product that the caller has locked: nobody else writes it until the transaction ends. It must be as it
/// was seen.
async fn present(
    connection: &mut PgConnection,
    user: &User,
    product: ProductId,
    id: ReviewId,
    seen: Option<&ReviewView>,
) -> Result<ReviewView, AppError> {
    let present = reading::within(connection, Some(user), product, id).await?;
    if seen.is_some_and(|seen| *seen != present) {
        return Err(AppError::Conflict(CHANGED.to_owned()));
    }
    Ok(present)
}

/// A review as its form has it.
fn form_of(review: ReviewView) -> ReviewForm {
    ReviewForm { rating: review.rating.to_string(), title: review.title, body: review.body }
}

#[cfg(test)]
mod tests {
    use crate::accounts::caller::Visitor;
    use sqlx::PgPool;
    use uuid::Uuid;

    use super::*;
    use crate::accounts::testing::signed_in;
    use crate::catalog::Actor;
    use crate::catalog::category;
    use crate::catalog::category::input::CategoryForm;
    use crate::catalog::product::change;
    use crate::catalog::product::input::ProductForm;
    use crate::catalog::product::reading::PageAsk;
    use crate::infra::testing::backend;

    async fn lamp(backend: &Backend, status: &str) -> ProductId {
        let name = format!("Lamp {status}");
        let form = CategoryForm { name: name.clone(), ..CategoryForm::default() };
        let mut connection = backend.pool.acquire().await.unwrap();
        let (lamps, _) = category::service::create(&mut connection, &form, None).await.unwrap();
        drop(connection);
        let form =
            ProductForm { name, price: "9".to_owned(), status: status.to_owned(), ..ProductForm::default() };
        change::create(backend, Actor::Operator, &form, lamps).await.unwrap()
    }

    fn typed(title: &str) -> ReviewForm {
        ReviewForm { rating: "4".to_owned(), title: title.to_owned(), body: String::new() }
    }

    #[sqlx::test]
    async fn a_second_review_of_a_product_is_refused(pool: PgPool) {
        let backend = backend(pool);
        let lamp = lamp(&backend, "published").await;
        let ada = signed_in(&backend, "ada").await;
        let id = ReviewId(Uuid::now_v7());
        create(&backend, &ada, lamp, id, &typed("Bright")).await.unwrap();
        let other = ReviewId(Uuid::now_v7());
        let refused = create(&backend, &ada, lamp, other, &typed("Dim")).await.unwrap_err();
        assert_eq!(refused.to_string(), "You have written a review of this product already");
        let view = reading::by_id(&backend, &Visitor::default(), lamp, id).await.unwrap();
        assert_eq!((view.author.as_str(), view.title.as_str(), view.rating), ("ada", "Bright", 4));
        assert!(!view.is_edited && view.user_id == Some(ada.id().0));
        assert_eq!(reading::by_id(&backend, &Visitor::default(), lamp, other).await, Err(no_review()));
    }

    #[sqlx::test]
    async fn a_part_is_changed_by_the_writer_and_only_of_the_review_that_was_seen(pool: PgPool) {
        let backend = backend(pool);
        let lamp = lamp(&backend, "published").await;
        let (ada, eve) = (signed_in(&backend, "ada").await, signed_in(&backend, "eve").await);
        let id = ReviewId(Uuid::now_v7());
        create(&backend, &ada, lamp, id, &typed("Bright")).await.unwrap();
        let titled = |title: &str| ReviewPatch { title: Some(title.to_owned()), ..ReviewPatch::default() };
        let seen = reading::by_id(&backend, &Visitor::default(), lamp, id).await.unwrap();
        let refused = apply(&backend, &eve, lamp, id, titled("Dark"), Some(&seen)).await;
        assert_eq!(refused, Err(AppError::Forbidden));
        apply(&backend, &ada, lamp, id, titled("Brighter"), Some(&seen)).await.unwrap();
        let changed = Err(AppError::Conflict(CHANGED.to_owned()));
        assert_eq!(apply(&backend, &ada, lamp, id, titled("Dim"), Some(&seen)).await, changed);
        assert_eq!(delete(&backend, &ada, lamp, id, Some(&seen)).await, changed);
        let present = reading::by_id(&backend, &Visitor::default(), lamp, id).await.unwrap();
        assert_eq!((present.title.as_str(), present.rating, present.is_edited), ("Brighter", 4, true));
        delete(&backend, &ada, lamp, id, Some(&present)).await.unwrap();
        assert_eq!(apply(&backend, &ada, lamp, id, titled("Dim"), None).await, Err(no_review()));
    }

    #[sqlx::test]
    async fn pages_of_reviews_have_a_last_one_and_none_beyond_it(pool: PgPool) {
        let backend = backend(pool);
        let lamp = lamp(&backend, "published").await;
        let page = async |ask: PageAsk| {
            let (views, count, number) =
                reading::of_product(&backend, &Visitor::default(), lamp, ask, 2).await?;
            let titles: Vec<String> = views.into_iter().map(|view| view.title).collect();
            Ok::<_, AppError>((titles.join(" "), count, number))
        };
        assert_eq!(page(PageAsk::Last).await, Ok((String::new(), 0, 1)));
        for name in ["ada", "bea", "cyd"] {
            let user = signed_in(&backend, name).await;
            create(&backend, &user, lamp, ReviewId(Uuid::now_v7()), &typed(name)).await.unwrap();
        }
        assert_eq!(page(PageAsk::Number(1)).await, Ok(("cyd bea".to_owned(), 3, 1)));
        assert_eq!(page(PageAsk::Number(2)).await, Ok(("ada".to_owned(), 3, 2)));
        assert_eq!(page(PageAsk::Last).await, Ok(("ada".to_owned(), 3, 2)));
        for number in [0, 3, u32::MAX] {
            let refused = Err(AppError::NotFound("Page".to_owned()));
            assert_eq!(page(PageAsk::Number(number)).await, refused);
        }
    }

    #[sqlx::test]
    async fn what_is_not_published_has_no_reviews(pool: PgPool) {
        let backend = backend(pool);
        let draft = lamp(&backend, "draft").await;
        let ada = signed_in(&backend, "ada").await;
        let id = ReviewId(Uuid::now_v7());
        let refused = Err(no_product());
        assert_eq!(create(&backend, &ada, draft, id, &typed("Bright")).await, refused);
        assert_eq!(reading::by_id(&backend, &Visitor::default(), draft, id).await.map(|_| ()), refused);
        let listed = reading::of_product(&backend, &Visitor::default(), draft, PageAsk::Number(1), 20).await;
        assert_eq!(listed.map(|_| ()), refused);
    }
}
