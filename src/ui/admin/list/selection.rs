//! The rows that are selected, and what can be done to all of them. The boxes belong to one plain form; with a script
//! the bar shows once something is selected, and asks before it destroys anything.

use std::collections::BTreeMap;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use uuid::Uuid;

use super::{Around, total_words};
use crate::admin::{ActDone, SentAction};
use crate::listing::{ActionValue, BulkAction, Declaration, ListCounts, ListPage, ListQuery, May};
use crate::server_fns::admin::lists::admin_act;
use crate::ui::admin::parts::{Confirm, problem_list};
use crate::ui::admin::words;
use crate::ui::browser::admin as dom;
use crate::ui::going::Way;

/// The boxes of all rows.
const BOXES: &str = "input[form=bulk][name=id]";
/// The box that selects the whole page.
const EVERY: &str = "[data-every]";

/// The rows that are selected.
#[derive(Clone, Copy)]
pub(super) struct Selection {
    around: Around,
    ids: RwSignal<Vec<String>>,
    /// Whether all that match are meant, on every page.
    all: RwSignal<bool>,
    /// The row whose box was pressed last.
    last: StoredValue<Option<String>>,
    query: StoredValue<String>,
    actions: StoredValue<Vec<&'static BulkAction>>,
    /// What the rows of the page are called, by their ids.
    names: StoredValue<BTreeMap<String, String>>,
    counts: RwSignal<Option<ListCounts>>,
    size: usize,
    has_more: bool,
    problems: RwSignal<Vec<String>>,
    confirm: Confirm,
    /// What the next action is known by: pressed twice, it is done once.
    request: RwSignal<Uuid>,
    /// Whether an action is under way.
    busy: StoredValue<bool>,
}

/// Asks for one of the choices of a field.
fn choose_one(of: &Declaration, field: &str) -> String {
    let label = of.field(field).map(|field| field.label.to_lowercase());
    ["Choose a ", &label.unwrap_or_default()].concat()
}

/// What may be done to several things of a list.
fn offered(around: Around, query: &ListQuery, may: May) -> Vec<&'static BulkAction> {
    let is_allowed = |needs: &str| if needs == "delete" { may.delete } else { may.change };
    around
        .of
        .actions
        .iter()
        .filter(|action| action.in_trash == query.trash && is_allowed(action.needs))
        .collect()
}

/// What an action is done to: one by its name, several by their number; no ids where all are meant that match.
fn told(
    of: &Declaration,
    names: &BTreeMap<String, String>,
    counts: Option<&ListCounts>,
    ids: &[String],
) -> String {
    match ids {
        [] => match total_words(of, counts) {
            total if total.is_empty() => "all that match".to_owned(),
            total => ["all ", &total].concat(),
        },
        [one] => match names.get(one).filter(|name| !name.is_empty()) {
            Some(name) => words::quoted(name),
            None => words::count_of(of, 1),
        },
        several => words::count_of(of, u32::try_from(several.len()).unwrap_or(u32::MAX)),
    }
}

impl Selection {
    /// Nothing is selected.
    pub fn new(
        around: Around,
        query: &ListQuery,
        page: &ListPage,
        counts: RwSignal<Option<ListCounts>>,
    ) -> Self {
        let names = page.rows.iter().map(|row| (row.id.clone(), row.name.clone()));
        Self {
            around,
            ids: RwSignal::new(Vec::new()),
            all: RwSignal::new(false),
            last: StoredValue::new(None),
            query: StoredValue::new(query.without_place().to_query()),
            actions: StoredValue::new(offered(around, query, page.may)),
            names: StoredValue::new(names.collect()),
            counts,
            size: page.rows.len(),
            has_more: page.next.is_some() || page.before.is_some(),
            problems: RwSignal::new(Vec::new()),
            confirm: Confirm::here(),
            request: RwSignal::new(page.request),
            busy: StoredValue::new(false),
        }
    }

    /// Whether anything can be done to several rows.
    pub fn is_offered(self) -> bool {
        self.actions.with_value(|actions| !actions.is_empty())
    }

    /// A box was pressed; with the shift key all from the one before to it are like it.
    pub fn press(self, value: &str, with_shift: bool) {
        if with_shift && let Some(last) = self.last.get_value() {
            dom::tick_between(BOXES, &last, value);
        }
        self.last.set_value(Some(value.to_owned()));
        self.read();
    }

