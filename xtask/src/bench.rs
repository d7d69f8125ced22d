//! `cargo xtask bench`: measurements of the release, each beside a baseline from the same run.
//!
//! The measurements themselves live where their subject lives: `server/services/benches/*.rs` without requests,
//! `server/benches/*.rs` without a browser, `end2end/bench/run.mjs` with one. This only builds what they measure and runs
//! them one after the other, because two at once would measure each other.

use std::{fs, process::Command};

use anyhow::{Context, Result, bail};

use crate::{
    args::Args,
    assets::{Sizes, Wasm},
    build, npm,
    packages::{self, Need},
    postgres::Cluster,
    process,
    project::Project,
};

/// What the measurements with a browser are called.
const BROWSER: &str = "browser";

/// Runs all of them, or the one named after `--only`; `browser` is the one with a browser.
pub(crate) fn run(project: &Project, mut args: Args) -> Result<()> {
    let only = args.value("--only")?;
    args.end()?;
    let wanted = |name: &str| only.as_deref().is_none_or(|only| only == name);
    packages::for_build(project)?;
    packages::system(project, &[Need::PostgreSql])?;
    let built = build::program(project, Wasm::Release)?;

    // It does not wait for the disk, and SQLite does: the engines' writes are not to be compared with each other.
    let cluster = Cluster::start()?;
    let mut names = Vec::new();
    for folder in ["server/services/benches", "server/benches"] {
        names.extend(benches(project, folder)?);
    }
    if let Some(only) = &only
        && only != BROWSER
        && !names.contains(only)
    {
        bail!("there is no bench `{only}`: {}, {BROWSER}", names.join(", "));
    }
    names.retain(|name| wanted(name));
    for name in names {
        project.say(format_args!("bench {name}"));
        let mut cargo = project.cargo();
        // Both packages each time: with one alone, what they use would have other features, and be compiled again.
        cargo.args(["bench", "--locked", "-p", "services", "-p", "server", "--bench", &name]);
        // With the same assets: the program is built again beside a bench, and would be one without any.
        build::with_assets(project, &mut cargo);
        process::run(cargo.env("ROLLCALL_BIN", &built.program).env("TEST_DATABASE_URL", cluster.url()))?;
    }
    drop(cluster);

    let script = project.path("end2end/bench/run.mjs");
    if wanted(BROWSER) {
        packages::system(project, &[Need::Chromium])?;
        npm::install(project, "end2end")?;
        project.say("end2end/bench/run.mjs");
        let mut node = Command::new("node");
        node.arg(script).current_dir(project.path("end2end")).env("ROLLCALL_BIN", &built.program);
        process::run(node.envs(packages::chromium().map(|file| ("CHROMIUM", file))))?;
    }

    project.say("sizes");
    println!("\n{}", Sizes::of(&built.site)?);
    Ok(())
}

/// The bench targets in a folder, in alphabetical order.
fn benches(project: &Project, folder: &str) -> Result<Vec<String>> {
    let folder = project.path(folder);
    if !folder.exists() {
        return Ok(Vec::new());
    }
    let mut names = Vec::new();
    for entry in fs::read_dir(&folder).with_context(|| folder.display().to_string())? {
        let path = entry?.path();
        if path.extension().is_some_and(|extension| extension == "rs") {
            names.extend(path.file_stem().map(|stem| stem.to_string_lossy().into_owned()));
        }
    }
    names.sort();
    Ok(names)
}
