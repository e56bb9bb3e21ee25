//! From what was typed to a checked command: the one place where the rules of accounts are written. It runs
//! in the browser as one types and on the server again.
//!
//! Each form has `check`, for all of it, and `check_field`, for the one field that is being typed into.

mod credentials;
mod fields;
mod password;
mod profile;

use std::fmt;

use serde::{Deserialize, Serialize};

pub use self::credentials::{
    ChangeEmail, ChangeEmailForm, ChangePassword, ChangePasswordForm, DeleteAccountForm, ForgotForm,
    ResetForm,
};
use self::fields::REQUIRED;
pub use self::fields::{
    BirthDate, LONGEST_ADDRESS, LONGEST_BIO, LONGEST_EMAIL, LONGEST_NAME, LONGEST_PHONE, LONGEST_USERNAME,
    check_birth_date, check_email, check_line, check_lines, check_phone, check_username, safe_path,
};
pub use self::password::{
    LONGEST_PASSWORD, SHORTEST_PASSWORD, Secret, check_password, check_present_password,
};
pub use self::profile::{Profile, ProfileForm};
use crate::error::{AppError, FieldErrors};

/// What is said alike of an unknown address, of a wrong password, and of an address that is not confirmed (SPEC U3).
pub const WRONG_CREDENTIALS: &str = "The e-mail address or the password is wrong. If you have just opened the \
                                     account, confirm your address first: the link is in your mail.";

/// Prints a form without the fields that are secret.
macro_rules! hide_secrets {
    ($($form:ident: $($field:ident),*;)*) => {$(
        impl fmt::Debug for $form {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.debug_struct(stringify!($form))$(.field(stringify!($field), &self.$field))*.finish_non_exhaustive()
            }
        }
    )*};
}

hide_secrets! {
    RegisterForm: email, username;
    SignInForm: email, next;
    ResetForm: ;
    ChangePasswordForm: ;
    ChangeEmailForm: email;
    DeleteAccountForm: ;
}

/// The form that makes an account.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct RegisterForm {
    /// The address to sign in with.
    pub email: String,
    /// The name that others see.
    pub username: String,
    /// The password.
    pub password: String,
}

/// A new account that keeps every rule that can be checked without the server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Register {
    /// In lower case.
    pub email: String,
    /// 1 to 60 characters.
    pub username: String,
    /// At least 8 characters.
    pub password: Secret,
}

impl RegisterForm {
    /// Checks each field.
    ///
    /// # Errors
    /// The messages by field.
    pub fn check(&self) -> Result<Register, AppError> {
        let mut errors = FieldErrors::default();
        let email = errors.keep("email", check_email(&self.email));
        let username = errors.keep("username", check_username(&self.username));
        let password = errors.keep("password", check_password(&self.password, &self.about()));
        match (email, username, password) {
            (Some(email), Some(username), Some(password)) => Ok(Register { email, username, password }),
            _ => Err(AppError::Validation(errors)),
        }
    }

    /// What is wrong with one field, while it is typed into.
    #[must_use]
    pub fn check_field(&self, name: &str) -> Option<String> {
        match name {
            "email" => check_email(&self.email).err(),
            "username" => check_username(&self.username).err(),
            "password" => check_password(&self.password, &self.about()).err(),
            _ => None,
        }
    }

    fn about(&self) -> [&str; 2] {
        [&self.email, &self.username]
    }
}

/// The form to sign in.
#[derive(Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct SignInForm {
    /// The address of the account.
    pub email: String,
    /// Its password.
    pub password: String,
    /// The path to go to afterwards.
    pub next: String,
}

/// Credentials to be looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignIn {
    /// In lower case.
    pub email: String,
    /// What was typed.
    pub password: Secret,
}

impl SignInForm {
    /// Checks that both are there. What cannot be an account's is answered like what is none.
    ///
    /// # Errors
    /// The messages by field.
    pub fn check(&self) -> Result<SignIn, AppError> {
        let mut errors = FieldErrors::default();
        for name in ["email", "password"] {
            if let Some(message) = self.check_field(name) {
                errors.add(name, message);
            }
        }
        if !errors.is_empty() {
            return Err(AppError::Validation(errors));
        }
        match (check_email(&self.email), check_present_password(&self.password)) {
            (Ok(email), Ok(password)) => Ok(SignIn { email, password }),
            _ => Err(AppError::field("__all__", WRONG_CREDENTIALS)),
        }
    }

    /// What is wrong with one field, while it is typed into.
    #[must_use]
    pub fn check_field(&self, name: &str) -> Option<String> {
        let missing = |text: &str| text.trim().is_empty().then(|| REQUIRED.to_owned());
        match name {
            "email" => missing(&self.email),
            "password" => self.password.is_empty().then(|| REQUIRED.to_owned()),
            _ => None,
        }
    }

    /// Where to go afterwards: a path of this site, or the first page.
    #[must_use]
    pub fn next_path(&self) -> &str {
        safe_path(&self.next).unwrap_or("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn errors(error: AppError) -> FieldErrors {
        let AppError::Validation(errors) = error else { panic!("{error}") };
        errors
    }

    #[test]
    fn every_bad_field_of_a_registration_is_named_at_once() {
        let form = RegisterForm { email: "ada".into(), username: " ".into(), password: "short".into() };
        let errors = errors(form.check().unwrap_err());
        assert_eq!(errors.0.len(), 3);
        for name in ["email", "username", "password"] {
            assert_eq!(form.check_field(name).as_deref(), errors.first(name), "{name}");
        }
    }

    #[test]
    fn no_form_prints_its_passwords() {
        let secret = || "hunter42hunter".to_owned();
        let printed = [
            format!("{:?}", RegisterForm { password: secret(), ..RegisterForm::default() }),
            format!("{:?}", SignInForm { password: secret(), ..SignInForm::default() }),
            format!("{:?}", ResetForm { password: secret(), token: secret() }),
            format!("{:?}", ChangePasswordForm { current: secret(), password: secret() }),
            format!("{:?}", ChangeEmailForm { password: secret(), ..ChangeEmailForm::default() }),
            format!("{:?}", DeleteAccountForm { password: secret() }),
            format!("{:?}", ChangePasswordForm { current: secret(), password: secret() }.check().unwrap()),
        ];
        for text in printed {
            assert!(!text.contains("hunter"), "{text}");
        }
    }

    #[test]
    fn what_cannot_be_an_account_is_answered_like_what_is_none() {
        let form =
            SignInForm { email: "not an address".into(), password: "x".into(), ..SignInForm::default() };
        assert_eq!(errors(form.check().unwrap_err()).first("__all__"), Some(WRONG_CREDENTIALS));
        let empty = errors(SignInForm::default().check().unwrap_err());
        assert_eq!(empty.0.len(), 2);
    }

    #[test]
    fn after_signing_in_one_stays_on_this_site() {
        let to =
            |next: &str| SignInForm { next: next.into(), ..SignInForm::default() }.next_path().to_owned();
        assert_eq!(to("/products?page=2"), "/products?page=2");
        assert_eq!(to("//evil.example"), "/");
    }
}
