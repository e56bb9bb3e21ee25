//! Small parts that several pages of staff have.

use leptos::prelude::*;

use super::words;
use crate::listing::Declaration;
use crate::ui::browser;
use crate::ui::components::notice::{Tone, notice};
use crate::ui::markup::Markup;
use crate::ui::seo::Head;
use crate::ui::shop::ShopInfo;

/// The id of the dialog that asks before something is done.
const CONFIRM: &str = "confirm";

/// The head of the document of a page of staff.
pub(super) fn head(title: &str) -> AnyView {
    let head = Head { title: title.to_owned(), is_unlisted: true, ..Head::default() };
    head.view(&ShopInfo::current())
}

/// What the address says under a name, when the page is opened.
pub(super) fn asked(name: &str) -> String {
    leptos_router::hooks::use_query_map().with_untracked(|query| query.get(name)).unwrap_or_default()
}

/// A state as a dot and a word.
pub(super) fn write_status(html: &mut Markup, status: &str) {
    html.raw("<span class=\"status status--")
        .text(status.split(' ').next().unwrap_or_default())
        .raw("\">")
        .text(&words::sentence(status))
        .raw("</span>");
}

/// A field that goes along unseen, as HTML.
pub(super) fn write_hidden(html: &mut Markup, name: &str, value: &str) {
    html.raw("<input type=\"hidden\"").attribute("name", name).attribute("value", value).raw(">");
}

/// What was done before this page was opened, with a button that takes it back where that can be done.
pub(super) fn done_notice(words: String, entry: &str) -> AnyView {
    let undo = (!entry.is_empty()).then(|| {
        let entry = entry.to_owned();
        view! {
            <form class="done__undo" method="post" action="/admin/audit">
                <input type="hidden" name="entry" value=entry/>
                <button class="link" type="submit">"Undo"</button>
            </form>
        }
    });
    view! { <div class="done" role="status">{notice(Tone::Good, words)}{undo}</div> }.into_any()
}

/// What an action did to so many things, as the address tells it.
pub(super) fn acted(of: Option<&Declaration>, number: &str) -> String {
    let action = asked("did");
    match (of.filter(|of| of.action(&action).is_some()), number.parse()) {
        (Some(of), Ok(number)) => words::done(of, &action, number),
        _ => "Done.".to_owned(),
    }
}

/// Problems, one in each line.
pub(super) fn problem_list(problems: &[String]) -> AnyView {
    let mut html = Markup::default();
    for problem in problems {
        html.raw("<li>").text(problem).raw("</li>");
    }
    view! {
        <div class="problems" role="alert">
            <p class="problems__title">"Some could not be done:"</p>
            <ul inner_html=html.finish()></ul>
        </div>
    }
    .into_any()
}

/// Asks before something is done.
#[derive(Clone, Copy)]
pub(super) struct Confirm {
    title: RwSignal<String>,
    words: RwSignal<String>,
    label: RwSignal<String>,
    act: StoredValue<Option<Callback<()>>>,
}

impl Confirm {
    /// Makes the question known to the pages below.
    pub fn provide() -> Self {
        let confirm = Self {
            title: RwSignal::new(String::new()),
            words: RwSignal::new(String::new()),
            label: RwSignal::new(String::new()),
            act: StoredValue::new(None),
        };
        provide_context(confirm);
        confirm
    }

    /// The question of this page.
    pub fn here() -> Self {
        use_context().unwrap_or_else(Self::provide)
    }

    /// Does something to what the title names, when the answer is yes.
    pub fn ask(self, title: &str, words: &str, label: &str, act: impl Fn() + Send + Sync + 'static) {
        self.title.set(title.to_owned());
        self.words.set(words.to_owned());
        self.label.set(label.to_owned());
        self.act.set_value(Some(Callback::new(move |()| act())));
        browser::open_dialog(CONFIRM);
    }

    /// The dialog.
    pub fn view(self) -> AnyView {
        let answer = move |_| {
            browser::close_dialog(CONFIRM);
            if let Some(act) = self.act.get_value() {
                act.run(());
            }
        };
        view! {
            <dialog class="dialog" id=CONFIRM aria-labelledby="confirm-title">
                <h2 class="dialog__title" id="confirm-title">{move || self.title.get()}</h2>
                <p class="dialog__text">{move || self.words.get()}</p>
                <div class="dialog__actions">
                    <button
                        class="btn btn--secondary btn--small"
                        type="button"
                        on:click=move |_| browser::close_dialog(CONFIRM)
                    >
                        "Cancel"
                    </button>
                    <button class="btn btn--danger btn--small" type="button" on:click=answer>
                        {move || self.label.get()}
                    </button>
                </div>
            </dialog>
        }
        .into_any()
    }
}
