//! `cargo xtask dev`: the debug build, built and started again whenever a file changes.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
    process::{Child, Command},
    thread,
    time::{Duration, SystemTime},
};

use anyhow::{Context, Result};

use crate::{args::Args, assets::Wasm, build, packages, project::Project};

/// What the two programs are made of.
const WATCHED: [&str; 7] = ["app", "frontend", "migrations", "server", "style", "Cargo.toml", "Cargo.lock"];

/// Looking at a thousand files takes a few milliseconds; a shorter pause would not be felt.
const PAUSE: Duration = Duration::from_millis(300);

pub(crate) fn run(project: &Project, args: Args) -> Result<()> {
    let options = args.passed_on()?;
    packages::for_build(project)?;
    let mut running: Option<Child> = None;
    loop {
        let built_from = times(project);
        match build::program(project, Wasm::Debug) {
            Ok(built) => {
                if let Some(mut server) = running.take() {
                    stop(&mut server)?;
                }
                project.say("starting; watching for changes");
                let mut command = Command::new(&built.program);
                let server = command.arg("serve").args(&options).current_dir(project.root()).spawn();
                running = Some(server.context(built.program.display().to_string())?);
            }
            // The last build that worked goes on running.
            Err(error) => project.say(format_args!("{error:#}; waiting for a change")),
        }
        while times(project) == built_from {
            thread::sleep(PAUSE);
        }
    }
}

/// Asks first, so that the server closes its database.
fn stop(server: &mut Child) -> Result<()> {
    let asked = Command::new("kill").arg(server.id().to_string()).status().is_ok_and(|status| status.success());
    if !asked {
        // It has ended already, or it cannot be asked.
        let _ended = server.kill();
    }
    server.wait()?;
    Ok(())
}

/// When each watched file was written last.
fn times(project: &Project) -> BTreeMap<PathBuf, SystemTime> {
    let mut times = BTreeMap::new();
    for name in WATCHED {
        collect(&project.path(name), &mut times);
    }
    times
}

fn collect(path: &Path, times: &mut BTreeMap<PathBuf, SystemTime>) {
    if let Ok(entries) = fs::read_dir(path) {
        for entry in entries.flatten() {
            collect(&entry.path(), times);
        }
    } else if let Ok(modified) = fs::metadata(path).and_then(|it| it.modified()) {
        times.insert(path.to_owned(), modified);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn new_files_in_new_folders_are_noticed() {
        let folder = std::env::temp_dir().join(format!("rollcall-dev-{}", std::process::id()));
        fs::create_dir_all(folder.join("a")).unwrap();
        let look = || {
            let mut times = BTreeMap::new();
            collect(&folder, &mut times);
            times
        };
        let before = look();
        assert_eq!(before, look());
        fs::create_dir_all(folder.join("a/b")).unwrap();
        fs::write(folder.join("a/b/page.rs"), "").unwrap();
        assert_ne!(before, look());
        fs::remove_dir_all(folder).unwrap();
    }
}
