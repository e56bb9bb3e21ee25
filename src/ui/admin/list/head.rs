//! The head of a list: its name, how many there are, what can be begun here; the search; saved views.

use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Around, Asked, columns, total_words};
use crate::admin::view::View;
use crate::listing::{Declaration, ListCounts, ListPage, ListQuery};
use crate::server_fns::admin::lists::admin_counts;
use crate::ui::admin::later::Later;
use crate::ui::admin::parts::write_hidden;
use crate::ui::browser::admin as dom;
use crate::ui::components::icon::Icon;
use crate::ui::going::{Going, Way};
use crate::ui::markup::Markup;

/// The id of the search field.
const SEARCH: &str = "list-search";
/// The id of what is done with a list now and then.
const MORE: &str = "list-more";
/// So many milliseconds after the last key the list is loaded.
const PAUSE: u64 = 200;

/// The search field. It stays while the list changes, so that nobody is interrupted who types.
pub(super) fn search_form(
    of: &'static Declaration,
    now: Memo<Asked>,
    later: Later,
    going: Going,
) -> Option<AnyView> {
    let words = of.search?;
    let present = move || now.with(|(_, query)| ListQuery::parse(of, query));
    let others = move || {
        let mut html = Markup::default();
        let query = ListQuery { q: String::new(), ..present().without_place() }.to_query();
        for (name, value) in query.split('&').filter_map(|pair| pair.split_once('=')) {
            write_hidden(&mut html, name, &crate::percent::decode(value));
        }
        html.finish()
    };
    let follow = move |text: String| {
        let query = ListQuery { q: text.trim().to_owned(), ..untrack(present).without_place() };
        going.to(super::address(of, &query), Way::Typing);
    };
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        later.stop();
        let typed = dom::pairs("list-search-form");
        follow(typed.into_iter().find(|(name, _)| name == "q").map(|(_, q)| q).unwrap_or_default());
    };
    let action = ["/admin/", of.path].concat();
    Some(
        view! {
            <form
                class="asearch"
                id="list-search-form"
                role="search"
                method="get"
                action=action
                aria-label=of.many
                on:submit=submit
            >
                <span class="asearch__icon">{Icon::SEARCH.small()}</span>
                <input
                    class="ainput"
                    id=SEARCH
                    type="search"
                    name="q"
                    aria-label=words
                    placeholder=words
                    autocomplete="off"
                    value=untrack(present).q
                    on:input=move |event| {
                        let text = event_target_value(&event);
                        later.after(PAUSE, move || follow(text));
                    }
                />
                <span class="contents" inner_html=others></span>
            </form>
        }
        .into_any(),
    )
}

/// The name of the list, how many there are, and what can be begun here.
pub(super) fn head_view(
    around: Around,
    query: &ListQuery,
    page: &ListPage,
    title: String,
    counts: RwSignal<Option<ListCounts>>,
) -> AnyView {
    let of = around.of;
    if page.counts.is_none() && !page.rows.is_empty() && !of.parts.is_tree {
        ask_for_counts(of, query, counts);
    }
    let import = (of.path == "products" && page.may.add && page.may.change)
        .then(|| view! { <a class="abtn" href="/admin/import">"Import"</a> }.into_any());
    let parts: Vec<AnyView> =
        [columns::columns_menu(around, query), export(of, query), import].into_iter().flatten().collect();
    let parts = if parts.len() > 1 { behind_more(parts) } else { parts.into_any() };
    let add = (of.can_add && page.may.add).then(|| {
        let address = ["/admin/", of.path, "/new"].concat();
        view! { <a class="abtn abtn--primary" href=address data-key="n">"Add "{of.one}</a> }
    });
    view! {
        <div class="ahead">
            <h1 class="ahead__title">{title}</h1>
            <p class="ahead__count" role="status">{move || counts.with(|counts| total_words(of, counts.as_ref()))}</p>
            <div class="ahead__actions">{parts}{add}</div>
        </div>
    }
    .into_any()
}

/// Several things that are done with a list now and then: on phones they are behind one button. Whoever has taken a
/// file there is done with them.
fn behind_more(parts: Vec<AnyView>) -> AnyView {
    let press = move |event: leptos::ev::MouseEvent| {
        if dom::near(&event, "a[download]", "href").is_some() {
            dom::close_all_menus();
            dom::close_popover(MORE);
        }
    };
    view! {
        <button class="abtn amore__open" type="button" popovertarget=MORE>"More"</button>
        <div class="amore" id=MORE popover="auto" on:click=press>{parts}</div>
    }
    .into_any()
}

