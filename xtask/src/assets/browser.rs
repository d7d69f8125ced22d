//! The program for the browser: compiled by cargo, joined to JavaScript by wasm-bindgen, made small by wasm-opt.

use std::{
    fs,
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, Result};
use wasm_bindgen_cli_support::Bindgen;

use super::Wasm;
use crate::{
    fresh::{Stamp, fingerprint},
    npm, process,
    project::Project,
    toolchain,
};

/// What every browser that we support understands, and what rustc uses.
const WASM_OPT: [&str; 7] = [
    "-Oz",
    "--enable-bulk-memory",
    "--enable-nontrapping-float-to-int",
    "--enable-reference-types",
    "--enable-sign-ext",
    "--enable-mutable-globals",
    "--enable-multivalue",
];

/// What makes the output from the input: this file, and the version of wasm-opt.
const RECIPE: &[u8] = include_bytes!("browser.rs");
const TOOLS: &[u8] = include_bytes!("../../package-lock.json");

/// Returns the folder with `rollcall.js`, `rollcall.wasm` and, if any, the scripts that crates bring along.
pub(super) fn build(project: &Project, wasm: Wasm) -> Result<PathBuf> {
    let (profile, folder) = match wasm {
        Wasm::Debug => ("dev", "debug"),
        Wasm::Test => ("wasm-test", "wasm-test"),
        Wasm::Release => ("wasm-release", "wasm-release"),
    };
    project.say(format_args!("program for the browser, profile {profile}"));
    let mut cargo = project.cargo();
    cargo.args(["build", "--locked", "-p", "frontend", "--target", toolchain::WASM, "--profile", profile]);
    process::run(&mut cargo)?;

    let input = project.target(toolchain::WASM).join(folder).join("frontend.wasm");
    let bytes = fs::read(&input).with_context(|| input.display().to_string())?;
    let work = project.target("xtask/browser").join(folder);
    let output = work.join("pkg");
    let stamp = Stamp::new(work.join("stamp"), fingerprint([&bytes[..], RECIPE, TOOLS]));
    if stamp.is_fresh() {
        return Ok(output);
    }
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&output)?;
    glue(project, &input, &output, wasm)?;
    optimize(project, &output, wasm)?;
    stamp.write()?;
    Ok(output)
}

fn glue(project: &Project, input: &Path, output: &Path, wasm: Wasm) -> Result<()> {
    project.say("glue");
    let mut bindgen = Bindgen::new();
    // The page names the file of the program, whose folder carries the build id; the glue's own guess is left out.
    bindgen.input_path(input).out_name("rollcall").web(true)?.typescript(false).omit_default_module_path(true);
    match wasm {
        Wasm::Debug => bindgen.debug(true).keep_debug(true),
        Wasm::Test | Wasm::Release => bindgen.remove_name_section(true).remove_producers_section(true),
    };
    bindgen.generate(output)
}

/// Without `_bg` in its name, because that is what the page asks for once LEPTOS_OUTPUT_NAME is set.
fn optimize(project: &Project, output: &Path, wasm: Wasm) -> Result<()> {
    let (from, to) = (output.join("rollcall_bg.wasm"), output.join("rollcall.wasm"));
    if wasm == Wasm::Debug {
        return Ok(fs::rename(from, to)?);
    }
    project.say("wasm-opt");
    let mut command = Command::new(npm::program(project, "xtask", "wasm-opt"));
    process::run(command.args(WASM_OPT).arg(&from).arg("-o").arg(&to))?;
    Ok(fs::remove_file(from)?)
}