    /// The box of the whole page was pressed.
    pub fn press_every(self) {
        let is_every = self.ids.with_untracked(|ids| ids.len() == self.size);
        dom::tick(BOXES, !is_every);
        self.read();
    }

    fn read(self) {
        let ids = dom::ticked(BOXES);
        dom::tick(EVERY, ids.len() == self.size);
        if ids.len() < self.size {
            self.all.set(false);
        }
        self.ids.set(ids);
    }

    fn clear(self) {
        dom::tick(BOXES, false);
        self.read();
    }

    fn words(self) -> String {
        let count = self.ids.with(Vec::len);
        if self.all.get() {
            "All that match".to_owned()
        } else {
            [words::number(u32::try_from(count).unwrap_or(u32::MAX)).as_str(), " selected"].concat()
        }
    }

    /// The bar of what can be done.
    pub fn bar(self, page: &ListPage) -> AnyView {
        if !self.is_offered() {
            return ().into_any();
        }
        #[cfg(feature = "hydrate")]
        // A browser that comes back to the page may have kept the ticks.
        Effect::new(move || self.read());
        let buttons: Vec<AnyView> = self
            .actions
            .with_value(|actions| actions.iter().copied().map(|action| self.button(action, page)).collect());
        let path = ["/admin/", self.around.of.path].concat();
        let is_shown = move || self.ids.with(|ids| (!ids.is_empty()).then_some("yes"));
        let is_whole = move || self.has_more && self.ids.with(|ids| ids.len() == self.size);
        let problems = move || {
            let problems = self.problems.get();
            (!problems.is_empty()).then(|| problem_list(&problems))
        };
        view! {
            {problems}
            <form
                class="abulk"
                id="bulk"
                method="post"
                action=path
                aria-label="Selected"
                data-shown=is_shown
                on:submit=move |event| {
                    event.prevent_default();
                    let pairs = dom::pairs("bulk");
                    self.send(&dom::pressed(&event), &pairs);
                }
            >
                // Enter in a field must not press the first action: a button that cannot be pressed stands before it.
                // With a script the field presses its own.
                <button type="submit" disabled=true hidden=true></button>
                <input type="hidden" name="query" value=self.query.get_value()/>
                <input type="hidden" name="request" value=self.request.get_untracked().to_string()/>
                <p class="abulk__count" role="status">{move || self.words()}</p>
                <button class="abtn abtn--quiet needs-script" type="button" on:click=move |_| self.clear()>
                    "Clear"
                </button>
                <label class="check abulk__all" data-whole=move || is_whole().then_some("yes")>
                    <input
                        type="checkbox"
                        name="all"
                        value="1"
                        prop:checked=move || self.all.get()
                        on:change=move |event| self.all.set(event_target_checked(&event))
                    />
                    <span>"All that match, on every page"</span>
                </label>
                <div class="abulk__actions">{buttons}</div>
            </form>
        }
        .into_any()
    }

    fn button(self, action: &'static BulkAction, page: &ListPage) -> AnyView {
        let class =
            if action.needs == "delete" && action.name != "restore" { "abtn abtn--danger" } else { "abtn" };
        let send = view! { <button class=class type="submit" name="action" value=action.name>{action.label}</button> };
        let name = ["value.", action.name].concat();
        let id = ["bulk-", action.name].concat();
        let field = match action.value {
            ActionValue::None => return send.into_any(),
            ActionValue::One(field) => {
                let choices = page.choices.get(field).cloned().unwrap_or_default();
                let choices: Vec<_> = choices
                    .into_iter()
                    .map(|choice| view! { <option value=choice.value>{choice.label}</option> })
                    .collect();
                // None is chosen at first: nothing is done that nobody asked for.
                view! {
                    <select class="ainput" id=id.clone() name=name>
                        <option value="">{choose_one(self.around.of, field)}</option>
                        {choices}
                    </select>
                }
                .into_any()
            }
            ActionValue::Text(hint) => {
                let hint_id = [id.as_str(), "-hint"].concat();
                let enter = move |event: KeyboardEvent| {
                    if event.key() == "Enter" {
                        event.prevent_default();
                        dom::press(&["#bulk [name=action][value=\"", action.name, "\"]"].concat());
                    }
                };
                view! {
                    <input
                        class="ainput"
                        id=id.clone()
                        name=name
                        autocomplete="off"
                        aria-describedby=hint_id.clone()
                        on:keydown=enter
                    />
                    <p class="afield__hint" id=hint_id>{hint}</p>
                }
                .into_any()
            }
        };
        view! {
            <details class="amenu amenu--up" data-menu="">
                <summary class="abtn">{action.label}"…"</summary>
                <div class="amenu__body">
                    <div class="amenu__form">
                        <label class="afield__label" for=id>{action.label}</label>
                        {field}
                        {send}
                    </div>
                </div>
            </details>
        }
        .into_any()
    }

