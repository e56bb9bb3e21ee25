//! What was done to a thing, newest first; each of it can be taken back.

use leptos::prelude::*;
use leptos_router::hooks::{use_params_map, use_query_map};
use uuid::Uuid;

use super::words::{self, sentence};
use super::{entries, parts};
use crate::admin::History;
use crate::admin::registry::by_path;
use crate::error::AppError;
use crate::listing::Declaration;
use crate::server_fns::admin::history::admin_history;
use crate::ui::components::empty::Empty;
use crate::ui::components::notice::{Tone, notice};
use crate::ui::filled::filled;
use crate::ui::pages::failure::Failure;
use crate::ui::reply::FormReply;

/// The history of the thing in the path.
#[component]
pub(crate) fn AdminHistoryPage() -> impl IntoView {
    let params = use_params_map();
    let get = |name: &str| params.with_untracked(|params| params.get(name)).unwrap_or_default();
    let (path, id) = (get("kind"), get("id"));
    let query = use_query_map();
    let reply = FormReply::here();
    let before = Memo::new(move |_| {
        query.with(|query| query.get("before")).and_then(|text| Uuid::try_parse(&text).ok())
    });
    let (kind, thing) = (path.clone(), id.clone());
    let loaded = Resource::new(
        move || before.get(),
        move |before| {
            let (kind, thing) = (kind.clone(), thing.clone());
            async move { admin_history(kind, thing, before).await }
        },
    );
    let again = Callback::new(move |()| loaded.refetch());
    let told = match (&reply, parts::asked("saved").as_str()) {
        (Some(reply), _) => {
            let words = words::wrong(by_path(&path), &reply.errors);
            notice(Tone::Bad, words).into_any()
        }
        (None, "undone") => parts::done_notice("Taken back.".to_owned(), &parts::asked("entry")),
        _ => ().into_any(),
    };
    let of = by_path(&path);
    view! {
        <div class="ahistory">
            {told}
            <Transition fallback=|| view! { <p role="status">"Loading the history"</p> }>
                {filled(move || {
                    let id = id.clone();
                    Suspend::new(async move {
                        match (of, loaded.await) {
                            (Some(of), Ok(history)) => drawn(of, &id, &history, again),
                            (None, _) => {
                                view! { <Failure error=AppError::NotFound("Page".to_owned())/> }.into_any()
                            }
                            (_, Err(error)) => view! { <Failure error=error/> }.into_any(),
                        }
                    })
                })}
            </Transition>
        </div>
    }
    .into_any()
}

/// The history of a thing; of an entry: the entry with all that it changed.
pub(super) fn drawn(of: &'static Declaration, id: &str, history: &History, again: Callback<()>) -> AnyView {
    let is_entry = of.parts.can_undo;
    let list = ["/admin/", of.path].concat();
    let thing = [&list, "/", id].concat();
    let here = [&thing, "/history"].concat();
    let title = if is_entry { "Activity" } else { "History" };
    let action = if is_entry { &list } else { &here };
    let body = if history.entries.is_empty() {
        let text = "What staff change from now on stands here, with every field before and after.";
        view! { <Empty title="Nothing was changed yet" text=text>""</Empty> }.into_any()
    } else {
        entries::list(&history.entries, action, is_entry, again)
    };
    let older = history.next.map(|next| {
        let address = [if is_entry { &thing } else { &here }, "?before=", &next.to_string()].concat();
        view! { <nav class="apager" aria-label="Pages"><a class="abtn" href=address rel="next">"Older"</a></nav> }
    });
    let back = if is_entry { list.clone() } else { thing };
    let back_words = if is_entry { sentence(of.many) } else { ["Back to the ", of.one].concat() };
    view! {
        {parts::head(title)}
        <div class="ahead">
            <a class="ahead__back" href=back>{back_words}</a>
            <h1 class="ahead__title">{title}</h1>
        </div>
        {body}
        {older}
    }
    .into_any()
}
