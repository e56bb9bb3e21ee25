//! Work on several things (SPEC A2): a few at once, in one transaction; more by the worker, part by part.

use futures::FutureExt as _;
use futures::future::BoxFuture;
use sha2::{Digest as _, Sha256};
use sqlx::PgConnection;
use uuid::Uuid;

use super::undo::must_undo;
use super::{asked, categories, groups, images, kind_of, no_page, products, reviews, users};
use crate::accounts::audit as trail;
use crate::accounts::caller::Staff;
use crate::accounts::model::{Kind, UserId};
use crate::admin::bulk::AT_ONCE;
use crate::admin::bulk::service::{self as bulk, NewRun, Task, UNDO};
use crate::admin::entry::staff as entries;
use crate::admin::registry::by_kind;
use crate::admin::transfer::service::{self as transfer, IMPORT};
use crate::admin::{ActDone, SentAction};
use crate::catalog::product::staff::images::refuse_gone;
use crate::error::AppError;
use crate::infra::Backend;
use crate::infra::audit::{self, Begun, EntryId};
use crate::infra::listing::ids_after;
use crate::listing::{Acted, Declaration, ListQuery};

/// Does an action to several things: at once, or by the worker where they are many.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission that the action needs; "Action not found"; a value that it cannot
/// take.
pub async fn act(
    backend: &Backend,
    staff: &Staff,
    of: &'static Declaration,
    sent: &SentAction,
) -> Result<ActDone, AppError> {
    let kind = kind_of(of.kind)?;
    trail::must_act(staff, of, kind, &sent.action)?;
    if kind == Kind::Product {
        products::check_action(&sent.action, &sent.value)?;
    }
    let (ids, query) = things(backend, staff, of, sent).await?;
    let request = sent.request.map(|request| known_by(request, sent));
    if query.is_some() || ids.len() > AT_ONCE {
        let new = NewRun {
            kind: of.kind,
            action: &sent.action,
            word: word_of(&sent.action),
            value: &sent.value,
            ids: &ids,
            query: query.as_deref(),
            request,
        };
        return Ok(ActDone::Running { run: bulk::begin(backend, staff, &new).await? });
    }
    let mut transaction = backend.pool.begin().await?;
    let thing = if let [one] = ids[..] { Some(one) } else { None };
    let name = match thing {
        Some(thing) => entries::name_of(&mut transaction, thing).await?,
        None => String::new(),
    };
    let (user, word) = (staff.user(), word_of(&sent.action));
    let entry = match trail::begin(&mut transaction, user, word, kind, thing, &name, request).await? {
        Begun::New(entry) => entry,
        Begun::Done(entry, _) => {
            let done = u32::try_from(ids.len()).unwrap_or(u32::MAX);
            return Ok(ActDone::Done { entry: Some(entry.0), acted: Acted { done, ..Acted::default() } });
        }
    };
    let acted = act_within(&mut transaction, staff, kind, (&sent.action, &sent.value), &ids).await?;
    let entry = audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    Ok(ActDone::Done { entry: entry.map(|entry| entry.0), acted })
}

/// What an action is known by: the page that it was sent from, and all that was sent. From the same page something else
/// can be done.
fn known_by(page: Uuid, sent: &SentAction) -> Uuid {
    let SentAction { action, value, ids, all, request: _ } = sent;
    let mut hash = Sha256::new();
    hash.update(page.as_bytes());
    for part in [action, value].into_iter().chain(all).chain(ids) {
        hash.update(part.len().to_be_bytes());
        hash.update(part.as_bytes());
    }
    let mut id = [0; 16];
    id.copy_from_slice(&hash.finalize()[..16]);
    uuid::Builder::from_custom_bytes(id).into_uuid()
}

/// Takes a run to its end; the worker calls it. Whoever asked for it must still be allowed to.
///
/// # Errors
/// Why it cannot go on.
pub async fn run(backend: &Backend, run: Uuid) -> Result<(), AppError> {
    let Some(task) = bulk::find(backend, run).await? else { return Ok(()) };
    let staff = users::acting(backend, UserId(task.actor)).await?;
    match task.action.as_str() {
        UNDO => {
            let source = task.value.parse().map(EntryId).map_err(|_| no_page())?;
            if let Some(source) = audit::source(&backend.pool, source).await? {
                must_undo(&staff, &source)?;
                refuse_gone(backend, source.id).await?;
            }
            bulk::undo(backend, &task).await
        }
        IMPORT => transfer::run(backend, &staff, &task).await,
        _ => run_parts(backend, &staff, &task).await,
    }
}

