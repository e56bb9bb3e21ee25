//! Reviews for staff (SPEC A2 to A6): moderation. Whoever changes a review first locks its product, then writes, then
//! counts, as everywhere.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::admin::REVIEWS;
use super::model::{FORMER_CUSTOMER, ReviewStatus};
use super::service::no_review;
use super::store;
use super::store::admin::{self as rows, FormRow};
use crate::accounts::audit::{self as trail, Sending};
use crate::accounts::caller::Staff;
use crate::accounts::lists;
use crate::accounts::model::{Action, Kind, Permission};
use crate::error::{AppError, internal};
use crate::infra::Backend;
use crate::infra::audit;
use crate::infra::listing::OwnedAsked;
use crate::listing::{
    Acted, Choice, FormPage, ListCounts, ListPage, ListQuery, Saved, SentForm, Values, lay_together,
};

const VIEW: Permission = Permission::new(Action::View, Kind::Review);
const CHANGE: Permission = Permission::new(Action::Change, Kind::Review);

/// Checks that somebody may see reviews.
///
/// # Errors
/// [`AppError::Forbidden`] where they may not.
pub fn must_view(staff: &Staff) -> Result<(), AppError> {
    staff.must(VIEW)
}

/// A page of the reviews that a list shows.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view reviews; when the database does not answer.
pub async fn list(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListPage, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    let may = staff.may_all(Kind::Review, &REVIEWS);
    let page = lists::page(backend, &REVIEWS, &asked, may).await?;
    Ok(ListPage { choices: choices(), ..page })
}

/// How many reviews a list has, and how many each choice of its filters would leave.
///
/// # Errors
/// As [`list`].
pub async fn counts(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListCounts, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    lists::counts(backend, &REVIEWS, &asked).await
}

/// What a list asks of the database.
///
/// # Errors
/// As [`list`].
#[allow(clippy::unused_async, reason = "a service like the others")]
pub async fn asked(_: &Backend, staff: &Staff, query: ListQuery) -> Result<OwnedAsked, AppError> {
    staff.must(VIEW)?;
    Ok(OwnedAsked { source: &rows::SOURCE, query, ids: BTreeMap::new(), ends: BTreeMap::new(), among: None })
}

/// The form of a review. Staff write none.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view reviews; "Review not found".
pub async fn form(backend: &Backend, staff: &Staff, id: Option<&str>) -> Result<FormPage, AppError> {
    staff.must(VIEW)?;
    page(backend, staff, lists::id(id.ok_or_else(no_review)?, "Review")?).await
}

/// Saves what moderation thinks of a review.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to view and to change reviews; "Review not found"; the fields that
/// cannot be taken.
pub async fn save(backend: &Backend, staff: &Staff, sent: &SentForm) -> Result<Saved, AppError> {
    // The answer shows the thing as it is now.
    staff.must(VIEW)?;
    staff.must(CHANGE)?;
    let id = lists::id(sent.id.as_deref().ok_or_else(no_review)?, "Review")?;
    let mut transaction = backend.pool.begin().await?;
    let place = store::lock_product_of(&mut transaction, id).await?.ok_or_else(no_review)?;
    // Nobody else writes the review from here on.
    let row = rows::form(&mut *transaction, id).await?.ok_or_else(no_review)?;
    let sending =
        trail::begin_form(&mut transaction, staff.user(), ("changed", Kind::Review), (id, &row.title), sent)
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
    let (merged, conflicts) = lay_together(&REVIEWS, &base, &sent.values, &present);
    if !conflicts.is_empty() {
        transaction.rollback().await?;
        return Ok(trail::conflict(conflicts, page(backend, staff, id).await?, merged.values, present));
    }
    let errors = (REVIEWS.check)(&merged.values);
    if !errors.is_empty() {
        return Err(AppError::Validation(errors));
    }
    if let Some(status) = merged.values.get("status").and_then(|word| status_of(word)) {
        rows::set_status(&mut transaction, &[id], status).await?;
        store::count_product(&mut transaction, place.product_id).await?;
    }
    let entry = audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    let merged = trail::labels(&REVIEWS, &merged.theirs);
    Ok(trail::saved(page(backend, staff, id).await?, id, entry, merged))
}

/// Does an action to reviews, within the caller's transaction and its entry of the audit trail. What is so already
/// counts as done, and so does what is gone.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission that the action needs; "Action not found".
pub async fn act(
    connection: &mut PgConnection,
    staff: &Staff,
    action: &str,
    _value: &str,
    ids: &[Uuid],
) -> Result<Acted, AppError> {
    trail::must_act(staff, &REVIEWS, Kind::Review, action)?;
    let products = rows::lock_all(connection, ids).await?;
    let done = match action {
        "approve" => rows::set_status(connection, ids, ReviewStatus::Approved).await?,
        "reject" => rows::set_status(connection, ids, ReviewStatus::Rejected).await?,
        _ => {
            rows::delete_all(connection, ids).await?;
            i64::try_from(ids.len()).unwrap_or(i64::MAX)
        }
    };
    store::count_products(connection, &products).await?;
    let gone = i64::try_from(ids.len()).unwrap_or(i64::MAX) - done;
    let problems = match gone {
        0 => Vec::new(),
        1 => vec!["1 review is not there any more".to_owned()],
        gone => vec![format!("{gone} reviews are not there any more")],
    };
    Ok(Acted { done: u32::try_from(done).unwrap_or(u32::MAX), problems })
}

/// How many reviews wait for a look, 10,001 at most; and the newest, those that wait first: id, title and status.
///
/// # Errors
/// As [`list`].
pub async fn newest(
    backend: &Backend,
    staff: &Staff,
    limit: i64,
) -> Result<(u32, Vec<(Uuid, String, String)>), AppError> {
    staff.must(VIEW)?;
    let pending = rows::pending(&backend.readers).await?;
    Ok((u32::try_from(pending).unwrap_or(u32::MAX), rows::newest(&backend.readers, limit).await?))
}

/// The form of a review as it is now.
async fn page(backend: &Backend, staff: &Staff, id: Uuid) -> Result<FormPage, AppError> {
    let row = rows::form(&backend.pool, id).await?.ok_or_else(no_review)?;
    let public = (row.status == ReviewStatus::Approved).then(|| format!("/products/{}", row.product_slug));
    Ok(FormPage {
        id: Some(row.id.to_string()),
        title: row.title.clone(),
        values: values_of(&row),
        choices: choices(),
        request: Uuid::now_v7(),
        may: staff.may_all(Kind::Review, &REVIEWS),
        public,
        ..FormPage::default()
    })
}

fn values_of(row: &FormRow) -> Values {
    [
        ("title", row.title.clone()),
        ("body", row.body.clone()),
        ("rating", row.rating.to_string()),
        ("product", row.product.clone()),
        ("author", row.author.clone().unwrap_or_else(|| FORMER_CUSTOMER.to_owned())),
        ("created_at", lists::moment(row.created_at)),
        ("status", row.status.as_str().to_owned()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn choices() -> BTreeMap<String, Vec<Choice>> {
    BTreeMap::from([("status".to_owned(), lists::fixed_choices(&REVIEWS, "status"))])
}

fn status_of(word: &str) -> Option<ReviewStatus> {
    [ReviewStatus::Pending, ReviewStatus::Approved, ReviewStatus::Rejected]
        .into_iter()
        .find(|status| status.as_str() == word)
}
