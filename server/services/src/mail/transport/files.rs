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

impl Files {
    /// The mails that are there.
    pub(super) async fn kept(&self) -> std::io::Result<Vec<MailId>> {
        let folder = self.folder.clone();
        let listed = tokio::task::spawn_blocking(move || list(&folder)).await;
        listed.unwrap_or_else(|error| Err(std::io::Error::other(error)))
    }

    /// Removes mails; one that is not there is removed already.
    pub(super) async fn remove(&self, mails: Vec<MailId>) -> std::io::Result<()> {
        let folder = self.folder.clone();
        let removed =
            tokio::task::spawn_blocking(move || mails.into_iter().try_for_each(|id| remove(&folder, id))).await;
        removed.unwrap_or_else(|error| Err(std::io::Error::other(error)))
    }
}

/// What is not named like a mail of ours is somebody else's.
fn list(folder: &std::path::Path) -> std::io::Result<Vec<MailId>> {
    let entries = match std::fs::read_dir(folder) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Vec::new()),
        entries => entries?,
    };
    let mut mails = Vec::new();
    for entry in entries {
        let name = entry?.file_name();
        let id = name.to_str().and_then(|name| name.strip_suffix(".eml"));
        let id = id.and_then(|id| id.parse::<MailId>().ok());
        mails.extend(id);
    }
    Ok(mails)
}

fn remove(folder: &std::path::Path, id: MailId) -> std::io::Result<()> {
    match std::fs::remove_file(folder.join(format!("{id}.eml"))) {
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(()),
        removed => removed,
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

#[cfg(test)]
mod tests {
    use uuid::Uuid;

    use super::*;

    // D8
    #[tokio::test]
    async fn mail_is_kept_once_and_for_its_owner_only() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().join("data").join("mail"));
        let id = MailId(Uuid::from_u128(7));
        for text in ["first", "second"] {
            files.keep(id, text.into()).await.unwrap();
        }
        let path = folder.path().join("data/mail").join(format!("{id}.eml"));
        assert_eq!(std::fs::read(&path).unwrap(), b"second");
        assert_eq!(std::fs::read_dir(path.parent().unwrap()).unwrap().count(), 1);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt as _;
            let mode = |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
            assert_eq!((mode(&path), mode(path.parent().unwrap())), (0o600, 0o700));
        }
    }

    // UL-02
    #[tokio::test]
    async fn mails_are_listed_and_removed_and_other_files_stay() {
        let folder = tempfile::tempdir().unwrap();
        let files = Files::new(folder.path().join("mail"));
        assert_eq!(files.kept().await.unwrap(), []);
        let [gone, stays] = [1, 2].map(|n| MailId(Uuid::from_u128(n)));
        for id in [gone, stays] {
            files.keep(id, "text".into()).await.unwrap();
        }
        std::fs::write(folder.path().join("mail/notes.eml"), "mine").unwrap();
        files.remove(vec![gone, gone]).await.unwrap();
        assert_eq!(files.kept().await.unwrap(), [stays]);
        assert!(folder.path().join("mail/notes.eml").exists());
    }

    #[tokio::test]
    async fn folder_that_cannot_be_written_is_tried_again_later() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("mail"), "a file").unwrap();
        let kept = Files::new(folder.path().join("mail")).keep(MailId(Uuid::nil()), Vec::new()).await;
        let undelivered = kept.unwrap_err();
        assert_eq!(undelivered.failure, MailFailure::Unreachable);
        assert!(!undelivered.answer.unwrap().contains('/'), "no paths on the Mail page");
    }
}
