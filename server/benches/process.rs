//! The program as a process: how long until it is ready with 100,000 users, and what it holds in memory at rest.
//!
//! `cargo xtask bench` names the release in `ROLLCALL_BIN`. The baseline is the same program with an empty workspace.

#![expect(clippy::print_stdout, reason = "the result of a bench")]
#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "it waits for a process, and stops when that does not do its part"
)]

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// The first line is the baseline.
const SIZES: [u32; 2] = [1, 100_000];
const RUNS: usize = 5;
const PAUSE: Duration = Duration::from_millis(5);
/// At rest is whoever holds the same memory for so long.
const REST: Duration = Duration::from_secs(3);

fn main() {
    let Some(program) = std::env::var_os("ROLLCALL_BIN") else {
        println!("ROLLCALL_BIN names the program to measure; `cargo xtask bench` sets it");
        return;
    };
    println!("{:<16} {:>12} {:>14}", "", "ready after", "idle memory");
    for size in SIZES {
        let folder = tempfile::tempdir().expect("a folder");
        let seeded =
            command(Path::new(&program), folder.path(), 0).args(["seed", "--users", &size.to_string()]).output();
        assert!(seeded.expect("the program starts").status.success());
        let mut times: Vec<(Duration, u64)> = (0..RUNS).map(|_| start(Path::new(&program), folder.path())).collect();
        times.sort_unstable();
        let ready = times[RUNS / 2].0;
        let memory = times.iter().map(|(_, memory)| *memory).max().unwrap_or(0);
        println!(
            "{:<16} {:>9.0} ms {:>10.1} MiB",
            format!("{size} users"),
            1000.0 * ready.as_secs_f64(),
            memory as f64 / 1024.0
        );
    }
    println!("\nwanted with 100000 users: ready after 1000 ms, 80 MiB");
}

fn command(program: &Path, folder: &Path, port: u16) -> Command {
    let mut command = Command::new(program);
    command.current_dir(folder).env_clear().env("DATA_DIR", folder).env("LISTEN_ADDR", format!("127.0.0.1:{port}"));
    command.env("BASE_URL", format!("http://localhost:{port}")).env("RUST_LOG", "warn");
    command
}

/// Starts it once: the time until it is ready, and the KiB that it holds at rest.
fn start(program: &Path, folder: &Path) -> (Duration, u64) {
    let port = TcpListener::bind("127.0.0.1:0").and_then(|probe| probe.local_addr()).expect("a free port").port();
    let begun = Instant::now();
    let mut command = command(program, folder, port);
    let process = command.arg("serve").stdout(Stdio::null()).stderr(Stdio::null()).spawn().expect("the program starts");
    let mut server = Server(process);
    while !is_ready(port) {
        assert!(server.0.try_wait().expect("a child").is_none(), "the server ended");
        std::thread::sleep(PAUSE);
    }
    (begun.elapsed(), server.memory_at_rest())
}

fn is_ready(port: u16) -> bool {
    let Ok(mut stream) = TcpStream::connect(SocketAddr::from(([127, 0, 0, 1], port))) else { return false };
    let asked = write!(stream, "GET /readyz HTTP/1.1\r\nHost: localhost:{port}\r\nConnection: close\r\n\r\n");
    let mut answer = String::new();
    asked.is_ok() && stream.read_to_string(&mut answer).is_ok() && answer.starts_with("HTTP/1.1 200")
}

struct Server(Child);

impl Server {
    fn memory_at_rest(&self) -> u64 {
        let mut last = (self.memory(), Instant::now());
        while last.1.elapsed() < REST {
            std::thread::sleep(Duration::from_millis(100));
            let now = self.memory();
            if now.abs_diff(last.0) > 64 {
                last = (now, Instant::now());
            }
        }
        last.0
    }

    /// Resident memory in KiB, as Linux tells it.
    fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.0.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap_or_default();
        line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // It is gone already when this fails.
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}
