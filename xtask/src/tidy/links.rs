//! Links in documents resolve: the file is there, and so is the heading.

use super::{Problem, Source, Tree};

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in tree.files().filter(|file| file.path.ends_with(".md")) {
        for (at, target) in targets(&file.text) {
            if !resolves(tree, file, target) {
                problems.push(Problem::new(file.place(at), format!("the link `{target}` leads nowhere")));
            }
        }
    }
    problems
}

/// What stands in the round brackets of `[text](target)`, outside of code.
fn targets(text: &str) -> Vec<(usize, &str)> {
    let mut targets = Vec::new();
    let mut is_code = false;
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("```") {
            is_code = !is_code;
        } else if !is_code {
            for (found, _) in line.match_indices("](") {
                let is_inline_code = line[..found].matches('`').count() % 2 == 1;
                let rest = &line[found + 2..];
                if let Some(end) = rest.find(')').filter(|_| !is_inline_code) {
                    targets.push((at + found, rest[..end].split(' ').next().unwrap_or_default()));
                }
            }
        }
        at += line.len();
    }
    targets
}

fn resolves(tree: &Tree, from: &Source, target: &str) -> bool {
    if target.contains("://") || target.starts_with("mailto:") {
        return true; // somebody else's; the check works without a network
    }
    let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
    let Some(path) = join(&from.path, path) else { return false };
    match tree.get(&path) {
        Some(file) => anchor.is_empty() || !path.ends_with(".md") || has_heading(file, anchor),
        None => tree.files().any(|file| file.path.starts_with(&format!("{path}/"))), // a folder
    }
}

/// The path of a link, from the root of the tree; nothing outside of it counts.
fn join(from: &str, link: &str) -> Option<String> {
    if link.is_empty() {
        return Some(from.to_owned());
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in link.trim_end_matches('/').split('/') {
        match part {
            "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

fn has_heading(file: &Source, anchor: &str) -> bool {
    let headings = file.text.lines().filter(|line| line.starts_with('#'));
    headings.map(|line| slug(line.trim_start_matches('#').trim())).any(|slug| slug == anchor)
}

/// As code hosts make it: lower case, words joined by dashes, no punctuation.
fn slug(heading: &str) -> String {
    let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.flat_map(char::to_lowercase).map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(text: &str) -> Tree {
        Tree::of(&[
            ("docs/operations.md", text),
            ("README.md", "# Rollcall\n## Run it, `now`\n"),
            ("app/src/lib.rs", ""),
        ])
    }

    #[test]
    fn good() {
        let text = "[a](../README.md#run-it-now) [b](https://example.com/x) [c](../app/) [d](#here)\n## Here\n\
            `[e](gone.md)`\n```\n[f](gone.md)\n```\n";
        assert_eq!(check(&tree(text)), []);
    }

    #[test]
    fn bad() {
        for text in ["[a](gone.md)", "[a](../README.md#gone)", "[a](../../outside.md)", "x\n[b](#gone)"] {
            assert_eq!(check(&tree(text)).len(), 1, "{text}");
        }
    }
}
