//! What a form knows of itself: what it was drawn from, what stands in it, what is wrong with that; and how it is saved.

use std::collections::BTreeSet;

use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::Event;
use uuid::Uuid;

use super::draft;
use super::field::id_of;
use crate::error::{AppError, FieldErrors};
use crate::listing::{Conflict, Declaration, Done, Entry, FormPage, Saved, SentForm, Values};
use crate::server_fns::admin::forms::admin_save;
use crate::ui::admin::later::Later;
use crate::ui::admin::toasts::AdminToasts;
use crate::ui::admin::words::values_of;
use crate::ui::browser::{admin as dom, unsaved};
use crate::ui::components::form::dom::focus_soon;
use crate::ui::going::{Going, Way};
use crate::ui::reply::{FormReply, WHOLE, in_words};

/// The form's id.
pub(super) const FORM: &str = "thing";
/// So many milliseconds after the last key what was typed is kept in the browser.
const DRAFT_PAUSE: u64 = 800;

/// What a form knows of itself.
#[derive(Clone, Copy)]
pub(super) struct FormState {
    pub of: &'static Declaration,
    /// The form as it came.
    pub page: StoredValue<FormPage>,
    /// What the thing held when the form was drawn.
    pub base: RwSignal<Values>,
    /// What stands in the fields.
    pub values: RwSignal<Values>,
    pub request: RwSignal<Uuid>,
    pub errors: RwSignal<FieldErrors>,
    /// The fields that were left once: what is wrong with others is not told yet.
    touched: RwSignal<BTreeSet<String>>,
    pub conflict: RwSignal<Option<Conflict>>,
    pub busy: RwSignal<bool>,
    /// Whether its sender was signed out.
    pub is_signed_out: RwSignal<bool>,
    pub title: StoredValue<Option<RwSignal<String>>>,
    pub toasts: AdminToasts,
    pub going: Going,
    /// Draws the form anew.
    round: RwSignal<u32>,
    later: Later,
}

impl FormState {
    /// The form of a thing; with what the server said where it was sent before.
    pub fn new(
        of: &'static Declaration,
        page: FormPage,
        reply: Option<FormReply>,
        conflict: Option<Conflict>,
        round: RwSignal<u32>,
    ) -> Self {
        let (mut values, mut base, mut request) = (page.values.clone(), page.values.clone(), page.request);
        let mut errors = FieldErrors::default();
        if let Some(FormReply { errors: wrong, values: typed }) = reply {
            // What came back was filled in from another state, which has to be told again.
            for field in of.fields() {
                if let Some(typed) = typed.get(field.name) {
                    values.insert(field.name.to_owned(), typed.clone());
                }
                if let Some(held) = typed.get(&["base.", field.name].concat()) {
                    base.insert(field.name.to_owned(), held.clone());
                }
            }
            request = typed.get("request").and_then(|id| Uuid::try_parse(id).ok()).unwrap_or(request);
            errors = wrong;
        }
        Self {
            of,
            page: StoredValue::new(page),
            base: RwSignal::new(base),
            values: RwSignal::new(values),
            request: RwSignal::new(request),
            errors: RwSignal::new(errors),
            touched: RwSignal::new(BTreeSet::new()),
            conflict: RwSignal::new(conflict),
            busy: RwSignal::new(false),
            is_signed_out: RwSignal::new(false),
            title: StoredValue::new(None),
            toasts: AdminToasts::here(),
            going: Going::here(),
            round,
            later: Later::new(),
        }
    }

    /// The thing's id; `None` for a new one.
    pub fn id(self) -> Option<String> {
        self.page.with_value(|page| page.id.clone())
    }

    /// Whether somebody may save it.
    pub fn may_save(self) -> bool {
        self.page.with_value(|page| {
            let may = if page.id.is_some() { self.of.can_change && page.may.change } else { page.may.add };
            may && !page.is_trashed
        })
    }

    /// What stands in a field at present, without being told of changes.
    pub fn value(self, name: &str) -> String {
        self.values.with_untracked(|values| values.get(name).cloned().unwrap_or_default())
    }

    /// What is wrong with a field.
    pub fn error(self, name: &str) -> Option<String> {
        self.errors.with(|errors| errors.first(name).map(str::to_owned))
    }

    /// How many fields something is wrong with.
    pub fn count_wrong(self) -> usize {
        self.errors.with(|errors| errors.0.keys().filter(|name| self.of.field(name).is_some()).count())
    }

    /// What is wrong with the form as a whole.
    pub fn whole(self) -> Option<String> {
        self.errors.with(|errors| {
            let others = errors.0.iter().filter(|(name, _)| self.of.field(name).is_none());
            others.flat_map(|(_, messages)| messages).next().cloned()
        })
    }

    /// Whether something stands in the fields that is not saved.
    pub fn is_changed(self) -> bool {
        let base = self.base;
        self.values.with(|values| {
            base.with(|base| {
                values.iter().any(|(name, value)| {
                    let held = base.get(name).map(String::as_str).unwrap_or_default();
                    held.replace("\r\n", "\n").trim() != value.replace("\r\n", "\n").trim()
                })
            })
        })
    }

    /// Whether the form is drawn anew, or the page was left: until the new one stands there, and when it is taken out
    /// of the page, the old one still hears what happens to it.
    pub fn is_gone(self) -> bool {
        self.values.try_with_untracked(|_| ()).is_none()
    }

