//! The forms of lists: actions on the things that were picked or on all that match (SPEC A2), views that are kept, a
//! field that is changed in its row, and entries that are taken back.

use axum::Router;
use axum::extract::Path;
use axum::response::Response;
use axum::routing::post;
use uuid::Uuid;

use super::{
    Fields, add_query, address, id_of, kind, lead_to, list_address, look_at, reading, refuse, tell, text_of,
    value,
};
use crate::accounts::input::safe_path;
use crate::accounts::model::{Action, Kind, Permission};
use crate::admin::view::{ViewForm, service as views};
use crate::admin::{ActDone, SentAction, service};
use crate::error::{AppError, FieldErrors};
use crate::listing::{Acted, Declaration, ListQuery, Saved};
use crate::server::AppState;
use crate::server::forms::{Sent, page_knowing};
use crate::ui::reply::WHOLE;

/// The first page of staff.
const HOME: &str = "/admin";
/// The list of all that was done.
const TRAIL: &str = "/admin/audit";
/// The status of an answer that tells of what could not be done.
const CONFLICT: u16 = 409;

/// The routes.
pub(super) fn routes() -> Router<AppState> {
    Router::new().route("/admin/{kind}", post(take))
}

/// The forms of a list's page.
async fn take(Path(path): Path<String>, sent: Sent<Fields>) -> Response {
    let of = match kind(&path) {
        Ok(of) => of,
        Err(error) => return refuse(sent, None, error, &[]).await,
    };
    match value(&sent.form, "task") {
        Some("view") => keep_view(of, sent).await,
        Some("drop-view") => drop_view(of, sent).await,
        Some("edit") => edit(of, sent).await,
        Some("undo") => undo_here(of, sent).await,
        _ if of.parts.can_undo && value(&sent.form, "entry").is_some() => undo_here(of, sent).await,
        _ => act(of, sent).await,
    }
}

/// The list's state as the form has it, or else its address.
fn query_of(sent: &Sent<Fields>) -> String {
    value(&sent.form, "query").or_else(|| sent.parts.uri.query()).unwrap_or_default().to_owned()
}

/// What is to be done, without saying to what.
pub(super) fn action_of(fields: &[(String, String)]) -> SentAction {
    let action = value(fields, "action").unwrap_or_default();
    // Where several actions have to be told something, each has a field of its own.
    let own = value(fields, &["value.", action].concat());
    SentAction {
        action: action.to_owned(),
        value: own.or_else(|| value(fields, "value")).unwrap_or_default().to_owned(),
        request: value(fields, "request").and_then(|id| Uuid::try_parse(id).ok()),
        ..SentAction::default()
    }
}

async fn act(of: &'static Declaration, sent: Sent<Fields>) -> Response {
    let query = query_of(&sent);
    let is_all = value(&sent.form, "all").is_some();
    let picked = sent.form.iter().filter(|(name, _)| name == "id").map(|(_, id)| id.clone());
    let action = SentAction {
        ids: if is_all { Vec::new() } else { picked.collect() },
        all: is_all.then(|| query.clone()),
        ..action_of(&sent.form)
    };
    let list = list_address(of, &query, &[]);
    let is_idle = !is_all && action.ids.is_empty();
    let outcome = async {
        let staff = sent.staff().await?;
        if is_idle {
            return Err(AppError::field(WHOLE, ["Tick the ", of.many, " to do this to"].concat()));
        }
        service::act(sent.backend(), &staff, of, &action).await
    }
    .await;
    answer_of(sent, outcome, &list, "acted").await
}

/// Leads back and tells what was done, on to the run where it is much, or shows the page with what stood in the way.
pub(super) async fn answer_of(
    sent: Sent<Fields>,
    outcome: Result<ActDone, AppError>,
    back: &str,
    saved: &str,
) -> Response {
    match outcome {
        Ok(ActDone::Running { run }) => lead_to(&address(&["bulk", &run.to_string()], &[])),
        Ok(ActDone::Done { entry, acted }) if acted.problems.is_empty() => {
            let (mut back, number, entry) = (back.to_owned(), acted.done.to_string(), text_of(entry));
            let did = value(&sent.form, "action").unwrap_or_default();
            add_query(&mut back, &[("saved", saved), ("did", did), ("n", &number), ("entry", &entry)]);
            lead_to(&back)
        }
        Ok(ActDone::Done { acted, .. }) => {
            tell(&sent.state, sent.parts, back, CONFLICT, &in_words(&acted)).await
        }
        Err(error) => refuse(sent, Some(back), error, &[]).await,
    }
}

/// What stood in the way, in one text.
fn in_words(acted: &Acted) -> String {
    let done = match acted.done {
        0 => "Nothing was done.".to_owned(),
        1 => "One was done.".to_owned(),
        number => format!("{number} were done."),
    };
    [done.as_str(), " What could not be: ", &acted.problems.join("; ")].concat()
}

