//! The commands.

mod data;
mod logs;
mod serve;
mod terminal;
mod users;

use std::error::Error;
use std::process::ExitCode;
use std::sync::Arc;

use clap::{Args, Parser, Subcommand};
use secrecy::ExposeSecret;
use server::config::{Config, Options, Purpose};
use services::{Services, SystemClock, SystemRng};

/// What commands fail with: a sentence for whoever operates the host.
type Failure = Box<dyn Error + Send + Sync>;

/// Users, seats and access for studios.
#[derive(Parser, Debug)]
#[command(name = "rollcall", version, about, max_term_width = 110)]
pub(crate) struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Serve the pages; on SQLite it migrates first, and runs the worker too.
    Serve(serve::Serve),
    /// Run queued work (mail and tidying up) without serving pages.
    Work(Configured),
    /// Bring the database to the schema of this version.
    Migrate(data::Migrate),
    /// Fill an empty database with made-up users, for measuring.
    Seed(data::Seed),
    /// Fill an empty database with a believable studio, for looking around.
    Demo(Configured),
    /// Look at the configuration.
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Links for users.
    #[command(subcommand)]
    User(users::UserCommand),
    /// Ask a running server whether it can work; for containers.
    Healthcheck(serve::Healthcheck),
}

#[derive(Subcommand, Debug)]
enum ConfigCommand {
    /// Check everything and list all problems at once.
    Check(Configured),
}

/// The settings that every command shares.
#[derive(Args, Debug)]
pub(crate) struct Configured {
    #[command(flatten)]
    options: Options,
}

impl Cli {
    /// Runs the command.
    pub(crate) async fn run(self) -> Result<(), Failure> {
        match self.command {
            Command::Serve(serve) => serve.run().await,
            Command::Work(configured) => serve::work(&configured).await,
            Command::Migrate(migrate) => migrate.run().await,
            Command::Seed(seed) => seed.run().await,
            Command::Demo(configured) => data::demo(&configured).await,
            Command::Config(ConfigCommand::Check(configured)) => {
                configured.options.load(Purpose::Check)?;
                terminal::say("The configuration is valid.")
            }
            Command::User(command) => command.run().await,
            Command::Healthcheck(check) => check.run().await,
        }
    }
}

impl Configured {
    /// Starts logs, checks the configuration, and brings the database up to date.
    async fn prepared(&self) -> Result<(Config, Services), Failure> {
        logs::start(self.options.log_format());
        let config = self.options.load(Purpose::Start)?;
        migrate_if_alone(&config).await?;
        let services = open(&config).await?;
        Ok((config, services))
    }

    /// The same for a command that makes a link, next to a server that may be running.
    async fn beside_server(&self) -> Result<Services, Failure> {
        logs::start(self.options.log_format());
        let config = self.options.load(Purpose::Start)?;
        migrate_if_alone(&config).await?;
        Ok(Services::open_beside_server(config.settings, Arc::new(SystemClock), Arc::new(SystemRng)).await?)
    }
}

/// Opens the services on the system's clock and randomness.
async fn open(config: &Config) -> Result<Services, Failure> {
    Ok(Services::open(config.settings.clone(), Arc::new(SystemClock), Arc::new(SystemRng)).await?)
}

/// SQLite means one process, which migrates by itself. With several nodes `rollcall migrate` runs first, and nodes refuse
/// a schema that is not theirs.
async fn migrate_if_alone(config: &Config) -> Result<(), Failure> {
    let url = config.database_url.expose_secret();
    if url.starts_with("sqlite") {
        migrations::up(url).await?;
        return Ok(());
    }
    let status = migrations::status(url).await?;
    refuse_new_key(config, &status)?;
    if let Some(unknown) = status.unknown.first() {
        return Err(
            format!("the database has a newer schema than this version knows ({unknown}): update rollcall").into()
        );
    }
    if status.pending.is_empty() {
        Ok(())
    } else {
        Err("the database is not up to date: run `rollcall migrate` first".into())
    }
}

/// A key that was made just now fits no database that somebody sealed with another one.
fn refuse_new_key(config: &Config, status: &migrations::Status) -> Result<(), Failure> {
    let Some(file) = config.made_key.as_ref().filter(|_| !status.applied.is_empty()) else { return Ok(()) };
    // If it stays, the next start takes it for the right one.
    std::fs::remove_file(file)?;
    Err("SECRET_KEY: the database was made with another key: set SECRET_KEY to that one, on every node".into())
}

/// Says on the terminal what went wrong.
pub(crate) fn fail(error: &(dyn Error + 'static)) -> ExitCode {
    use std::io::Write;
    // Without a terminal there is nobody left to tell.
    let _ = writeln!(std::io::stderr(), "rollcall: {error}");
    ExitCode::FAILURE
}
