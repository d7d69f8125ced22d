//! `cargo xtask requirements`: which requirements no test names.
//!
//! A test proves a requirement by naming its id, such as S0.10, in a comment or in its title. Ids in code that is not
//! a test prove nothing and are not counted.

use std::{collections::BTreeSet, fs};

use anyhow::{Context, Result};

use crate::{
    project::Project,
    tidy::{Source, Tree},
};

/// One id a line, as in the acceptance list.
const LIST: &str = "docs/requirements.txt";

pub(crate) fn run(project: &Project) -> Result<()> {
    let list = fs::read_to_string(project.path(LIST)).context(LIST)?;
    let all: Vec<&str> = list.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let tree = Tree::read(project.root())?;
    let named: BTreeSet<&str> = tree.files().flat_map(|file| ids(tests(file))).collect();

    let open: Vec<&str> = all.iter().copied().filter(|id| !named.contains(id)).collect();
    for id in &open {
        println!("{id}");
    }
    println!("\n{} of {} requirements are named by a test", all.len() - open.len(), all.len());
    let unknown: Vec<&str> = named.into_iter().filter(|id| !all.contains(id)).collect();
    anyhow::ensure!(unknown.is_empty(), "tests name ids that {LIST} does not list: {}", unknown.join(", "));
    Ok(())
}

/// The part of a file that is a test: all of it in a folder of tests, else what follows `mod tests`.
fn tests(file: &Source) -> &str {
    let is_rust = file.path.ends_with(".rs");
    if file.path.starts_with("xtask/") || !(is_rust || file.path.ends_with(".ts")) {
        return ""; // the tests of the build tool prove nothing about the product
    }
    if file.path.starts_with("end2end/") || file.path.contains("/tests/") {
        return &file.text;
    }
    match file.text.find("\nmod tests {") {
        Some(at) if is_rust => &file.text[at..],
        _ => "",
    }
}

/// Ids as they stand in the text: `S`, digits, a dot, digits.
fn ids(text: &str) -> impl Iterator<Item = &str> {
    text.match_indices('S').filter_map(move |(at, _)| {
        if text[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            return None;
        }
        let digits = |from: usize| text[from..].bytes().take_while(u8::is_ascii_digit).count();
        let chapter = digits(at + 1);
        let dot = at + 1 + chapter;
        if chapter == 0 || !text[dot..].starts_with('.') {
            return None;
        }
        let number = digits(dot + 1);
        (number > 0).then(|| &text[at..dot + 1 + number])
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_found_in_comments_and_titles() {
        let found: Vec<&str> = ids("// S0.1, S10.22–S4.8.\ntest('S3.14 shows', XS1.1 S1.x S.2 S3").collect();
        assert_eq!(found, ["S0.1", "S10.22", "S4.8", "S3.14"]);
    }

    #[test]
    fn only_tests_are_looked_at() {
        let file = |path: &str, text: &str| Source::new(path, text);
        assert_eq!(tests(&file("server/tests/csrf.rs", "S0.1")), "S0.1");
        assert_eq!(tests(&file("end2end/tests/users.spec.ts", "S0.1")), "S0.1");
        assert_eq!(tests(&file("app/src/users/page.rs", "S0.1")), "");
        assert!(!tests(&file("app/model/src/users.rs", "S0.1\n#[cfg(test)]\nmod tests {\nS0.2")).contains("S0.1"));
        assert!(tests(&file("app/model/src/users.rs", "S0.1\n#[cfg(test)]\nmod tests {\nS0.2")).contains("S0.2"));
    }
}
