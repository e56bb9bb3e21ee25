//! The mails of the accounts (SPEC U1), sent by the queue.
//!
//! A job holds no token: the one-time link is made when the mail is written, so nobody who reads the queue gets
//! in. A mail that is tried again has a fresh link.

mod store;

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use super::link::Purpose;
use super::link::service::make as make_link;
use super::model::{UserId, full_name};
use crate::error::{AppError, internal};
use crate::infra::Backend;
use crate::infra::mail::{Button, Letter};
use crate::infra::queue::{self, Job};

/// A mail about an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Mail {
    /// Asks a new user to show that the address is theirs.
    Verify {
        /// Whom.
        user_id: UserId,
    },
    /// Lets a user choose a new password.
    Reset {
        /// Whom.
        user_id: UserId,
    },
    /// Asks whether a new address is the user's; it goes to that address.
    ConfirmEmail {
        /// Whom.
        user_id: UserId,
        /// The new address.
        email: String,
    },
    /// Tells that another address was asked for, at the present one: whoever has the password of somebody else
    /// cannot take the account over unseen.
    EmailChangeAsked {
        /// Whom.
        user_id: UserId,
    },
    /// Tells the address of before that the account has another one now.
    EmailChanged {
        /// Whom.
        user_id: UserId,
        /// The address of before.
        email: String,
    },
    /// Tells that the password is another one now.
    PasswordChanged {
        /// Whom.
        user_id: UserId,
    },
    /// Tells the owner of an address that somebody wanted to register with it.
    AlreadyRegistered {
        /// Whom.
        user_id: UserId,
    },
}

impl Mail {
    const fn user_id(&self) -> UserId {
        match self {
            Self::Verify { user_id }
            | Self::Reset { user_id }
            | Self::ConfirmEmail { user_id, .. }
            | Self::EmailChangeAsked { user_id }
            | Self::EmailChanged { user_id, .. }
            | Self::PasswordChanged { user_id }
            | Self::AlreadyRegistered { user_id } => *user_id,
        }
    }

    /// One mail of a kind waits for each user: asking ten times sends one. Each address of before gets its own.
    fn key(&self) -> String {
        let kind = match self {
            Self::Verify { .. } => "verify",
            Self::Reset { .. } => "reset",
            Self::ConfirmEmail { .. } => "confirm-email",
            Self::EmailChangeAsked { .. } => "email-change-asked",
            Self::EmailChanged { .. } => "email-changed",
            Self::PasswordChanged { .. } => "password-changed",
            Self::AlreadyRegistered { .. } => "already-registered",
        };
        let key = format!("mail:{kind}:{}", self.user_id().0.simple());
        if let Self::EmailChanged { email, .. } = self { format!("{key}:{email}") } else { key }
    }
}

impl Job for Mail {
    const NAME: &'static str = "account-mail";

    async fn run(self, backend: Backend) -> Result<(), AppError> {
        run(&backend, self).await
    }
}

/// Sends a mail once the transaction of `connection` is committed.
///
/// # Errors
/// When the database refuses.
pub async fn enqueue(connection: &mut PgConnection, mail: Mail) -> Result<(), AppError> {
    queue::enqueue(connection, &mail, Some(&mail.key())).await
}

/// Writes the mail, with a fresh link where it needs one, and sends it. To a user who is gone by now nothing is
/// sent.
///
/// # Errors
/// When the database or the mail server does not take it; the queue tries again.
pub async fn run(backend: &Backend, mail: Mail) -> Result<(), AppError> {
    let Some(user) = store::recipient(&backend.pool, mail.user_id()).await? else {
        return Ok(());
    };
    let address = match &mail {
        Mail::ConfirmEmail { email, .. } | Mail::EmailChanged { email, .. } => email.as_str(),
        _ => user.email.as_str(),
    };
    let link = match &mail {
        Mail::Verify { .. } => Some((Purpose::Verify, "verify-email")),
        Mail::Reset { .. } => Some((Purpose::Reset, "reset-password")),
        Mail::ConfirmEmail { .. } => Some((Purpose::Email, "confirm-email")),
        Mail::EmailChangeAsked { .. }
        | Mail::EmailChanged { .. }
        | Mail::PasswordChanged { .. }
        | Mail::AlreadyRegistered { .. } => None,
    };
    let shop = &backend.settings.vitrine;
    let target = match link {
        Some((purpose, page)) => {
            let token = make_link(&backend.pool, purpose, mail.user_id(), address).await?;
            format!("{}/{page}?token={token}", shop.public_url)
        }
        None => format!("{}/{}", shop.public_url, page_without_link(&mail)),
    };
    let name = full_name(&user.first_name, "", &user.username);
    let letter = write(&mail, &shop.shop_name, &name, target);
    backend.mailer.send(address, &letter).await.map_err(|error| internal(&error))
}

