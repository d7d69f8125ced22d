//! The program for the browser: compiled by cargo, cut into parts by wasm-split, rid of what is never called, joined to
//! JavaScript by wasm-bindgen, made small by wasm-opt, its functions put in an order that compresses well.

use std::{
    fs,
    num::NonZero,
    path::{Path, PathBuf},
    process::Command,
    sync::{Mutex, PoisonError},
    thread,
};

use anyhow::{Context, Result, anyhow};
use wasm_bindgen_cli_support::Bindgen;
use wasm_split_cli_support::{Options, transform};

use super::{Wasm, order, unused};
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

/// The optimizer is a program of WebAssembly itself. For most files it is done before node would have compiled it well.
const QUICKLY_COMPILED: [&str; 2] = ["--no-wasm-tier-up", "--no-wasm-dynamic-tiering"];

/// Without `_bg` in its name, because that is what the page asks for once LEPTOS_OUTPUT_NAME is set.
const MAIN: &str = "rollcall.wasm";

/// What makes the output from the input: these files, and the version of wasm-opt.
const RECIPE: [&[u8]; 4] = [
    include_bytes!("browser.rs"),
    include_bytes!("module.rs"),
    include_bytes!("order.rs"),
    include_bytes!("unused.rs"),
];
const TOOLS: &[u8] = include_bytes!("../../package-lock.json");

/// Returns the folder with `rollcall.js` and `rollcall.wasm`, `parts.js` and the parts that it fetches, and, if any, the
/// scripts that crates bring along.
pub(super) fn build(project: &Project, wasm: Wasm) -> Result<PathBuf> {
    let (profile, folder) = match wasm {
        Wasm::Debug => ("dev", "debug"),
        Wasm::Test => ("wasm-test", "wasm-test"),
        Wasm::Release => ("wasm-release", "wasm-release"),
    };
    project.say(format_args!("program for the browser, profile {profile}"));
    let mut cargo = project.cargo();
    cargo.args(["rustc", "--locked", "-p", "frontend", "--target", toolchain::WASM, "--profile", profile]);
    // What calls what is written down, because that is where the program can be cut.
    cargo.args(["--", "-C", "link-arg=--emit-relocs"]);
    process::run(&mut cargo)?;

    let input = project.target(toolchain::WASM).join(folder).join("frontend.wasm");
    let bytes = fs::read(&input).with_context(|| input.display().to_string())?;
    let work = project.target("xtask/browser").join(folder);
    let output = work.join("pkg");
    let stamp = Stamp::new(work.join("stamp"), fingerprint([&bytes[..], TOOLS].into_iter().chain(RECIPE)));
    if stamp.is_fresh() {
        return Ok(output);
    }
    if work.exists() {
        fs::remove_dir_all(&work)?;
    }
    fs::create_dir_all(&output)?;
    let main = work.join("main.wasm");
    let mut files = split(project, &bytes, &main, &output)?;
    glue(project, &main, &output, wasm)?;
    fs::rename(output.join("rollcall_bg.wasm"), output.join(MAIN))?;
    if wasm != Wasm::Debug {
        project.say("wasm-opt");
        files.push(output.join(MAIN));
        optimize_all(project, files)?;
    }
    stamp.write()?;
    Ok(output)
}

/// Writes the program of a first visit, and beside the output the parts that it fetches; returns those.
fn split(project: &Project, program: &[u8], main: &Path, output: &Path) -> Result<Vec<PathBuf>> {
    project.say("parts");
    let mut options = Options::new(program);
    options.output_dir = output;
    options.main_out_path = main;
    options.main_module = "./rollcall.js";
    options.link_name = "./parts.js";
    let split = transform(options).map_err(|error| anyhow!("{error:#}"))?;
    for file in split.split_modules.iter().map(PathBuf::as_path).chain([main]) {
        fs::write(file, unused::empty(&fs::read(file)?)?)?;
    }
    Ok(split.split_modules)
}

fn glue(project: &Project, input: &Path, output: &Path, wasm: Wasm) -> Result<()> {
    project.say("glue");
    let mut bindgen = Bindgen::new();
    // The page names the file of the program, whose folder carries the build id; the glue's own guess is left out.
    bindgen.input_path(input).out_name("rollcall").web(true)?.typescript(false).omit_default_module_path(true);
    // The parts find what they share with the program under the names that the linker gave.
    bindgen.keep_lld_exports(true).demangle(false);
    match wasm {
        Wasm::Debug => bindgen.debug(true).keep_debug(true),
        Wasm::Test | Wasm::Release => bindgen.remove_name_section(true).remove_producers_section(true),
    };
    bindgen.generate(output)
}

/// The largest first, on as many threads as there are processors: the optimizer uses one for each file.
fn optimize_all(project: &Project, mut files: Vec<PathBuf>) -> Result<()> {
    files.sort_by_cached_key(|file| fs::metadata(file).map_or(0, |data| data.len()));
    let left = Mutex::new(files);
    let left = || left.lock().unwrap_or_else(PoisonError::into_inner);
    let next = || left().pop();
    let work = || {
        let worked = std::iter::from_fn(next).try_for_each(|file| optimize(project, &file));
        if worked.is_err() {
            left().clear(); // nobody needs the others
        }
        worked
    };
    thread::scope(|scope| {
        let threads = thread::available_parallelism().map_or(1, NonZero::get);
        let workers: Vec<_> = (0..threads).map(|_| scope.spawn(work)).collect();
        let ended: Vec<_> = workers.into_iter().map(thread::ScopedJoinHandle::join).collect();
        ended.into_iter().try_for_each(|ended| ended.unwrap_or_else(|_| Err(anyhow!("wasm-opt panicked"))))
    })
}

fn optimize(project: &Project, file: &Path) -> Result<()> {
    let mut command = Command::new("node");
    command.args(QUICKLY_COMPILED).arg(npm::package(project, "xtask", "binaryen").join("bin/wasm-opt"));
    process::run(command.args(WASM_OPT).arg(file).arg("-o").arg(file))?;
    Ok(fs::write(file, order::by_likeness(&fs::read(file)?)?)?)
}
