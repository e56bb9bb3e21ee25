//! Pictures for staff, beside their products (SPEC A1, A2, A6): which are not described yet, and what they show.
//! Whoever changes a picture changes its product, and needs the permission for both.

use std::collections::BTreeMap;

use sqlx::PgConnection;
use uuid::Uuid;

use super::admin::IMAGES;
use super::input::{check_alt, check_percent};
use super::store::{self, FormRow};
use crate::accounts::audit::{self as trail, Sending};
use crate::accounts::caller::Staff;
use crate::accounts::lists;
use crate::accounts::model::{Action, Kind, Permission};
use crate::error::{AppError, internal};
use crate::infra::Backend;
use crate::infra::audit;
use crate::infra::listing::OwnedAsked;
use crate::listing::{
    Acted, FormPage, ListCounts, ListPage, ListQuery, May, Saved, SentForm, Values, lay_together,
};

const VIEW: Permission = Permission::new(Action::View, Kind::Image);
const CHANGE: Permission = Permission::new(Action::Change, Kind::Image);
const CHANGE_PRODUCT: Permission = Permission::new(Action::Change, Kind::Product);

/// A page of the pictures that a list shows.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view pictures; when the database does not answer.
pub async fn list(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListPage, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    lists::page(backend, &IMAGES, &asked, may(staff)).await
}

/// How many pictures a list has, and how many each choice of its filters would leave.
///
/// # Errors
/// As [`list`].
pub async fn counts(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListCounts, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    lists::counts(backend, &IMAGES, &asked).await
}

/// What a list asks of the database.
///
/// # Errors
/// As [`list`].
#[allow(clippy::unused_async, reason = "a service like the others")]
pub async fn asked(_: &Backend, staff: &Staff, query: ListQuery) -> Result<OwnedAsked, AppError> {
    staff.must(VIEW)?;
    Ok(OwnedAsked { source: &store::SOURCE, query, ids: BTreeMap::new(), ends: BTreeMap::new(), among: None })
}

/// Which pictures some are, by their ids: what they show, in quotes; what is not described, or gone, is not among them.
/// The caller has asked for a permission to see where they stand.
///
/// # Errors
/// When the database does not answer.
pub async fn names(backend: &Backend, ids: &[Uuid]) -> Result<BTreeMap<Uuid, String>, AppError> {
    Ok(store::names(&backend.readers, ids).await?.into_iter().collect())
}

/// The form of a picture.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view pictures; "Picture not found".
pub async fn form(backend: &Backend, staff: &Staff, id: Option<&str>) -> Result<FormPage, AppError> {
    staff.must(VIEW)?;
    page(backend, staff, lists::id(id.ok_or_else(no_picture)?, "Picture")?).await
}

/// Saves what is said of a picture. It stands in the history of its product.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to view and to change pictures, and to change products; "Picture not
/// found"; the fields that cannot be taken.
pub async fn save(backend: &Backend, staff: &Staff, sent: &SentForm) -> Result<Saved, AppError> {
    // The answer shows the thing as it is now.
    for permission in [VIEW, CHANGE, CHANGE_PRODUCT] {
        staff.must(permission)?;
    }
    let id = lists::id(sent.id.as_deref().ok_or_else(no_picture)?, "Picture")?;
    let mut transaction = backend.pool.begin().await?;
    let row = store::lock_form(&mut transaction, id).await?.ok_or_else(no_picture)?;
    let done = ("described a picture of", Kind::Product);
    let thing = (row.product_id, row.product.as_str());
    let (entry, base) = match trail::begin_form(&mut transaction, staff.user(), done, thing, sent).await? {
        Sending::New(entry, base) => (entry, base),
        Sending::Done(entry, _) => {
            transaction.rollback().await?;
            return Ok(trail::saved(page(backend, staff, id).await?, id, Some(entry), Vec::new()));
        }
        Sending::Made(_) => return Err(internal(&"a form with an id makes nothing")),
    };
    let present = values_of(&row);
    let (merged, conflicts) = lay_together(&IMAGES, &base, &sent.values, &present);
    if !conflicts.is_empty() {
        transaction.rollback().await?;
        return Ok(trail::conflict(conflicts, page(backend, staff, id).await?, merged.values, present));
    }
    let (alt, focus) = checked(&merged.values)?;
    if !store::describe(&mut transaction, row.product_id, id, &alt, focus).await? {
        return Err(no_picture());
    }
    let entry = audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    let merged = trail::labels(&IMAGES, &merged.theirs);
    Ok(trail::saved(page(backend, staff, id).await?, id, entry, merged))
}

/// Does an action to pictures, within the caller's transaction and its entry of the audit trail.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission that the action needs, or to change products; "Action not found".
pub async fn act(
    connection: &mut PgConnection,
    staff: &Staff,
    action: &str,
    _value: &str,
    ids: &[Uuid],
) -> Result<Acted, AppError> {
    trail::must_act(staff, &IMAGES, Kind::Image, action)?;
    staff.must(CHANGE_PRODUCT)?;
    store::lock_products(&mut *connection, ids).await?;
    let done = u32::try_from(store::delete_all(connection, ids).await?).unwrap_or(u32::MAX);
    let asked = u32::try_from(ids.len()).unwrap_or(u32::MAX);
    let problems = match asked.saturating_sub(done) {
        0 => Vec::new(),
        1 => vec!["1 image is not there any more".to_owned()],
        gone => vec![format!("{gone} images are not there any more")],
    };
    Ok(Acted { done, problems })
}

/// What a form says that keeps every rule.
fn checked(values: &Values) -> Result<(String, (i16, i16)), AppError> {
    let value = |name: &str| values.get(name).map_or("", String::as_str);
    let wrong = |name: &'static str| move |message: String| AppError::field(name, message);
    let errors = (IMAGES.check)(values);
    if !errors.is_empty() {
        return Err(AppError::Validation(errors));
    }
    let alt = check_alt(value("alt")).map_err(wrong("alt"))?;
    let focus_x = check_percent(value("focus_x")).map_err(wrong("focus_x"))?;
    let focus_y = check_percent(value("focus_y")).map_err(wrong("focus_y"))?;
    Ok((alt, (focus_x, focus_y)))
}

/// What somebody may do with pictures: a picture is changed with its product.
fn may(staff: &Staff) -> May {
    let all = staff.may_all(Kind::Image, &IMAGES);
    let with_product = staff.user().may(CHANGE_PRODUCT);
    May { change: all.change && with_product, delete: all.delete && with_product, ..all }
}

/// The form of a picture as it is now.
async fn page(backend: &Backend, staff: &Staff, id: Uuid) -> Result<FormPage, AppError> {
    let row = store::form(&backend.pool, id).await?.ok_or_else(no_picture)?;
    let title = if row.alt.is_empty() { ["A picture of ", &row.product].concat() } else { row.alt.clone() };
    Ok(FormPage {
        id: Some(id.to_string()),
        title,
        values: values_of(&row),
        request: Uuid::now_v7(),
        may: may(staff),
        public: row.is_public.then(|| ["/products/", &row.product_slug].concat()),
        ..FormPage::default()
    })
}

fn values_of(row: &FormRow) -> Values {
    [
        ("alt", row.alt.clone()),
        ("focus_x", row.focus_x.to_string()),
        ("focus_y", row.focus_y.to_string()),
        ("product", row.product.clone()),
        ("position", (row.position + 1).to_string()),
        ("size", format!("{} × {}", row.width, row.height)),
        ("created_at", lists::moment(row.created_at)),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn no_picture() -> AppError {
    AppError::NotFound("Picture".to_owned())
}
