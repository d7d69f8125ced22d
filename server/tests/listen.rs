//! The listener, over real sockets: slow and odd clients, and the end of the process.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::routing::{get, post};
use server::web::listen::serve;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Notify;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

/// A listener on a free port.
struct Listening {
    address: SocketAddr,
    shutdown: CancellationToken,
    tasks: JoinSet<()>,
}

impl Listening {
    async fn with(router: Router) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, shutdown) = (listener.local_addr().unwrap(), CancellationToken::new());
        let mut tasks = JoinSet::new();
        tasks.spawn(serve(listener, router, shutdown.clone()));
        Self { address, shutdown, tasks }
    }

    async fn hello() -> Self {
        Self::with(Router::new().route("/", get(async || "hello")).route("/", post(async |body: String| body))).await
    }

    async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends bytes and reads until the other side has nothing more to say.
    async fn exchange(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect().await;
        // The other side may close before it has read everything.
        let _ = stream.write_all(bytes).await;
        read(&mut stream).await
    }

    async fn exchange_headers(&self, headers: &str) -> String {
        self.exchange(format!("GET / HTTP/1.1\r\nHost: localhost\r\n{headers}Connection: close\r\n\r\n").as_bytes())
            .await
    }

    async fn end(mut self) {
        self.shutdown.cancel();
        while self.tasks.join_next().await.is_some() {}
    }
}

async fn read(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let _ = stream.read_to_end(&mut bytes).await;
    String::from_utf8_lossy(&bytes).into_owned()
}

// F6, SE-16; the clock runs ahead whenever everybody waits.
#[tokio::test(start_paused = true)]
async fn who_sends_headers_slowly_loses_the_connection() {
    let listening = Listening::hello().await;
    for beginning in ["", "G", "GET / HTTP/1.1\r\nHost: localhost\r\n", "GET / HTTP/1.1\r\nX: "] {
        let begun = tokio::time::Instant::now();
        let mut stream = listening.connect().await;
        stream.write_all(beginning.as_bytes()).await.unwrap();
        let answer = read(&mut stream).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 408"), "{answer}");
        assert!(begun.elapsed() <= Duration::from_secs(11), "{beginning:?} {:?}", begun.elapsed());
    }
    listening.end().await;
}

// F6
#[tokio::test(start_paused = true)]
async fn one_letter_at_a_time_is_no_way_around_it() {
    let listening = Listening::hello().await;
    let mut stream = listening.connect().await;
    let begun = tokio::time::Instant::now();
    let (mut reading, mut writing) = stream.split();
    let drip = async {
        loop {
            if writing.write_all(b"X").await.is_err() {
                break;
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    };
    let closed = async {
        let mut bytes = Vec::new();
        let _ = reading.read_to_end(&mut bytes).await;
    };
    tokio::select! { () = drip => {} () = closed => {} }
    assert!(begun.elapsed() <= Duration::from_secs(12), "{:?}", begun.elapsed());
    listening.end().await;
}

// HT-02
#[tokio::test]
async fn headers_beyond_the_limits_are_refused() {
    let listening = Listening::hello().await;
    assert!(listening.exchange_headers(&format!("X: {}\r\n", "x".repeat(8_000))).await.starts_with("HTTP/1.1 200"));
    for size in [64 * 1024, 1024 * 1024] {
        let answer = listening.exchange_headers(&format!("X: {}\r\n", "x".repeat(size))).await;
        assert!(answer.is_empty() || answer.starts_with("HTTP/1.1 431"), "{size} {answer}");
    }
    let many: String = (0..200).map(|number| format!("X-{number}: x\r\n")).collect();
    let answer = listening.exchange_headers(&many).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{answer}");
    let address = format!("GET /{} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", "x".repeat(10_000));
    assert!(listening.exchange(address.as_bytes()).await.starts_with("HTTP/1.1 404"));
    listening.end().await;
}

// HT-02 HT-04 LG-02
#[tokio::test]
async fn broken_requests_are_refused_before_anything_sees_them() {
    let listening = Listening::hello().await;
    for headers in [
        "X: a\0b\r\n",
        "X: a\rb\r\n",
        "X: a\r\n b\r\n",
        "X : a\r\n",
        "\r\nX: a\r\n",
        "X: \x1b[31m\r\n",
        "No colon\r\n",
        "Content-Length: -1\r\n",
        "Content-Length: 1\r\nContent-Length: 2\r\n",
        "Transfer-Encoding: chunked, identity\r\n",
    ] {
        let answer = listening.exchange_headers(headers).await;
        assert!(answer.starts_with("HTTP/1.1 400") || headers.starts_with("\r\n"), "{headers:?} {answer}");
    }
    for request in [
        "GET /\r\n\r\n",
        "GET / HTTP/9.9\r\n\r\n",
        "G\0T / HTTP/1.1\r\n\r\n",
        "GET \x7f HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "\x16\x03\x01\x02\r\n\r\n",
    ] {
        let answer = listening.exchange(request.as_bytes()).await;
        assert!(
            answer.is_empty() || answer.starts_with("HTTP/1.1 4") || answer.starts_with("HTTP/1.0 4"),
            "{request:?} {answer}"
        );
    }
    assert!(listening.exchange_headers("").await.ends_with("hello"));
    listening.end().await;
}

// HT-02: what stands behind a body is no second request.
#[tokio::test]
async fn length_and_chunks_together_are_refused() {
    let listening = Listening::hello().await;
    let smuggled = "POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\nX";
    let answer = listening.exchange(smuggled.as_bytes()).await;
    assert_eq!(answer.matches("HTTP/1.1").count(), 1, "{answer}");
    listening.end().await;
}

// FX-02
#[tokio::test]
async fn shutdown_finishes_what_has_begun_and_takes_nothing_new() {
    let (begun, go_on) = (Arc::new(Notify::new()), Arc::new(Notify::new()));
    let slow = {
        let (begun, go_on) = (Arc::clone(&begun), Arc::clone(&go_on));
        async move || {
            begun.notify_one();
            go_on.notified().await;
            "finished"
        }
    };
    let mut listening = Listening::with(Router::new().route("/", get(slow))).await;
    let mut open = listening.connect().await;
    open.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let mut idle = listening.connect().await;
    begun.notified().await;

    listening.shutdown.cancel();
    // An idle connection is closed at once, and so is the door.
    assert_eq!(read(&mut idle).await, "");
    while TcpStream::connect(listening.address).await.is_ok() {
        tokio::task::yield_now().await;
    }
    go_on.notify_one();
    let answer = read(&mut open).await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.ends_with("finished"), "{answer}");
    assert!(listening.tasks.join_next().await.unwrap().is_ok());
}

// FX-02
#[tokio::test(start_paused = true)]
async fn shutdown_does_not_wait_forever() {
    let stuck = async || std::future::pending::<&'static str>().await;
    let listening = Listening::with(Router::new().route("/", get(stuck))).await;
    let mut open = listening.connect().await;
    open.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n").await.unwrap();
    let begun = tokio::time::Instant::now();
    listening.end().await;
    assert!(begun.elapsed() <= Duration::from_secs(30), "{:?}", begun.elapsed());
}
