//! The cells of a list, as text: a page has hundreds of them, and few react.

use crate::listing::{Choice, Column, Declaration, Shape};
use crate::ui::admin::parts::write_status;
use crate::ui::admin::words;
use crate::ui::markup::Markup;
use crate::ui::shop::ShopInfo;

/// The class of a column's cells.
pub(super) const fn class(shape: Shape) -> &'static str {
    match shape {
        Shape::Number | Shape::Percent => "grid__cell grid__cell--number",
        Shape::Money => "grid__cell grid__cell--number grid__cell--plain",
        Shape::Status => "grid__cell grid__cell--plain",
        Shape::Picture => "grid__cell grid__cell--picture",
        Shape::Title => "grid__cell grid__cell--title",
        Shape::Time => "grid__cell grid__cell--time",
        Shape::Text | Shape::YesNo | Shape::Link => "grid__cell",
    }
}

/// Writes what stands in a cell.
pub(super) fn write_value(html: &mut Markup, column: &Column, value: &str, shop: &ShopInfo) {
    match column.shape {
        Shape::Status => write_status(html, value),
        Shape::Money => {
            html.text(&words::money(value, shop));
        }
        Shape::Percent => {
            html.text(value).raw(if value.is_empty() { "" } else { " %" });
        }
        // It has not happened yet.
        Shape::Time if value.is_empty() => {}
        Shape::Time => {
            html.raw("<time")
                .attribute("datetime", value)
                .raw(">")
                .text(&words::moment(value))
                .raw("</time>");
        }
        Shape::YesNo if value.is_empty() => {
            html.raw("<span class=\"grid__no\">No</span>");
        }
        Shape::YesNo => {
            html.raw("<span class=\"grid__yes\">Yes</span>");
        }
        Shape::Picture if value.is_empty() => {
            html.raw("<span class=\"grid__blank\"></span>");
        }
        Shape::Picture => {
            let address = ["/media/", value, "-160.webp"].concat();
            html.raw("<img class=\"grid__picture\" alt=\"\" width=\"32\" height=\"32\" loading=\"lazy\" decoding=\"async\"")
                .attribute("src", &address)
                .raw(">");
        }
        Shape::Link => match value.split_once('\t') {
            Some((words, address)) => {
                html.raw("<a class=\"grid__link\"").attribute("href", address);
                if !address.starts_with("/admin") {
                    html.raw(" rel=\"external\"");
                }
                html.raw(">").text(words).raw("</a>");
            }
            None => {
                html.text(value);
            }
        },
        Shape::Title | Shape::Text | Shape::Number => {
            html.text(value);
        }
    }
}

/// Writes a cell that is edited where it stands. Without a script it leads to the field in the form.
pub(super) fn write_edit(
    html: &mut Markup,
    of: &Declaration,
    column: &Column,
    (id, name): (&str, &str),
    value: &str,
    shop: &ShopInfo,
) {
    html.raw("<a class=\"grid__edit\" rel=\"external\"")
        .attribute("data-edit", column.name)
        .attribute("href", &["/admin/", of.path, "/", id, "#field-", column.name].concat())
        .raw(">");
    write_value(html, column, value, shop);
    html.raw("<span class=\"sr-only\">, edit ")
        .text(&column.label.to_lowercase())
        .raw(" of ")
        .text(name)
        .raw("</span></a>");
}

/// The field in the place of a cell: a choice, or a line of text; below it, under its id, is room for what is wrong.
pub(super) fn editor(
    column: &Column,
    name: &str,
    value: &str,
    choices: Option<&Vec<Choice>>,
    message_id: &str,
) -> String {
    let mut html = Markup::default();
    let label = [column.label, " of ", name].concat();
    // A number is typed, though its filter has choices.
    let is_number = matches!(column.shape, Shape::Money | Shape::Number);
    if let Some(choices) = choices.filter(|_| !is_number) {
        html.raw("<select class=\"grid__input\"")
            .attribute("aria-label", &label)
            .attribute("aria-describedby", message_id)
            .raw(">");
        for choice in choices {
            html.raw("<option")
                .attribute("value", &choice.value)
                .raw(if choice.value == value { " selected>" } else { ">" })
                .text(&choice.label)
                .raw("</option>");
        }
        html.raw("</select>");
    } else {
        let keys = match column.shape {
            Shape::Money => "decimal",
            Shape::Number => "numeric",
            _ => "text",
        };
        html.raw("<input class=\"grid__input\" autocomplete=\"off\"")
            .attribute("aria-label", &label)
            .attribute("aria-describedby", message_id)
            .attribute("inputmode", keys)
            .attribute("value", value)
            .raw(">");
    }
    html.raw("<p class=\"field__error grid__wrong\" role=\"alert\"").attribute("id", message_id).raw("></p>");
    html.finish()
}
