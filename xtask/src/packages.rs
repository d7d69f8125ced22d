//! What the machine must have besides Rust and Node.js: PostgreSQL, Chromium, fonts with CJK characters, SQLite's shell,
//! a reader of QR codes and an authenticator.
//!
//! Missing ones are installed as Debian packages when that needs no question; otherwise a message names the command.

use std::{env, path::PathBuf, process::Command};

use anyhow::{Context, Result, bail};

use crate::{npm, postgres, process, project::Project, toolchain};

/// What a command is going to use, besides the compiler.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Need {
    PostgreSql,
    Chromium,
    CjkFonts,
    /// The shell, with which the end-to-end tests let time pass.
    Sqlite,
    /// A reader of QR codes that is not ours.
    QrReader,
    /// An authenticator that is not ours.
    Authenticator,
}

impl Need {
    fn is_met(self) -> bool {
        match self {
            Self::PostgreSql => postgres::programs().is_ok(),
            Self::Chromium => chromium().is_some(),
            // Without them Japanese, Chinese and Korean pages are rows of boxes, and screenshots prove nothing.
            Self::CjkFonts => process::read(Command::new("fc-list").args([":lang=ja", "family"]))
                .is_ok_and(|families| !families.trim().is_empty()),
            Self::Sqlite => process::find("sqlite3").is_some(),
            Self::QrReader => process::find("zbarimg").is_some(),
            Self::Authenticator => process::find("oathtool").is_some(),
        }
    }

    fn package(self) -> &'static str {
        match self {
            Self::PostgreSql => "postgresql",
            Self::Chromium => SHELL,
            Self::CjkFonts => "fonts-noto-cjk",
            Self::Sqlite => "sqlite3",
            Self::QrReader => "zbar-tools",
            Self::Authenticator => "oathtool",
        }
    }
}

/// `cargo xtask setup`: what `serve` and `test` need, and nothing else.
pub(crate) fn everything(project: &Project) -> Result<()> {
    for_build(project)?;
    system(project, &[&[Need::PostgreSql], END_TO_END].concat())?;
    npm::install(project, "end2end")?;
    project.say("everything is there");
    Ok(())
}

/// What the end-to-end tests use, besides PostgreSQL.
pub(crate) const END_TO_END: &[Need] =
    &[Need::Chromium, Need::CjkFonts, Need::Sqlite, Need::QrReader, Need::Authenticator];

/// What compiling the product needs.
pub(crate) fn for_build(project: &Project) -> Result<()> {
    toolchain::wasm_std(project)?;
    npm::install(project, "xtask")
}

/// Installs what is missing among the needs.
pub(crate) fn system(project: &Project, needs: &[Need]) -> Result<()> {
    let missing = |needs: &[Need]| needs.iter().copied().filter(|need| !need.is_met()).collect::<Vec<_>>();
    let absent = missing(needs);
    if absent.is_empty() {
        return Ok(());
    }
    let packages: Vec<_> = absent.into_iter().map(Need::package).collect();
    project.say(format_args!("Debian packages: {}", packages.join(" ")));
    let by_hand = format!("missing on this machine: {0}\nOn Debian: apt-get install {0}", packages.join(" "));
    if process::find("apt-get").is_none() {
        bail!("{by_hand}");
    }
    apt(&["update", "-qq"]).and_then(|()| install(&packages)).context(by_hand.clone())?;
    if !missing(needs).is_empty() {
        bail!("{by_hand}\nthe packages are installed, but what they bring was not found");
    }
    Ok(())
}

/// Chromium without its windows. The whole browser draws them although nobody looks, which takes as long as the pages.
const SHELL: &str = "chromium-headless-shell";

/// The browser of the end-to-end tests: `CHROMIUM`, or the one in `PATH`.
pub(crate) fn chromium() -> Option<PathBuf> {
    let named = env::var_os("CHROMIUM").map(PathBuf::from).filter(|file| file.is_file());
    named.or_else(|| process::find(SHELL))
}

fn install(packages: &[&str]) -> Result<()> {
    apt(&[&["install", "-y", "-qq", "--no-install-recommends"], packages].concat())
}

fn apt(words: &[&str]) -> Result<()> {
    let root = process::read(Command::new("id").arg("-u"))?.trim() == "0";
    // `-n`: no question asked; where sudo wants a password, the message says what to type.
    let mut command = if root { Command::new("env") } else { Command::new("sudo") };
    if !root {
        command.args(["-n", "env"]);
    }
    process::run(command.args(["DEBIAN_FRONTEND=noninteractive", "apt-get"]).args(words))
}
