//! Files that are no rows: a local folder, or a bucket of an S3-compatible store.
//!
//! Names are made by us, and a file never changes: what is new gets a new name. A file is there whole or not at all.
//! Which files there have to be is in rows of whoever stores them, so the store is never searched.

mod open;

use std::sync::Arc;

use model::error::AppError;
use object_store::path::Path;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutPayload};

/// Seconds after which the store may answer again.
const RETRY_AFTER_SECS: u32 = 5;

/// Where files are. Cheap to clone.
#[derive(Clone)]
pub(crate) struct Storage(Arc<dyn ObjectStore>);

impl Storage {
    /// Writes a file.
    ///
    /// # Errors
    /// `Unavailable` when the store does not take it; nothing of it is there then.
    pub(crate) async fn put(&self, name: &str, content: Vec<u8>) -> Result<(), AppError> {
        self.0.put(&Path::from(name), PutPayload::from(content)).await.map(drop).map_err(|error| failed(name, &error))
    }

    /// Reads a file; nothing when it is not there.
    ///
    /// # Errors
    /// `Unavailable` when the store does not answer.
    pub(crate) async fn get(&self, name: &str) -> Result<Option<Vec<u8>>, AppError> {
        let read = async { self.0.get(&Path::from(name)).await?.bytes().await };
        match read.await {
            Ok(content) => Ok(Some(content.into())),
            Err(Error::NotFound { .. }) => Ok(None),
            Err(error) => Err(failed(name, &error)),
        }
    }

    /// Removes a file; one that is not there is removed already.
    ///
    /// # Errors
    /// `Unavailable` when the store does not do it.
    pub(crate) async fn remove(&self, name: &str) -> Result<(), AppError> {
        match self.0.delete(&Path::from(name)).await {
            Ok(()) | Err(Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(failed(name, &error)),
        }
    }

    /// The names of all files in a folder, for tests.
    #[cfg(feature = "testing")]
    #[expect(clippy::expect_used, reason = "a test whose store does not answer cannot go on")]
    pub(crate) async fn names(&self, folder: &str) -> Vec<String> {
        let listed = self.0.list_with_delimiter(Some(&Path::from(folder))).await.expect("the store can be listed");
        listed.objects.into_iter().map(|object| object.location.to_string()).collect()
    }
}

fn failed(name: &str, error: &Error) -> AppError {
    tracing::error!(name, %error, "the file store failed");
    AppError::Unavailable { retry_after_secs: RETRY_AFTER_SECS }
}

#[cfg(test)]
mod tests;
