//! Plain text: headings, tables, and who gets which answer.

use model::access::{Action, Blocker, Decision};

use super::cast::Actor;
use crate::access::decide::decide;
use crate::access::facts::Resource;

/// Text that grows.
pub(super) struct Page(String);

impl Page {
    pub(super) fn new(title: &str) -> Self {
        Self(format!("# {title}\n"))
    }

    pub(super) fn section(&mut self, title: &str) {
        self.line("");
        self.line(&format!("## {title}"));
    }

    /// A paragraph.
    pub(super) fn text(&mut self, text: &str) {
        self.line("");
        self.line(text);
    }

    /// A table with aligned columns.
    pub(super) fn table(&mut self, corner: &str, head: &[String], rows: Vec<(String, Vec<String>)>) {
        let head = std::iter::once((corner.to_owned(), head.to_vec()));
        let lines: Vec<Vec<String>> =
            head.chain(rows).map(|(name, cells)| std::iter::once(name).chain(cells).collect()).collect();
        let width = |column: usize| {
            lines.iter().filter_map(|line| line.get(column)).map(|cell| cell.chars().count()).max().unwrap_or(0)
        };
        let widths: Vec<usize> = (0..lines.first().map_or(0, Vec::len)).map(width).collect();
        self.line("");
        for line in lines {
            let cells = line.iter().zip(&widths).map(|(cell, width)| format!("{cell:<width$}"));
            self.line(cells.collect::<Vec<_>>().join("  ").trim_end());
        }
    }

    /// Everything with the same answer stands together; what is allowed comes first.
    pub(super) fn answers(&mut self, title: &str, answers: impl Iterator<Item = (String, String)>) {
        let mut groups: Vec<(String, Vec<String>)> = Vec::new();
        for (answer, name) in answers {
            match groups.iter_mut().find(|(known, _)| *known == answer) {
                Some((_, names)) => names.push(name),
                None => groups.push((answer, vec![name])),
            }
        }
        groups.sort_by_key(|(answer, _)| !answer.starts_with(ALLOWED));
        self.line("");
        self.line(title);
        for (answer, names) in groups {
            self.line(&format!("    {answer}: {}", names.join(", ")));
        }
    }

    pub(super) fn finish(self) -> String {
        self.0
    }

    fn line(&mut self, text: &str) {
        self.0.push_str(text);
        self.0.push('\n');
    }
}

const ALLOWED: &str = "allowed";

/// The decision in a few words.
pub(super) fn answer(actor: &Actor, action: Action, resource: &Resource) -> String {
    let Decision { allowed, blockers, .. } = decide(&actor.subject, action, resource);
    match blockers.as_slice() {
        [] if allowed => ALLOWED.to_owned(),
        [Blocker::StepUpRequired] => format!("{ALLOWED} after step-up"),
        // What is refused anyway is not worth a password.
        blockers => {
            let reasons = blockers.iter().filter(|blocker| **blocker != Blocker::StepUpRequired);
            reasons.map(code).collect::<Vec<_>>().join(" + ")
        }
    }
}

/// The code of a blocker, as in `product/model.md` §5.1.
fn code(blocker: &Blocker) -> String {
    if let Blocker::NotActive { disabled_by: Some(reason) } = blocker {
        return format!("not_active by {reason}");
    }
    let name = format!("{blocker:?}");
    let mut code = String::new();
    for letter in name.chars().take_while(|letter| letter.is_alphabetic()) {
        if letter.is_uppercase() && !code.is_empty() {
            code.push('_');
        }
        code.extend(letter.to_lowercase());
    }
    code
}
