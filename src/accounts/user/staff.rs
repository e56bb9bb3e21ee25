//! Users for staff (SPEC A2 to A6). Secrets are neither shown nor written down: a user that staff make has no password,
//! and is mailed a link to choose one. Nobody gives what they have not, and nobody shuts themselves out.

mod act;

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use sqlx::PgConnection;
use uuid::Uuid;

pub use self::act::act;
use super::admin::{USERS, profile_of};
use super::service::check_profile;
use super::store::admin::{self as rows, FormRow, Standing};
use super::{WORDS, name_taken, store};
use crate::accounts::audit::{self as trail, Sending};
use crate::accounts::caller::{Staff, User};
use crate::accounts::group::service as groups;
use crate::accounts::input::{Profile, check_email};
use crate::accounts::jobs::{self, Mail};
use crate::accounts::link::{Purpose, service as links};
use crate::accounts::lists;
use crate::accounts::model::{Action, Kind, Permission, UserId};
use crate::accounts::session::service as sessions;
use crate::error::{AppError, FieldErrors, explain, internal};
use crate::infra::Backend;
use crate::infra::audit;
use crate::infra::listing::OwnedAsked;
use crate::listing::{
    FormPage, ListCounts, ListPage, ListQuery, Merged, Saved, SentForm, Values, lay_together,
};

const VIEW: Permission = Permission::new(Action::View, Kind::User);
const ADD: Permission = Permission::new(Action::Add, Kind::User);
const CHANGE: Permission = Permission::new(Action::Change, Kind::User);

const SUPERUSERS_ALONE: &str = "Only a superuser may change this";
const NOT_ONESELF: &str = "You cannot take this from yourself";
const NOBODY_LEFT: &str = "Somebody has to be left who may do everything";
/// What one cannot take from oneself.
const KEPT: [&str; 3] = ["is_active", "is_staff", "is_superuser"];

/// Who does work that goes on behind the scenes, as they may at this moment.
///
/// # Errors
/// [`AppError::Forbidden`] for somebody who is not active or no longer staff.
pub async fn acting(backend: &Backend, id: UserId) -> Result<Staff, AppError> {
    let row = rows::acting(&backend.pool, id.0).await?.ok_or(AppError::Forbidden)?;
    let permissions = row.permissions.iter().filter_map(|text| text.parse().ok()).collect();
    User::new(id, (row.is_staff, row.is_superuser), permissions, [0; 32]).staff()
}

/// A page of the users that a list shows.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view users; when the database does not answer.
pub async fn list(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListPage, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    let page = lists::page(backend, &USERS, &asked, staff.may_all(Kind::User, &USERS)).await?;
    let choices = BTreeMap::from([("group".to_owned(), groups::choices(backend).await?)]);
    Ok(ListPage { choices, ..page })
}

/// How many users a list has, and how many each choice of its filters would leave.
///
/// # Errors
/// As [`list`].
pub async fn counts(backend: &Backend, staff: &Staff, query: &ListQuery) -> Result<ListCounts, AppError> {
    let asked = asked(backend, staff, query.clone()).await?;
    lists::counts(backend, &USERS, &asked).await
}

/// What a list asks of the database.
///
/// # Errors
/// As [`list`].
#[allow(clippy::unused_async, reason = "a service like the others")]
pub async fn asked(_: &Backend, staff: &Staff, query: ListQuery) -> Result<OwnedAsked, AppError> {
    staff.must(VIEW)?;
    let group = query.filters.get("group").and_then(|id| Uuid::try_parse(id).ok());
    let ids = group.into_iter().map(|id| ("group", vec![id])).collect();
    Ok(OwnedAsked { source: &rows::SOURCE, query, ids, ends: BTreeMap::new(), among: None })
}

