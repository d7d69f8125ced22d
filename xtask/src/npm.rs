//! Node.js and the npm packages of a folder, exactly as its lock file says.

use std::{fs, path::PathBuf, process::Command};

use anyhow::{Context, Result, bail};

use crate::{
    fresh::{Stamp, fingerprint},
    process,
    project::Project,
};

const OLDEST_NODE: u32 = 20;

/// Installs the packages of a folder of the tree, unless they are there already.
pub(crate) fn install(project: &Project, folder: &str) -> Result<()> {
    check_node()?;
    let path = project.path(folder);
    let read = |name: &str| fs::read(path.join(name)).with_context(|| format!("{folder}/{name}"));
    let (manifest, lock) = (read("package.json")?, read("package-lock.json")?);
    // `npm ci` begins by removing the folder, so a stamp in it never outlives the packages.
    let stamp = Stamp::new(path.join("node_modules/.stamp"), fingerprint([&manifest[..], &lock[..]]));
    if stamp.is_fresh() {
        return Ok(());
    }
    project.say(format_args!("npm packages of {folder}/"));
    let mut command = Command::new("npm");
    // No package needs its install script: binaries come inside the packages, and the browser is Debian's.
    command.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]);
    process::run(command.current_dir(&path).env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    stamp.write()
}

/// A program that one of the packages of a folder brings.
pub(crate) fn program(project: &Project, folder: &str, name: &str) -> PathBuf {
    project.path(folder).join("node_modules/.bin").join(name)
}

/// The folder of an installed package.
pub(crate) fn package(project: &Project, folder: &str, name: &str) -> PathBuf {
    project.path(folder).join("node_modules").join(name)
}

fn check_node() -> Result<()> {
    let version = process::read(Command::new("node").arg("--version")).context(NO_NODE)?;
    let Some(major) = major(&version) else { bail!("`node --version` says {version:?}") };
    if major < OLDEST_NODE {
        bail!("Node.js {} is too old; {OLDEST_NODE} or newer is needed", version.trim());
    }
    if process::find("npm").is_none() {
        bail!("npm is missing; it usually comes with Node.js, on Debian as the package `npm`");
    }
    Ok(())
}

const NO_NODE: &str = "Node.js 20 or newer with npm is needed: wasm-opt and the icons come from npm packages";

fn major(version: &str) -> Option<u32> {
    version.trim().strip_prefix('v')?.split('.').next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_major_version_is_read() {
        assert_eq!(major("v20.20.1\n"), Some(20));
        assert_eq!(major("20"), None);
    }
}
