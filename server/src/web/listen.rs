//! The listener: hyper itself, because `axum::serve` has neither a timeout for headers nor a cap on connections.
//!
//! A client that sends its headers slowly loses the connection after [`HEADER_TIMEOUT`]; connections beyond
//! [`CONNECTIONS`] wait in the system's queue.
//!
//! HTTP/1.1 only. Browsers speak HTTP/2 over TLS alone, which is the proxy's; and to tell the two apart hyper-util waits
//! for the first bytes without any limit, so a client that sends none would keep its connection for good.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::extract::ConnectInfo;
use axum::http::Request;
use hyper::body::Incoming;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::service::TowerToHyperService;
use tokio::net::TcpListener;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;
use tokio_util::task::TaskTracker;
use tower::{Service, ServiceExt};

/// Time to send all headers.
const HEADER_TIMEOUT: Duration = Duration::from_secs(10);
/// Connections at once; a file descriptor each, and the usual limit is 1024.
const CONNECTIONS: usize = 900;
/// Bytes of headers; a browser with all our cookies sends under 4 KiB.
const HEADER_BYTES: usize = 32 * 1024;
/// Time for open requests at shutdown.
const GRACE: Duration = Duration::from_secs(25);

/// Serves until `shutdown`, then lets open requests finish.
pub async fn serve(listener: TcpListener, router: Router, shutdown: CancellationToken) {
    let slots = Arc::new(Semaphore::new(CONNECTIONS));
    let tasks = TaskTracker::new();
    loop {
        let Ok(slot) = Arc::clone(&slots).acquire_owned().await else { break };
        let accepted = tokio::select! {
            () = shutdown.cancelled() => break,
            accepted = listener.accept() => accepted,
        };
        let (stream, peer) = match accepted {
            Ok(accepted) => accepted,
            Err(error) => {
                // Usually out of descriptors; a closed connection frees one.
                tracing::warn!(%error, "cannot accept a connection");
                tokio::time::sleep(Duration::from_millis(50)).await;
                continue;
            }
        };
        // Answers are small; waiting to fill packets only delays them.
        let _ = stream.set_nodelay(true);
        let (router, closing) = (router.clone(), shutdown.clone());
        tasks.spawn(async move {
            connection(TokioIo::new(stream), router, peer, closing).await;
            drop(slot);
        });
    }
    drop(listener);
    tasks.close();
    if tokio::time::timeout(GRACE, tasks.wait()).await.is_err() {
        tracing::warn!(open = tasks.len(), "requests cut off at shutdown");
    }
}

async fn connection(io: TokioIo<tokio::net::TcpStream>, router: Router, peer: SocketAddr, closing: CancellationToken) {
    let service = tower::service_fn(move |mut request: Request<Incoming>| {
        request.extensions_mut().insert(ConnectInfo(peer));
        let mut router = router.clone();
        async move {
            ServiceExt::<Request<Incoming>>::ready(&mut router).await?;
            router.call(request).await
        }
    });
    let mut builder = Builder::new(TokioExecutor::new()).http1_only();
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEADER_TIMEOUT).max_buf_size(HEADER_BYTES);
    let connection = builder.serve_connection(io, TowerToHyperService::new(service));
    tokio::pin!(connection);
    let outcome = tokio::select! {
        outcome = connection.as_mut() => outcome,
        () = closing.cancelled() => {
            connection.as_mut().graceful_shutdown();
            connection.await
        }
    };
    if let Err(error) = outcome {
        tracing::debug!(%error, "connection ended");
    }
}
