//! The tree of categories. One is put below another by dragging it, or by the keyboard: `m` takes it, the arrows choose
//! where, Enter puts it there, Escape gives up. Its button takes it too, and a press then says where it goes. Without a
//! script the button leads to the field of its form.

use leptos::ev::{DragEvent, KeyboardEvent};
use leptos::prelude::*;
use leptos::task::spawn_local;
use leptos::web_sys::Event;
use uuid::Uuid;

use super::{Around, cells};
use crate::listing::{ListPage, Row, Shape};
use crate::server_fns::admin::lists::admin_place;
use crate::ui::browser::admin as dom;
use crate::ui::markup::Markup;
use crate::ui::shop::ShopInfo;

/// What selects the items of the tree.
const ITEMS: &str = "[role=treeitem]";
/// What selects those among them that what is taken can be put below, and itself.
const PLACES: &str = "[role=treeitem]:not([data-within])";

#[derive(Clone, Copy)]
struct Tree {
    around: Around,
    rows: StoredValue<Vec<Row>>,
    /// What is being moved.
    taken: RwSignal<Option<String>>,
    /// What is said to those who do not see it.
    said: RwSignal<String>,
    may_move: bool,
}

/// The tree.
pub(super) fn tree_view(around: Around, page: &ListPage) -> AnyView {
    let tree = Tree {
        around,
        rows: StoredValue::new(page.rows.clone()),
        taken: RwSignal::new(None),
        said: RwSignal::new(String::new()),
        may_move: around.of.can_change && page.may.change,
    };
    let html = items(around, page, tree.may_move);
    view! {
        {tree.may_move.then(hint)}
        {tree.told()}
        <div class="tree__head" aria-hidden="true" inner_html=heads(around, page)></div>
        <ul
            class="tree"
            role="tree"
            aria-label=around.of.many
            data-moving=move || tree.taken.get().map(|_| "yes")
            inner_html=html
            on:keydown=move |event| tree.key(&event)
            on:click=move |event| tree.press(&event)
            on:dragstart=move |event| tree.drag(&event)
            on:dragover=move |event| tree.drag_over(&event)
            on:dragend=move |_| tree.give_up("")
            on:drop=move |event| tree.drop_here(&event)
        ></ul>
    }
    .into_any()
}

fn hint() -> impl IntoView {
    view! {
        <p class="tree__hint needs-script" id="tree-hint">
            "Drag one onto another to put it below, or press Move and then where it goes. By keyboard: arrows, then "
            <kbd>"m"</kbd>" to take, arrows to choose where, Enter to put it there, Escape to give up."
        </p>
    }
}

impl Tree {
    /// What is said of what is being moved, and a button that leaves it where it was.
    fn told(self) -> impl IntoView {
        let taken = move || self.taken.get().filter(|_| self.said.with(|said| !said.is_empty()));
        let give_up = move || {
            taken().map(|id| {
                let stays = move |_| {
                    self.give_up("It stays where it was.");
                    focus_on(&id);
                };
                view! { <button class="abtn abtn--small" type="button" on:click=stays>"Leave it there"</button> }
            })
        };
        view! {
            <p class="tree__told" data-shown=move || taken().map(|_| "yes")>
                <span role="status">{move || self.said.get()}</span>
                {give_up}
            </p>
        }
    }

    fn name(self, id: &str) -> String {
        if id.is_empty() {
            return "the top".to_owned();
        }
        self.rows.with_value(|rows| {
            rows.iter().find(|row| row.id == id).map(|row| row.name.clone()).unwrap_or_default()
        })
    }

    /// Shows below what it would be put.
    fn mark(id: Option<&str>) {
        dom::set_attribute("[role=treeitem][data-over]", "data-over", None);
        if let Some(id) = id {
            dom::set_attribute(&item(id), "data-over", Some(""));
        }
    }

    /// Nothing is moved any more; what it was is answered.
    fn let_go(self) -> Option<String> {
        Self::mark(None);
        dom::set_attribute("[role=treeitem][data-within]", "data-within", None);
        // The tree may have been drawn anew since.
        self.taken.try_update(Option::take).flatten()
    }

    fn give_up(self, words: &str) {
        self.let_go();
        self.said.set(words.to_owned());
    }

    fn take(self, id: String) {
        self.let_go();
        let ids: Vec<String> = self.rows.with_value(|rows| rows.iter().map(|row| row.id.clone()).collect());
        for below in ids.iter().filter(|below| **below != id && self.is_within(below, &id)) {
            dom::set_attribute(&item(below), "data-within", Some(""));
        }
        self.said.set([&self.name(&id), " is taken. Choose what to put it below."].concat());
        self.taken.set(Some(id));
    }

    fn drag(self, event: &DragEvent) {
        if let Some(id) = dom::near(event, ITEMS, "data-row").filter(|id| !id.is_empty()) {
            dom::begin_drag(event, &id);
            // Who drags sees it, and must be able to drop it anywhere.
            self.said.set(String::new());
            self.taken.set(Some(id));
        }
    }

    fn drag_over(self, event: &DragEvent) {
        if self.taken.with_untracked(Option::is_some) {
            event.prevent_default();
            Self::mark(dom::near(event, ITEMS, "data-row").as_deref());
        }
    }

    fn drop_here(self, event: &DragEvent) {
        event.prevent_default();
        if let Some(target) = dom::near(event, ITEMS, "data-row") {
            self.put(&target);
        }
    }

    /// A press on a button takes a thing; once one is taken, a press anywhere in a row puts it below that.
    fn press(self, event: &Event) {
        let Some(here) = dom::near(event, ITEMS, "data-row") else { return };
        if let Some(id) = dom::near(event, "[data-move]", "data-move").filter(|_| self.may_move) {
            event.prevent_default();
            self.take(id);
            focus_on(&here);
        } else if self.taken.with_untracked(Option::is_some) {
            event.prevent_default();
            self.put(&here);
        }
    }

