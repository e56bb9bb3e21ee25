//! The mailer against the test's own receiver of mail, which shows each byte, and into the folder; `real_server.rs`
//! has a server that others wrote.

mod real_server;

use std::time::Duration;

use tokio::time::timeout;

use super::receiver::{REFUSED, Received, Receiver};
use super::*;

fn settings() -> Settings {
    let mut settings = Settings::defaults().unwrap();
    settings.vitrine.shop_name = "Vitrine".to_owned();
    settings.vitrine.mail_from = "Café Vitrine <shop@shop.example>".to_owned();
    settings.vitrine.mail_reply_to = "hello@shop.example".to_owned();
    settings.vitrine.data_folder = crate::infra::testing::folder();
    settings
}

async fn with_server() -> (Mailer, Receiver) {
    let receiver = Receiver::start().await.unwrap();
    let mut settings = settings();
    settings.vitrine.smtp_url = Some(SmtpUrl::parse(&format!("smtp://{}", receiver.address)).unwrap());
    (Mailer::new(&settings).unwrap(), receiver)
}

async fn next(receiver: &mut Receiver) -> Received {
    timeout(Duration::from_secs(10), receiver.next()).await.unwrap().unwrap()
}

fn letter(subject: &str) -> Letter {
    Letter {
        subject: subject.to_owned(),
        heading: "Hello".to_owned(),
        paragraphs: vec!["A cup of tea for Zoë, warm & ready.".to_owned()],
        button: Some(Button {
            label: "Confirm".to_owned(),
            address: "https://shop.example/verify-email?token=abc_DEF-123".to_owned(),
        }),
        closing: vec![".A line that begins with a dot".to_owned()],
    }
}

/// The value of a header, unfolded.
fn header<'a>(content: &'a str, name: &str) -> Option<&'a str> {
    let (headers, _) = content.split_once("\r\n\r\n")?;
    headers.split("\r\n").find_map(|line| line.strip_prefix(name)?.strip_prefix(": "))
}

/// The body of the part of this type, decoded.
fn part(content: &str, kind: &str) -> String {
    let (_, rest) = content.split_once(&format!("Content-Type: {kind}")).unwrap();
    let (headers, body) = rest.split_once("\r\n\r\n").unwrap();
    let body = body.split("\r\n--").next().unwrap();
    if headers.contains("quoted-printable") { from_quoted_printable(body) } else { body.to_owned() }
}

fn from_quoted_printable(body: &str) -> String {
    let body = body.replace("=\r\n", "");
    let mut bytes = Vec::new();
    let mut rest = body.as_bytes();
    while let Some((&first, tail)) = rest.split_first() {
        if first == b'=' {
            bytes.push(u8::from_str_radix(std::str::from_utf8(&tail[..2]).unwrap(), 16).unwrap());
            rest = &tail[2..];
        } else {
            bytes.push(first);
            rest = tail;
        }
    }
    String::from_utf8(bytes).unwrap()
}

#[tokio::test]
async fn an_smtp_server_gets_the_envelope_the_subject_and_both_forms() {
    let (mailer, mut receiver) = with_server().await;
    mailer.send("ada@example.org", &letter("Grüße")).await.unwrap();
    let received = next(&mut receiver).await;
    assert_eq!(received.from, "shop@shop.example");
    assert_eq!(received.to, ["ada@example.org"]);
    let content = &received.content;
    // "Grüße" as an encoded word (RFC 2047).
    assert_eq!(header(content, "Subject"), Some("=?utf-8?b?R3LDvMOfZQ==?="));
    assert_eq!(header(content, "To"), Some("ada@example.org"));
    assert_eq!(header(content, "Reply-To"), Some("hello@shop.example"));
    assert_eq!(header(content, "Auto-Submitted"), Some("auto-generated"));
    assert!(header(content, "From").unwrap().ends_with("<shop@shop.example>"));
    assert!(header(content, "Message-ID").unwrap().ends_with("@shop.example>"));
    assert!(header(content, "Date").is_some());
    assert!(header(content, "Content-Type").unwrap().starts_with("multipart/alternative"));
    let text = part(content, "text/plain");
    assert!(text.contains("A cup of tea for Zoë, warm & ready."), "{text}");
    assert!(text.contains("\r\nhttps://shop.example/verify-email?token=abc_DEF-123\r\n"), "{text}");
    assert!(text.contains("\r\n.A line that begins with a dot\r\n"), "{text}");
    let html = part(content, "text/html");
    assert!(html.contains("A cup of tea for Zoë, warm &amp; ready."), "{html}");
    assert!(html.contains("href=\"https://shop.example/verify-email?token=abc_DEF-123\""), "{html}");
}

