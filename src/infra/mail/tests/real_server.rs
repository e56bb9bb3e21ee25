//! The mailer against a server program that others wrote (`smtp-server`, of `package.json`): signing in, STARTTLS,
//! `smtps://`.
//!
//! No authority vouches for the server's certificate, which is made for the test. So that letters arrive encrypted, the
//! mailer is told here to trust this one certificate too; in all else it does what its address says. As it is, the
//! mailer refuses the same server before it says the password, which is tried as well. That it takes a certificate of
//! an authority is not tried: a test has none.

#[path = "../../../../tests/servers/node.rs"]
mod node;

use base64::Engine as _;
use base64::prelude::BASE64_STANDARD;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use serde_json::Value;

use self::node::Server;
use super::*;

const HOST: &str = "127.0.0.1";
const USER: &str = "shop@shop.example";
/// With letters that an address has to write otherwise.
const PASSWORD: &str = "pa:ss/w@rd";
const WRONG: &str = "no:such/w@rd";

/// The server, and what it has said of itself.
struct Smtp {
    server: Server,
    ready: Value,
}

impl Smtp {
    /// `None` where it is not installed.
    fn start() -> Option<Self> {
        let mut server = Server::start("smtp.mjs", "smtp-server", &["node", "openssl"], &[USER, PASSWORD])?;
        let ready = server.said();
        assert_eq!(ready["what"], "ready");
        Some(Self { server, ready })
    }

    /// The address of one of its ports.
    fn url(&self, scheme: &str, password: Option<&str>, port: &str, query: &str) -> String {
        let written = |text: &str| text.replace(':', "%3A").replace('/', "%2F").replace('@', "%40");
        let user = password.map(|password| format!("{}:{}@", written(USER), written(password)));
        format!("{scheme}://{}{HOST}:{}{query}", user.unwrap_or_default(), self.ready[port])
    }

    /// A mailer that trusts this server too.
    fn trusting_mailer(&self, url: &str) -> Mailer {
        let pem = self.ready["certificate"].as_str().unwrap();
        let trust = TlsParameters::builder(HOST.to_owned())
            .add_root_certificate(Certificate::from_pem(pem.as_bytes()).unwrap())
            .build()
            .unwrap();
        let tls = if url.starts_with("smtps:") { Tls::Wrapper(trust) } else { Tls::Required(trust) };
        let mut mailer = mailer(url);
        let way = way_to(&SmtpUrl::parse(url).unwrap(), &mailer.from).unwrap();
        mailer.way = Way::Smtp(Box::new(way.tls(tls).build()));
        mailer
    }

    /// The next try to sign in: whether it was encrypted, and whether it went well.
    fn sign_in(&mut self) -> (bool, bool) {
        let said = self.server.said();
        assert_eq!(said["what"], "sign-in", "{said}");
        (said["encrypted"].as_bool().unwrap(), said["well"].as_bool().unwrap())
    }

    /// The next mail with this subject; answers whether it came encrypted.
    fn mail(&mut self, subject: &str) -> bool {
        let said = self.server.said();
        assert_eq!(said["what"], "mail", "{said}");
        assert_eq!(said["from"], USER);
        assert_eq!(said["to"], serde_json::json!(["ada@example.org"]));
        let content = said["content"].as_str().unwrap();
        assert_eq!(header(content, "Subject"), Some(subject));
        assert!(part(content, "text/plain").contains("A cup of tea for Zoë, warm & ready."), "{content}");
        said["encrypted"].as_bool().unwrap()
    }
}

fn mailer(url: &str) -> Mailer {
    let mut settings = settings();
    settings.vitrine.smtp_url = Some(SmtpUrl::parse(url).unwrap());
    Mailer::new(&settings).unwrap()
}

async fn send(mailer: &Mailer, subject: &str) -> Result<(), MailError> {
    mailer.send("ada@example.org", &letter(subject)).await
}

/// The words of an error, which give no password away, nor what is sent to sign in.
fn words(error: &MailError) -> String {
    let words = format!("{error} {error:?}");
    for password in [PASSWORD, WRONG] {
        let (plain, login) = (format!("\0{USER}\0{password}"), password.to_owned());
        for secret in [login.clone(), BASE64_STANDARD.encode(plain), BASE64_STANDARD.encode(login)] {
            assert!(!words.contains(&secret), "{words}");
        }
    }
    words
}

#[tokio::test]
async fn a_letter_is_taken_with_the_right_password_alone() {
    let Some(mut smtp) = Smtp::start() else { return };
    let nobody = mailer(&smtp.url("smtp", None, "plain", ""));
    let refused = words(&send(&nobody, "One").await.unwrap_err());
    assert!(refused.contains("530"), "{refused}");
    let wrong = mailer(&smtp.url("smtp", Some(WRONG), "plain", ""));
    let refused = words(&send(&wrong, "Two").await.unwrap_err());
    assert!(refused.contains("535"), "{refused}");
    assert_eq!(smtp.sign_in(), (false, false));
    let right = mailer(&smtp.url("smtp", Some(PASSWORD), "plain", ""));
    send(&right, "Three").await.unwrap();
    assert_eq!(smtp.sign_in(), (false, true));
    assert!(!smtp.mail("Three"));
}

#[tokio::test]
async fn with_starttls_and_with_smtps_password_and_letter_are_encrypted() {
    let Some(mut smtp) = Smtp::start() else { return };
    for (scheme, port, query) in [("smtp", "starttls", "?tls=required"), ("smtps", "smtps", "")] {
        let wrong = smtp.trusting_mailer(&smtp.url(scheme, Some(WRONG), port, query));
        let refused = words(&send(&wrong, "One").await.unwrap_err());
        assert!(refused.contains("535"), "{refused}");
        assert_eq!(smtp.sign_in(), (true, false), "{port}");
        let right = smtp.trusting_mailer(&smtp.url(scheme, Some(PASSWORD), port, query));
        send(&right, "Two").await.unwrap();
        assert_eq!(smtp.sign_in(), (true, true), "{port}");
        assert!(smtp.mail("Two"), "{port}");
    }
}

#[tokio::test]
async fn a_server_without_starttls_or_with_an_unknown_certificate_hears_no_password() {
    let Some(mut smtp) = Smtp::start() else { return };
    for (scheme, port, query, why) in [
        ("smtp", "plain", "?tls=required", "STARTTLS"),
        ("smtp", "starttls", "?tls=required", "certificate"),
        ("smtps", "smtps", "", "certificate"),
    ] {
        let mailer = mailer(&smtp.url(scheme, Some(PASSWORD), port, query));
        let refused = words(&send(&mailer, "One").await.unwrap_err());
        assert!(refused.contains(why), "{refused}");
    }
    // What the server says next is of a letter that it does take: nothing came before.
    let right = mailer(&smtp.url("smtp", Some(PASSWORD), "plain", ""));
    send(&right, "Two").await.unwrap();
    assert_eq!(smtp.sign_in(), (false, true));
    assert!(!smtp.mail("Two"));
}
