//! `cargo xtask check`: everything that a machine can say without running the product, fastest first.

use std::process::Command;

use anyhow::Result;

use crate::{args::Args, process, project::Project, tidy, toolchain};

/// Warnings are errors here, and nowhere else: a build in the middle of a change is not stopped by one.
/// Missing documentation stays a warning.
const STRICT: [&str; 5] = ["--", "-D", "warnings", "--force-warn", "missing_docs"];

pub(crate) fn run(project: &Project, mut args: Args) -> Result<()> {
    let only_tidy = args.flag("--tidy");
    args.end()?;
    if only_tidy {
        return tidy::run(project);
    }
    toolchain::components(project)?;
    toolchain::wasm_std(project)?;

    project.say("formatting");
    process::run(project.cargo().args(["fmt", "--all", "--check"]))?;
    process::run(own(project, "fmt").arg("--check"))?;

    project.say("house rules");
    tidy::run(project)?;

    project.say("clippy: server, with tests");
    let mut clippy = project.cargo();
    clippy.args(["clippy", "--locked", "--workspace", "--exclude", "frontend", "--all-targets"]);
    process::run(clippy.args(STRICT))?;

    project.say("clippy: browser");
    let mut clippy = project.cargo();
    clippy.args(["clippy", "--locked", "-p", "frontend", "--target", toolchain::WASM]);
    process::run(clippy.args(STRICT))?;

    project.say("clippy: xtask");
    process::run(own(project, "clippy").args(["--locked", "--all-targets"]).args(&STRICT[..3]))?;
    project.say("all is well");
    Ok(())
}

/// A cargo command of xtask itself, with the environment in which it was built.
pub(crate) fn own(project: &Project, command: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo.arg(command).arg("--manifest-path").arg(project.path("xtask/Cargo.toml"));
    cargo
}
