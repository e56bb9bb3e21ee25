//! A form as it goes over the wire, and what becomes of it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::page::{Choice, May};
use super::{RowId, Values};

/// A form, ready to be filled in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct FormPage {
    /// The thing's id; `None` for a new one.
    pub id: Option<RowId>,
    /// What the thing is called.
    pub title: String,
    /// What the fields hold.
    pub values: Values,
    /// What can be chosen, by the field's name.
    pub choices: BTreeMap<String, Vec<Choice>>,
    /// What this drawing of the form is known by: sent twice, it is saved once.
    pub request: Uuid,
    /// What the one who asks may do.
    pub may: May,
    /// Whether the thing lies in the trash.
    pub is_trashed: bool,
    /// The thing's address in the shop, where shoppers see it.
    pub public: Option<String>,
    /// Its pictures, in order.
    pub images: Vec<StaffImage>,
    /// What the one who asks may do with them.
    pub images_may: May,
}

/// A picture as staff see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StaffImage {
    /// The id.
    pub id: Uuid,
    /// The stem of its files.
    pub file: String,
    /// What is on it, in words.
    pub alt: String,
    /// Its width in pixels.
    pub width: u32,
    /// Its height in pixels.
    pub height: u32,
    /// The point that stays in sight when the picture is cropped: percent from the left and from the top.
    pub focus: (u8, u8),
}

/// A form that was filled in.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct SentForm {
    /// The thing's id; `None` for a new one.
    pub id: Option<RowId>,
    /// What the fields held when the form was drawn.
    pub base: Values,
    /// What they hold now. A field that is left out stays as it is.
    pub values: Values,
    /// What the drawing of the form is known by.
    pub request: Option<Uuid>,
}

/// What became of a form.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub enum Saved {
    /// It is saved.
    Done(Box<Done>),
    /// Somebody else changed the same at the same time.
    Conflict(Box<Conflict>),
}

/// A form that is saved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Done {
    /// The thing's id.
    pub id: RowId,
    /// The entry of the audit trail; `None` where nothing was different.
    pub entry: Option<Uuid>,
    /// What the thing is called now.
    pub title: String,
    /// The form as it is now.
    pub page: FormPage,
    /// The labels of fields that somebody else changed meanwhile.
    pub merged: Vec<String>,
}

/// Two people changed the same fields to different values.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Conflict {
    /// Those fields.
    pub fields: Vec<FieldConflict>,
    /// The form with all that could be laid together; what both changed is as the other has it.
    pub page: FormPage,
    /// What the thing holds at present: the base of the next try.
    pub base: Values,
}

/// A field that two people changed to different values.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldConflict {
    /// Its name.
    pub name: String,
    /// Its name in words.
    pub label: String,
    /// What it held before both.
    pub base: String,
    /// What the other put there.
    pub theirs: String,
    /// What this one wants there.
    pub mine: String,
}

/// What became of an action on several things.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Acted {
    /// How many things are as was asked.
    pub done: u32,
    /// What stood in the way of the others, in words; the first 20.
    pub problems: Vec<String>,
}
