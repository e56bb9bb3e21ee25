//! Importing products from a CSV file: the file is checked first, and the report says what it would change; then it is
//! applied as one run, which can be taken back as one.

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos_router::hooks::use_params_map;
use uuid::Uuid;

use super::nav::may_import;
use super::parts;
use super::toasts::AdminToasts;
use super::words::number;
use crate::admin::transfer::{Checked, ImportView};
use crate::error::AppError;
use crate::server_fns::admin::lists::admin_home;
use crate::server_fns::admin::work::{admin_apply, admin_import};
use crate::ui::components::notice::{Tone, notice};
use crate::ui::going::{Going, Way};
use crate::ui::markup::Markup;
use crate::ui::pages::failure::Failure;
use crate::ui::reply::FormReply;

/// The page of imports.
const PATH: &str = "/admin/import";

/// The form for a file, for those who may import one.
#[component]
pub(crate) fn AdminImportPage() -> impl IntoView {
    let reply = FormReply::here();
    let loaded = Resource::new(|| (), |()| admin_home());
    view! {
        <Suspense fallback=|| view! { <p role="status">"Loading the form"</p> }>
            {Suspend::new(async move {
                match loaded.await {
                    Ok(home) if may_import(&home) => file_form(reply.as_ref()),
                    Ok(_) => view! { <Failure error=AppError::Forbidden/> }.into_any(),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

/// A plain form, for the answer is another page.
fn file_form(reply: Option<&FormReply>) -> AnyView {
    let wrong = reply.map(|reply| {
        let words = reply.errors.0.values().flatten().cloned().collect::<Vec<_>>().join(" ");
        view! { <div class="aform__whole" tabindex="-1" autofocus=true>{notice(Tone::Bad, words)}</div> }
    });
    view! {
        {parts::head("Import products")}
        <div class="aform">
            <div class="ahead">
                <a class="ahead__back" href="/admin/products">"Products"</a>
                <h1 class="ahead__title">"Import products"</h1>
            </div>
            {wrong}
            <form class="aform__form aset" method="post" action=PATH enctype="multipart/form-data">
                <div class="aset__body">
                    <div class="afield">
                        <label class="afield__label" for="import-file">"CSV file"</label>
                        <p class="afield__hint" id="import-hint">
                            "Up to 20 MB. It is checked first: nothing changes before you have seen what would."
                        </p>
                        <input
                            class="input--file"
                            id="import-file"
                            type="file"
                            name="file"
                            accept=".csv,text/csv"
                            required=true
                            aria-describedby="import-hint"
                        />
                    </div>
                    <div class="afield">
                        <label class="afield__label" for="import-format">"File format"</label>
                        <span class="aselect">
                            <select class="ainput" id="import-format" name="format">
                                <option value="vitrine">"This shop’s export"</option>
                                <option value="shopify">"Shopify"</option>
                            </select>
                        </span>
                        <p class="afield__hint">
                            "Such a file to begin with: "
                            <a class="link" href="/admin/import/products.csv" rel="external" download="">
                                "all products as they are"
                            </a>
                            ". The list’s own export has its columns alone, and is for reading."
                        </p>
                    </div>
                    <label class="check">
                        <input type="checkbox" name="update" value="1"/>
                        <span>"Change products that are here already"</span>
                    </label>
                    <label class="check">
                        <input type="checkbox" name="create_categories" value="1"/>
                        <span>"Make the categories that are missing"</span>
                    </label>
                    <p><button class="abtn abtn--primary" type="submit">"Check the file"</button></p>
                </div>
            </form>
        </div>
    }
    .into_any()
}

/// What the file whose id is in the path would change.
#[component]
pub(crate) fn AdminReportPage() -> impl IntoView {
    let id = use_params_map().with_untracked(|params| params.get("id")).unwrap_or_default();
    let id = Uuid::try_parse(&id).ok();
    let reply = FormReply::here();
    let loaded = Resource::new(
        || (),
        move |()| async move {
            match id {
                Some(id) => admin_import(id).await,
                None => Err(AppError::NotFound("Page".to_owned())),
            }
        },
    );
    view! {
        <Suspense fallback=|| view! { <p role="status">"Loading the report"</p> }>
            {Suspend::new(async move {
                match loaded.await {
                    Ok(checked) => report(&checked, reply.as_ref()),
                    Err(error) => view! { <Failure error=error/> }.into_any(),
                }
            })}
        </Suspense>
    }
}

fn report(checked: &Checked, reply: Option<&FormReply>) -> AnyView {
    let found = &checked.report;
    let changes = found.created + found.changed;
    let tone = if found.bad_rows > 0 { Tone::Bad } else { Tone::Plain };
    let told = if found.bad_rows > 0 {
        let rows = if found.bad_rows == 1 { " row cannot" } else { " rows cannot" };
        [
            &count(found.bad_rows),
            rows,
            " be taken. Nothing was written: correct the file, then send it again.",
        ]
        .concat()
    } else if changes == 0 {
        "Nothing would change.".to_owned()
    } else {
        "Nothing was written yet. This is what the file would do.".to_owned()
    };
    let wrong = reply.map(|reply| {
        let words = reply.errors.0.values().flatten().cloned().collect::<Vec<_>>().join(" ");
        notice(Tone::Bad, words)
    });
    let apply = (changes > 0 && found.bad_rows == 0).then(|| apply_form(checked.id, changes));
    view! {
        {parts::head("Import: the report")}
        <div class="aform">
            <div class="ahead">
                <a class="ahead__back" href=PATH>"Import products"</a>
                <h1 class="ahead__title">"What the file would do"</h1>
            </div>
            {wrong}
            {notice(tone, told)}
            <div inner_html=facts(found)></div>
            {apply}
        </div>
    }
    .into_any()
}

fn count(count: u64) -> String {
    number(u32::try_from(count).unwrap_or(u32::MAX))
}

fn facts(found: &ImportView) -> String {
    let mut html = Markup::default();
    html.raw("<dl class=\"afacts afacts--wide\">");
    let rows = [
        ("New products", found.created),
        ("Changed products", found.changed),
        ("Unchanged products", found.unchanged),
        ("New categories", found.categories_created),
        ("Rows that cannot be taken", found.bad_rows),
    ];
    for (label, number) in rows {
        html.raw("<div class=\"afact\"><dt>")
            .raw(label)
            .raw("</dt><dd>")
            .text(&count(number))
            .raw("</dd></div>");
    }
    html.raw("</dl>");
    if !found.ignored_columns.is_empty() {
        html.raw("<p class=\"afield__hint\">Columns that are left out: ")
            .text(&found.ignored_columns.join(", "))
            .raw("</p>");
    }
    if !found.problems.is_empty() {
        html.raw("<div class=\"entry__scroll areport\"><table class=\"changes\"><thead><tr><th scope=\"col\">Row</th><th scope=\"col\">Line</th><th scope=\"col\">Column</th><th scope=\"col\">Value</th><th scope=\"col\">What is wrong</th></tr></thead><tbody>");
        for problem in &found.problems {
            html.raw("<tr><th scope=\"row\">")
                .text(&problem.row.to_string())
                .raw("</th><td>")
                .text(&problem.line.to_string())
                .raw("</td><td>")
                .text(&problem.column)
                .raw("</td><td>")
                .text(&problem.value)
                .raw("</td><td>")
                .text(&problem.reason)
                .raw("</td></tr>");
        }
        html.raw("</tbody></table></div>");
    }
    if found.unnamed > 0 {
        html.raw("<p class=\"entry__more\">and ").text(&count(found.unnamed)).raw(" more problems</p>");
    }
    html.finish()
}

fn apply_form(id: Uuid, changes: u64) -> AnyView {
    let (toasts, going) = (AdminToasts::here(), Going::here());
    let busy = RwSignal::new(false);
    let words = ["Import ", &count(changes), if changes == 1 { " product" } else { " products" }].concat();
    let submit = move |event: leptos::ev::SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            match admin_apply(id).await {
                Ok(run) => going.to(["/admin/bulk/", &run.to_string()].concat(), Way::Link),
                Err(error) => {
                    let _ = busy.try_set(false);
                    toasts.refuse(None, &error);
                }
            }
        });
    };
    let action = [PATH, "/", &id.to_string()].concat();
    view! {
        <form method="post" action=action on:submit=submit>
            <input type="hidden" name="task" value="apply"/>
            <button class="abtn abtn--primary" type="submit" aria-busy=move || busy.get().then_some("true")>
                {words}
            </button>
            <p class="afield__hint">"It can be taken back as a whole."</p>
        </form>
    }
    .into_any()
}
