//! Choices of two words each as a table: a row for each kind of thing, a column for each thing that may be done to it.
//! The boxes are a plain form's. With a script each head ticks its row or its column.

use leptos::prelude::*;
use leptos::web_sys::Event;

use super::field::id_of;
use super::state::FormState;
use crate::listing::{Choice, FormField};
use crate::ui::admin::words::sentence;
use crate::ui::browser::admin as dom;

/// The table of a field whose choices read `change product`.
pub(super) fn matrix_view(state: FormState, field: &'static FormField, choices: &[Choice]) -> AnyView {
    let (columns, rows) = sides(choices);
    let chosen = state.value(field.name);
    let is_open = state.may_save();
    let heads: Vec<AnyView> =
        columns.iter().map(|column| head(state, field, Side::Column, column, choices, is_open)).collect();
    let lines: Vec<AnyView> = rows
        .iter()
        .map(|row| {
            let cells: Vec<AnyView> =
                columns.iter().map(|column| cell(field, choices, (column, row), &chosen, is_open)).collect();
            let head = head(state, field, Side::Row, row, choices, is_open);
            view! { <tr>{head}{cells}</tr> }.into_any()
        })
        .collect();
    view! {
        <div class="amatrix__scroll">
            <table class="amatrix" on:input=move |event| tick_side(field, &event)>
                <thead>
                    <tr>
                        <td></td>
                        {heads}
                    </tr>
                </thead>
                <tbody>{lines}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// What a head belongs to.
#[derive(Clone, Copy)]
enum Side {
    Row,
    Column,
}

/// What may be done, and to what, each once and in order.
fn sides(choices: &[Choice]) -> (Vec<String>, Vec<String>) {
    let (mut columns, mut rows): (Vec<String>, Vec<String>) = (Vec::new(), Vec::new());
    for (column, row) in choices.iter().filter_map(|choice| choice.value.split_once(' ')) {
        if !columns.iter().any(|known| known == column) {
            columns.push(column.to_owned());
        }
        if !rows.iter().any(|known| known == row) {
            rows.push(row.to_owned());
        }
    }
    (columns, rows)
}

/// Whether a choice stands in a row or a column.
fn is_in(value: &str, side: Side, name: &str) -> bool {
    value.split_once(' ').is_some_and(|(column, row)| match side {
        Side::Row => row == name,
        Side::Column => column == name,
    })
}

/// The head of a row or a column, with a box for all of it. The box has no name: it is not sent.
fn head(
    state: FormState,
    field: &'static FormField,
    side: Side,
    name: &str,
    choices: &[Choice],
    is_open: bool,
) -> AnyView {
    let words = name.replace('-', " ");
    let (scope, label) = match side {
        Side::Row => ("row", ["All of ", &words].concat()),
        Side::Column => ("col", [&sentence(&words), " all of them"].concat()),
    };
    let (row, column) = match side {
        Side::Row => (Some(name.to_owned()), None),
        Side::Column => (None, Some(name.to_owned())),
    };
    let own: Vec<String> = choices
        .iter()
        .map(|choice| &choice.value)
        .filter(|value| is_in(value, side, name))
        .cloned()
        .collect();
    let is_whole = move || {
        state.values.with(|values| {
            let chosen = values.get(field.name).map(String::as_str).unwrap_or_default();
            own.iter().all(|value| chosen.split('\n').any(|one| one == value))
        })
    };
    let is_on = untrack(&is_whole);
    let all = is_open.then(|| {
        view! {
            <input
                class="needs-script"
                type="checkbox"
                autocomplete="off"
                aria-label=label
                data-row-of=row
                data-column-of=column
                checked=is_on
                prop:checked=is_whole
            />
        }
    });
    view! {
        <th class="amatrix__head" scope=scope>
            <span class="amatrix__side"><span>{sentence(&words)}</span>{all}</span>
        </th>
    }
    .into_any()
}

fn cell(
    field: &'static FormField,
    choices: &[Choice],
    (column, row): (&String, &String),
    chosen: &str,
    is_open: bool,
) -> AnyView {
    let value = [column, " ", row].concat();
    let Some(choice) = choices.iter().find(|choice| choice.value == value) else {
        return view! { <td></td> }.into_any();
    };
    let is_on = chosen.split('\n').any(|one| one == value);
    view! {
        <td class="amatrix__cell">
            <label class="amatrix__box">
                <span class="sr-only">{sentence(&choice.label)}</span>
                <input
                    type="checkbox"
                    name=field.name
                    value=value.clone()
                    data-row-cell=row.clone()
                    data-column-cell=column.clone()
                    checked=is_on
                    disabled=!is_open
                />
            </label>
        </td>
    }
    .into_any()
}

/// A head was ticked, or no longer: so is all that it stands for. The form reads its fields after that.
fn tick_side(field: &'static FormField, event: &Event) {
    let sides = [
        ("[data-row-of]", "data-row-of", "data-row-cell"),
        ("[data-column-of]", "data-column-of", "data-column-cell"),
    ];
    for (head, attribute, cells) in sides {
        let Some(name) = dom::near(event, head, attribute) else { continue };
        let place = ["#", &id_of(field.name), " "].concat();
        let is_on = !dom::ticked(&[&place, "[", attribute, "=\"", &name, "\"]"].concat()).is_empty();
        dom::tick(&[&place, "[", cells, "=\"", &name, "\"]"].concat(), is_on);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn choices_of_two_words_are_rows_and_columns() {
        let choices = ["view product", "add product", "view audit-entry"]
            .map(|value| Choice { value: value.to_owned(), label: value.to_owned() });
        let (columns, rows) = sides(&choices);
        assert_eq!(
            (columns, rows),
            (vec!["view".into(), "add".into()], vec!["product".into(), "audit-entry".into()])
        );
        assert!(
            is_in("view audit-entry", Side::Row, "audit-entry") && is_in("add product", Side::Column, "add")
        );
        assert!(!is_in("add product", Side::Column, "view"));
    }
}
