//! What a kind of thing is to staff: its columns, filters, fields and actions. Both sides hold the declarations, so
//! that a list and a form are drawn before any data comes.

use super::Values;
use crate::error::FieldErrors;

/// A kind of thing that staff work with.
#[derive(Clone, Copy, Debug)]
pub struct Declaration {
    /// The kind as permissions name it: `product`.
    pub kind: &'static str,
    /// The part of addresses: `products`.
    pub path: &'static str,
    /// One of them, in words: `product`.
    pub one: &'static str,
    /// Several of them, in words: `products`.
    pub many: &'static str,
    /// What they are, in one sentence; an empty list says it.
    pub about: &'static str,
    /// What a list can show, in its order.
    pub columns: &'static [Column],
    /// What narrows a list down.
    pub filters: &'static [Filter],
    /// The words in the empty search field; `None` where nothing is searched.
    pub search: Option<&'static str>,
    /// The names of the columns that a list can be sorted by.
    pub sorts: &'static [&'static str],
    /// The order that nobody asked to be another: `-created_at`.
    pub sort: &'static str,
    /// The form; empty where there is none.
    pub field_sets: &'static [FieldSet],
    /// The field that a slug is made from, and the slug's.
    pub slug_of: Option<(&'static str, &'static str)>,
    /// What can be done to several at once.
    pub actions: &'static [BulkAction],
    /// Whether there is adding at all; permissions narrow it.
    pub can_add: bool,
    /// Whether there is changing at all.
    pub can_change: bool,
    /// Whether there is deleting at all.
    pub can_delete: bool,
    /// What the pages of this kind have beside list and form.
    pub parts: Parts,
    /// The rules of the form that need no database; they run at each key and on the server again.
    pub check: fn(&Values) -> FieldErrors,
}

/// What the pages of a kind have beside list and form.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools, reason = "each is there or not, by itself")]
pub struct Parts {
    /// The list is one tree, without pages.
    pub is_tree: bool,
    /// The form has pictures.
    pub has_images: bool,
    /// The form shows what shoppers will see.
    pub has_preview: bool,
    /// The list can be had as a CSV file.
    pub has_export: bool,
    /// A row can be taken back (entries of the audit trail).
    pub can_undo: bool,
    /// A row can be tried again (jobs).
    pub can_retry: bool,
}

/// A column of a list.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// Its name in addresses; that of the form's field where it is edited in the list.
    pub name: &'static str,
    /// Its head.
    pub label: &'static str,
    /// How its cells are drawn.
    pub shape: Shape,
    /// Whether a list shows it that nobody set up otherwise.
    pub shown: bool,
    /// Whether it is edited in the list.
    pub edit: bool,
}

/// How a cell is drawn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// What the thing is called; it leads to its form.
    Title,
    /// Words.
    Text,
    /// A whole number.
    Number,
    /// An amount: `19.99`.
    Money,
    /// A share of a hundred.
    Percent,
    /// A moment: RFC 3339 in UTC, to the second.
    Time,
    /// A word for the state that the thing is in.
    Status,
    /// `1` or nothing.
    YesNo,
    /// The stem of a picture's files, or nothing.
    Picture,
    /// Words that lead somewhere: `words\turl`.
    Link,
}

/// Something that narrows a list down.
#[derive(Clone, Copy, Debug)]
pub struct Filter {
    /// Its name in addresses.
    pub name: &'static str,
    /// Its name in words.
    pub label: &'static str,
    /// What can be chosen.
    pub options: Options,
}

/// What can be chosen in a filter.
#[derive(Clone, Copy, Debug)]
pub enum Options {
    /// Always the same: values and their words.
    Fixed(&'static [(&'static str, &'static str)]),
    /// Asked of the server: categories, groups.
    Loaded,
    /// A first and a last day, under the names `name_from` and `name_to`.
    Days,
}

/// Some fields of a form that belong together.
#[derive(Clone, Copy, Debug)]
pub struct FieldSet {
    /// The words above them.
    pub name: &'static str,
    /// The fields.
    pub fields: &'static [FormField],
    /// Whether they stand in the column on the right.
    pub side: bool,
    /// Whether they are folded away at first.
    pub folded: bool,
}

/// A field of a form.
#[derive(Clone, Copy, Debug)]
pub struct FormField {
    /// Its name.
    pub name: &'static str,
    /// Its name in words.
    pub label: &'static str,
    /// What helps to fill it in, or nothing.
    pub hint: &'static str,
    /// How it is filled in.
    pub entry: Entry,
    /// How two changes of it are laid together.
    pub merge: Merge,
    /// Whether it has to be filled in.
    pub required: bool,
}

/// How a field is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// Markdown.
    Markdown,
    /// An amount: `19.99`.
    Money,
    /// A whole number.
    Whole,
    /// The last part of an address.
    Slug,
    /// An e-mail address.
    Email,
    /// A day: `1990-12-31`.
    Day,
    /// `yes` or nothing.
    YesNo,
    /// One of the form's choices.
    One,
    /// Several of the form's choices, one on each line.
    Many,
    /// As [`Self::Many`], of choices that are two words each: what may be done, and to what. Drawn as a table.
    Matrix,
    /// Only shown.
    Shown,
}

/// How two changes of a field at the same time are laid together.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Merge {
    /// One of the two stays.
    Whole,
    /// Both differences count.
    Sum,
}

/// Something that can be done to several things at once.
#[derive(Clone, Copy, Debug)]
pub struct BulkAction {
    /// Its name on the wire.
    pub name: &'static str,
    /// Its name in words.
    pub label: &'static str,
    /// The permission on the kind: `change` or `delete`.
    pub needs: &'static str,
    /// What else it has to be told.
    pub value: ActionValue,
    /// Whether it is offered in the trash alone.
    pub in_trash: bool,
    /// What is said where it is asked about before it is done; without it nothing is asked.
    pub confirm: Option<&'static str>,
    /// Whether it is also a button of the form.
    pub row_too: bool,
}

/// What an action has to be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActionValue {
    /// Nothing.
    None,
    /// One of the choices of this field.
    One(&'static str),
    /// Some text; this is the hint for it.
    Text(&'static str),
}

impl Entry {
    /// Whether several of the form's choices can be taken.
    #[must_use]
    pub const fn is_several(self) -> bool {
        matches!(self, Self::Many | Self::Matrix)
    }
}

impl Declaration {
    /// The column of this name.
    #[must_use]
    pub fn column(&self, name: &str) -> Option<&Column> {
        self.columns.iter().find(|column| column.name == name)
    }

    /// The form's field of this name.
    #[must_use]
    pub fn field(&self, name: &str) -> Option<&FormField> {
        self.fields().find(|field| field.name == name)
    }

    /// All fields of the form, in its order.
    pub fn fields(&self) -> impl Iterator<Item = &FormField> {
        self.field_sets.iter().flat_map(|set| set.fields)
    }

    /// The action of this name.
    #[must_use]
    pub fn action(&self, name: &str) -> Option<&BulkAction> {
        self.actions.iter().find(|action| action.name == name)
    }

    /// Whether there is a trash: what lies in it is sorted by when it came there.
    #[must_use]
    pub fn has_trash(&self) -> bool {
        self.sorts.contains(&super::query::TRASH_SORT)
    }
}
