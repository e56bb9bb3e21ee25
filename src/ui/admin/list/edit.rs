//! A cell that is edited where it stands: the new value shows at once, a message offers to take it back, and a failure
//! puts the old one back and says why.

use std::collections::HashMap;

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::Event;
use uuid::Uuid;

use super::{Around, cells};
use crate::listing::{Column, ListPage, ListQuery, Saved, SentForm, Shape, Values};
use crate::server_fns::admin::forms::admin_save;
use crate::server_fns::admin::lists::admin_list;
use crate::ui::admin::parts::Confirm;
use crate::ui::browser::admin as dom;
use crate::ui::markup::Markup;
use crate::ui::reply::{WHOLE, in_words};
use crate::ui::shop::ShopInfo;

/// A cell of the page, by its row and its column.
#[derive(Clone)]
struct Cell {
    id: String,
    column: &'static Column,
}

impl Cell {
    fn selector(&self) -> String {
        ["[data-row=\"", &self.id, "\"] [data-column=\"", self.column.name, "\"]"].concat()
    }

    /// The id of what is said against what was typed.
    fn message_id(&self) -> String {
        ["wrong-", self.column.name, "-", &self.id].concat()
    }
}

/// What was sent of a cell: what is typed there next, after an answer that was lost, changes that.
#[derive(Clone)]
struct Unanswered {
    request: Uuid,
    base: String,
    /// Whether the answer may still come. Until then the cell stays closed.
    is_awaited: bool,
}

/// The cells that can be edited, and the one that is.
#[derive(Clone, Copy)]
pub(super) struct Editing {
    around: Around,
    confirm: Confirm,
    page: StoredValue<ListPage>,
    /// What the list is asked for.
    query: StoredValue<String>,
    open: StoredValue<Option<Cell>>,
    shop: StoredValue<ShopInfo>,
    /// What was sent of cells, and is not known to be saved.
    unanswered: StoredValue<HashMap<String, Unanswered>>,
}

impl Editing {
    /// Nothing is edited yet.
    pub fn new(around: Around, query: &ListQuery, page: &ListPage) -> Self {
        Self {
            around,
            confirm: Confirm::here(),
            page: StoredValue::new(page.clone()),
            query: StoredValue::new(query.to_query()),
            open: StoredValue::new(None),
            shop: StoredValue::new(ShopInfo::current()),
            unanswered: StoredValue::default(),
        }
    }

    /// Whether the list is drawn anew, or the page was left: until the new one stands there the old one still hears what
    /// happens to it.
    pub fn is_gone(self) -> bool {
        self.page.try_with_value(|_| ()).is_none()
    }

    /// A press on a cell opens it.
    pub fn press(self, event: &Event) {
        let Some(column) = dom::near(event, "[data-edit]", "data-edit") else { return };
        let Some(id) = dom::near(event, "[data-row]", "data-row") else { return };
        let Some(column) = self.around.of.column(&column) else { return };
        event.prevent_default();
        let cell = Cell { id, column };
        if self.unanswered.with_value(|known| known.get(&cell.selector()).is_some_and(|sent| sent.is_awaited))
        {
            return self.around.toasts.show("This is still being saved.");
        }
        let html = self.page.with_value(|page| {
            let row = page.rows.iter().find(|row| row.id == cell.id)?;
            let value = row.base.get(column.name)?;
            let choices = page.choices.get(column.name);
            Some(cells::editor(column, &row.name, value, choices, &cell.message_id()))
        });
        let Some(html) = html else { return };
        let selector = cell.selector();
        dom::set_html(&selector, &html);
        self.open.set_value(Some(cell));
        dom::focus(&[&selector, " .grid__input"].concat());
    }

    /// Enter keeps what was typed, Escape does not.
    pub fn key(self, event: &KeyboardEvent) {
        let Some(cell) = self.open.try_get_value().flatten() else { return };
        match event.key().as_str() {
            "Enter" => {
                event.prevent_default();
                self.keep(&dom::value_of(event));
            }
            "Escape" => {
                event.prevent_default();
                event.stop_propagation();
                self.open.set_value(None);
                self.draw(&cell);
            }
            _ => return,
        }
        dom::focus(&[&cell.selector(), " [data-edit]"].concat());
    }

    /// A choice is kept at once.
    pub fn choose(self, event: &Event) {
        if dom::near(event, "select.grid__input", "class").is_some() {
            self.keep(&dom::value_of(event));
        }
    }

    /// What was typed is kept when the field is left.
    pub fn leave(self, event: &Event) {
        if dom::near(event, ".grid__input", "class").is_some() {
            self.keep(&dom::value_of(event));
        }
    }

    fn base(self, cell: &Cell) -> String {
        self.page.with_value(|page| {
            let row = page.rows.iter().find(|row| row.id == cell.id);
            row.and_then(|row| row.base.get(cell.column.name)).cloned().unwrap_or_default()
        })
    }

    fn keep(self, value: &str) {
        let Some(cell) = self.open.try_get_value().flatten() else { return };
        self.open.set_value(None);
        let (base, value) = (self.base(&cell), value.trim().to_owned());
        if base == value {
            return self.draw(&cell);
        }
        let alone = Values::from([(cell.column.name.to_owned(), value.clone())]);
        let wrong = (self.around.of.check)(&alone).first(cell.column.name).map(str::to_owned);
        if let Some(wrong) = wrong {
            // What was typed stays, to be mended; what is wrong stands below it until then.
            let place = cell.selector();
            dom::set_attribute(&[&place, " .grid__input"].concat(), "aria-invalid", Some("true"));
            let mut html = Markup::default();
            html.text(&wrong);
            dom::set_html(&[&place, " .grid__wrong"].concat(), &html.finish());
            return self.open.set_value(Some(cell));
        }
        self.put(&cell, &value);
        self.save(cell, base, alone);
    }

