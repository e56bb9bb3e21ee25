//! What stands beside a form's title: where the thing is shown, its history, and what can be done to it at once.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::state::FormState;
use crate::admin::{ActDone, SentAction};
use crate::listing::{ActionValue, BulkAction, Declaration, FormPage};
use crate::server_fns::admin::lists::admin_act;
use crate::server_fns::admin::work::admin_retry;
use crate::ui::admin::parts::Confirm;
use crate::ui::admin::words;
use crate::ui::browser::{admin as dom, unsaved};
use crate::ui::going::Way;

/// Links to the thing in the shop and to its history.
pub(super) fn head_links(of: &'static Declaration, page: &FormPage) -> AnyView {
    let public = page.public.clone().map(
        |address| view! { <a class="abtn abtn--quiet" href=address rel="external">"See it in the shop"</a> },
    );
    let history = page.id.as_ref().map(|id| {
        let address = ["/admin/", of.path, "/", id, "/history"].concat();
        view! { <a class="abtn abtn--quiet" href=address>"History"</a> }
    });
    let has_history = !of.parts.can_retry;
    view! { {public}{history.filter(|_| has_history)} }.into_any()
}

/// What can be done to a thing of these that has no value to be told.
fn offered(state: FormState) -> Vec<&'static BulkAction> {
    state.page.with_value(|page| {
        let is_allowed = |needs: &str| if needs == "delete" { page.may.delete } else { page.may.change };
        state
            .of
            .actions
            .iter()
            .filter(|action| action.row_too && action.value == ActionValue::None)
            .filter(|action| action.in_trash == page.is_trashed && is_allowed(action.needs))
            .collect()
    })
}

/// Whether the thing is gone after an action.
fn destroys(action: &BulkAction) -> bool {
    action.needs == "delete" && action.name != "restore"
}

/// The actions of the thing: a plain form, which asks first where the action has words for that.
pub(super) fn actions_menu(state: FormState) -> AnyView {
    let confirm = Confirm::here();
    let Some(id) = state.id() else { return ().into_any() };
    let of = state.of;
    let offered = offered(state);
    if of.parts.can_retry && state.page.with_value(|page| page.may.change) {
        return retry(state, id);
    }
    if offered.is_empty() {
        return ().into_any();
    }
    let buttons: Vec<_> = offered
        .into_iter()
        .map(|action| {
            let class = if destroys(action) { "abtn abtn--danger" } else { "abtn" };
            view! { <button class=class type="submit" name="action" value=action.name>{action.label}</button> }
        })
        .collect();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let Some(action) = of.action(&dom::pressed(&event)) else { return };
        let sent =
            SentAction { action: action.name.to_owned(), ids: vec![id.clone()], ..SentAction::default() };
        let acting = move || act(state, action, sent.clone());
        let Some(words) = action.confirm else { return acting() };
        let name = state.page.with_value(|page| page.title.clone());
        let what = if name.is_empty() { ["this ", of.one].concat() } else { words::quoted(&name) };
        confirm.ask(&words::question(action.label, &what), words, action.label, acting);
    };
    view! { <form class="ahead__forms" method="post" on:submit=submit>{buttons}</form> }.into_any()
}

fn act(state: FormState, action: &'static BulkAction, sent: SentAction) {
    let (of, toasts, going) = (state.of, state.toasts, state.going);
    spawn_local(async move {
        match admin_act(of.path.to_owned(), sent).await {
            Ok(ActDone::Done { entry, acted }) => {
                if let Some(problem) = acted.problems.first() {
                    return toasts.fail(problem.clone());
                }
                let here = Callback::new(move |()| state.load_again());
                toasts.show_undo(words::done(of, action.name, acted.done), entry, here);
                unsaved::set_changed(false);
                if destroys(action) {
                    going.to(["/admin/", of.path].concat(), Way::Link);
                } else {
                    state.load_again();
                }
            }
            Ok(ActDone::Running { run }) => going.to(["/admin/bulk/", &run.to_string()].concat(), Way::Link),
            Err(error) => toasts.refuse(Some(state.of), &error),
        }
    });
}

/// A job that failed can run once more.
fn retry(state: FormState, id: String) -> AnyView {
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        let (toasts, id) = (state.toasts, id.clone());
        spawn_local(async move {
            match admin_retry(id).await {
                Ok(()) => {
                    toasts.show("The job runs once more.");
                    state.load_again();
                }
                Err(error) => toasts.refuse(Some(state.of), &error),
            }
        });
    };
    view! {
        <form class="ahead__forms" method="post" on:submit=submit>
            <input type="hidden" name="task" value="retry"/>
            <button class="abtn" type="submit">"Run it once more"</button>
        </form>
    }
    .into_any()
}