/// Where a mail without a one-time link leads.
const fn page_without_link(mail: &Mail) -> &'static str {
    match mail {
        Mail::PasswordChanged { .. } | Mail::EmailChangeAsked { .. } => "forgot-password",
        Mail::EmailChanged { .. } => "",
        _ => "sign-in",
    }
}

/// The words.
fn write(mail: &Mail, shop: &str, name: &str, target: String) -> Letter {
    let (subject, body, label, closing) = match mail {
        Mail::Verify { .. } => (
            format!("Welcome to {shop}: please confirm your address"),
            format!(
                "It is good to have you at {shop}. Confirm that this address is yours, and you are done."
            ),
            "Confirm address",
            "The link works once, within three days. If you did not open an account with us, leave this mail \
             alone: nothing more happens.",
        ),
        Mail::Reset { .. } => (
            "Choose a new password".to_owned(),
            format!("You asked for a new password for your account at {shop}. Here you can choose one."),
            "Choose a password",
            "The link works once, within one hour. If you did not ask for it, leave this mail alone: your \
             password stays as it is.",
        ),
        Mail::ConfirmEmail { .. } => (
            "Confirm your new e-mail address".to_owned(),
            format!("You want to use this address for your account at {shop}. Confirm that it is yours."),
            "Confirm address",
            "The link works once, within one hour. Until then your account keeps the address it has. If you \
             did not ask for it, leave this mail alone.",
        ),
        Mail::EmailChangeAsked { .. } => (
            "Your e-mail address is about to change".to_owned(),
            format!(
                "Another e-mail address was just given for your account at {shop}. The account has it once it \
                 is confirmed there. If that was you, all is well."
            ),
            "It was not me: choose a new password",
            "With a new password the change is off, and every device is signed out.",
        ),
        Mail::EmailChanged { .. } => (
            "Your e-mail address was changed".to_owned(),
            format!(
                "Your account at {shop} now has another e-mail address, and this one is no longer used. If that \
                 was you, all is well."
            ),
            "To the shop",
            "If it was not you, write to us at once: we can give you the account back.",
        ),
        Mail::PasswordChanged { .. } => (
            "Your password was changed".to_owned(),
            format!(
                "The password of your account at {shop} was just changed, and your other devices were \
                 signed out. If that was you, all is well."
            ),
            "It was not me: choose a new password",
            "We send this mail so that nobody can change your password without your knowing.",
        ),
        Mail::AlreadyRegistered { .. } => (
            format!("You have an account at {shop} already"),
            format!(
                "Somebody, probably you, wanted to open an account at {shop} with this address. There is \
                 one already: simply sign in."
            ),
            "Sign in",
            "If you do not know your password any more, the sign-in page helps. If it was not you, leave this \
             mail alone: nothing was changed.",
        ),
    };
    Letter {
        heading: subject.clone(),
        subject,
        paragraphs: vec![format!("Hello {name},"), body],
        button: Some(Button { label: label.to_owned(), address: target }),
        closing: vec![closing.to_owned()],
    }
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    fn all(user_id: UserId) -> [Mail; 7] {
        [
            Mail::Verify { user_id },
            Mail::Reset { user_id },
            Mail::ConfirmEmail { user_id, email: "new@example.org".to_owned() },
            Mail::EmailChangeAsked { user_id },
            Mail::EmailChanged { user_id, email: "old@example.org".to_owned() },
            Mail::PasswordChanged { user_id },
            Mail::AlreadyRegistered { user_id },
        ]
    }

    #[test]
    fn a_mail_comes_out_of_the_queue_as_it_went_in() {
        for mail in all(UserId(Uuid::now_v7())) {
            let stored = serde_json::to_value(&mail).unwrap();
            assert!(stored.is_object());
            assert_eq!(serde_json::from_value::<Mail>(stored).unwrap(), mail);
        }
    }

    #[test]
    fn each_kind_of_mail_has_a_key_of_its_own_for_each_user() {
        let keys: std::collections::BTreeSet<String> = [UserId(Uuid::now_v7()), UserId(Uuid::now_v7())]
            .into_iter()
            .flat_map(all)
            .map(|mail| mail.key())
            .collect();
        assert_eq!(keys.len(), 14);
    }

    #[test]
    fn every_mail_names_the_shop_and_its_reader_and_has_one_button() {
        for mail in all(UserId(Uuid::now_v7())) {
            let letter = write(&mail, "Corner", "Ada", "https://shop.example/x?token=abc".to_owned());
            let text = letter.text("Corner", "https://shop.example");
            assert!(text.starts_with("Hello Ada,\n\n"), "{text}");
            assert!(text.contains("Corner"), "{text}");
            assert!(text.contains("\nhttps://shop.example/x?token=abc\n"), "{text}");
            assert!(!letter.subject.is_empty());
            assert!(!text.contains("  "), "{text}");
        }
    }
}
