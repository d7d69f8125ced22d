//! `cargo xtask test`: everything that proves something, from a bare machine to a plain verdict. CI runs this.
//!
//! The fastest steps come first. A step that fails does not stop the others: one run tells everything.

use std::{
    num::NonZero,
    process::Command,
    thread,
    time::{Duration, Instant},
};

use anyhow::{Result, bail};

use crate::{
    args::Args,
    assets::{Sizes, Wasm},
    build::{self, Built},
    check, npm,
    packages::{self, Need},
    postgres::Cluster,
    process,
    project::Project,
    tidy,
};

/// What to run; everything by default.
struct Choice {
    rust: bool,
    end_to_end: bool,
    engines: Vec<&'static str>,
    /// Files and options for Playwright.
    playwright: Vec<String>,
}

impl Choice {
    fn read(mut args: Args) -> Result<Self> {
        let (rust, end_to_end) = (args.flag("--rust"), args.flag("--e2e"));
        let engines = match args.value("--engine")?.as_deref() {
            None => vec!["sqlite", "postgres"],
            Some("sqlite") => vec!["sqlite"],
            Some("postgres") => vec!["postgres"],
            Some(other) => bail!("there is no engine `{other}`: sqlite, postgres"),
        };
        let all = rust == end_to_end;
        Ok(Self { rust: rust || all, end_to_end: end_to_end || all, engines, playwright: args.passed_on()? })
    }

    fn postgres(&self) -> bool {
        self.engines.contains(&"postgres")
    }
}

pub(crate) fn run(project: &Project, args: Args) -> Result<()> {
    let choice = Choice::read(args)?;
    prepare(project, &choice)?;
    let cluster = if choice.postgres() { Some(Cluster::start()?) } else { None };
    let url = cluster.as_ref().map(Cluster::url);

    let mut report = Report::default();
    if choice.rust {
        report.step(project, "tidy", || tidy::run(project));
        report.step(project, "tests of xtask", || {
            process::run(check::own(project, "test").args(["--locked", "--quiet"]))
        });
        report.step(project, "Rust tests", || process::run(&mut rust_tests(project, url)));
        report.step(project, "Rust examples in documentation", || process::run(&mut doc_tests(project)));
    }
    if choice.end_to_end {
        let built = report.step(project, "program of the end-to-end tests", || build::program(project, Wasm::Test));
        if let Some(built) = built {
            report.step(project, "size of the first load", || sizes(&built));
            for &engine in &choice.engines {
                let name = format!("end to end, {engine}");
                report.step(project, &name, || process::run(&mut playwright(project, &choice, &built, engine, url)));
            }
        }
    }
    drop(cluster);
    report.end()
}

fn prepare(project: &Project, choice: &Choice) -> Result<()> {
    let mut needs = Vec::new();
    if choice.postgres() {
        needs.push(Need::PostgreSql);
    }
    if choice.end_to_end {
        needs.extend(packages::END_TO_END);
        packages::for_build(project)?;
        npm::install(project, "end2end")?;
    }
    packages::system(project, &needs)
}

/// All crates but the browser's, so that a new one cannot be forgotten. The suites read TEST_DATABASE_URL and run on
/// SQLite too.
///
/// One test more at a time than there are processors: each of them waits for its database a good part of the time.
fn rust_tests(project: &Project, url: Option<&str>) -> Command {
    let threads = thread::available_parallelism().map_or(1, NonZero::get) + 1;
    let threads = format!("--test-threads={threads}");
    let everything = ["--locked", "--no-fail-fast", "--workspace", "--exclude", "frontend"];
    let mut cargo = project.cargo();
    if process::succeeds(project.cargo().args(["nextest", "--version"])) {
        cargo.args(["nextest", "run"]).args(everything).arg(threads);
    } else {
        cargo.args(["test", "--lib", "--bins", "--tests", "--quiet"]).args(everything).args(["--", &threads]);
    }
    with_database(&mut cargo, url);
    cargo
}

