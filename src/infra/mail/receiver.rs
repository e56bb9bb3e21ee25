//! A small SMTP server for tests: it speaks as much of RFC 5321 as a sender needs, without encryption and without
//! signing in, and keeps what it is given.

use std::io;
use std::net::SocketAddr;

use tokio::io::{AsyncBufReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio::task::JoinHandle;

/// A receiver whose name begins with this is refused.
pub(super) const REFUSED: &str = "refused";

/// A mail as it came over the wire.
#[derive(Debug)]
pub(super) struct Received {
    /// The sender of the envelope.
    pub from: String,
    /// The receivers of the envelope.
    pub to: Vec<String>,
    /// Headers and body.
    pub content: String,
}

/// The server; it ends when it is dropped.
pub(super) struct Receiver {
    /// Where it listens.
    pub address: SocketAddr,
    mails: UnboundedReceiver<Received>,
    server: JoinHandle<()>,
}

impl Drop for Receiver {
    fn drop(&mut self) {
        self.server.abort();
    }
}

impl Receiver {
    /// Listens on a free port of this machine.
    pub(super) async fn start() -> io::Result<Self> {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        let address = listener.local_addr()?;
        let (sender, mails) = unbounded_channel();
        let server = tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                let sender = sender.clone();
                tokio::spawn(async move {
                    // A talk that breaks off has given nothing, which the test sees.
                    let _ = talk(stream, &sender).await;
                });
            }
        });
        Ok(Self { address, mails, server })
    }

    /// The next mail that was taken; waits for it.
    pub(super) async fn next(&mut self) -> Option<Received> {
        self.mails.recv().await
    }

    /// Whether a mail was taken that nobody has looked at.
    pub(super) fn has_more(&mut self) -> bool {
        self.mails.try_recv().is_ok()
    }
}

async fn talk(stream: TcpStream, mails: &UnboundedSender<Received>) -> io::Result<()> {
    let (reading, mut writing) = stream.into_split();
    let mut lines = BufReader::new(reading).lines();
    writing.write_all(b"220 test ready\r\n").await?;
    let (mut from, mut to) = (String::new(), Vec::new());
    while let Some(line) = lines.next_line().await? {
        let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
        let answer = match verb.as_str() {
            "EHLO" => "250-test\r\n250 8BITMIME",
            "MAIL" => {
                from = address(&line);
                to.clear();
                "250 sender taken"
            }
            "RCPT" if address(&line).starts_with(REFUSED) => "550 no such mailbox",
            "RCPT" => {
                to.push(address(&line));
                "250 receiver taken"
            }
            "DATA" => {
                writing.write_all(b"354 go on\r\n").await?;
                let mut content = String::new();
                while let Some(line) = lines.next_line().await? {
                    if line == "." {
                        break;
                    }
                    content.push_str(line.strip_prefix('.').unwrap_or(&line));
                    content.push_str("\r\n");
                }
                let _ = mails.send(Received { from: from.clone(), to: to.clone(), content });
                "250 taken"
            }
            "QUIT" => {
                writing.write_all(b"221 bye\r\n").await?;
                return Ok(());
            }
            "NOOP" | "RSET" => "250 well",
            _ => "502 not known here",
        };
        writing.write_all(answer.as_bytes()).await?;
        writing.write_all(b"\r\n").await?;
    }
    Ok(())
}

/// What stands between angle brackets.
fn address(line: &str) -> String {
    let inner = line.split_once('<').and_then(|(_, rest)| rest.split_once('>'));
    inner.map_or_else(String::new, |(address, _)| address.to_owned())
}
