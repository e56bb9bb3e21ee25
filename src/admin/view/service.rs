//! Saved views: whoever may see the things of a kind keeps views of their list.

use uuid::Uuid;

use super::{LONGEST_NAME, MOST, View, ViewForm, store};
use crate::accounts::caller::Staff;
use crate::accounts::model::{Action, Kind, Permission};
use crate::admin::registry;
use crate::catalog::check_name;
use crate::error::{AppError, internal};
use crate::infra::Backend;
use crate::listing::{Declaration, ListQuery};

/// Longest query of a view, in characters.
const LONGEST_QUERY: usize = 2000;

/// The views of a kind that the one who asks has kept, by name.
///
/// # Errors
/// [`AppError::Forbidden`] where the kind may not be seen.
pub async fn list(backend: &Backend, staff: &Staff, kind: &str) -> Result<Vec<View>, AppError> {
    must_view(staff, kind)?;
    Ok(store::list(&backend.readers, staff.user().id().0, kind).await?)
}

/// Keeps a view under a name; one that has the name already is changed.
///
/// # Errors
/// [`AppError::Forbidden`] where the kind may not be seen; a field's error where the name cannot be taken or there are
/// too many views.
pub async fn keep(backend: &Backend, staff: &Staff, form: &ViewForm) -> Result<View, AppError> {
    let of = must_view(staff, &form.kind)?;
    let name = check_name(&form.name, LONGEST_NAME).map_err(|message| AppError::field("name", message))?;
    // As the list would say it, without its place and without another view's id.
    let query = ListQuery { after: None, view: None, ..ListQuery::parse(of, &form.query) }.to_query();
    if query.chars().count() > LONGEST_QUERY {
        return Err(AppError::field("name", "This list has too much to be kept"));
    }
    let user = staff.user().id().0;
    let mut transaction = backend.pool.begin().await?;
    let view = store::keep(&mut transaction, user, of.kind, &name, &query).await?;
    if store::count(&mut transaction, user, of.kind).await? > i64::from(MOST) {
        return Err(AppError::field("name", format!("At most {MOST} views: remove one first")));
    }
    transaction.commit().await?;
    Ok(View { id: view, name, query })
}

/// Removes a view of the one who asks.
///
/// # Errors
/// "View not found".
pub async fn remove(backend: &Backend, staff: &Staff, view: Uuid) -> Result<(), AppError> {
    let is_gone = store::remove(&backend.pool, staff.user().id().0, view).await?;
    if is_gone { Ok(()) } else { Err(AppError::NotFound("View".to_owned())) }
}

/// The kind, where it may be seen.
fn must_view(staff: &Staff, kind: &str) -> Result<&'static Declaration, AppError> {
    let of = registry::by_kind(kind).ok_or_else(|| AppError::NotFound("Page".to_owned()))?;
    let known = Kind::ALL.into_iter().find(|known| known.as_str() == of.kind);
    let known = known.ok_or_else(|| internal(&"a kind that permissions do not know"))?;
    staff.must(Permission::new(Action::View, known))?;
    Ok(of)
}