/// Apart from the others, because nextest does not run them; some of them must not compile.
fn doc_tests(project: &Project) -> Command {
    let mut cargo = project.cargo();
    cargo.args(["test", "--doc", "--quiet", "--locked", "--no-fail-fast", "--workspace", "--exclude", "frontend"]);
    cargo
}

fn playwright(project: &Project, choice: &Choice, built: &Built, engine: &str, url: Option<&str>) -> Command {
    let mut command = Command::new(npm::program(project, "end2end", "playwright"));
    // A folder per engine, so that the second run does not remove the traces of the first.
    command.args(["test", "--output", &format!("test-results/{engine}")]).args(&choice.playwright);
    command.current_dir(project.path("end2end")).env("ROLLCALL_BIN", &built.program).env("ENGINE", engine);
    command.envs(packages::chromium().map(|file| ("CHROMIUM", file)));
    with_database(&mut command, url.filter(|_| engine == "postgres"));
    command.env_remove("BASE_URL"); // it would aim the tests at an instance that somebody else runs
    command
}

/// A variable that was set outside must not decide what is tested, or which database is written to.
fn with_database(command: &mut Command, url: Option<&str>) {
    match url {
        Some(url) => command.env("TEST_DATABASE_URL", url),
        None => command.env_remove("TEST_DATABASE_URL"),
    };
}

/// The budget itself is that of the release: `cargo xtask build` fails over it.
fn sizes(built: &Built) -> Result<()> {
    let sizes = Sizes::of(&built.site)?;
    println!("\n{sizes}\n");
    sizes.hold()
}

/// What was run, how it ended, and how long it took.
#[derive(Default)]
struct Report {
    steps: Vec<(String, bool, Duration)>,
}

impl Report {
    fn step<T>(&mut self, project: &Project, name: &str, work: impl FnOnce() -> Result<T>) -> Option<T> {
        project.say(format_args!("== {name}"));
        let started = Instant::now();
        let result = work();
        if let Err(error) = &result {
            eprintln!("error: {name}: {error:#}");
        }
        self.steps.push((name.to_owned(), result.is_ok(), started.elapsed()));
        result.ok()
    }

    /// The last line is plain, for people and for CI.
    fn end(self) -> Result<()> {
        println!("\n{self}");
        let failed: Vec<&str> =
            self.steps.iter().filter(|(_, good, _)| !good).map(|(name, ..)| name.as_str()).collect();
        if failed.is_empty() {
            return Ok(());
        }
        bail!("failed: {}", failed.join(", "))
    }
}

impl std::fmt::Display for Report {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (name, good, time) in &self.steps {
            let verdict = if *good { "passed" } else { "FAILED" };
            writeln!(f, "{verdict} {:>7.1} s  {name}", time.as_secs_f32())?;
        }
        let passed = self.steps.iter().filter(|(_, good, _)| *good).count();
        write!(f, "\n{passed} passed, {} failed", self.steps.len() - passed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn choice(line: &str) -> Result<Choice> {
        Choice::read(Args::new(line.split_whitespace().map(str::to_owned)))
    }

    #[test]
    fn everything_runs_unless_a_part_is_named() {
        let all = choice("").unwrap();
        assert!(all.rust && all.end_to_end && all.postgres());
        let part = choice("--e2e --engine sqlite -- tests/sign_in.spec.ts").unwrap();
        assert!(!part.rust && part.end_to_end && !part.postgres());
        assert_eq!(part.playwright, ["tests/sign_in.spec.ts"]);
        assert!(choice("--engine mysql").is_err());
    }

    #[test]
    fn the_last_line_counts_the_steps() {
        let step = |good| ("x".to_owned(), good, Duration::ZERO);
        let report = Report { steps: vec![step(true), step(false), step(true)] };
        assert_eq!(report.to_string().lines().last(), Some("2 passed, 1 failed"));
        assert!(report.end().is_err());
    }
}
