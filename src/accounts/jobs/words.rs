//! The words of the mails.

use super::Mail;

/// What a mail says between its greeting and its end.
pub(super) struct Words {
    pub subject: String,
    pub body: String,
    /// What stands on the button.
    pub label: &'static str,
    /// What stands below it.
    pub closing: &'static str,
}

impl Words {
    /// The words of a mail from a shop of this name.
    pub(super) fn of(mail: &Mail, shop: &str) -> Self {
        match mail {
            Mail::Verify { .. } => verify(shop),
            Mail::Reset { .. } => reset(shop),
            Mail::ConfirmEmail { .. } => confirm_email(shop),
            Mail::EmailChangeAsked { .. } => email_change_asked(shop),
            Mail::EmailChanged { .. } => email_changed(shop),
            Mail::PasswordChanged { .. } => password_changed(shop),
            Mail::AlreadyRegistered { .. } => already_registered(shop),
        }
    }
}

fn verify(shop: &str) -> Words {
    Words {
        subject: format!("Welcome to {shop}: please confirm your address"),
        body: format!(
            "Somebody, probably you, opened an account at {shop} with this address. Confirm that the address is \
             yours, and you can sign in."
        ),
        label: "Confirm address",
        closing: "The link works once, within three days. If you did not open an account with us, leave this mail \
                  alone: nobody can use that account, and it is deleted within days.",
    }
}

fn reset(shop: &str) -> Words {
    Words {
        subject: "Choose a new password".to_owned(),
        body: format!("You asked for a new password for your account at {shop}. Here you can choose one."),
        label: "Choose a password",
        closing: "The link works once, within one hour. If you did not ask for it, leave this mail alone: your \
                  password stays as it is.",
    }
}

fn confirm_email(shop: &str) -> Words {
    Words {
        subject: "Confirm your new e-mail address".to_owned(),
        body: format!("You want to use this address for your account at {shop}. Confirm that it is yours."),
        label: "Confirm address",
        closing: "The link works once, within one hour. Until then your account keeps the address it has. If you \
                  did not ask for it, leave this mail alone.",
    }
}

fn email_change_asked(shop: &str) -> Words {
    Words {
        subject: "Your e-mail address is about to change".to_owned(),
        body: format!(
            "Another e-mail address was just given for your account at {shop}. The account has it once it is \
             confirmed there. If that was you, all is well."
        ),
        label: "It was not me: choose a new password",
        closing: "With a new password the change is off, and every device is signed out.",
    }
}

fn email_changed(shop: &str) -> Words {
    Words {
        subject: "Your e-mail address was changed".to_owned(),
        body: format!(
            "Your account at {shop} now has another e-mail address, and this one is no longer used. If that was \
             you, all is well."
        ),
        label: "To the shop",
        closing: "If it was not you, write to us at once: we can give you the account back.",
    }
}

fn password_changed(shop: &str) -> Words {
    Words {
        subject: "Your password was changed".to_owned(),
        body: format!(
            "The password of your account at {shop} was just changed, and your other devices were signed out. If \
             that was you, all is well."
        ),
        label: "It was not me: choose a new password",
        closing: "We send this mail so that nobody can change your password without your knowing.",
    }
}

fn already_registered(shop: &str) -> Words {
    Words {
        subject: format!("You have an account at {shop} already"),
        body: format!(
            "Somebody, probably you, wanted to open an account at {shop} with this address. There is one already: \
             simply sign in."
        ),
        label: "Sign in",
        closing: "If you do not know your password any more, the sign-in page helps. If it was not you, leave this \
                  mail alone: nothing was changed.",
    }
}
