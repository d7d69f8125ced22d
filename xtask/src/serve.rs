//! `cargo xtask serve`: from a fresh clone to a running console, without a question.

use std::{os::unix::process::CommandExt, process::Command};

use anyhow::{Context, Result};

use crate::{args::Args, assets::Wasm, build, packages, project::Project};

pub(crate) fn run(project: &Project, args: Args) -> Result<()> {
    let options = args.passed_on()?;
    packages::for_build(project)?;
    let built = build::program(project, Wasm::Release)?;
    project.say("starting");
    // The server takes our place, so Ctrl-C and SIGTERM reach it and its exit code is ours.
    let error = Command::new(&built.program).arg("serve").args(options).current_dir(project.root()).exec();
    Err(error).context(built.program.display().to_string())
}
