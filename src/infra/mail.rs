//! Mail (SPEC J1): a letter as text and as HTML, given to an SMTP server, or kept in a folder where there is none.

mod letter;
mod outbox;
#[cfg(test)]
mod receiver;
#[cfg(test)]
mod tests;

use std::fmt::{Debug, Formatter};
use std::time::Duration;

use lettre::message::header::{HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport as _, Message, Tokio1Executor};
use uuid::Uuid;

pub use self::letter::{Button, Letter, escape_html};
pub use self::outbox::{KeptMail, Outbox};
use crate::infra::clock;
use crate::infra::config::Settings;

/// How long one step of the talk with the SMTP server may take.
const PATIENCE: Duration = Duration::from_secs(20);
/// Longest subject, in characters.
const LONGEST_SUBJECT: usize = 200;
/// Said of an SMTP server's address that is none.
const UNREADABLE: &str = "it is not an address such as smtps://user:password@mail.example:465";

/// Sends letters the way that the settings say. Cloning is cheap.
#[derive(Clone)]
pub struct Mailer {
    way: Way,
    from: Mailbox,
    reply_to: Mailbox,
    shop_name: String,
    public_url: String,
}

#[derive(Clone)]
enum Way {
    Folder(Outbox),
    Smtp(Box<AsyncSmtpTransport<Tokio1Executor>>),
}

/// Why a mail did not leave, in one sentence.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct MailError(String);

impl Mailer {
    /// A mailer as the settings say: to the SMTP server, or into the folder `mail` of the data folder.
    ///
    /// # Errors
    /// When the sender or the server's address cannot be used, which the check of the settings rules out.
    pub fn new(settings: &Settings) -> Result<Self, MailError> {
        let shop = &settings.vitrine;
        let from = parse_sender(&shop.mail_from)?;
        let reply_to =
            if shop.mail_reply_to.is_empty() { from.clone() } else { parse_sender(&shop.mail_reply_to)? };
        let way = match &shop.smtp_url {
            Some(url) => Way::Smtp(Box::new(way_to(url, &from)?.build())),
            None => Way::Folder(Outbox::of(settings)),
        };
        let (shop_name, public_url) = (shop.shop_name.clone(), shop.public_url.clone());
        Ok(Self { way, from, reply_to, shop_name, public_url })
    }

    /// Sends a letter to one address. The SMTP server has taken it when this answers.
    ///
    /// # Errors
    /// When the address is none, or the server or the disk refuses.
    pub async fn send(&self, to: &str, letter: &Letter) -> Result<(), MailError> {
        let text = letter.text(&self.shop_name, &self.public_url);
        let html = letter.html(&self.shop_name, &self.public_url);
        let subject = one_line(&letter.subject);
        let id = Uuid::now_v7().simple().to_string();
        let message = self.compose(&id, to, &subject, text.clone(), html.clone())?;
        match &self.way {
            Way::Smtp(server) => match server.send(message).await {
                Ok(_) => Ok(()),
                Err(error) => Err(MailError(format!("The SMTP server did not take the mail: {error}"))),
            },
            Way::Folder(outbox) => {
                let kept = KeptMail { id, at: clock::now(), to: to.to_owned(), subject, text, html };
                outbox
                    .keep(&kept, &message.formatted())
                    .await
                    .map_err(|error| MailError(format!("The mail cannot be kept in its folder: {error}")))
            }
        }
    }

    fn compose(
        &self,
        id: &str,
        to: &str,
        subject: &str,
        text: String,
        html: String,
    ) -> Result<Message, MailError> {
        let automatic =
            HeaderValue::new(HeaderName::new_from_ascii_str("Auto-Submitted"), "auto-generated".to_owned());
        Message::builder()
            .from(self.from.clone())
            .reply_to(self.reply_to.clone())
            .to(Mailbox::new(None, parse_address(to)?))
            .subject(subject)
            .date_now()
            .message_id(Some(format!("<{id}@{}>", self.from.email.domain())))
            // Keeps answering machines quiet (RFC 3834).
            .raw_header(automatic)
            .multipart(MultiPart::alternative_plain_html(text, html))
            .map_err(|error| MailError(format!("The mail cannot be written: {error}")))
    }
}

/// The way to an SMTP server: encrypted and signed in to as its address says. A server is trusted when one of the
/// authorities that are compiled in (`webpki-roots`) vouches for it, and for no other reason.
fn way_to(url: &SmtpUrl, from: &Mailbox) -> Result<AsyncSmtpTransportBuilder, MailError> {
    let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(&url.0)
        .map_err(|_| MailError(UNREADABLE.to_owned()))?;
    let hello = ClientId::Domain(from.email.domain().to_owned());
    Ok(transport.hello_name(hello).timeout(Some(PATIENCE)))
}

/// The SMTP server's address: `smtps://user:password@host:465`, `smtp://host:1025`. It may hold a password, so
/// nothing prints it.
#[derive(Clone, PartialEq, Eq)]
pub struct SmtpUrl(String);

impl Debug for SmtpUrl {
    fn fmt(&self, out: &mut Formatter<'_>) -> std::fmt::Result {
        out.write_str("SmtpUrl(…)")
    }
}

impl SmtpUrl {
    /// Takes an address that can be used and that gives no password away on its way.
    ///
    /// # Errors
    /// Why it cannot be used; the words hold nothing of the address.
    pub fn parse(value: &str) -> Result<Self, &'static str> {
        AsyncSmtpTransport::<Tokio1Executor>::from_url(value).map_err(|_| UNREADABLE)?;
        let (scheme, rest) = value.split_once("://").ok_or(UNREADABLE)?;
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if let Some((user, host)) = authority.rsplit_once('@') {
            if !user.contains(':') {
                return Err("it has a user without a password");
            }
            let query = rest.split_once('?').map_or("", |(_, query)| query);
            let encrypted =
                scheme.eq_ignore_ascii_case("smtps") || query.split('&').any(|part| part == "tls=required");
            if !encrypted && !is_loopback(host) {
                return Err(
                    "it would send the password unencrypted: begin with smtps://, or end with ?tls=required",
                );
            }
        }
        Ok(Self(value.to_owned()))
    }
}

/// Whether `host` or `host:port` is this machine.
fn is_loopback(host: &str) -> bool {
    ["localhost", "127.0.0.1", "[::1]"]
        .iter()
        .any(|name| host.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(':')))
}

/// Whether mails can be sent from (or answered to) this: `shop@example.org` or `Shop <shop@example.org>`.
///
/// # Errors
/// Why not.
pub fn check_sender(value: &str) -> Result<(), String> {
    parse_sender(value).map(|_| ()).map_err(|error| error.to_string())
}

fn parse_sender(value: &str) -> Result<Mailbox, MailError> {
    let refused = || MailError(format!("\"{value}\" is not a sender such as Shop <shop@example.org>"));
    if value.chars().any(char::is_control) {
        return Err(refused());
    }
    value.parse().map_err(|_| refused())
}

/// One bare address; a line break or another address in it is refused.
fn parse_address(value: &str) -> Result<Address, MailError> {
    let refused = || MailError("The receiver's e-mail address cannot be used".to_owned());
    if value.chars().any(|letter| letter.is_control() || letter.is_whitespace()) {
        return Err(refused());
    }
    value.parse().map_err(|_| refused())
}

/// A subject without line breaks, so that no header can follow it.
fn one_line(value: &str) -> String {
    let plain: String = value
        .chars()
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .take(LONGEST_SUBJECT)
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}
