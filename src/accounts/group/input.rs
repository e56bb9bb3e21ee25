//! From what was typed to a checked group.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::accounts::input::check_line;
use crate::accounts::model::Permission;
use crate::error::{AppError, FieldErrors};

/// Longest name, in characters.
pub const LONGEST_NAME: usize = 100;

/// A group as a form has it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct GroupForm {
    /// The name.
    pub name: String,
    /// Such as `change product`.
    pub permissions: Vec<String>,
}

/// A group that keeps every rule that can be checked without the database.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CheckedGroup {
    /// 1 to 100 characters.
    pub name: String,
    /// Each once.
    pub permissions: BTreeSet<Permission>,
}

impl GroupForm {
    /// Checks each field.
    ///
    /// # Errors
    /// The messages by field.
    pub fn check(&self) -> Result<CheckedGroup, AppError> {
        let mut errors = FieldErrors::default();
        let name = errors.keep("name", check_name(&self.name));
        let permissions =
            self.permissions.iter().map(|text| text.parse::<Permission>()).collect::<Result<_, String>>();
        let permissions = errors.keep("permissions", permissions);
        match (name, permissions) {
            (Some(name), Some(permissions)) => Ok(CheckedGroup { name, permissions }),
            _ => Err(AppError::Validation(errors)),
        }
    }
}

fn check_name(name: &str) -> Result<String, String> {
    match check_line(name, LONGEST_NAME)? {
        name if name.is_empty() => Err("This field is required".to_owned()),
        name => Ok(name),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_needs_a_name_and_permissions_that_there_are() {
        let form = GroupForm { name: " Editors ".into(), permissions: vec!["change product".into()] };
        let group = form.check().unwrap();
        assert_eq!((group.name.as_str(), group.permissions.len()), ("Editors", 1));
        let Err(AppError::Validation(errors)) =
            (GroupForm { name: " ".into(), permissions: vec!["sell product".into()] }).check()
        else {
            panic!("it was taken")
        };
        assert_eq!(errors.0.len(), 2);
    }
}
