//! A list of staff: one page for every kind, drawn from its declaration. All of its state is in the address.

mod cells;
mod columns;
mod edit;
mod filters;
mod head;
mod rows;
mod selection;
mod tree;

use leptos::prelude::*;
use leptos_router::hooks::{use_location, use_params_map};

use self::head::search_form;
use super::later::Later;
use super::parts::{self, asked};
use super::toasts::AdminToasts;
use super::words::{self, sentence};
use crate::admin::registry::by_path;
use crate::admin::view::View;
use crate::error::AppError;
use crate::listing::{Declaration, ListPage, ListQuery};
use crate::server_fns::admin::lists::admin_list;
use crate::server_fns::admin::views::admin_views;
use crate::ui::components::notice::{Tone, notice};
use crate::ui::filled::filled;
use crate::ui::going::Going;
use crate::ui::pages::failure::Failure;
use crate::ui::reply::FormReply;

/// What a list is asked for: the kind's path, and the query part of the address.
type Asked = (String, String);
/// What came of it.
type Answer = (Asked, Result<ListPage, AppError>);

/// What the parts of a list share.
#[derive(Clone, Copy)]
struct Around {
    of: &'static Declaration,
    going: Going,
    toasts: AdminToasts,
    /// Loads the list once more.
    again: Callback<()>,
}

impl Around {
    /// The address of this list in some state.
    fn address(self, query: &ListQuery) -> String {
        address(self.of, query)
    }
}

/// The address of a list in some state.
fn address(of: &Declaration, query: &ListQuery) -> String {
    let query = query.to_query();
    let path = ["/admin/", of.path].concat();
    if query.is_empty() { path } else { [&path, "?", &query].concat() }
}

/// The list of the kind in the path.
#[component]
pub(crate) fn AdminListPage() -> impl IntoView {
    let params = use_params_map();
    let search = use_location().search;
    let reply = FormReply::here();
    // The order of a list, and not what was just done to it.
    let now: Memo<Asked> = Memo::new(move |_| {
        let path = params.with(|params| params.get("kind")).unwrap_or_default();
        let query = by_path(&path).map(|of| ListQuery::parse(of, &search.get()).to_query());
        (path, query.unwrap_or_default())
    });
    let kind = Memo::new(move |_| now.with(|(path, _)| path.clone()));
    let list = Resource::new(move || now.get(), load);
    let views =
        Resource::new(move || kind.get(), |path| async move { admin_views(path).await.unwrap_or_default() });
    let (going, toasts) = (Going::here(), AdminToasts::here());
    let again = Callback::new(move |()| list.refetch());
    // Something that was saved on another page may be taken back from the message here.
    Effect::new(move |before: Option<u32>| {
        let undone = toasts.undone.get();
        if before.is_some_and(|before| before != undone) {
            list.refetch();
        }
        undone
    });
    let first = now.get_untracked();
    let is_later = move || now.with(|now| *now != first);
    let later = Later::new();
    let shown: RwSignal<Option<Asked>> = RwSignal::new(None);
    let is_pending =
        move || shown.with(|shown| shown.as_ref().is_some_and(|shown| now.with(|now| now != shown)));
    let searching = move || by_path(&kind.get()).map(|of| search_form(of, now, later, going));
    view! {
        <div class="alist" aria-busy=move || is_pending().then_some("true")>
            {searching}
            <div class="contents" hidden=is_later>{told_view(by_path(&kind.get_untracked()), reply.as_ref())}</div>
            <Transition fallback=loading>
                {filled(move || Suspend::new(async move {
                    let (asked, outcome) = list.await;
                    let views = views.await;
                    shown.set(Some(asked.clone()));
                    match (by_path(&asked.0), outcome) {
                        (Some(of), Ok(page)) => {
                            drawn(Around { of, going, toasts, again }, ListQuery::parse(of, &asked.1), page, &views)
                        }
                        (None, _) => view! { <Failure error=AppError::NotFound("Page".to_owned())/> }.into_any(),
                        (_, Err(error)) => view! { <Failure error=error/> }.into_any(),
                    }
                }))}
            </Transition>
        </div>
    }
}

async fn load(asked: Asked) -> Answer {
    let outcome = match by_path(&asked.0) {
        Some(_) => admin_list(asked.0.clone(), asked.1.clone()).await,
        None => Err(AppError::NotFound("Page".to_owned())),
    };
    (asked, outcome)
}

fn loading() -> AnyView {
    view! {
        <p class="sr-only" role="status">"Loading the list"</p>
        <div class="alist__loading" aria-hidden="true">
            {(0..12).map(|_| view! { <span class="block skeleton alist__line"></span> }).collect::<Vec<_>>()}
        </div>
    }
    .into_any()
}

/// What the address tells of what was done, or what the server says against a form.
fn told_view(of: Option<&'static Declaration>, reply: Option<&FormReply>) -> AnyView {
    if let Some(reply) = reply {
        let words = words::wrong(of, &reply.errors);
        return view! { <div class="alist__told">{notice(Tone::Bad, words)}</div> }.into_any();
    }
    let words = match (asked("saved").as_str(), asked("n").as_str()) {
        ("1", _) => "Saved.".to_owned(),
        ("acted", n) => parts::acted(of, n),
        ("undone", _) => "Taken back.".to_owned(),
        ("moved", _) => "Moved.".to_owned(),
        ("retried", _) => "The job runs once more.".to_owned(),
        _ => return ().into_any(),
    };
    let problems = asked("problems");
    let problems = (!problems.is_empty()).then(|| notice(Tone::Bad, problems));
    view! { <div class="alist__told">{parts::done_notice(words, &asked("entry"))}{problems}</div> }.into_any()
}

/// A list as it came.
fn drawn(around: Around, query: ListQuery, page: ListPage, views: &[View]) -> AnyView {
    let of = around.of;
    let title = sentence(of.many);
    let counts = RwSignal::new(page.counts.clone());
    let body = if page.rows.is_empty() {
        super::empty::empty_list(of, &query, page.may)
    } else if of.parts.is_tree {
        tree::tree_view(around, &page)
    } else {
        rows::table_view(around, &query, &page, counts)
    };
    let words = (!page.words.is_empty()).then(|| view! { <p class="alist__words">{page.words.clone()}</p> });
    view! {
        {parts::head(&title)}
        {head::head_view(around, &query, &page, title, counts)}
        {head::tabs(around, &query, views)}
        {filters::filters_view(around, &query, &page)}
        {words}
        {body}
    }
    .into_any()
}

/// How many there are: "1,500 products", "100,000+ products", nothing while that is counted.
fn total_words(of: &Declaration, counts: Option<&crate::listing::ListCounts>) -> String {
    match counts {
        None => String::new(),
        Some(counts) if counts.is_more => [&words::number(counts.total), "+ ", of.many].concat(),
        Some(counts) => words::count_of(of, counts.total),
    }
}