/// Users whose names or address have a text in them, at most `limit`: their ids and names.
///
/// # Errors
/// As [`list`].
pub async fn find(
    backend: &Backend,
    staff: &Staff,
    text: &str,
    limit: i64,
) -> Result<Vec<(Uuid, String)>, AppError> {
    staff.must(VIEW)?;
    Ok(rows::named(&backend.readers, text.trim(), limit).await?)
}

/// What some users are called, by their ids; who is gone is not among them. The caller has asked for a permission to
/// see where they stand.
///
/// # Errors
/// When the database does not answer.
pub async fn names(backend: &Backend, ids: &[Uuid]) -> Result<BTreeMap<Uuid, String>, AppError> {
    Ok(rows::names(&backend.readers, ids).await?.into_iter().collect())
}

/// The form of a user, or of a new one.
///
/// # Errors
/// [`AppError::Forbidden`] without the permission to view users, or to add one; "User not found".
pub async fn form(backend: &Backend, staff: &Staff, id: Option<&str>) -> Result<FormPage, AppError> {
    let Some(id) = id else {
        staff.must(ADD)?;
        let values = Values::from([("is_active".to_owned(), "yes".to_owned())]);
        return Ok(FormPage { values, ..blank(backend, staff).await? });
    };
    staff.must(VIEW)?;
    page(backend, staff, lists::id(id, "User")?).await
}

/// Saves a user's form, or makes a new user, who is mailed a link to choose a password.
///
/// # Errors
/// [`AppError::Forbidden`] without the permissions to view and to change users, or to add one, or without one that a
/// group gives; the fields that cannot be taken, and those that only a superuser may change; "User not found".
pub async fn save(backend: &Backend, staff: &Staff, sent: &SentForm) -> Result<Saved, AppError> {
    let sent = &lists::in_order(&USERS, sent);
    match &sent.id {
        None => create(backend, staff, sent).await,
        Some(id) => update(backend, staff, lists::id(id, "User")?, sent).await,
    }
}

async fn update(backend: &Backend, staff: &Staff, id: Uuid, sent: &SentForm) -> Result<Saved, AppError> {
    // The answer shows the thing as it is now.
    staff.must(VIEW)?;
    staff.must(CHANGE)?;
    let mut transaction = backend.pool.begin().await?;
    let is_last = is_last_superuser(&mut transaction, staff, id).await?;
    let row = rows::lock_form(&mut transaction, id).await?.ok_or_else(not_found)?;
    let sending =
        trail::begin_form(&mut transaction, staff.user(), ("changed", Kind::User), (id, &row.username), sent)
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
    let (merged, conflicts) = lay_together(&USERS, &base, &sent.values, &present);
    if !conflicts.is_empty() {
        transaction.rollback().await?;
        return Ok(trail::conflict(conflicts, page(backend, staff, id).await?, merged.values, present));
    }
    let checked = Checked::new(&merged.values)?;
    refuse_what_is_not_theirs(staff, &row, &merged)?;
    if is_last && !(checked.is_active && checked.is_superuser) {
        return Err(nobody_left());
    }
    if !merged.changed.is_empty() {
        checked.write(&mut transaction, &row).await?;
        groups::set_groups_within(&mut transaction, staff, UserId(id), &checked.groups).await?;
    }
    let entry = audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    let merged = trail::labels(&USERS, &merged.theirs);
    Ok(trail::saved(page(backend, staff, id).await?, id, entry, merged))
}

