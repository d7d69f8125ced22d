//! The program `rollcall`: assets first, then the server that embeds them.

use std::{path::PathBuf, process::Command};

use anyhow::Result;

use crate::{
    assets::{self, Site, Sizes, Wasm},
    packages, process,
    project::Project,
};

/// What a build made.
pub(crate) struct Built {
    pub(crate) program: PathBuf,
    pub(crate) site: Site,
}

/// `cargo xtask build`: the release, and an error if a first visit loads more than it may.
pub(crate) fn run(project: &Project) -> Result<()> {
    packages::for_build(project)?;
    let built = program(project, Wasm::Release)?;
    project.say("sizes");
    let sizes = Sizes::of(&built.site)?;
    println!("\n{sizes}\n\n{}", built.program.display());
    sizes.judge()
}

/// Builds the assets and the server, as far as they are out of date.
///
/// The end-to-end tests get the server that the Rust tests have compiled: a release of it takes as long to build as they
/// take to run.
pub(crate) fn program(project: &Project, wasm: Wasm) -> Result<Built> {
    let site = assets::build(project, wasm)?;
    let (profile, folder) = if wasm == Wasm::Release { ("release", "release") } else { ("dev", "debug") };
    project.say(format_args!("server, profile {profile}"));
    let mut cargo = project.cargo();
    cargo.args(["build", "--locked", "--bin", "rollcall", "--profile", profile]);
    match wasm {
        Wasm::Release => cargo.args(["-p", "server"]),
        // With a test among them cargo chooses the features of the tests; others would compile everything again.
        Wasm::Debug | Wasm::Test => cargo.args(["--workspace", "--exclude", "frontend", "--test", "both_engines"]),
    };
    with_assets(project, &mut cargo);
    process::run(&mut cargo)?;
    let program = project.target(folder).join(format!("rollcall{}", std::env::consts::EXE_SUFFIX));
    Ok(Built { program, site })
}

/// Names the folder that the build script of the server embeds; without it, it embeds nothing.
pub(crate) fn with_assets(project: &Project, cargo: &mut Command) {
    cargo.env("ROLLCALL_SITE", assets::folder(project)).env("MEMORY_SERVE_QUIET", "1");
}