async fn run_parts(backend: &Backend, staff: &Staff, task: &Task) -> Result<(), AppError> {
    let of = by_kind(&task.kind).ok_or_else(no_page)?;
    let kind = kind_of(of.kind)?;
    if let Some(query) = &task.query {
        let asked = asked(backend, staff, of, all_of(of, query)?).await?;
        bulk::snapshot(backend, task.id, &asked.asked()).await?;
    }
    // What each part needs is its own: a job's future borrows nothing.
    while bulk::step(backend, task.id, |connection, action, ids| {
        act_apart(connection, staff.clone(), kind, (action, task.value.clone()), ids)
    })
    .await?
    {}
    Ok(())
}

fn act_apart(
    connection: &mut PgConnection,
    staff: Staff,
    kind: Kind,
    (action, value): (String, String),
    ids: Vec<Uuid>,
) -> BoxFuture<'_, Result<Acted, AppError>> {
    async move { act_within(connection, &staff, kind, (&action, &value), &ids).await }.boxed()
}

/// All that a list shows whose address was sent. An address of before may narrow it down by what is not known any more.
fn all_of(of: &Declaration, text: &str) -> Result<ListQuery, AppError> {
    let query = ListQuery::parse(of, text).without_place();
    if query.is_wider(of, text) {
        return Err(AppError::Conflict("The list has changed: load its page again".to_owned()));
    }
    Ok(query)
}

/// Which things are meant. Where all of a list are and they are many, the list's query stands for them.
async fn things(
    backend: &Backend,
    staff: &Staff,
    of: &'static Declaration,
    sent: &SentAction,
) -> Result<(Vec<Uuid>, Option<String>), AppError> {
    let Some(all) = &sent.all else {
        let mut ids = Vec::with_capacity(sent.ids.len());
        for id in &sent.ids {
            ids.push(Uuid::try_parse(id).map_err(|_| AppError::field("id", "This is no id"))?);
        }
        ids.sort_unstable();
        ids.dedup();
        return Ok((ids, None));
    };
    let query = all_of(of, all)?;
    let text = query.to_query();
    let asked = asked(backend, staff, of, query).await?;
    let mut connection = backend.pool.acquire().await?;
    let most = i64::try_from(AT_ONCE + 1).unwrap_or(i64::MAX);
    let ids = ids_after(&mut connection, &asked.asked(), None, most).await?;
    if ids.len() > AT_ONCE { Ok((Vec::new(), Some(text))) } else { Ok((ids, None)) }
}

/// Does an action within the caller's transaction and its entry of the audit trail.
async fn act_within(
    connection: &mut PgConnection,
    staff: &Staff,
    kind: Kind,
    (action, value): (&str, &str),
    ids: &[Uuid],
) -> Result<Acted, AppError> {
    match kind {
        Kind::Product => products::act(connection, staff, action, value, ids).await,
        Kind::Category => categories::act(connection, staff, action, value, ids).await,
        Kind::Image => images::act(connection, staff, action, value, ids).await,
        Kind::Review => reviews::act(connection, staff, action, value, ids).await,
        Kind::User => users::act(connection, staff, action, value, ids).await,
        Kind::Group => groups::act(connection, staff, action, value, ids).await,
        _ => Err(no_page()),
    }
}

/// What the audit trail says of an action.
fn word_of(action: &str) -> &str {
    match action {
        "publish" => "published",
        "unpublish" => "unpublished",
        "archive" => "archived",
        "feature" => "featured",
        "unfeature" => "unfeatured",
        "category" => "moved",
        "price" => "priced",
        "delete" => "deleted",
        "restore" => "restored",
        "erase" => "erased",
        "approve" => "approved",
        "reject" => "rejected",
        "activate" => "activated",
        "deactivate" => "deactivated",
        "invite" => "invited",
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::registry::KINDS;

    #[test]
    fn every_action_has_a_word_in_the_trail() {
        for action in KINDS.into_iter().flat_map(|of| of.actions) {
            assert!(word_of(action.name).ends_with("ed"), "{}", action.name);
        }
    }
}