async fn create(backend: &Backend, staff: &Staff, sent: &SentForm) -> Result<Saved, AppError> {
    staff.must(ADD)?;
    let checked = Checked::new(&sent.values)?;
    if !staff.user().is_superuser() {
        let given = [("is_staff", checked.is_staff), ("is_superuser", checked.is_superuser)];
        refuse(given.into_iter().filter(|(_, given)| *given).map(|(name, _)| (name, SUPERUSERS_ALONE)))?;
    }
    let (id, name) = (Uuid::now_v7(), checked.profile.username.as_str());
    let mut transaction = backend.pool.begin().await?;
    let sending =
        trail::begin_form(&mut transaction, staff.user(), ("created", Kind::User), (id, name), sent).await?;
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
    if store::is_username_taken(&mut transaction, name, None).await? {
        return Err(name_taken());
    }
    rows::insert(&mut transaction, id, &checked.standing(), &checked.profile, checked.birth_date)
        .await
        .map_err(explain(WORDS))?;
    groups::set_groups_within(&mut transaction, staff, UserId(id), &checked.groups).await?;
    if checked.is_active {
        jobs::enqueue(&mut transaction, Mail::Reset { email: checked.email.clone() }).await?;
    }
    let entry = audit::finish(&mut transaction, entry).await?;
    transaction.commit().await?;
    backend.cache.clear();
    Ok(trail::saved(page(backend, staff, id).await?, id, entry, Vec::new()))
}

/// Refuses what an undo left behind where nobody is there any more who may do everything.
///
/// # Errors
/// A sentence that says so.
pub async fn refuse_nobody_left(connection: &mut PgConnection) -> Result<(), AppError> {
    // No user has this id: whoever is left is another.
    if store::is_last_superuser(connection, Uuid::nil()).await? { Err(nobody_left()) } else { Ok(()) }
}

/// A form that keeps every rule that can be checked without the database.
struct Checked {
    email: String,
    profile: Profile,
    birth_date: Option<NaiveDate>,
    is_active: bool,
    is_staff: bool,
    is_superuser: bool,
    groups: BTreeSet<Uuid>,
}

impl Checked {
    fn new(values: &Values) -> Result<Self, AppError> {
        let errors = (USERS.check)(values);
        if !errors.is_empty() {
            return Err(AppError::Validation(errors));
        }
        let value = |name: &str| values.get(name).map_or("", String::as_str);
        let (profile, birth_date) = check_profile(&profile_of(values))?;
        let group = |line: &str| {
            Uuid::try_parse(line.trim()).map_err(|_| AppError::field("groups", "Group not found"))
        };
        let lines = value("groups").lines().filter(|line| !line.trim().is_empty());
        Ok(Self {
            email: check_email(value("email")).map_err(|message| AppError::field("email", message))?,
            profile,
            birth_date,
            is_active: lists::is_yes(value("is_active")),
            is_staff: lists::is_yes(value("is_staff")),
            is_superuser: lists::is_yes(value("is_superuser")),
            groups: lines.map(group).collect::<Result<_, _>>()?,
        })
    }

    fn standing(&self) -> Standing<'_> {
        let Self { email, is_active, is_staff, is_superuser, .. } = self;
        Standing { email, is_active: *is_active, is_staff: *is_staff, is_superuser: *is_superuser }
    }

    /// Writes it to a user whom the caller has locked. Who loses something by it, and who has another address now, is
    /// signed out everywhere. Who has no password yet is mailed the link to choose one at the new address: the one that
    /// was mailed before works no more.
    async fn write(&self, connection: &mut PgConnection, row: &FormRow) -> Result<(), AppError> {
        let id = UserId(row.id);
        let name = &self.profile.username;
        if *name != row.username && store::is_username_taken(connection, name, Some(row.id)).await? {
            return Err(name_taken());
        }
        store::update_profile(connection, row.id, &self.profile, self.birth_date)
            .await
            .map_err(explain(WORDS))?;
        rows::set_standing(connection, row.id, &self.standing()).await.map_err(explain(WORDS))?;
        let is_moved = self.email != row.email;
        if is_moved {
            for purpose in [Purpose::Verify, Purpose::Reset, Purpose::Email] {
                links::withdraw(connection, purpose, id).await?;
            }
            store::drop_pending_email(connection, row.id).await?;
            jobs::enqueue(connection, Mail::EmailChanged { user_id: id, email: row.email.clone() }).await?;
            if self.is_active && !rows::has_password(connection, row.id).await? {
                jobs::enqueue(connection, Mail::Reset { email: self.email.clone() }).await?;
            }
        }
        let loses = (row.is_active && !self.is_active)
            || (row.is_staff && !self.is_staff)
            || (row.is_superuser && !self.is_superuser);
        if is_moved || loses {
            sessions::end_all(connection, id).await?;
        }
        Ok(())
    }
}

