//! The processes that stay: pages and worker.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use clap::Args;
use server::config::Config;
use server::router::router;
use server::web::listen;
use services::Services;
use services::jobs::Worker;
use tokio::net::TcpListener;
use tokio_util::sync::CancellationToken;

use super::{Configured, Failure, terminal};

/// Serves the pages.
#[derive(Args, Debug)]
pub(crate) struct Serve {
    #[command(flatten)]
    configured: Configured,
    /// Leave queued work to `rollcall work`; for several nodes on PostgreSQL.
    #[arg(long)]
    no_worker: bool,
}

impl Serve {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let (config, services) = self.configured.prepared().await?;
        let shutdown = on_signal()?;
        let listener = TcpListener::bind(config.listen)
            .await
            .map_err(|error| format!("LISTEN_ADDR {}: {error}", config.listen))?;
        announce(&config, &services).await?;
        let app = router(services.clone(), config);
        let worker = (!self.no_worker).then(|| Worker::new(services));
        let work = async {
            if let Some(worker) = worker {
                worker.run(shutdown.clone()).await;
            }
        };
        tokio::join!(listen::serve(listener, app, shutdown.clone()), work);
        tracing::info!("stopped");
        Ok(())
    }
}

/// Runs queued work until told to stop.
pub(super) async fn work(configured: &Configured) -> Result<(), Failure> {
    let (_, services) = configured.prepared().await?;
    let shutdown = on_signal()?;
    Worker::new(services).run(shutdown).await;
    Ok(())
}

/// Prints the address and, while there is no workspace, the link that creates one.
async fn announce(config: &Config, services: &Services) -> Result<(), Failure> {
    let address = config.settings.base_url.as_str().trim_end_matches('/');
    terminal::say(&format!("Rollcall is at {address}"))?;
    if let Some(link) = services::set_up::new_link(&services.system("operator", &[])).await? {
        terminal::say("Open this link once to set it up; each start prints a new one:")?;
        terminal::say(&format!("  {link}"))?;
    }
    tracing::info!(listen = %config.listen, build = server::web::assets::BUILD, "serving");
    Ok(())
}

/// Ends with SIGTERM, SIGINT or SIGHUP; a second one kills as usual.
#[expect(clippy::disallowed_methods, reason = "waits for a signal as long as the process lives")]
fn on_signal() -> Result<CancellationToken, Failure> {
    use tokio::signal::unix::{SignalKind, signal};
    let token = CancellationToken::new();
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut hang_up = signal(SignalKind::hangup())?;
    let told = token.clone();
    tokio::spawn(async move {
        loop {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = interrupt.recv() => {}
                _ = hang_up.recv() => {}
            }
            if told.is_cancelled() {
                std::process::exit(130);
            }
            told.cancel();
        }
    });
    Ok(token)
}

/// Asks a running server whether it can work.
#[derive(Args, Debug)]
pub(crate) struct Healthcheck {
    /// Where it listens.
    #[arg(long, env = "LISTEN_ADDR", default_value = "127.0.0.1:3000")]
    listen_addr: SocketAddr,
}

impl Healthcheck {
    #[expect(clippy::unused_async, reason = "all commands run alike")]
    pub(super) async fn run(self) -> Result<(), Failure> {
        let wait = Duration::from_secs(5);
        let mut stream = TcpStream::connect_timeout(&self.listen_addr, wait)?;
        stream.set_read_timeout(Some(wait))?;
        stream.write_all(b"GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
        let mut answer = String::new();
        stream.read_to_string(&mut answer)?;
        if answer.starts_with("HTTP/1.1 200") {
            terminal::say("ready")
        } else {
            Err(answer.lines().next().unwrap_or("no answer").to_owned().into())
        }
    }
}