#[tokio::test]
async fn a_subject_cannot_smuggle_a_header_in() {
    let (mailer, mut receiver) = with_server().await;
    mailer.send("ada@example.org", &letter("Hello\r\nBcc: eve@example.org\r\n\r\nBody")).await.unwrap();
    let received = next(&mut receiver).await;
    assert_eq!(received.to, ["ada@example.org"]);
    assert_eq!(header(&received.content, "Subject"), Some("Hello Bcc: eve@example.org Body"));
    assert_eq!(header(&received.content, "Bcc"), None);
}

#[tokio::test]
async fn an_address_cannot_smuggle_anything_in() {
    let (mailer, mut receiver) = with_server().await;
    for to in [
        "ada@example.org\r\nBcc: eve@example.org",
        "ada@example.org, eve@example.org",
        "\"a\r\nRCPT TO:<eve@example.org>\"@example.org",
        "Ada <ada@example.org>",
        "",
    ] {
        assert!(mailer.send(to, &letter("Hello")).await.is_err(), "{to:?}");
    }
    assert!(!receiver.has_more());
}

#[tokio::test]
async fn a_refusal_is_an_error_with_the_servers_words() {
    let (mailer, mut receiver) = with_server().await;
    let error = mailer.send(&format!("{REFUSED}@example.org"), &letter("Hello")).await.unwrap_err();
    assert!(error.to_string().contains("no such mailbox"), "{error}");
    assert!(!receiver.has_more());
}

#[tokio::test]
async fn a_server_that_is_away_is_an_error() {
    let (mailer, receiver) = with_server().await;
    drop(receiver);
    // The port may still be taken for a moment; then the talk breaks off, which is an error too.
    assert!(mailer.send("ada@example.org", &letter("Hello")).await.is_err());
}

#[tokio::test]
async fn without_a_server_a_mail_is_kept_in_the_folder() {
    let settings = settings();
    let mailer = Mailer::new(&settings).unwrap();
    mailer.send("ada@example.org", &letter("Grüße")).await.unwrap();
    let mails = Outbox::of(&settings).list().await.unwrap();
    assert_eq!(mails.len(), 1);
    assert_eq!((mails[0].to.as_str(), mails[0].subject.as_str()), ("ada@example.org", "Grüße"));
    assert!(mails[0].text.contains("token=abc_DEF-123"));
    let folder = settings.vitrine.data_folder.join("mail");
    let message = std::fs::read_to_string(folder.join(format!("{}.eml", mails[0].id))).unwrap();
    assert_eq!(header(&message, "To"), Some("ada@example.org"));
    std::fs::remove_dir_all(&settings.vitrine.data_folder).unwrap();
}

#[test]
fn an_smtp_address_that_gives_its_password_away_is_refused() {
    for good in [
        "smtps://user:pass@mail.example:465",
        "smtps://mail.example",
        "smtp://user:pass@mail.example:587?tls=required",
        "smtp://127.0.0.1:1025",
        "smtp://user:pass@localhost:1025",
        "smtp://mailpit:1025",
    ] {
        assert!(SmtpUrl::parse(good).is_ok(), "{good}");
    }
    for bad in [
        "",
        "mail.example",
        "https://mail.example",
        "smtp://user:pass@mail.example",
        "smtp://user:pass@mail.example?tls=opportunistic",
        "smtp://user:pass@localhost.evil.example",
        "smtps://user@mail.example",
    ] {
        let why = SmtpUrl::parse(bad).unwrap_err();
        assert!(!why.contains("pass@"), "{why}");
    }
    let url = SmtpUrl::parse("smtps://user:secret@mail.example").unwrap();
    assert!(!format!("{url:?}").contains("secret"));
}

#[test]
fn a_sender_is_an_address_with_or_without_a_name() {
    for good in ["shop@example.org", "Shop <shop@example.org>", "Vitrine <shop@localhost>"] {
        assert_eq!(check_sender(good), Ok(()), "{good}");
    }
    for bad in ["", "shop", "Shop shop@example.org", "a@b.example\r\nBcc: c@d.example"] {
        assert!(check_sender(bad).is_err(), "{bad}");
    }
}