    fn save(self, cell: Cell, base: String, values: Values) {
        let Around { of, toasts, .. } = self.around;
        let (name, place) = (cell.column.name, cell.selector());
        let mut sent = Unanswered { request: dom::random_id(), base, is_awaited: true };
        self.unanswered.update_value(|known| {
            // It is the earlier sending that the server compares with.
            if let Some(before) = known.get(&place) {
                sent = Unanswered { is_awaited: true, ..before.clone() };
            }
            known.insert(place.clone(), sent.clone());
        });
        let Unanswered { request, base, .. } = sent;
        let sent = SentForm {
            id: Some(cell.id.clone()),
            base: Values::from([(name.to_owned(), base.clone())]),
            values: values.clone(),
            request: Some(request),
        };
        spawn_local(async move {
            let answer = admin_save(of.path.to_owned(), sent).await;
            let _ = self.unanswered.try_update_value(|known| match (&answer, known.get_mut(&place)) {
                (Err(_), Some(sent)) => sent.is_awaited = false,
                _ => drop(known.remove(&place)),
            });
            match answer {
                Ok(Saved::Done(done)) => {
                    if let Some(value) = done.page.values.get(name) {
                        self.put(&cell, value);
                    }
                    let (back, held) = (cell.clone(), base);
                    // The list that is loaded then may be the one first drawn, which is not written into the page again.
                    toasts.show_undo("Saved.", done.entry, Callback::new(move |()| self.put(&back, &held)));
                    self.follow(&cell.id).await;
                }
                Ok(Saved::Conflict(conflict)) => {
                    let theirs = conflict.base.get(name).cloned().unwrap_or_else(|| base.clone());
                    self.put(&cell, &theirs);
                    self.choose_side(cell, &base, theirs, values);
                }
                Err(error) => {
                    self.put(&cell, &base);
                    let errors = in_words(&error);
                    let words = errors.first(name).or(errors.first(WHOLE)).map(str::to_owned);
                    toasts.fail(words.unwrap_or_else(|| error.to_string()));
                }
            }
        });
    }

    /// What follows from a value is asked for again, and drawn where it is different: whether a product can be bought.
    async fn follow(self, id: &str) {
        let of = self.around.of;
        let Some(query) = self.query.try_get_value() else { return };
        let Ok(now) = admin_list(of.path.to_owned(), query).await else { return };
        let Some(row) = now.rows.iter().find(|row| row.id == id) else { return };
        for (name, value) in now.columns.iter().zip(&row.cells) {
            let column = of.column(name).filter(|column| !column.edit && column.shape != Shape::Title);
            let Some(column) = column else { continue };
            let is_other = self.page.try_update_value(|page| {
                let at = page.columns.iter().position(|known| known == name)?;
                let held = page.rows.iter_mut().find(|row| row.id == id)?.cells.get_mut(at)?;
                (held != value).then(|| held.clone_from(value))
            });
            if is_other == Some(Some(())) {
                let mut html = Markup::default();
                self.shop.with_value(|shop| cells::write_value(&mut html, column, value, shop));
                dom::set_html(&Cell { id: id.to_owned(), column }.selector(), &html.finish());
            }
        }
    }

    /// Asks which side stands where somebody else changed the cell meanwhile (SPEC A5).
    fn choose_side(self, cell: Cell, base: &str, theirs: String, mine: Values) {
        let shown = |value: &str| {
            if value.is_empty() { "nothing".to_owned() } else { ["“", value, "”"].concat() }
        };
        let typed = mine.get(cell.column.name).map(|value| shown(value)).unwrap_or_default();
        let words = [
            cell.column.label,
            " was ",
            &shown(base),
            ". Meanwhile somebody else put ",
            &shown(&theirs),
            " there; you typed ",
            &typed,
            ".",
        ]
        .concat();
        let act = move || {
            if let Some(value) = mine.get(cell.column.name) {
                self.put(&cell, value);
            }
            self.save(cell.clone(), theirs.clone(), mine.clone());
        };
        self.confirm.ask("Use mine", &words, "Use mine", act);
    }

    /// Another value stands in the cell.
    fn put(self, cell: &Cell, value: &str) {
        let updated = self.page.try_update_value(|page| {
            let at = page.columns.iter().position(|column| column == cell.column.name);
            if let Some(row) = page.rows.iter_mut().find(|row| row.id == cell.id) {
                row.base.insert(cell.column.name.to_owned(), value.to_owned());
                if let Some(shown) = at.and_then(|at| row.cells.get_mut(at)) {
                    value.clone_into(shown);
                }
            }
        });
        if updated.is_some() {
            self.draw(cell);
        }
    }

    /// Draws the cell as it stands.
    fn draw(self, cell: &Cell) {
        let mut html = Markup::default();
        let of = self.around.of;
        self.page.with_value(|page| {
            if let Some(row) = page.rows.iter().find(|row| row.id == cell.id) {
                let at = page.columns.iter().position(|column| column == cell.column.name);
                let value = at.and_then(|at| row.cells.get(at)).map(String::as_str).unwrap_or_default();
                self.shop.with_value(|shop| {
                    cells::write_edit(&mut html, of, cell.column, (&row.id, &row.name), value, shop);
                });
            }
        });
        let selector = cell.selector();
        let had_focus = dom::near_focus(&selector, "data-column").is_some();
        dom::set_html(&selector, &html.finish());
        if had_focus {
            dom::focus(&[&selector, " [data-edit]"].concat());
        }
    }
}
