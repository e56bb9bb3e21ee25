//! The staff side as its services are asked.

mod bulk;
mod conflicts;
mod counts;
mod forgetting;
mod images;
mod inviting;
mod permissions;
mod store;
mod undo_all;

use uuid::Uuid;

use super::registry::by_path;
use super::service;
use super::{ActDone, SentAction};
use crate::accounts::caller::Staff;
use crate::accounts::group::input::GroupForm;
use crate::accounts::group::service as groups;
use crate::accounts::testing::account;
use crate::accounts::user::staff::acting;
use crate::error::AppError;
use crate::infra::Backend;
use crate::listing::{Acted, Declaration, Done, Saved, SentForm, Values};

fn of(path: &str) -> &'static Declaration {
    by_path(path).unwrap()
}

fn values(pairs: &[(&str, &str)]) -> Values {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

/// A form as its page would send it: from what stands there now, with some fields typed anew.
async fn filled(
    backend: &Backend,
    staff: &Staff,
    path: &str,
    id: Option<&str>,
    typed: &[(&str, &str)],
) -> SentForm {
    let page = service::form(backend, staff, of(path), id).await.unwrap();
    let mut new = page.values.clone();
    new.extend(values(typed));
    SentForm { id: id.map(str::to_owned), base: page.values, values: new, request: Some(page.request) }
}

async fn save(backend: &Backend, staff: &Staff, path: &str, sent: &SentForm) -> Result<Done, AppError> {
    match service::save(backend, staff, of(path), sent).await? {
        Saved::Done(done) => Ok(*done),
        Saved::Conflict(conflict) => panic!("{:?}", conflict.fields),
    }
}

async fn make(backend: &Backend, staff: &Staff, path: &str, typed: &[(&str, &str)]) -> Done {
    let sent = filled(backend, staff, path, None, typed).await;
    save(backend, staff, path, &sent).await.unwrap()
}

async fn change(
    backend: &Backend,
    staff: &Staff,
    path: &str,
    id: &str,
    typed: &[(&str, &str)],
) -> Result<Done, AppError> {
    let sent = filled(backend, staff, path, Some(id), typed).await;
    save(backend, staff, path, &sent).await
}

/// A category and a product in it, with a stock of 5.
async fn lamp(backend: &Backend, staff: &Staff) -> (String, String) {
    let category = make(backend, staff, "categories", &[("name", "Lamps")]).await.id;
    let typed = [("name", "Moon"), ("price", "98"), ("stock", "5"), ("category", category.as_str())];
    let product = make(backend, staff, "products", &typed).await.id;
    (category, product)
}

async fn act(
    backend: &Backend,
    staff: &Staff,
    path: &str,
    (action, value): (&str, &str),
    ids: &[&str],
) -> Result<(Option<Uuid>, Acted), AppError> {
    let sent = SentAction {
        action: action.to_owned(),
        value: value.to_owned(),
        ids: ids.iter().map(|&id| id.to_owned()).collect(),
        all: None,
        request: None,
    };
    match service::act(backend, staff, of(path), &sent).await? {
        ActDone::Done { entry, acted } => Ok((entry, acted)),
        ActDone::Running { .. } => panic!("so few are done at once"),
    }
}

/// A new member of staff with these permissions.
async fn clerk(backend: &Backend, root: &Staff, name: &str, permissions: &[&str]) -> Staff {
    let id = account(backend, name).await;
    let permissions = permissions.iter().map(|&text| text.to_owned()).collect();
    let form = GroupForm { name: format!("Those of {name}"), permissions };
    let group = groups::create(backend, root, &form).await.unwrap();
    let (id_text, group) = (id.0.to_string(), group.0.to_string());
    let typed = [("is_staff", "yes"), ("groups", group.as_str())];
    change(backend, root, "users", &id_text, &typed).await.unwrap();
    acting(backend, id).await.unwrap()
}
