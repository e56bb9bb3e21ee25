//! Saving a product's form (SPEC A4, A5): what somebody else changed meanwhile is kept, and what both changed is asked
//! about. A form that is sent twice is saved once.

use uuid::Uuid;

use super::{ADD, CHANGE, VIEW, in_the_trash, not_found, page, values_of};
use crate::accounts::audit::{self as trail, Sending};
use crate::accounts::caller::Staff;
use crate::accounts::lists;
use crate::accounts::model::Kind;
use crate::catalog::Actor;
use crate::catalog::category::model::CategoryId;
use crate::catalog::product::admin::{PRODUCTS, form_of};
use crate::catalog::product::change::{self, WORDS};
use crate::catalog::product::input::{CheckedProduct, check_stock};
use crate::catalog::product::model::ProductId;
use crate::catalog::product::store;
use crate::catalog::product::store::admin::lock_form;
use crate::catalog::slug;
use crate::error::{AppError, explain, internal};
use crate::infra::Backend;
use crate::infra::audit;
use crate::listing::{Saved, SentForm, Values, lay_together};

/// Saves a product's form, or makes a new product.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to view and to change products, or to add one; the fields that
/// cannot be taken; "Product not found"; a product in the trash.
pub async fn save(backend: &Backend, staff: &Staff, sent: &SentForm) -> Result<Saved, AppError> {
    match &sent.id {
        None => create(backend, staff, sent).await,
        Some(id) => update(backend, staff, lists::id(id, "Product")?, sent).await,
    }
}

async fn create(backend: &Backend, staff: &Staff, sent: &SentForm) -> Result<Saved, AppError> {
    staff.must(ADD)?;
    let (checked, category) = checked(&sent.values)?;
    let (id, user) = (Uuid::now_v7(), staff.user());
    let mut transaction = backend.pool.begin().await?;
    let sending = trail::begin_form(
        &mut transaction,
        staff.user(),
        ("created", Kind::Product),
        (id, &checked.name),
        sent,
    )
    .await?;
    let entry = match sending {
        Sending::New(entry, _) => entry,
        Sending::Done(entry, thing) => {
            transaction.rollback().await?;
            let id = thing.unwrap_or(id);
            return Ok(trail::saved(page(backend, staff, id).await?, id, Some(entry), Vec::new()));
        }
        Sending::Made(made) => {
            transaction.rollback().await?;
            let sent = SentForm { id: Some(made.to_string()), ..sent.clone() };
            return update(backend, staff, made, &sent).await;
        }
    };
    change::insert(&mut transaction, Actor::User(user.id().0), ProductId(id), &checked, category).await?;
    let entry = audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    Ok(trail::saved(page(backend, staff, id).await?, id, entry, Vec::new()))
}

async fn update(backend: &Backend, staff: &Staff, id: Uuid, sent: &SentForm) -> Result<Saved, AppError> {
    // The answer shows the thing as it is now.
    staff.must(VIEW)?;
    staff.must(CHANGE)?;
    let mut transaction = backend.pool.begin().await?;
    let row = lock_form(&mut transaction, id).await?.ok_or_else(not_found)?;
    if row.is_trashed {
        return Err(in_the_trash());
    }
    let sending =
        trail::begin_form(&mut transaction, staff.user(), ("changed", Kind::Product), (id, &row.name), sent)
            .await?;
    let (entry, base) = match sending {
        Sending::New(entry, base) => (entry, base),
        Sending::Done(entry, _) => {
            transaction.rollback().await?;
            return Ok(trail::saved(page(backend, staff, id).await?, id, Some(entry), Vec::new()));
        }
        Sending::Made(_) => return Err(internal(&"a form with an id makes nothing")),
    };
    let present = values_of(&row);
    let (merged, conflicts) = lay_together(&PRODUCTS, &base, &sent.values, &present);
    if !conflicts.is_empty() {
        transaction.rollback().await?;
        return Ok(trail::conflict(conflicts, page(backend, staff, id).await?, merged.values, present));
    }
    refuse_too_few(&sent.values, &merged.values)?;
    let (checked, category) = checked(&merged.values)?;
    if !merged.changed.is_empty() {
        if checked.stock != row.stock {
            store::explain_stock(&mut transaction, "edit", Some(staff.user().id().0)).await?;
        }
        let slug = checked.slug.as_ref().unwrap_or(&row.slug);
        store::update(&mut transaction, id, &checked, slug, category.0).await.map_err(explain(WORDS))?;
        if *slug != row.slug {
            slug::redirect(&mut transaction, slug::Kind::Product, id, &row.slug, slug)
                .await
                .map_err(explain(WORDS))?;
        }
    }
    let entry = audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    let merged = trail::labels(&PRODUCTS, &merged.theirs);
    Ok(trail::saved(page(backend, staff, id).await?, id, entry, merged))
}

/// A product that keeps every rule that can be checked without the database, and its category.
fn checked(values: &Values) -> Result<(CheckedProduct, CategoryId), AppError> {
    let errors = (PRODUCTS.check)(values);
    if !errors.is_empty() {
        return Err(AppError::Validation(errors));
    }
    let category = values.get("category").map_or("", |id| id.trim());
    let category =
        Uuid::try_parse(category).map_err(|_| AppError::field("category", "Category not found"))?;
    Ok((form_of(values).check()?, CategoryId(category)))
}

/// Refuses where more was sold meanwhile than the difference that was typed leaves.
fn refuse_too_few(sent: &Values, merged: &Values) -> Result<(), AppError> {
    let stock = |values: &Values| values.get("stock").map(|stock| check_stock(stock).is_ok());
    if stock(sent) == Some(true) && merged.get("stock").is_some_and(|stock| stock.starts_with('-')) {
        return Err(AppError::field("stock", "Insufficient stock"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_below_nothing_and_what_comes_to_it_are_told_apart() {
        let stock = |stock: &str| Values::from([("stock".to_owned(), stock.to_owned())]);
        let refused = refuse_too_few(&stock("1"), &stock("-2")).unwrap_err();
        assert_eq!(refused.to_string(), "stock: Insufficient stock");
        assert!(refuse_too_few(&stock("-2"), &stock("-2")).is_ok(), "the rules of the form say it");
        assert!(refuse_too_few(&stock("1"), &stock("0")).is_ok());
    }
}
