//! The forms that change how one gets in: a password that was forgotten or is changed, another address, and the end of
//! the account.

use serde::{Deserialize, Serialize};

use super::{Secret, check_email, check_password, check_present_password};
use crate::error::{AppError, FieldErrors};

/// The form that asks for a link to reset the password.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ForgotForm {
    /// The address of the account.
    pub email: String,
}

impl ForgotForm {
    /// The address, in lower case.
    ///
    /// # Errors
    /// When it is none.
    pub fn check(&self) -> Result<String, AppError> {
        check_email(&self.email).map_err(|message| AppError::field("email", message))
    }

    /// What is wrong with one field, while it is typed into.
    #[must_use]
    pub fn check_field(&self, name: &str) -> Option<String> {
        if name == "email" { check_email(&self.email).err() } else { None }
    }
}

/// The form that sets a new password with a mailed link.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResetForm {
    /// The link's token.
    pub token: String,
    /// The new password.
    pub password: String,
}

impl ResetForm {
    /// The new password; what the account says about its owner is checked by the server.
    ///
    /// # Errors
    /// The messages by field.
    pub fn check(&self) -> Result<Secret, AppError> {
        check_password(&self.password, &[]).map_err(|message| AppError::field("password", message))
    }

    /// What is wrong with one field, while it is typed into.
    #[must_use]
    pub fn check_field(&self, name: &str) -> Option<String> {
        if name == "password" { check_password(&self.password, &[]).err() } else { None }
    }
}

/// The form that changes the password of the one who is signed in.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangePasswordForm {
    /// The present password.
    pub current: String,
    /// The new one.
    pub password: String,
}

/// A change of password.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangePassword {
    /// The present password, as typed.
    pub current: Secret,
    /// At least 8 characters.
    pub password: Secret,
}

impl ChangePasswordForm {
    /// Checks each field; what the account says about its owner is checked by the server.
    ///
    /// # Errors
    /// The messages by field.
    pub fn check(&self) -> Result<ChangePassword, AppError> {
        let mut errors = FieldErrors::default();
        let current = errors.keep("current", check_present_password(&self.current));
        let password = errors.keep("password", check_password(&self.password, &[]));
        match (current, password) {
            (Some(current), Some(password)) => Ok(ChangePassword { current, password }),
            _ => Err(AppError::Validation(errors)),
        }
    }

    /// What is wrong with one field, while it is typed into; `about` is what the page knows of the user.
    #[must_use]
    pub fn check_field(&self, name: &str, about: &[&str]) -> Option<String> {
        match name {
            "current" => check_present_password(&self.current).err(),
            "password" => check_password(&self.password, about).err(),
            _ => None,
        }
    }
}

/// The form that changes the e-mail address.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ChangeEmailForm {
    /// The new address.
    pub email: String,
    /// The present password.
    pub password: String,
}

/// A change of address that waits for its confirmation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ChangeEmail {
    /// In lower case.
    pub email: String,
    /// The present password, as typed.
    pub password: Secret,
}

impl ChangeEmailForm {
    /// Checks each field.
    ///
    /// # Errors
    /// The messages by field.
    pub fn check(&self) -> Result<ChangeEmail, AppError> {
        let mut errors = FieldErrors::default();
        let email = errors.keep("email", check_email(&self.email));
        let password = errors.keep("password", check_present_password(&self.password));
        match (email, password) {
            (Some(email), Some(password)) => Ok(ChangeEmail { email, password }),
            _ => Err(AppError::Validation(errors)),
        }
    }

    /// What is wrong with one field, while it is typed into.
    #[must_use]
    pub fn check_field(&self, name: &str) -> Option<String> {
        match name {
            "email" => check_email(&self.email).err(),
            "password" => check_present_password(&self.password).err(),
            _ => None,
        }
    }
}

/// The form that deletes the account.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct DeleteAccountForm {
    /// The present password.
    pub password: String,
}

impl DeleteAccountForm {
    /// The password, as typed.
    ///
    /// # Errors
    /// When nothing was typed.
    pub fn check(&self) -> Result<Secret, AppError> {
        check_present_password(&self.password).map_err(|message| AppError::field("password", message))
    }

    /// What is wrong with one field, while it is typed into.
    #[must_use]
    pub fn check_field(&self, name: &str) -> Option<String> {
        if name == "password" { check_present_password(&self.password).err() } else { None }
    }
}