/// Refuses what only a superuser may change, and what somebody would take from themselves.
fn refuse_what_is_not_theirs(staff: &Staff, row: &FormRow, merged: &Merged) -> Result<(), AppError> {
    let user = staff.user();
    // Whoever could give another member of staff a new address would get in by its reset mail.
    let is_kept = |name: &str| {
        let is_way_in = row.is_staff && row.id != user.id().0 && name == "email";
        row.is_superuser || name == "is_staff" || name == "is_superuser" || is_way_in
    };
    let for_superusers = merged
        .changed
        .iter()
        .filter(|name| !user.is_superuser() && is_kept(name))
        .map(|&name| (name, SUPERUSERS_ALONE));
    let is_taken = |name: &str| merged.values.get(name).is_none_or(|value| !lists::is_yes(value));
    let from_oneself = merged
        .changed
        .iter()
        .filter(|name| user.id().0 == row.id && KEPT.contains(*name) && is_taken(name))
        .map(|&name| (name, NOT_ONESELF));
    refuse(for_superusers.chain(from_oneself))
}

fn refuse<'a>(errors: impl Iterator<Item = (&'a str, &'a str)>) -> Result<(), AppError> {
    let mut refused = FieldErrors::default();
    for (name, message) in errors {
        if refused.first(name).is_none() {
            refused.add(name, message);
        }
    }
    if refused.is_empty() { Ok(()) } else { Err(AppError::Validation(refused)) }
}

/// Whether nobody but this user may do everything. Only superusers change superusers, so others need not wait for them.
async fn is_last_superuser(connection: &mut PgConnection, staff: &Staff, id: Uuid) -> Result<bool, AppError> {
    if !staff.user().is_superuser() {
        return Ok(false);
    }
    Ok(store::is_last_superuser(connection, id).await?)
}

/// The form of a user as it is now.
async fn page(backend: &Backend, staff: &Staff, id: Uuid) -> Result<FormPage, AppError> {
    let row = rows::form(&backend.pool, id).await?.ok_or_else(not_found)?;
    Ok(FormPage {
        id: Some(row.id.to_string()),
        title: row.username.clone(),
        values: values_of(&row),
        ..blank(backend, staff).await?
    })
}

async fn blank(backend: &Backend, staff: &Staff) -> Result<FormPage, AppError> {
    Ok(FormPage {
        choices: BTreeMap::from([("groups".to_owned(), groups::choices(backend).await?)]),
        request: Uuid::now_v7(),
        may: staff.may_all(Kind::User, &USERS),
        ..FormPage::default()
    })
}

fn values_of(row: &FormRow) -> Values {
    [
        ("email", row.email.clone()),
        ("username", row.username.clone()),
        ("first_name", row.first_name.clone()),
        ("last_name", row.last_name.clone()),
        ("bio", row.bio.clone()),
        ("phone", row.phone.clone()),
        ("address", row.address.clone()),
        ("birth_date", row.birth_date.clone()),
        ("is_active", lists::yes_or_nothing(row.is_active)),
        ("is_staff", lists::yes_or_nothing(row.is_staff)),
        ("is_superuser", lists::yes_or_nothing(row.is_superuser)),
        ("groups", row.groups.join("\n")),
        ("created_at", lists::moment(row.created_at)),
        ("last_login_at", row.last_login_at.map(lists::moment).unwrap_or_default()),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into()
}

fn nobody_left() -> AppError {
    AppError::Conflict(NOBODY_LEFT.to_owned())
}

fn not_found() -> AppError {
    AppError::NotFound("User".to_owned())
}
