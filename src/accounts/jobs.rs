//! The mails of the accounts (SPEC U1), sent by the queue.
//!
//! A job holds no token: the one-time link is made when the mail is written, so nobody who reads the queue gets
//! in. A mail that is tried again has a fresh link.

mod store;
mod words;

use serde::{Deserialize, Serialize};
use sqlx::PgConnection;

use self::store::Recipient;
use self::words::Words;
use super::link::Purpose;
use super::link::service::make as make_link;
use super::model::{UserId, full_name};
use super::throttle::account_key;
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
    /// Lets the user of an address choose a new password, where there is one: only the job looks.
    Reset {
        /// The address that was typed, in lower case.
        email: String,
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
    /// One mail of a kind waits for each user: asking ten times sends one. Each address of before gets its own, and
    /// each that was typed, whoever's it is.
    fn key(&self) -> String {
        let (kind, user_id) = match self {
            Self::Reset { email } => return account_key("mail:reset", email),
            Self::EmailChanged { user_id, email } => {
                return format!("mail:email-changed:{}:{email}", user_id.0.simple());
            }
            Self::Verify { user_id } => ("verify", user_id),
            Self::ConfirmEmail { user_id, .. } => ("confirm-email", user_id),
            Self::EmailChangeAsked { user_id } => ("email-change-asked", user_id),
            Self::PasswordChanged { user_id } => ("password-changed", user_id),
            Self::AlreadyRegistered { user_id } => ("already-registered", user_id),
        };
        format!("mail:{kind}:{}", user_id.0.simple())
    }

    /// Whether it goes to an address of which nobody has shown that it is the user's. Anybody may have typed it, and
    /// the name too: such a mail does not carry it.
    const fn is_to_a_stranger(&self, user: &Recipient) -> bool {
        match self {
            Self::ConfirmEmail { .. } => true,
            Self::EmailChanged { .. } => false,
            _ => !user.is_verified,
        }
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

/// Writes the mail, with a fresh link where it needs one, and sends it. Nothing is sent to a user who is gone by now,
/// to an address that has no account, or to confirm what is confirmed by now.
///
/// # Errors
/// When the database or the mail server does not take it; the queue tries again.
pub async fn run(backend: &Backend, mail: Mail) -> Result<(), AppError> {
    let Some(user) = recipient(backend, &mail).await? else {
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
            let token = make_link(&backend.pool, purpose, UserId(user.id), address).await?;
            format!("{}/{page}?token={token}", shop.public_url)
        }
        None => format!("{}/{}", shop.public_url, page_without_link(&mail)),
    };
    let greeting = if mail.is_to_a_stranger(&user) {
        "Hello,".to_owned()
    } else {
        format!("Hello {},", full_name(&user.first_name, "", &user.username))
    };
    let letter = write(&mail, &shop.shop_name, greeting, target);
    backend.mailer.send(address, &letter).await.map_err(|error| internal(&error))
}

async fn recipient(backend: &Backend, mail: &Mail) -> Result<Option<Recipient>, sqlx::Error> {
    match mail {
        Mail::Reset { email } => store::recipient_at(&backend.pool, email).await,
        Mail::Verify { user_id } => {
            let user = store::recipient(&backend.pool, *user_id).await?;
            Ok(user.filter(|user| !user.is_verified))
        }
        Mail::ConfirmEmail { user_id, .. }
        | Mail::EmailChangeAsked { user_id }
        | Mail::EmailChanged { user_id, .. }
        | Mail::PasswordChanged { user_id }
        | Mail::AlreadyRegistered { user_id } => store::recipient(&backend.pool, *user_id).await,
    }
}

/// Where a mail without a one-time link leads.
const fn page_without_link(mail: &Mail) -> &'static str {
    match mail {
        Mail::PasswordChanged { .. } | Mail::EmailChangeAsked { .. } => "forgot-password",
        Mail::EmailChanged { .. } => "",
        _ => "sign-in",
    }
}

/// A mail as a letter, whose button leads to the target.
fn write(mail: &Mail, shop: &str, greeting: String, target: String) -> Letter {
    let Words { subject, body, label, closing } = Words::of(mail, shop);
    Letter {
        heading: subject.clone(),
        subject,
        paragraphs: vec![greeting, body],
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
            Mail::Reset { email: format!("{}@example.org", user_id.0) },
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
    fn the_key_of_a_mail_to_a_typed_address_does_not_tell_the_address() {
        let key = Mail::Reset { email: "ada@example.org".to_owned() }.key();
        assert!(key.starts_with("mail:reset:") && !key.contains("ada"), "{key}");
    }

    #[test]
    fn every_mail_begins_with_its_greeting_names_the_shop_and_has_one_button() {
        for mail in all(UserId(Uuid::now_v7())) {
            let target = "https://shop.example/x?token=abc".to_owned();
            let letter = write(&mail, "Corner", "Hello Ada,".to_owned(), target);
            let text = letter.text("Corner", "https://shop.example");
            assert!(text.starts_with("Hello Ada,\n\n"), "{text}");
            assert!(text.contains("Corner"), "{text}");
            assert!(text.contains("\nhttps://shop.example/x?token=abc\n"), "{text}");
            assert!(!letter.subject.is_empty());
            assert!(!text.contains("  "), "{text}");
        }
    }
}
