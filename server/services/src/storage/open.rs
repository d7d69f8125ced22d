//! Opening the store that the settings name.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt;
use std::sync::Arc;
use std::time::Duration;

use object_store::aws::{AmazonS3, AmazonS3Builder};
use object_store::local::LocalFileSystem;
use object_store::memory::InMemory;
use object_store::prefix::PrefixStore;
use object_store::{ClientOptions, ObjectStore, RetryConfig};
use secrecy::ExposeSecret;

use super::Storage;
use crate::settings::{BucketSettings, StorageSettings};

/// How long a bucket may take for one request, and for all tries of it.
const REQUEST: Duration = Duration::from_secs(10);
const CONNECT: Duration = Duration::from_secs(5);
const TRIES: usize = 2;

impl Storage {
    /// Opens the store; a folder is made if it is missing, a bucket is not asked yet.
    pub(crate) fn open(settings: &StorageSettings) -> Result<Self, String> {
        let store: Arc<dyn ObjectStore> = match settings {
            StorageSettings::Memory => Arc::new(InMemory::new()),
            StorageSettings::Folder(folder) => {
                let fails = |error: &dyn std::fmt::Display| format!("{}: {error}", folder.display());
                DirBuilder::new().recursive(true).mode(0o700).create(folder).map_err(|error| fails(&error))?;
                let store = LocalFileSystem::new_with_prefix(folder).map_err(|error| fails(&error))?;
                Arc::new(store.with_fsync(true))
            }
            StorageSettings::Bucket(bucket) => {
                let store = s3(bucket).map_err(|error| error.to_string())?;
                match bucket.folder.as_str() {
                    "" => Arc::new(store),
                    folder => Arc::new(PrefixStore::new(store, folder)),
                }
            }
        };
        Ok(Self(store))
    }
}

fn s3(bucket: &BucketSettings) -> object_store::Result<AmazonS3> {
    let client = ClientOptions::new().with_timeout(REQUEST).with_connect_timeout(CONNECT);
    let retry = RetryConfig { max_retries: TRIES, retry_timeout: REQUEST, ..RetryConfig::default() };
    AmazonS3Builder::new()
        .with_endpoint(bucket.endpoint.trim_end_matches('/'))
        .with_region(&bucket.region)
        .with_bucket_name(&bucket.bucket)
        .with_access_key_id(&bucket.key_id)
        .with_secret_access_key(bucket.secret.expose_secret())
        .with_virtual_hosted_style_request(false)
        // Not every store knows how to delete many at once, and we delete three.
        .with_disable_bulk_delete(true)
        .with_client_options(client)
        // After the options, which would take it back.
        .with_allow_http(bucket.endpoint.starts_with("http://"))
        .with_retry(retry)
        .build()
}
