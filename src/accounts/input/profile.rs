//! The form of the profile (SPEC D1, D2).

use serde::{Deserialize, Serialize};

use super::{
    BirthDate, LONGEST_ADDRESS, LONGEST_BIO, LONGEST_NAME, check_birth_date, check_line, check_lines,
    check_phone, check_username,
};
use crate::error::{AppError, FieldErrors};

/// The form of the profile (SPEC D1, D2).
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ProfileForm {
    /// The name that others see.
    pub username: String,
    /// The first name, or nothing.
    pub first_name: String,
    /// The last name, or nothing.
    pub last_name: String,
    /// Some words about oneself.
    pub bio: String,
    /// The telephone number, or nothing.
    pub phone: String,
    /// The postal address, or nothing.
    pub address: String,
    /// Such as `1990-12-31`, or nothing.
    pub birth_date: String,
}

/// A profile that keeps every rule that can be checked without the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Profile {
    /// 1 to 60 characters.
    pub username: String,
    /// At most 100 characters.
    pub first_name: String,
    /// At most 100 characters.
    pub last_name: String,
    /// At most 500 characters.
    pub bio: String,
    /// At most 20 characters.
    pub phone: String,
    /// At most 500 characters.
    pub address: String,
    /// A day, where one was typed.
    pub birth_date: Option<BirthDate>,
}

impl ProfileForm {
    /// Checks each field.
    ///
    /// # Errors
    /// The messages by field.
    pub fn check(&self) -> Result<Profile, AppError> {
        let mut errors = FieldErrors::default();
        let username = errors.keep("username", check_username(&self.username));
        let first_name = errors.keep("first_name", check_line(&self.first_name, LONGEST_NAME));
        let last_name = errors.keep("last_name", check_line(&self.last_name, LONGEST_NAME));
        let bio = errors.keep("bio", check_lines(&self.bio, LONGEST_BIO));
        let phone = errors.keep("phone", check_phone(&self.phone));
        let address = errors.keep("address", check_lines(&self.address, LONGEST_ADDRESS));
        let birth_date = errors.keep("birth_date", check_birth_date(&self.birth_date));
        match (username, first_name, last_name, bio, phone, address, birth_date) {
            (
                Some(username),
                Some(first_name),
                Some(last_name),
                Some(bio),
                Some(phone),
                Some(address),
                Some(birth_date),
            ) => Ok(Profile { username, first_name, last_name, bio, phone, address, birth_date }),
            _ => Err(AppError::Validation(errors)),
        }
    }

    /// What is wrong with one field, while it is typed into.
    #[must_use]
    pub fn check_field(&self, name: &str) -> Option<String> {
        match name {
            "username" => check_username(&self.username).err(),
            "first_name" => check_line(&self.first_name, LONGEST_NAME).err(),
            "last_name" => check_line(&self.last_name, LONGEST_NAME).err(),
            "bio" => check_lines(&self.bio, LONGEST_BIO).err(),
            "phone" => check_phone(&self.phone).err(),
            "address" => check_lines(&self.address, LONGEST_ADDRESS).err(),
            "birth_date" => check_birth_date(&self.birth_date).err(),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_needs_nothing_but_its_username() {
        let form = ProfileForm { username: "ada".into(), ..ProfileForm::default() };
        let profile = form.check().unwrap();
        assert_eq!((profile.birth_date, profile.phone.as_str()), (None, ""));
        let long = ProfileForm { bio: "é".repeat(501), ..form.clone() };
        assert!(long.check().is_err());
        assert!(ProfileForm { bio: "é".repeat(500), ..form }.check().is_ok());
    }
}
