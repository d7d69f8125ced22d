//! Commands about the data.

use clap::Args;
use secrecy::ExposeSecret;
use server::config::Purpose;

use super::{Configured, Failure, logs, terminal};

/// Brings the database to the schema of this version.
#[derive(Args, Debug)]
pub(crate) struct Migrate {
    #[command(flatten)]
    configured: Configured,
    /// Only say what would be done.
    #[arg(long)]
    status: bool,
}

impl Migrate {
    pub(super) async fn run(self) -> Result<(), Failure> {
        logs::start(self.configured.options.log_format());
        let config = self.configured.options.load(Purpose::Start)?;
        let url = config.database_url.expose_secret();
        let status = migrations::status(url).await?;
        super::refuse_new_key(&config, &status)?;
        if self.status {
            terminal::say(&format!("applied: {}", status.applied.join(", ")))?;
            terminal::say(&format!("pending: {}", status.pending.join(", ")))?;
            return terminal::say(&format!("unknown: {}", status.unknown.join(", ")));
        }
        let applied = migrations::up(url).await?;
        terminal::say(&format!("{} migrations applied.", applied.names.len()))
    }
}

/// Fills an empty database with made-up users.
#[derive(Args, Debug)]
pub(crate) struct Seed {
    #[command(flatten)]
    configured: Configured,
    /// How many users.
    #[arg(long, default_value_t = 1000)]
    users: u32,
}

impl Seed {
    pub(super) async fn run(self) -> Result<(), Failure> {
        let (_, services) = self.configured.prepared().await?;
        let link = services::seed::create(&services, self.users).await?;
        terminal::say(&format!("{} users made. Choose the Owner's password here:", self.users))?;
        terminal::say(&format!("  {link}"))
    }
}

/// Fills an empty database with a believable studio.
pub(super) async fn demo(configured: &Configured) -> Result<(), Failure> {
    let (_, services) = configured.prepared().await?;
    let link = services::demo::create(&services).await?;
    terminal::say("A studio is there. Start `rollcall serve` and choose its Owner's password here:")?;
    terminal::say(&format!("  {link}"))
}
