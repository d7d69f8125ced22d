//! Where files are kept that are no rows: pictures.

use std::path::{Path, PathBuf};

use clap::Args;
use secrecy::{ExposeSecret, SecretString};
use services::{BucketSettings, StorageSettings};
use url::Url;

use super::mail::percent_decode;
use super::{Problems, is_loopback};

/// What is signed for where the store does not care.
const ANY_REGION: &str = "us-east-1";

/// Settings of the file store.
#[derive(Args, Clone, Debug)]
#[group(skip)]
pub(super) struct Options {
    /// "files" keeps pictures in the data folder. Several nodes share a bucket of an S3-compatible store:
    /// s3://key:secret@host/bucket/folder?region=name, reached over TLS except on loopback.
    #[arg(long, env = "STORAGE_URL", hide_env_values = true, help_heading = "Storage")]
    storage_url: Option<SecretString>,

    /// A file that holds STORAGE_URL.
    #[arg(long, env = "STORAGE_URL_FILE", help_heading = "Storage")]
    storage_url_file: Option<PathBuf>,
}

impl Options {
    pub(super) fn load(&self, data_dir: &Path, problems: &mut Problems) -> Option<StorageSettings> {
        let (given, file) = (self.storage_url.as_ref(), self.storage_url_file.as_deref());
        match super::security::secret("STORAGE_URL", given, file, problems) {
            None => Some(StorageSettings::Folder(data_dir.join("files"))),
            Some(text) if text.expose_secret() == "files" => Some(StorageSettings::Folder(data_dir.join("files"))),
            Some(text) => problems.take("STORAGE_URL", bucket(text.expose_secret())).map(StorageSettings::Bucket),
        }
    }
}

/// Reads the address of a bucket. What is wrong is said without quoting it: it holds a secret.
fn bucket(text: &str) -> Result<BucketSettings, &'static str> {
    let url = Url::parse(text).map_err(|_| "is neither \"files\" nor a URL")?;
    if url.scheme() != "s3" {
        return Err("is \"files\", or begins with s3://");
    }
    let host = url.host_str().filter(|host| !host.is_empty()).ok_or("names no host")?;
    let port = url.port().map_or_else(String::new, |port| format!(":{port}"));
    // Hosts of a scheme that is not the web's are kept as they are written.
    let plain = Url::parse(&format!("http://{host}{port}/")).is_ok_and(|url| is_loopback(&url));
    let secret = url.password().filter(|_| !url.username().is_empty()).ok_or("names no access key with its secret")?;
    let mut path = url.path().trim_matches('/').splitn(2, '/');
    let bucket = path.next().filter(|bucket| !bucket.is_empty()).ok_or("names no bucket")?;
    let region = url.query_pairs().find(|(name, _)| name == "region").map(|(_, region)| region.into_owned());
    Ok(BucketSettings {
        endpoint: format!("{}://{host}{port}", if plain { "http" } else { "https" }),
        region: region.unwrap_or_else(|| ANY_REGION.to_owned()),
        bucket: percent_decode(bucket),
        folder: percent_decode(path.next().unwrap_or_default()),
        key_id: percent_decode(url.username()),
        secret: SecretString::from(percent_decode(secret)),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bucket_is_read_from_one_line() {
        let read =
            bucket("s3://AKIA:p%40ss%2Fword@s3.eu.example:9000/studio/rollcall/files?region=eu-north-1").unwrap();
        assert_eq!(read.endpoint, "https://s3.eu.example:9000");
        assert_eq!((read.bucket.as_str(), read.folder.as_str()), ("studio", "rollcall/files"));
        assert_eq!((read.region.as_str(), read.key_id.as_str()), ("eu-north-1", "AKIA"));
        assert_eq!(read.secret.expose_secret(), "p@ss/word");
        let here = bucket("s3://key:secret@127.0.0.1:9000/studio").unwrap();
        assert_eq!((here.endpoint.as_str(), here.folder.as_str()), ("http://127.0.0.1:9000", ""));
        assert_eq!(here.region, ANY_REGION);
    }

    // FX-06
    #[test]
    fn what_is_missing_is_named_and_nothing_is_quoted() {
        for (text, reason) in [
            ("bucket", "nor a URL"),
            ("https://key:hush@s3.example/studio", "begins with s3://"),
            ("s3://s3.example/studio", "access key"),
            ("s3://key@s3.example/studio", "access key"),
            ("s3://key:hush@s3.example/", "no bucket"),
            ("s3:///studio", "no host"),
        ] {
            let error = bucket(text).unwrap_err();
            assert!(error.contains(reason) && !error.contains("hush"), "{text}: {error}");
        }
    }
}
