//! Mails in a folder, for development and for shops without an SMTP server: each is an `.eml` file that mail
//! programs open, and a `.json` file with what a page shows of it.

use std::io;
use std::path::PathBuf;

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use tokio::fs::{self, DirBuilder, OpenOptions};
use tokio::io::AsyncWriteExt as _;

use crate::infra::config::Settings;

/// Mails that are kept; the oldest make room.
const KEPT: usize = 200;

/// The folder.
#[derive(Clone, Debug)]
pub struct Outbox {
    folder: PathBuf,
}

/// A mail in the folder.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptMail {
    /// Its name in the folder: ids sort by time.
    pub id: String,
    /// When it was written.
    pub at: DateTime<Utc>,
    /// The receiver's address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The plain text.
    pub text: String,
    /// The HTML document.
    pub html: String,
}

impl Outbox {
    /// The folder `mail` in the data folder.
    #[must_use]
    pub fn of(settings: &Settings) -> Self {
        Self { folder: settings.vitrine.data_folder.join("mail") }
    }

    /// The mails, newest first. Without the folder there are none.
    ///
    /// # Errors
    /// When the folder cannot be read.
    pub async fn list(&self) -> io::Result<Vec<KeptMail>> {
        let mut mails = Vec::new();
        for id in self.ids().await? {
            // Another program may have made room meanwhile.
            mails.extend(self.get(&id).await?);
        }
        Ok(mails)
    }

    /// One mail.
    ///
    /// # Errors
    /// When its file cannot be read.
    pub async fn get(&self, id: &str) -> io::Result<Option<KeptMail>> {
        if !is_id(id) {
            return Ok(None);
        }
        match fs::read(self.folder.join(format!("{id}.json"))).await {
            Ok(content) => Ok(Some(serde_json::from_slice(&content)?)),
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// Keeps a mail and removes the oldest beyond the number that is kept.
    pub(super) async fn keep(&self, mail: &KeptMail, message: &[u8]) -> io::Result<()> {
        // The mails hold links that let their reader in: nobody else on the machine may read them.
        DirBuilder::new().recursive(true).mode(0o700).create(&self.folder).await?;
        self.write(&format!("{}.eml", mail.id), message).await?;
        // The last one written makes the mail appear in the list.
        self.write(&format!("{}.json", mail.id), &serde_json::to_vec_pretty(mail)?).await?;
        for id in self.ids().await?.into_iter().skip(KEPT) {
            for ending in ["json", "eml"] {
                match fs::remove_file(self.folder.join(format!("{id}.{ending}"))).await {
                    Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
                    _ => {}
                }
            }
        }
        Ok(())
    }

    /// Writes beside the file first, so that a reader finds it whole or not at all.
    async fn write(&self, name: &str, content: &[u8]) -> io::Result<()> {
        let beside = self.folder.join(format!(".{name}.part"));
        let mut file =
            OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&beside).await?;
        file.write_all(content).await?;
        file.flush().await?;
        drop(file);
        fs::rename(&beside, self.folder.join(name)).await
    }

    /// The mails' ids, newest first.
    async fn ids(&self) -> io::Result<Vec<String>> {
        let mut entries = match fs::read_dir(&self.folder).await {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(error),
        };
        let mut ids = Vec::new();
        while let Some(entry) = entries.next_entry().await? {
            if let Some(id) = entry.file_name().to_str().and_then(|name| name.strip_suffix(".json"))
                && is_id(id)
            {
                ids.push(id.to_owned());
            }
        }
        ids.sort_unstable_by(|one, other| other.cmp(one));
        Ok(ids)
    }
}

/// An id leads to no other folder.
fn is_id(value: &str) -> bool {
    value.len() == 32 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;
    use crate::infra::{clock, testing};

    fn outbox() -> Outbox {
        Outbox { folder: testing::folder().join("mail") }
    }

    fn mail(number: usize) -> KeptMail {
        KeptMail {
            id: Uuid::now_v7().simple().to_string(),
            at: clock::now(),
            to: "ada@example.org".to_owned(),
            subject: format!("Mail {number}"),
            text: "Hello".to_owned(),
            html: "<p>Hello</p>".to_owned(),
        }
    }

    #[tokio::test]
    async fn the_newest_mails_are_kept_and_come_first() {
        let outbox = outbox();
        assert!(outbox.list().await.unwrap().is_empty());
        for number in 0..KEPT + 3 {
            outbox.keep(&mail(number), b"Subject: x\r\n\r\nHello").await.unwrap();
        }
        let mails = outbox.list().await.unwrap();
        assert_eq!(mails.len(), KEPT);
        assert_eq!(mails[0].subject, format!("Mail {}", KEPT + 2));
        assert_eq!(mails[KEPT - 1].subject, "Mail 3");
        assert_eq!(outbox.get(&mails[0].id).await.unwrap().as_ref(), Some(&mails[0]));
        let files = std::fs::read_dir(&outbox.folder).unwrap().count();
        assert_eq!(files, 2 * KEPT);
        std::fs::remove_dir_all(outbox.folder.parent().unwrap()).unwrap();
    }

    #[tokio::test]
    async fn only_the_owner_can_read_a_mail() {
        use std::os::unix::fs::PermissionsExt as _;
        let outbox = outbox();
        let mail = mail(1);
        outbox.keep(&mail, b"x").await.unwrap();
        let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
        assert_eq!(mode(&outbox.folder), 0o700);
        assert_eq!(mode(&outbox.folder.join(format!("{}.eml", mail.id))), 0o600);
        std::fs::remove_dir_all(outbox.folder.parent().unwrap()).unwrap();
    }

    #[tokio::test]
    async fn a_name_that_is_no_id_leads_nowhere() {
        let outbox = outbox();
        for name in ["", "../../etc/passwd", "0189f7c2", "/0189f7c2aaaabbbbccccddddeeeeffff"] {
            assert_eq!(outbox.get(name).await.unwrap(), None);
        }
    }
}
