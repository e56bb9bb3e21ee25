//! How far work on many things is: the page asks once a second until nothing more comes. Without a script it is a page
//! to load again.

use std::time::Duration;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use super::parts::{self, problem_list};
use super::toasts::AdminToasts;
use super::words::sentence;
use crate::admin::bulk::Progress;
use crate::admin::registry::KINDS;
use crate::error::AppError;
use crate::server_fns::admin::work::admin_run;
use crate::ui::components::notice::{Tone, notice};
use crate::ui::filled::filled;
use crate::ui::pages::failure::Failure;

/// So long after an answer it is asked again.
const PAUSE: Duration = Duration::from_secs(1);

/// The run whose id is in the path.
#[component]
pub(crate) fn AdminBulkPage() -> impl IntoView {
    let params = use_params_map();
    // An undo of one run leads on to another, at this very page.
    let run =
        Memo::new(move |_| params.with(|params| params.get("id")).and_then(|id| Uuid::try_parse(&id).ok()));
    let loaded = Resource::new(
        move || run.get(),
        move |run| async move {
            let run = run.ok_or_else(|| AppError::NotFound("Page".to_owned()))?;
            Ok::<_, AppError>((run, admin_run(run).await?))
        },
    );
    view! {
        <Transition fallback=|| view! { <p role="status">"Loading"</p> }>
            {filled(move || Suspend::new(async move {
                match loaded.await {
                    Ok((run, progress)) => drawn(run, progress),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            }))}
        </Transition>
    }
}

/// Asks again and again, as long as the page is there and something comes.
fn follow(run: Uuid, progress: RwSignal<Progress>) {
    set_timeout(
        move || {
            if progress.try_with_untracked(Progress::is_over) != Some(false) {
                return;
            }
            spawn_local(async move {
                if let Ok(now) = admin_run(run).await {
                    let _ = progress.try_set(now);
                }
                follow(run, progress);
            });
        },
        PAUSE,
    );
}

fn drawn(run: Uuid, progress: Progress) -> AnyView {
    let list = KINDS.iter().find(|of| of.kind == progress.kind).map(|of| {
        let address = ["/admin/", of.path].concat();
        view! { <a class="abtn" href=address>"To the "{of.many}</a> }
    });
    let title = match progress.action.as_str() {
        "" => "Work".to_owned(),
        action => sentence(action),
    };
    let now = RwSignal::new(progress);
    Effect::new(move |before: Option<()>| {
        if before.is_none() {
            follow(run, now);
        }
    });
    let problems = move || {
        let problems = now.with(|now| now.problems.clone());
        (!problems.is_empty()).then(|| problem_list(&problems))
    };
    view! {
        {parts::head(&title)}
        <div class="ahead"><h1 class="ahead__title">{title.clone()}</h1></div>
        <div class="arun">
            <div role="status">{told(now)}</div>
            {bar(now)}
            {problems}
            <div class="arun__actions">
                {list}
                {undo_button(now)}
                <noscript><a class="abtn" href="">"Look again"</a></noscript>
            </div>
        </div>
    }
    .into_any()
}

/// How it stands, in a sentence.
fn told(now: RwSignal<Progress>) -> impl IntoView {
    move || {
        let (words, state) = now.with(|now| (now.message.clone(), now.state.clone()));
        let tone = match state.as_str() {
            "done" => Tone::Good,
            "failed" => Tone::Bad,
            _ => Tone::Plain,
        };
        notice(tone, words)
    }
}

/// How far it is, until it is over.
fn bar(now: RwSignal<Progress>) -> impl IntoView {
    let percent = move || {
        now.with(|now| {
            now.total
                .map(|total| (u64::from(now.done + now.failed) * 100 / u64::from(total.max(1))).to_string())
        })
    };
    move || {
        let over = now.with(Progress::is_over);
        (!over).then(|| {
            view! { <progress class="arun__bar" max="100" value=percent aria-label="How far it is"></progress> }
        })
    }
}

/// Takes all of it back, once it is over.
fn undo_button(now: RwSignal<Progress>) -> impl IntoView {
    let toasts = AdminToasts::here();
    let is_undone = RwSignal::new(false);
    let undone = Callback::new(move |()| is_undone.set(true));
    move || {
        let entry = now.with(|now| if now.is_over() { now.entry } else { None })?;
        if is_undone.get() {
            return None;
        }
        Some(view! {
            <form
                method="post"
                action="/admin/audit"
                on:submit=move |event| {
                    event.prevent_default();
                    toasts.undo(entry, undone);
                }
            >
                <input type="hidden" name="entry" value=entry.to_string()/>
                <button class="abtn" type="submit">"Undo all of it"</button>
            </form>
        })
    }
}