async fn keep_view(of: &'static Declaration, sent: Sent<Fields>) -> Response {
    let state = ListQuery::parse(of, &query_of(&sent)).without_place();
    let state = ListQuery { view: None, ..state }.to_query();
    let name = value(&sent.form, "name").unwrap_or_default().to_owned();
    let form = ViewForm { kind: of.kind.to_owned(), name: name.clone(), query: state.clone() };
    let outcome = async { views::keep(sent.backend(), &sent.staff().await?, &form).await }.await;
    match outcome {
        Ok(view) => {
            let id = view.id.to_string();
            lead_to(&list_address(of, &state, &[("view", &id), ("saved", "view")]))
        }
        Err(error) => {
            let list = list_address(of, &state, &[]);
            refuse(sent, Some(&list), error, &[("name", &name)]).await
        }
    }
}

async fn drop_view(of: &'static Declaration, sent: Sent<Fields>) -> Response {
    let list = list_address(of, &query_of(&sent), &[]);
    let outcome = async {
        let staff = sent.staff().await?;
        let id = id_of(value(&sent.form, "id").unwrap_or_default(), "View")?;
        views::remove(sent.backend(), &staff, id).await
    }
    .await;
    match outcome {
        Ok(()) => {
            let mut list = list;
            add_query(&mut list, &[("saved", "view-dropped")]);
            lead_to(&list)
        }
        Err(error) => refuse(sent, Some(&list), error, &[]).await,
    }
}

/// Changes a field in its row. Where somebody else changed it too, both sides stand in the thing's own form.
async fn edit(of: &'static Declaration, mut sent: Sent<Fields>) -> Response {
    let list = list_address(of, &query_of(&sent), &[]);
    let id = value(&sent.form, "id").unwrap_or_default().to_owned();
    let read = reading::form(of, Some(id.clone()), &sent.form);
    let outcome = async { service::save(sent.backend(), &sent.staff().await?, of, &read.sent).await }.await;
    match outcome {
        Ok(Saved::Done(done)) => {
            let (mut list, entry) = (list, text_of(done.entry));
            add_query(&mut list, &[("saved", "1"), ("entry", &entry)]);
            lead_to(&list)
        }
        Ok(Saved::Conflict(conflict)) => {
            look_at(&mut sent.parts, &address(&[of.path, &id], &[]));
            page_knowing(&sent.state, sent.parts, CONFLICT, *conflict).await
        }
        // A row has no place for it.
        Err(AppError::Validation(errors)) => {
            let status = AppError::Validation(errors.clone()).status();
            tell(&sent.state, sent.parts, &list, status, &labelled(of, &errors)).await
        }
        Err(error) => refuse(sent, Some(&list), error, &[]).await,
    }
}

/// What is wrong with the fields, by their labels, in one text.
fn labelled(of: &Declaration, errors: &FieldErrors) -> String {
    let words: Vec<String> = errors
        .0
        .iter()
        .flat_map(|(name, messages)| messages.iter().map(move |message| (name, message)))
        .map(|(name, message)| match of.field(name) {
            Some(field) => [field.label, ": ", message.as_str()].concat(),
            None => message.clone(),
        })
        .collect();
    words.join("; ")
}

async fn undo_here(of: &'static Declaration, sent: Sent<Fields>) -> Response {
    let list = list_address(of, &query_of(&sent), &[]);
    undo(sent, &list).await
}

/// Takes an entry back, and leads to where it was asked for: the form may name another page of staff.
pub(super) async fn undo(sent: Sent<Fields>, back: &str) -> Response {
    let mut back = value(&sent.form, "back").filter(|back| is_of_staff(back)).unwrap_or(back).to_owned();
    let outcome = async {
        let staff = sent.staff().await?;
        if back.starts_with(TRAIL) && !staff.user().may(Permission::new(Action::View, Kind::AuditEntry)) {
            // Whoever may take it back need not be one who may see the whole trail.
            HOME.clone_into(&mut back);
        }
        let entry = id_of(value(&sent.form, "entry").unwrap_or_default(), "Activity")?;
        service::undo(sent.backend(), &staff, entry).await
    }
    .await;
    answer_of(sent, outcome, &back, "undone").await
}

/// Whether an address is that of a page of the staff side.
fn is_of_staff(address: &str) -> bool {
    let rest = safe_path(address).and_then(|path| path.strip_prefix(HOME));
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(['/', '?']))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> Fields {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn an_action_is_told_what_stands_in_its_own_field() {
        let both = [("action", "price"), ("value.category", "1"), ("value.price", "+5"), ("value", "x")];
        assert_eq!(action_of(&fields(&both)).value, "+5");
        assert_eq!(action_of(&fields(&[("action", "price"), ("value", "-10%")])).value, "-10%");
        assert_eq!(action_of(&fields(&[("action", "publish"), ("request", "no id")])).request, None);
    }

    #[test]
    fn a_form_leads_back_to_pages_of_staff_alone() {
        assert!(is_of_staff("/admin") && is_of_staff("/admin?saved=1") && is_of_staff("/admin/products/new"));
        for elsewhere in
            ["", "/", "/administration", "//evil.example/admin", "https://evil.example/admin", "/\\x"]
        {
            assert!(!is_of_staff(elsewhere), "{elsewhere}");
        }
    }

    #[test]
    fn what_stood_in_the_way_is_told_with_what_was_done() {
        let acted = Acted { done: 2, problems: vec!["Lamp: gone".to_owned(), "Vase: sold".to_owned()] };
        assert_eq!(in_words(&acted), "2 were done. What could not be: Lamp: gone; Vase: sold");
    }
}
