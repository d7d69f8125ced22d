//! The three stores do the same; the bucket is a small server of our own that speaks enough of S3.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::sync::{Arc, Mutex};

use model::error::AppError;
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use super::*;
use crate::settings::{BucketSettings, StorageSettings};

/// What a bucket holds, by path.
type Held = Arc<Mutex<BTreeMap<String, Vec<u8>>>>;

async fn holds_files(storage: &Storage) {
    assert_eq!(storage.get("pictures/a.jpg").await, Ok(None));
    storage.put("pictures/a.jpg", vec![1, 2, 3]).await.unwrap();
    storage.put("pictures/b.jpg", vec![0; 300_000]).await.unwrap();
    assert_eq!(storage.get("pictures/a.jpg").await, Ok(Some(vec![1, 2, 3])));
    assert_eq!(storage.get("pictures/b.jpg").await.map(|file| file.map(|file| file.len())), Ok(Some(300_000)));
    storage.remove("pictures/a.jpg").await.unwrap();
    storage.remove("pictures/a.jpg").await.unwrap();
    assert_eq!(storage.get("pictures/a.jpg").await, Ok(None));
}

#[tokio::test]
async fn folder_is_made_for_its_owner_alone_and_holds_files() {
    let folder = tempfile::tempdir().unwrap();
    let files = folder.path().join("files");
    let storage = Storage::open(&StorageSettings::Folder(files.clone())).unwrap();
    holds_files(&storage).await;
    assert_eq!(std::fs::metadata(&files).unwrap().permissions().mode() & 0o777, 0o700);
    // A second process finds what the first one wrote, and nothing half written beside it.
    let again = Storage::open(&StorageSettings::Folder(files.clone())).unwrap();
    assert_eq!(again.get("pictures/b.jpg").await.map(|file| file.map(|file| file.len())), Ok(Some(300_000)));
    assert_eq!(std::fs::read_dir(files.join("pictures")).unwrap().count(), 1);
}

#[tokio::test]
async fn folder_that_cannot_be_made_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let taken = folder.path().join("taken");
    std::fs::write(&taken, "a file").unwrap();
    let error = Storage::open(&StorageSettings::Folder(taken.join("files"))).err().unwrap();
    assert!(error.contains("taken"), "{error}");
}

#[tokio::test]
async fn memory_holds_files() {
    holds_files(&Storage::open(&StorageSettings::Memory).unwrap()).await;
}

#[tokio::test]
async fn bucket_holds_files_in_its_folder() {
    let (held, endpoint, _server) = bucket(None).await;
    holds_files(&Storage::open(&settings(&endpoint)).unwrap()).await;
    let paths: Vec<String> = held.lock().unwrap().keys().cloned().collect();
    assert_eq!(paths, ["/studio/rollcall/pictures/b.jpg"]);
}

#[tokio::test]
async fn bucket_that_refuses_makes_files_unavailable() {
    let (_, endpoint, _server) = bucket(Some("403 Forbidden")).await;
    let storage = Storage::open(&settings(&endpoint)).unwrap();
    let busy = AppError::Unavailable { retry_after_secs: 5 };
    assert_eq!(storage.put("pictures/a.jpg", vec![1]).await, Err(busy.clone()));
    assert_eq!(storage.get("pictures/a.jpg").await, Err(busy.clone()));
    assert_eq!(storage.remove("pictures/a.jpg").await, Err(busy));
}

fn settings(endpoint: &str) -> StorageSettings {
    // As the program does in its first line.
    let _ = rustls::crypto::ring::default_provider().install_default();
    StorageSettings::Bucket(BucketSettings {
        endpoint: endpoint.to_owned(),
        region: "eu-north-1".to_owned(),
        bucket: "studio".to_owned(),
        folder: "rollcall".to_owned(),
        key_id: "AKIAEXAMPLE".to_owned(),
        secret: "hush".to_owned().into(),
    })
}

/// A server of one bucket; it refuses everything in these words, if any.
async fn bucket(refusal: Option<&'static str>) -> (Held, String, JoinSet<()>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let held = Held::default();
    let mut server = JoinSet::new();
    let lent = Arc::clone(&held);
    server.spawn(async move {
        let mut connections = JoinSet::new();
        while let Ok((stream, _)) = listener.accept().await {
            connections.spawn(serve(stream, Arc::clone(&lent), refusal));
        }
    });
    (held, endpoint, server)
}

async fn serve(stream: TcpStream, held: Held, refusal: Option<&'static str>) {
    let mut stream = BufReader::new(stream);
    loop {
        let mut line = String::new();
        if stream.read_line(&mut line).await.unwrap_or_default() == 0 {
            return;
        }
        let mut words = line.split_whitespace();
        let (method, path) = (words.next().unwrap().to_owned(), words.next().unwrap().to_owned());
        let (mut length, mut is_signed) = (0, false);
        loop {
            let mut header = String::new();
            stream.read_line(&mut header).await.unwrap();
            let Some((name, value)) = header.trim().split_once(':') else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse().unwrap(),
                "authorization" => {
                    is_signed =
                        value.contains("Credential=AKIAEXAMPLE/") && value.contains("/eu-north-1/s3/aws4_request");
                }
                _ => {}
            }
        }
        let mut body = vec![0; length];
        stream.read_exact(&mut body).await.unwrap();
        let (status, content) = match refusal {
            Some(refusal) => (refusal, Vec::new()),
            None if !is_signed => ("403 Forbidden", Vec::new()),
            None => answer(&method, &path, body, &held),
        };
        let head = format!(
            "HTTP/1.1 {status}\r\nContent-Length: {}\r\nETag: \"1\"\r\nLast-Modified: Sun, 22 Nov 2026 12:00:00 GMT\r\n\r\n",
            content.len()
        );
        stream.write_all(head.as_bytes()).await.unwrap();
        stream.write_all(&content).await.unwrap();
        stream.flush().await.unwrap();
    }
}

fn answer(method: &str, path: &str, body: Vec<u8>, held: &Held) -> (&'static str, Vec<u8>) {
    let mut held = held.lock().unwrap();
    match method {
        "PUT" => {
            held.insert(path.to_owned(), body);
            ("200 OK", Vec::new())
        }
        "DELETE" => match held.remove(path) {
            Some(_) => ("204 No Content", Vec::new()),
            None => ("404 Not Found", Vec::new()),
        },
        _ => held.get(path).map_or(("404 Not Found", Vec::new()), |file| ("200 OK", file.clone())),
    }
}
