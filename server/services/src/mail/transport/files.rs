//! A folder of `.eml` files, for installations without a mail server.
//!
//! They hold usable links, so only the account that runs the server can read them.

use std::path::PathBuf;

use model::ids::MailId;
use model::mail::MailFailure;

use super::Undelivered;

/// A folder of mails; made when the first one is written.
pub(crate) struct Files {
    folder: PathBuf,
}

impl Files {
    pub(super) fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Writes one mail. The name is the mail's id, so that writing it twice leaves one file, and the files sort by time.
    pub(super) async fn keep(&self, id: MailId, mail: Vec<u8>) -> Result<(), Undelivered> {
        let folder = self.folder.clone();
        let written = tokio::task::spawn_blocking(move || write(&folder, id, &mail)).await;
        match written {
            Ok(Ok(())) => Ok(()),
            Ok(Err(error)) => Err(Undelivered::later(MailFailure::Unreachable, &error.kind().to_string())),
            Err(error) => Err(Undelivered::later(MailFailure::Unreachable, &error.to_string())),
        }
    }
}

/// Under another name first, so that nobody sees half a mail.
fn write(folder: &std::path::Path, id: MailId, mail: &[u8]) -> std::io::Result<()> {
    use std::io::Write as _;

    let mut folders = std::fs::DirBuilder::new();
    folders.recursive(true);
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::{DirBuilderExt as _, OpenOptionsExt as _};
        folders.mode(0o700);
        options.mode(0o600);
    }
    folders.create(folder)?;
    let unfinished = folder.join(format!("{id}.part"));
    let mut file = options.open(&unfinished)?;
    file.write_all(mail)?;
    file.sync_all()?;
    std::fs::rename(&unfinished, folder.join(format!("{id}.eml")))
}
