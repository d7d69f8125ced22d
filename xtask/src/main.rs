//! `cargo xtask`: the front door of the build.
//!
//! Everything that a person or CI does with the tree is one of the commands below, and each prepares what it needs.
//! The build tool is a workspace of its own and holds no code of the product.

mod args;
mod assets;
mod bench;
mod build;
mod check;
mod dev;
mod fresh;
mod npm;
mod packages;
mod postgres;
mod process;
mod project;
mod requirements;
mod serve;
mod test;
mod tidy;
mod toolchain;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::{args::Args, project::Project};

const USAGE: &str = "\
The front door of the build.

Usage: cargo xtask <command> [options]

  serve         build the release and run it; options after `--` go to `rollcall serve`
  dev           the same in debug, built again on every change
  test          prepare everything and run every test
                  --rust             only tidy and the Rust tests
                  --e2e              only the end-to-end tests; options after `--` go to Playwright
                  --engine <engine>  only on `sqlite` or on `postgres`
  check         formatting, house rules, and clippy for the server and for the browser
                  --tidy             only the house rules
  build         the release binary with its embedded assets, and their sizes
  bench         measurements of the release, beside their baselines
                  --only <name>      one of them, by the name of its file, or `browser`
  requirements  requirement ids that no test names
  setup         prepare what `serve` and `test` need, and nothing else
";

fn main() -> ExitCode {
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<()> {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_else(|| "--help".to_owned());
    let mut args = Args::new(words);
    if args.flag("--help") || args.flag("-h") || matches!(command.as_str(), "help" | "--help" | "-h") {
        print!("{USAGE}");
        return Ok(());
    }
    let project = Project::find()?;
    match command.as_str() {
        "serve" => serve::run(&project, args),
        "dev" => dev::run(&project, args),
        "test" => test::run(&project, args),
        "check" => check::run(&project, args),
        "build" => args.end().and_then(|()| build::run(&project)),
        "bench" => bench::run(&project, args),
        "requirements" => args.end().and_then(|()| requirements::run(&project)),
        "setup" => args.end().and_then(|()| packages::everything(&project)),
        _ => bail!("there is no command `{command}`\n\n{USAGE}"),
    }
}