/// The way to a list as a file. Its columns are for reading: of products there is a file besides that can be imported.
fn export(of: &Declaration, query: &ListQuery) -> Option<AnyView> {
    if !of.parts.has_export {
        return None;
    }
    let address = ["/admin/", of.path, "/export.csv?", &query.without_place().to_query()].concat();
    if of.path != "products" {
        let link = view! { <a class="abtn" href=address rel="external" download="">"Export"</a> };
        return Some(link.into_any());
    }
    let menu = view! {
        <details class="amenu amenu--right" data-menu="">
            <summary class="abtn">"Export"</summary>
            <div class="amenu__body">
                <a class="amenu__item" href=address rel="external" download="">"This list, to read"</a>
                <a class="amenu__item" href="/admin/import/products.csv" rel="external" download="">
                    "All products, to import again"
                </a>
            </div>
        </details>
    };
    Some(menu.into_any())
}

/// Asks how many there are, where the list did not wait for it; the filters' choices get theirs too.
fn ask_for_counts(of: &'static Declaration, query: &ListQuery, known: RwSignal<Option<ListCounts>>) {
    let query = query.to_query();
    Effect::new(move |before: Option<()>| {
        if before.is_some() {
            return;
        }
        let query = query.clone();
        spawn_local(async move {
            let Ok(counts) = admin_counts(of.path.to_owned(), query).await else { return };
            for (filter, values) in &counts.filters {
                for (value, count) in values {
                    let place = ["[data-count=\"", filter, "=", value, "\"]"].concat();
                    dom::set_html(&place, &crate::ui::admin::words::number(*count));
                }
            }
            let _ = known.try_set(Some(counts));
        });
    });
}

/// All of them, what the caller keeps views of, and the trash.
pub(super) fn tabs(around: Around, query: &ListQuery, views: &[View]) -> AnyView {
    let of = around.of;
    if of.parts.is_tree || (of.filters.is_empty() && !of.has_trash()) {
        return ().into_any();
    }
    let mut html = Markup::default();
    let is_whole = query.view.is_none() && !query.trash;
    html.raw("<ul class=\"atabs\">");
    tab(&mut html, &["/admin/", of.path].concat(), "All", is_whole);
    for view in views {
        let of_view = ListQuery { view: Some(view.id), ..ListQuery::parse(of, &view.query) };
        tab(&mut html, &around.address(&of_view), &view.name, query.view == Some(view.id));
    }
    if of.has_trash() {
        tab(&mut html, &["/admin/", of.path, "?trash=1"].concat(), "Trash", query.trash);
    }
    html.raw("</ul>");
    let present = views.iter().find(|view| query.view == Some(view.id)).cloned();
    view! {
        <div class="atabs__row">
            <nav class="contents" aria-label="Views" inner_html=html.finish()></nav>
            {view_menu(around, query, present)}
        </div>
    }
    .into_any()
}

fn tab(html: &mut Markup, address: &str, words: &str, is_here: bool) {
    html.raw("<li><a class=\"atabs__tab\"").attribute("href", address);
    if is_here {
        html.raw(" aria-current=\"page\"");
    }
    html.raw(">").text(words).raw("</a></li>");
}

/// Keeps what is shown as a view, and drops the one that is shown. Plain forms: it is done once a month.
fn view_menu(around: Around, query: &ListQuery, present: Option<View>) -> AnyView {
    let action = ["/admin/", around.of.path].concat();
    let kept = ListQuery { view: None, ..query.without_place() }.to_query();
    let drop = present.map(|view| {
        let action = action.clone();
        view! {
            <form method="post" action=action>
                <input type="hidden" name="task" value="drop-view"/>
                <input type="hidden" name="id" value=view.id.to_string()/>
                <button class="amenu__item" type="submit">"Remove the view “"{view.name}"”"</button>
            </form>
        }
    });
    view! {
        <details class="amenu" data-menu="">
            <summary class="abtn abtn--quiet">"Save view"</summary>
            <div class="amenu__body">
                <form class="amenu__form" method="post" action=action>
                    <input type="hidden" name="task" value="view"/>
                    <input type="hidden" name="query" value=kept/>
                    <label class="afield__label" for="view-name">"Name"</label>
                    <input class="ainput" id="view-name" name="name" maxlength="60" required=true autocomplete="off"/>
                    <button class="abtn abtn--primary" type="submit">"Save"</button>
                </form>
                {drop}
            </div>
        </details>
    }
    .into_any()
}