    fn send(self, action: &str, pairs: &[(String, String)]) {
        let Some(action) = self.around.of.action(action) else { return };
        let field = ["value.", action.name].concat();
        let value = pairs.iter().find(|(name, _)| *name == field).map(|(_, value)| value.clone());
        let all = self.all.get_untracked();
        let ids = if all { Vec::new() } else { self.ids.get_untracked() };
        if ids.is_empty() && !all {
            return self.around.toasts.fail("Select something first.");
        }
        if let ActionValue::One(field) = action.value
            && value.as_deref().is_none_or(str::is_empty)
        {
            return self.around.toasts.fail([&choose_one(self.around.of, field), "."].concat());
        }
        let what = self.names.with_value(|names| {
            self.counts.with_untracked(|counts| told(self.around.of, names, counts.as_ref(), &ids))
        });
        let title = words::question(action.label, &what);
        let sent = SentAction {
            action: action.name.to_owned(),
            value: value.unwrap_or_default(),
            ids,
            all: all.then(|| self.query.get_value()),
            request: Some(self.request.get_untracked()),
        };
        match action.confirm {
            Some(words) => self.confirm.ask(&title, words, action.label, move || self.act(sent.clone())),
            None => self.act(sent),
        }
    }

    fn act(self, sent: SentAction) {
        let Around { of, toasts, going, again } = self.around;
        if self.busy.get_value() {
            return;
        }
        self.busy.set_value(true);
        spawn_local(async move {
            let action = sent.action.clone();
            let answer = admin_act(of.path.to_owned(), sent).await;
            let _ = self.busy.try_set_value(false);
            match answer {
                Ok(ActDone::Done { entry, acted }) => {
                    // What follows is something new, be it the same.
                    let _ = self.request.try_set(dom::random_id());
                    let words = words::done(of, &action, acted.done);
                    toasts.show_undo(words, entry, Callback::new(|()| ()));
                    // What is drawn anew has no ticks: nothing may be done to rows that nobody sees selected.
                    self.clear();
                    dom::close_all_menus();
                    let has_problems = !acted.problems.is_empty();
                    let _ = self.problems.try_set(acted.problems);
                    // The list is drawn anew, and with it what could not be done would be gone.
                    if has_problems {
                        toasts.fail("Some could not be done: see below the table.");
                    } else {
                        let _ = again.try_run(());
                    }
                }
                Ok(ActDone::Running { run }) => {
                    going.to(["/admin/bulk/", &run.to_string()].concat(), Way::Link);
                }
                Err(error) => toasts.refuse(Some(of), &error),
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::admin::registry::by_path;

    /// What is asked about where these are selected of products, two of which have names.
    fn asked(ids: &[&str], counts: Option<&ListCounts>) -> String {
        let names: BTreeMap<String, String> = [("1", "Moon"), ("2", "Sun"), ("3", "")]
            .map(|(id, name)| (id.to_owned(), name.to_owned()))
            .into();
        let ids: Vec<String> = ids.iter().map(|&id| id.to_owned()).collect();
        told(by_path("products").unwrap(), &names, counts, &ids)
    }

    #[test]
    fn one_is_asked_about_by_its_name_and_several_by_their_number() {
        assert_eq!(asked(&["1"], None), "“Moon”");
        assert_eq!((asked(&["3"], None), asked(&["4"], None)), ("1 product".into(), "1 product".into()));
        assert_eq!(asked(&["1", "2"], None), "2 products");
    }

    #[test]
    fn all_that_match_are_asked_about_by_their_number_as_far_as_it_is_known() {
        let counts = |total, is_more| ListCounts { total, is_more, ..ListCounts::default() };
        assert_eq!(asked(&[], None), "all that match");
        assert_eq!(asked(&[], Some(&counts(1_500, false))), "all 1,500 products");
        assert_eq!(asked(&[], Some(&counts(100_000, true))), "all 100,000+ products");
    }
}
