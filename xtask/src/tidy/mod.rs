//! House rules: what clippy cannot see. One file per rule, each with a good and a bad example as its own test.
//!
//! To add a rule: 1. write `<rule>.rs` with a function from the `Tree`, or from what cargo says, to the problems;
//! 2. give it the two examples; 3. list it in `RULES` below.

mod code;
mod dependents;
mod frontend_is_light;
mod icons;
mod inline_styles;
mod inner_html;
mod links;
mod lock_files;
mod machine_paths;
mod migrations;
mod modules;
mod no_cycles;
mod server_functions;
mod text_area;
mod titles;
mod tree;

use anyhow::{Result, bail};

pub(crate) use self::tree::{Source, Tree};
use crate::{process, project::Project};

/// A place that breaks a rule.
#[derive(Debug, PartialEq, Eq)]
struct Problem {
    place: String,
    text: String,
}

impl Problem {
    fn new(place: impl Into<String>, text: impl Into<String>) -> Self {
        Self { place: place.into(), text: text.into() }
    }
}

type Rule = fn(&Tree) -> Vec<Problem>;

const RULES: [(&str, Rule); 12] = [
    ("icons", icons::check),
    ("inline_styles", inline_styles::check),
    ("inner_html", inner_html::check),
    ("links", links::check),
    ("lock_files", lock_files::check),
    ("machine_paths", machine_paths::check),
    ("migrations", migrations::check),
    ("modules", modules::check),
    ("no_cycles", no_cycles::check),
    ("server_functions", server_functions::check),
    ("text_area", text_area::check),
    ("titles", titles::check),
];

/// Checks every rule; an error lists every problem.
pub(crate) fn run(project: &Project) -> Result<()> {
    let tree = Tree::read(project.root())?;
    let mut lines = Vec::new();
    let mut note = |rule: &str, problems: Vec<Problem>| {
        lines.extend(problems.into_iter().map(|it| format!("{}: {} [{rule}]", it.place, it.text)));
    };
    for (name, rule) in RULES {
        note(name, rule(&tree));
    }
    note("dependents", dependents::judge(&cargo_tree(project, &dependents::QUESTION)?));
    note("dependents", dependents::judge_model(&cargo_tree(project, &dependents::QUESTION_MODEL)?));
    note("frontend_is_light", frontend_is_light::judge(&cargo_tree(project, &frontend_is_light::QUESTION)?));
    if !lines.is_empty() {
        bail!("{} house rules are broken\n{}", lines.len(), lines.join("\n"));
    }
    Ok(())
}

fn cargo_tree(project: &Project, question: &[&str]) -> Result<String> {
    process::read(project.cargo().args(["tree", "--locked", "--quiet"]).args(question))
}