    fn key(self, event: &KeyboardEvent) {
        let key = event.key();
        let step = match key.as_str() {
            "ArrowDown" => 1,
            "ArrowUp" => -1,
            _ => 0,
        };
        let Some(here) = dom::near(event, ITEMS, "data-row") else { return };
        if step != 0 {
            event.prevent_default();
            dom::step_focus(PLACES, ITEMS, step);
            if self.taken.with_untracked(Option::is_some) {
                let there = dom::near_focus(ITEMS, "data-row").unwrap_or_default();
                Self::mark(Some(&there));
                self.said.set(["Below ", &self.name(&there), "?"].concat());
            }
            return;
        }
        match key.as_str() {
            "m" if self.may_move && !here.is_empty() => {
                event.prevent_default();
                self.take(here);
            }
            "Enter" if self.taken.with_untracked(Option::is_some) => {
                event.prevent_default();
                self.put(&here);
            }
            "Escape" if self.taken.with_untracked(Option::is_some) => {
                event.prevent_default();
                event.stop_propagation();
                self.give_up("It stays where it was.");
            }
            _ => {}
        }
    }

    /// Whether a thing lies below another, or is it.
    fn is_within(self, id: &str, above: &str) -> bool {
        self.rows.with_value(|rows| {
            let mut at = Some(id.to_owned());
            // No tree is deeper than it has rows.
            for _ in 0..=rows.len() {
                match at {
                    None => return false,
                    Some(present) if present == above => return true,
                    Some(present) => {
                        at = rows.iter().find(|row| row.id == present).and_then(|row| row.parent.clone());
                    }
                }
            }
            false
        })
    }

    fn put(self, target: &str) {
        let Some(id) = self.let_go() else { return };
        if self.is_within(target, &id) {
            return self.said.set("It cannot be put below itself.".to_owned());
        }
        let parent = self.rows.with_value(|rows| {
            rows.iter().find(|row| row.id == id).and_then(|row| row.parent.clone()).unwrap_or_default()
        });
        if parent == target {
            return self.said.set("It is there already.".to_owned());
        }
        let (Ok(place), target) = (Uuid::try_parse(&id), Uuid::try_parse(target).ok()) else { return };
        let words = [self.name(&id).as_str(), " moved."].concat();
        let Around { toasts, again, .. } = self.around;
        spawn_local(async move {
            match admin_place(place, target).await {
                Ok(done) => {
                    let _ = self.said.try_set(words.clone());
                    toasts.show_undo(words, done.entry, Callback::new(|()| ()));
                    let _ = again.try_run(());
                }
                Err(error) => toasts.refuse(Some(self.around.of), &error),
            }
        });
    }
}

/// What selects the row of a thing.
fn item(id: &str) -> String {
    ["[role=treeitem][data-row=\"", id, "\"]"].concat()
}

/// Gives the focus to the row of a thing.
fn focus_on(id: &str) {
    dom::focus(&item(id));
}

/// The heads of the columns. Each row names them again for those who do not see where they stand.
fn heads(around: Around, page: &ListPage) -> String {
    let mut html = Markup::default();
    for name in page.columns.iter().filter(|name| *name != "parent") {
        let Some(column) = around.of.column(name) else { continue };
        html.raw("<span").attribute("class", cells::class(column.shape)).raw(">");
        html.text(column.label).raw("</span>");
    }
    html.finish()
}

fn items(around: Around, page: &ListPage, may_move: bool) -> String {
    let shop = ShopInfo::current();
    let mut html = Markup::with_capacity(page.rows.len() * 500);
    html.raw("<li class=\"tree__item tree__item--root\" role=\"treeitem\" aria-level=\"1\" aria-expanded=\"true\" tabindex=\"0\" data-row=\"\">All ")
        .raw(around.of.many)
        .raw("</li>");
    for row in &page.rows {
        write_item(&mut html, around, page, row, may_move, &shop);
    }
    html.finish()
}

fn write_item(
    html: &mut Markup,
    around: Around,
    page: &ListPage,
    row: &Row,
    may_move: bool,
    shop: &ShopInfo,
) {
    let of = around.of;
    let address = ["/admin/", of.path, "/", &row.id].concat();
    let depth = row.depth.min(8);
    html.raw("<li role=\"treeitem\" tabindex=\"-1\"")
        .attribute("class", &["tree__item tree__item--", &depth.to_string()].concat())
        .attribute("aria-level", &(u32::from(row.depth) + 2).to_string())
        .attribute("data-row", &row.id)
        .raw(if may_move { " draggable=\"true\">" } else { ">" });
    for (name, value) in page.columns.iter().zip(&row.cells) {
        let Some(column) = of.column(name) else { continue };
        // What it lies below is seen.
        if column.name == "parent" {
            continue;
        }
        html.raw("<span").attribute("class", cells::class(column.shape)).raw(">");
        if column.shape == Shape::Title {
            html.raw("<a class=\"grid__name\" data-name=\"\"").attribute("href", &address).raw(">");
            html.text(value).raw("</a>");
        } else {
            html.raw("<span class=\"sr-only\">").text(column.label).raw(": </span>");
            cells::write_value(html, column, value, shop);
        }
        html.raw("</span>");
    }
    if may_move {
        html.raw("<a class=\"abtn abtn--small tree__move\" rel=\"external\" draggable=\"false\"")
            .attribute("data-move", &row.id)
            .attribute("href", &[&address, "#field-parent"].concat())
            .raw(">Move<span class=\"sr-only\"> ")
            .text(&row.name)
            .raw("</span></a>");
    }
    html.raw("</li>");
}
