//! Where things are, and the clock of the progress lines.
//!
//! Invariant: every cargo command of the product starts from `Project::cargo`, so they all share one target folder
//! and one environment, and none makes another build again.

use std::{
    env,
    path::{Path, PathBuf},
    process::Command,
    time::Instant,
};

use anyhow::{Context, Result};

/// The tree that is being built.
pub(crate) struct Project {
    root: PathBuf,
    target: PathBuf,
    started: Instant,
}

impl Project {
    pub(crate) fn find() -> Result<Self> {
        // At run time, because one target folder may serve two copies of the tree.
        let manifest = env::var_os("CARGO_MANIFEST_DIR").unwrap_or_else(|| env!("CARGO_MANIFEST_DIR").into());
        let root = Path::new(&manifest).parent().context("xtask has no parent folder")?.to_owned();
        let target = match env::var_os("CARGO_TARGET_DIR") {
            Some(folder) => std::path::absolute(folder)?,
            None => root.join("target"),
        };
        Ok(Self { root, target, started: Instant::now() })
    }

    pub(crate) fn root(&self) -> &Path {
        &self.root
    }

    /// A file or folder of the tree.
    pub(crate) fn path(&self, relative: &str) -> PathBuf {
        self.root.join(relative)
    }

    /// A file or folder below cargo's target folder.
    pub(crate) fn target(&self, relative: &str) -> PathBuf {
        self.target.join(relative)
    }

    /// A progress line, with the time since the command began.
    pub(crate) fn say(&self, text: impl std::fmt::Display) {
        println!("[{:6.1} s] {text}", self.started.elapsed().as_secs_f32());
    }

    /// A cargo command of the product's workspace, as if called from a shell.
    pub(crate) fn cargo(&self) -> Command {
        let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command.current_dir(&self.root).env("CARGO_TARGET_DIR", &self.target);
        // It would replace `--cfg erase_components` of .cargo/config.toml, and the two sides would not hydrate.
        command.env_remove("RUSTFLAGS").env_remove("CARGO_ENCODED_RUSTFLAGS");
        // `cargo run` describes xtask in these. Build scripts watch some of them (ring's does), so leaving them in
        // would compile half of the product again after every cargo command that somebody types.
        for (name, _) in env::vars_os() {
            let text = name.to_string_lossy();
            if text.starts_with("CARGO_PKG_") || text.starts_with("CARGO_MANIFEST_") {
                command.env_remove(&name);
            }
        }
        command
    }
}
