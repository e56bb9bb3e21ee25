//! The form of a thing: one page for every kind, drawn from its declaration. It is checked at each key, keeps what was
//! typed when the page is lost, and lays two people's changes together.

#![cfg_attr(
    debug_assertions,
    allow(
        clippy::large_types_passed_by_value,
        reason = "signals know where they were made in debug builds alone"
    )
)]

mod conflict;
mod draft;
mod field;
mod images;
mod markdown;
mod matrix;
mod point;
mod preview;
mod sets;
mod side;
mod state;

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;

use self::state::FormState;
use super::history;
use super::parts::{self, asked};
use super::words::sentence;
use crate::admin::History;
use crate::admin::registry::by_path;
use crate::error::AppError;
use crate::listing::{Conflict, Declaration, FormPage};
use crate::server_fns::admin::forms::admin_form;
use crate::server_fns::admin::history::admin_history;
use crate::ui::browser::unsaved;
use crate::ui::components::form::signed_out;
use crate::ui::components::notice::{Tone, notice};
use crate::ui::filled::filled;
use crate::ui::pages::failure::Failure;
use crate::ui::reply::FormReply;

/// What a form is asked for: the kind's path, and the thing's id; how often it was asked for.
type Asked = (String, Option<String>, u32);

/// The form of a new thing.
#[component]
pub(crate) fn AdminNewPage() -> impl IntoView {
    form_page(true)
}

/// The form of the thing whose id is in the path.
#[component]
pub(crate) fn AdminEditPage() -> impl IntoView {
    form_page(false)
}

fn form_page(is_new: bool) -> AnyView {
    let params = use_params_map();
    let reply = FormReply::here();
    // Where the browser sent the form by itself and somebody else changed the same, the server says so in this way.
    let conflict = SharedValue::new(use_context::<Conflict>).into_inner();
    let round = RwSignal::new(0_u32);
    let now: Memo<Asked> = Memo::new(move |_| {
        let (path, id) = params.with(|params| (params.get("kind"), params.get("id")));
        (path.unwrap_or_default(), id.filter(|_| !is_new), round.get())
    });
    let loaded = Resource::new(move || now.get(), load);
    let saved = asked("saved");
    let told = StoredValue::new((reply, conflict, saved));
    on_cleanup(|| unsaved::set_changed(false));
    view! {
        <Transition fallback=loading>
            {filled(move || Suspend::new(async move {
                let ((path, id, times), outcome) = loaded.await;
                match (by_path(&path), outcome) {
                    (Some(of), Ok((_, Some(entry)))) => {
                        let again = Callback::new(move |()| round.update(|round| *round += 1));
                        let thing = id.unwrap_or_default();
                        view! { <div class="ahistory">{history::drawn(of, &thing, &entry, again)}</div> }.into_any()
                    }
                    (Some(of), Ok((page, None))) => {
                        // What the server said belongs to the form as it came first.
                        let (reply, conflict, saved) =
                            if times == 0 { told.get_value() } else { (None, None, String::new()) };
                        let state = FormState::new(of, page, reply, conflict, round);
                        if times > 0 && state.id().is_none() {
                            state.begin_again();
                        }
                        drawn(state, &saved)
                    }
                    (None, _) => view! { <Failure error=AppError::NotFound("Page".to_owned())/> }.into_any(),
                    (_, Err(error)) => failed(error),
                }
            }))}
        </Transition>
    }
    .into_any()
}

/// The form; of an entry of the audit trail, which has none, what it changed.
type Loaded = (FormPage, Option<History>);

async fn load(asked: Asked) -> (Asked, Result<Loaded, AppError>) {
    let (path, id, _) = asked.clone();
    let outcome = match (by_path(&path), id) {
        (Some(of), Some(id)) if of.parts.can_undo => {
            admin_history(path, id, None).await.map(|entry| (FormPage::default(), Some(entry)))
        }
        (Some(_), id) => admin_form(path, id).await.map(|page| (page, None)),
        (None, _) => Err(AppError::NotFound("Page".to_owned())),
    };
    (asked, outcome)
}

fn failed(error: AppError) -> AnyView {
    if error == AppError::Unauthorized {
        return signed_out();
    }
    view! { <Failure error=error/> }.into_any()
}

fn loading() -> AnyView {
    view! {
        <p class="sr-only" role="status">"Loading the form"</p>
        <div class="alist__loading" aria-hidden="true">
            {(0..6).map(|_| view! { <span class="block skeleton alist__line"></span> }).collect::<Vec<_>>()}
        </div>
    }
    .into_any()
}

/// The title of a form's page.
fn title(of: &Declaration, page: &FormPage) -> String {
    match (&page.id, page.title.is_empty()) {
        (None, _) => ["New ", of.one].concat(),
        (Some(_), true) => sentence(of.one),
        (Some(_), false) => page.title.clone(),
    }
}

fn drawn(state: FormState, saved: &str) -> AnyView {
    let of = state.of;
    let title = RwSignal::new(state.page.with_value(|page| title(of, page)));
    state.title.set_value(Some(title));
    let list = ["/admin/", of.path].concat();
    let told = match saved {
        "1" => parts::done_notice("Saved.".to_owned(), &asked("entry")),
        "acted" => parts::done_notice(parts::acted(Some(of), &asked("n")), &asked("entry")),
        "undone" => parts::done_notice("Taken back.".to_owned(), &asked("entry")),
        _ => ().into_any(),
    };
    let trashed = state.page.with_value(|page| page.is_trashed).then(|| {
        let words = ["This ", of.one, " is in the trash: restore it before you change it."].concat();
        notice(Tone::Plain, words)
    });
    let head = state.page.with_value(|page| side::head_links(of, page));
    let body = move || match state.conflict.get() {
        Some(conflict) => conflict::conflict_view(state, &conflict),
        None => sets::form_view(state),
    };
    let images = of.parts.has_images.then(|| state.page.with_value(|page| images::images_view(of, page)));
    view! {
        {parts::head(&title.get_untracked())}
        <div class="aform">
            <div class="ahead">
                <a class="ahead__back" href=list>{sentence(of.many)}</a>
                <h1 class="ahead__title">{move || title.get()}</h1>
                <div class="ahead__actions">{head}{side::actions_menu(state)}</div>
            </div>
            {told}
            {trashed}
            {body}
            {images}
            {sets::last_view(state)}
        </div>
    }
    .into_any()
}