    /// Something was typed or chosen.
    pub fn type_into(self, event: &Event) {
        if self.is_gone() {
            return;
        }
        self.read();
        let name = dom::near(event, "[name]", "name").unwrap_or_default();
        let was_wrong = self.errors.with_untracked(|errors| errors.first(&name).is_some());
        if was_wrong || self.touched.with_untracked(|touched| touched.contains(&name)) {
            self.check(&name);
        }
        self.later.after(DRAFT_PAUSE, move || draft::keep(self));
    }

    /// Reads what stands in the fields.
    pub fn read(self) {
        let typed = values_of(self.of, &dom::pairs(FORM));
        self.values.update(|values| values.extend(typed));
        unsaved::set_changed(untrack(move || self.is_changed()));
    }

    /// A field is left: from now on it says what is wrong with it.
    pub fn leave(self, event: &Event) {
        if self.is_gone() {
            return;
        }
        let Some(name) = dom::near(event, "[name]", "name") else { return };
        if self.value(&name).is_empty() {
            return;
        }
        self.touched.update(|touched| {
            touched.insert(name.clone());
        });
        // A message that came at once would push the button away that is about to be pressed.
        set_timeout(move || self.check(&name), std::time::Duration::from_millis(200));
    }

    fn check(self, name: &str) {
        let Some(wrong) = self.values.try_with_untracked(|values| (self.of.check)(values)) else { return };
        let wrong = wrong.first(name).map(str::to_owned);
        let same = self.errors.with_untracked(|errors| errors.first(name) == wrong.as_deref());
        if !same {
            self.errors.update(|errors| {
                errors.0.remove(name);
                if let Some(wrong) = wrong {
                    errors.add(name, wrong);
                }
            });
        }
    }

    /// Saves what stands in the fields; `after` is the button that was pressed.
    pub fn save(self, after: String) {
        if self.is_gone() {
            return;
        }
        self.read();
        let values = self.values.get_untracked();
        let errors = (self.of.check)(&values);
        if !errors.is_empty() {
            return self.show(errors);
        }
        let base = self.base.get_untracked();
        self.send(self.id(), base, values, after);
    }

    /// Sends values of a thing that were filled in from a base.
    pub fn send(self, id: Option<String>, base: Values, values: Values, after: String) {
        if self.busy.get_untracked() {
            return;
        }
        self.errors.set(FieldErrors::default());
        self.busy.set(true);
        let request = Some(self.request.get_untracked());
        let sent = SentForm { id, base, values, request };
        let path = self.of.path.to_owned();
        spawn_local(async move {
            let outcome = admin_save(path, sent).await;
            if self.busy.try_set(false).is_some() {
                // The page was left meanwhile.
                return;
            }
            match outcome {
                Ok(Saved::Done(done)) => self.done(*done, &after),
                Ok(Saved::Conflict(conflict)) => {
                    let _ = self.conflict.try_set(Some(*conflict));
                    focus_soon("#conflict".to_owned());
                }
                Err(AppError::Unauthorized) => {
                    let _ = self.is_signed_out.try_set(true);
                    focus_soon(".aform__whole".to_owned());
                }
                Err(error) => self.show(in_words(&error)),
            }
        });
    }

    fn show(self, errors: FieldErrors) {
        let has_field = errors.0.keys().any(|name| name != WHOLE && self.of.field(name).is_some());
        let _ = self.errors.try_set(errors);
        if has_field {
            dom::focus_highest_soon("#thing [aria-invalid=true]");
        } else {
            focus_soon(".aform__whole".to_owned());
        }
    }

    /// It is saved: the page goes on, or the form does with what the thing holds now.
    fn done(self, done: Done, after: &str) {
        draft::drop_kept(self);
        self.later.stop();
        unsaved::set_changed(false);
        let list = ["/admin/", self.of.path].concat();
        let here = [&list, "/", &done.id].concat();
        let what = if after == "again" { [&done.title, " is saved"].concat() } else { "Saved".to_owned() };
        let words = if done.merged.is_empty() {
            [&what, "."].concat()
        } else {
            [&what, ", together with what somebody else changed: ", &done.merged.join(", "), "."].concat()
        };
        let was_new = self.id().is_none();
        let (going, round) = (self.going, self.round);
        // What is typed next, of another new thing, stays when this one is taken back.
        let stays = was_new && after == "again";
        let again = Callback::new(move |()| {
            if !stays {
                // The page may have been left since.
                let _ = round.try_update(|round| *round += 1);
            }
        });
        self.toasts.show_undo(words, done.entry, again);
        match after {
            "again" if was_new => self.load_again(),
            "again" => going.to([&list, "/new"].concat(), Way::Link),
            "stay" if was_new => going.to(here, Way::Instead),
            "stay" => self.go_on(done),
            _ => going.to(list, Way::Link),
        }
    }

    fn go_on(self, done: Done) {
        let had_conflict = self.conflict.with_untracked(Option::is_some);
        if let Some(Some(title)) = self.title.try_get_value() {
            title.set(super::title(self.of, &done.page));
        }
        dom::fill(FORM, &done.page.values);
        self.base.set(done.page.values.clone());
        self.values.set(done.page.values.clone());
        self.request.set(done.page.request);
        self.page.set_value(done.page);
        self.touched.set(BTreeSet::new());
        if had_conflict {
            self.conflict.set(None);
        }
    }

    /// Leads to the first field, to fill in another new thing.
    pub fn begin_again(self) {
        if let Some(first) = self.of.fields().find(|field| field.entry != Entry::Shown) {
            focus_soon(["#", &id_of(first.name)].concat());
        }
    }

    /// Draws the form anew, from what the server has.
    pub fn load_again(self) {
        unsaved::set_changed(false);
        let _ = self.round.try_update(|round| *round += 1);
    }
}
