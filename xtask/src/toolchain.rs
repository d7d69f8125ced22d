//! The Rust toolchain: the standard library for the browser, and the parts that `check` needs.
//!
//! In order: what is there, rustup, Debian's sources of the standard library, a message that says what to do.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result, bail};

use crate::{
    fresh::{Stamp, fingerprint},
    process,
    project::Project,
};

pub(crate) const WASM: &str = "wasm32-unknown-unknown";

/// Makes sure that code for the browser can be compiled and linked with every profile.
pub(crate) fn wasm_std(project: &Project) -> Result<()> {
    let libs = wasm_libs()?;
    if !has_std(&libs) {
        install(project)?;
    }
    if !has_std(&libs) {
        bail!("the standard library for {WASM} was installed, but not for this compiler: look into {}", libs.display());
    }
    verify(project, &libs)
}

/// Makes sure that rustfmt and clippy are there; a minimal toolchain has neither.
pub(crate) fn components(project: &Project) -> Result<()> {
    for (name, program) in [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")] {
        if process::succeeds(Command::new(program).arg("--version")) {
            continue;
        }
        project.say(format_args!("rustup component add {name}"));
        process::run(Command::new("rustup").args(["component", "add", name]))
            .with_context(|| format!("{name} is missing; install it beside the compiler"))?;
    }
    Ok(())
}

fn wasm_libs() -> Result<PathBuf> {
    let sysroot = process::read(Command::new("rustc").args(["--print", "sysroot"]))?;
    Ok(Path::new(sysroot.trim()).join("lib/rustlib").join(WASM).join("lib"))
}

fn has_std(libs: &Path) -> bool {
    let Ok(entries) = fs::read_dir(libs) else { return false };
    entries.flatten().any(|entry| {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        name.starts_with("libstd-") && name.ends_with(".rlib")
    })
}

fn install(project: &Project) -> Result<()> {
    project.say(format_args!("standard library for {WASM}: rustup"));
    let rustup = process::read(Command::new("rustup").args(["target", "add", WASM]));
    let Err(rustup) = rustup else { return Ok(()) };
    if process::find("apt-get").is_none() {
        return Err(rustup).context(NO_STD);
    }
    project.say(format_args!("standard library for {WASM}: from Debian's rust-src, because rustup could not"));
    let script = project.path("xtask/wasm-std.sh");
    process::run(Command::new("bash").arg(script)).with_context(|| format!("{NO_STD}\nrustup said: {rustup:#}"))
}

const NO_STD: &str = "the standard library for wasm32-unknown-unknown is missing, and neither rustup's server \
    nor a Debian archive with the sources of this compiler could be reached.\n\
    Run `rustup target add wasm32-unknown-unknown` where the network allows it, then try again";

/// Links an empty library with fat LTO, once per toolchain: a standard library that was built without bitcode
/// compiles everything and fails in the very last step of the release.
fn verify(project: &Project, libs: &Path) -> Result<()> {
    let compiler = process::read(Command::new("rustc").arg("-vV"))?;
    let folder = project.target("xtask/toolchain");
    let stamp =
        Stamp::new(folder.join("stamp"), fingerprint([compiler.as_bytes(), libs.as_os_str().as_encoded_bytes()]));
    if stamp.is_fresh() {
        return Ok(());
    }
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("empty.rs"), "")?;
    let mut rustc = Command::new("rustc");
    rustc.args(["-O", "-Clto=fat", "--crate-type=cdylib", "--target", WASM, "empty.rs"]).current_dir(&folder);
    process::read(&mut rustc).with_context(|| {
        let libs = libs.display();
        format!("the standard library for {WASM} cannot be linked; empty the folder {libs} and run this again")
    })?;
    stamp.write()
}
