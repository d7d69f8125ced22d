//! The files of the tree, as the rules see them.

use std::{fs, path::Path};

use anyhow::{Context, Result};

use super::code::code_only;

/// What is not ours, or made by a build.
const SKIPPED: [&str; 6] = [".git", "node_modules", "target", "data", "playwright-report", "test-results"];

/// A file.
pub(crate) struct Source {
    /// From the root, with slashes.
    pub(crate) path: String,
    pub(crate) text: String,
    /// Rust without comments and without what stands in literals, byte for byte at the same place.
    pub(crate) code: String,
}

impl Source {
    pub(crate) fn new(path: &str, text: &str) -> Self {
        let code = if path.ends_with(".rs") { code_only(text) } else { String::new() };
        Self { path: path.to_owned(), text: text.to_owned(), code }
    }

    /// `path:line` of a byte of the text.
    pub(super) fn place(&self, at: usize) -> String {
        format!("{}:{}", self.path, self.text[..at].matches('\n').count() + 1)
    }

    /// The code above `mod tests`.
    pub(super) fn code_without_tests(&self) -> &str {
        self.code.split("\nmod tests {").next().unwrap_or_default()
    }
}

/// All files below the root.
pub(crate) struct Tree {
    files: Vec<Source>,
}

impl Tree {
    pub(crate) fn read(root: &Path) -> Result<Self> {
        let mut files = Vec::new();
        collect(root, "", &mut files).with_context(|| root.display().to_string())?;
        files.sort_by(|a, b| a.path.cmp(&b.path));
        Ok(Self { files })
    }

    pub(crate) fn files(&self) -> impl Iterator<Item = &Source> {
        self.files.iter()
    }

    /// The Rust files whose path begins so.
    pub(super) fn rust<'a>(&'a self, below: &'a str) -> impl Iterator<Item = &'a Source> {
        self.files().filter(move |file| file.path.starts_with(below) && file.path.ends_with(".rs"))
    }

    pub(super) fn get(&self, path: &str) -> Option<&Source> {
        self.files().find(|file| file.path == path)
    }

    /// A tree for the examples of a rule.
    #[cfg(test)]
    pub(super) fn of(files: &[(&str, &str)]) -> Self {
        Self { files: files.iter().map(|(path, text)| Source::new(path, text)).collect() }
    }
}

fn collect(folder: &Path, at: &str, files: &mut Vec<Source>) -> Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if SKIPPED.contains(&name.as_str()) {
            continue;
        }
        let path = if at.is_empty() { name } else { format!("{at}/{name}") };
        let kind = entry.file_type()?;
        if kind.is_dir() {
            collect(&entry.path(), &path, files)?;
        } else if kind.is_file() {
            // What is not text, such as a picture, can be linked to, and has no content for the rules.
            let text = String::from_utf8(fs::read(entry.path())?).unwrap_or_default();
            files.push(Source::new(&path, &text));
        }
    }
    Ok(())
}
