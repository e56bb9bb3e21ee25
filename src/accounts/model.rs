//! What a user is, what it may do, and what a page shows of it.

use std::str::FromStr;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::letters;

/// Sides in pixels in which the picture of a user is kept: `/media/{stem}-{side}.webp`.
pub const AVATAR_SIDES: [u32; 3] = [64, 128, 256];

/// A user's id.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct UserId(pub Uuid);

/// What a page shows of the signed-in user (SPEC D1, D2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// The id.
    pub id: UserId,
    /// The address that one signs in with.
    pub email: String,
    /// The address that waits for its confirmation, as long as that can still come.
    pub pending_email: Option<String>,
    /// The name that others see.
    pub username: String,
    /// First and last name, or the username where both are empty (SPEC D1).
    pub full_name: String,
    /// The first name, or nothing.
    pub first_name: String,
    /// The last name, or nothing.
    pub last_name: String,
    /// The stem of the picture's files.
    pub avatar: Option<String>,
    /// Some words about oneself.
    pub bio: String,
    /// The telephone number, or nothing.
    pub phone: String,
    /// The postal address, or nothing.
    pub address: String,
    /// Such as `1990-12-31`, or nothing.
    pub birth_date: String,
    /// Whether the admin is open to this user.
    pub is_staff: bool,
}

/// First and last name, or the username where both are empty (SPEC D1).
#[must_use]
pub fn full_name(first_name: &str, last_name: &str, username: &str) -> String {
    let name = format!("{first_name} {last_name}");
    match name.trim() {
        "" => username.to_owned(),
        name => name.to_owned(),
    }
}

/// The first letter of a name that one sees, in upper case; nothing where it has none.
#[must_use]
pub fn initial(name: &str) -> String {
    let is_shown = |letter: &char| letter.is_alphanumeric() && !letters::is_hidden(*letter);
    name.chars().find(is_shown).into_iter().flat_map(char::to_uppercase).collect()
}

/// One of a user's sessions, for the list of them (SPEC U2).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionView {
    /// The row's id, by which the session can be ended; it is no secret.
    pub id: Uuid,
    /// Such as `Firefox on Linux`.
    pub device: String,
    /// The network address that signed in, or nothing.
    pub address: String,
    /// When it began, as RFC 3339 in UTC.
    pub created_at: String,
    /// When it was last used, to the minute, as RFC 3339 in UTC.
    pub last_used_at: String,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// A part of a user's sessions, the last used first (SPEC U2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SessionList {
    /// The sessions in this part.
    pub sessions: Vec<SessionView>,
    /// What to ask for to get those that were used longer ago, where there are any.
    pub next: Option<String>,
}

/// What can be done to a thing (SPEC D3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Action {
    /// See it.
    View,
    /// Make one.
    Add,
    /// Edit it.
    Change,
    /// Delete it.
    Delete,
}

/// A kind of thing that permissions are given for (SPEC D3, A1).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Products.
    Product,
    /// Categories.
    Category,
    /// Pictures of products.
    Image,
    /// Reviews.
    Review,
    /// Users with their profiles.
    User,
    /// Groups with their permissions.
    Group,
    /// Orders.
    Order,
    /// The stock ledger.
    StockMovement,
    /// Jobs behind the scenes.
    Job,
    /// The record of who did what.
    AuditEntry,
}

/// Leave to do something to a kind of thing (SPEC D3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Permission {
    /// What may be done.
    pub action: Action,
    /// To what.
    pub kind: Kind,
}

impl Action {
    /// All of them, in the order of pages.
    pub const ALL: [Self; 4] = [Self::View, Self::Add, Self::Change, Self::Delete];

    /// The name in the database and in forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::View => "view",
            Self::Add => "add",
            Self::Change => "change",
            Self::Delete => "delete",
        }
    }
}

impl Kind {
    /// All of them, in the order of pages.
    pub const ALL: [Self; 10] = [
        Self::Product,
        Self::Category,
        Self::Image,
        Self::Review,
        Self::User,
        Self::Group,
        Self::Order,
        Self::StockMovement,
        Self::Job,
        Self::AuditEntry,
    ];

    /// The name in the database and in forms.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Product => "product",
            Self::Category => "category",
            Self::Image => "image",
            Self::Review => "review",
            Self::User => "user",
            Self::Group => "group",
            Self::Order => "order",
            Self::StockMovement => "stock-movement",
            Self::Job => "job",
            Self::AuditEntry => "audit-entry",
        }
    }
}

impl Permission {
    /// Leave for one action on one kind.
    #[must_use]
    pub const fn new(action: Action, kind: Kind) -> Self {
        Self { action, kind }
    }
}

impl std::fmt::Display for Permission {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{} {}", self.action.as_str(), self.kind.as_str())
    }
}

impl FromStr for Permission {
    type Err = String;

    /// Reads `change product`.
    fn from_str(text: &str) -> Result<Self, String> {
        let unknown = || format!("\"{text}\" is no permission");
        let (action, kind) = text.split_once(' ').ok_or_else(unknown)?;
        let action = Action::ALL.into_iter().find(|known| known.as_str() == action).ok_or_else(unknown)?;
        let kind = Kind::ALL.into_iter().find(|known| known.as_str() == kind).ok_or_else(unknown)?;
        Ok(Self { action, kind })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_permission_is_read_as_it_is_written() {
        for action in Action::ALL {
            for kind in Kind::ALL {
                let permission = Permission::new(action, kind);
                assert_eq!(permission.to_string().parse(), Ok(permission));
            }
        }
        assert!("sell product".parse::<Permission>().is_err());
        assert!("view".parse::<Permission>().is_err());
    }

    #[test]
    fn the_initial_of_a_name_is_its_first_letter_that_one_sees() {
        for (name, letter) in
            [("ada", "A"), ("\u{202e}ada", "A"), ("'é'", "É"), ("\u{3164}李", "李"), ("☕ 4", "4")]
        {
            assert_eq!(initial(name), letter, "{name:?}");
        }
        for nothing in ["", "...", "\u{202e}", "\u{3164} ☕"] {
            assert_eq!(initial(nothing), "", "{nothing:?}");
        }
    }

    #[test]
    fn a_full_name_is_the_username_where_both_names_are_empty() {
        assert_eq!(full_name("Ada", "Lovelace", "ada"), "Ada Lovelace");
        assert_eq!(full_name("", "Lovelace", "ada"), "Lovelace");
        assert_eq!(full_name("", "", "ada"), "ada");
    }
}
