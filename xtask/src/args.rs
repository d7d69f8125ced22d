//! The options of a command: flags, options with a value, and what follows `--`.
//!
//! Invariant: a word that nobody asked for is an error, so a misspelled option never runs the wrong thing.

use anyhow::{Result, bail};

/// The words after the command that have not been read yet.
pub(crate) struct Args {
    own: Vec<String>,
    passed_on: Vec<String>,
}

impl Args {
    pub(crate) fn new(words: impl IntoIterator<Item = String>) -> Self {
        let mut own: Vec<String> = words.into_iter().collect();
        let passed_on = match own.iter().position(|word| word == "--") {
            Some(at) => own.split_off(at).into_iter().skip(1).collect(),
            None => Vec::new(),
        };
        Self { own, passed_on }
    }

    /// Whether the flag was given.
    pub(crate) fn flag(&mut self, name: &str) -> bool {
        let before = self.own.len();
        self.own.retain(|word| word != name);
        self.own.len() < before
    }

    /// The word after the option, if the option was given.
    pub(crate) fn value(&mut self, name: &str) -> Result<Option<String>> {
        let Some(at) = self.own.iter().position(|word| word == name) else { return Ok(None) };
        self.own.remove(at);
        if at == self.own.len() {
            bail!("`{name}` wants a value");
        }
        Ok(Some(self.own.remove(at)))
    }

    /// Everything after `--`; every word before it must have been read.
    pub(crate) fn passed_on(self) -> Result<Vec<String>> {
        if let Some(word) = self.own.first() {
            bail!("unknown option `{word}`; see `cargo xtask --help`");
        }
        Ok(self.passed_on)
    }

    /// The end of the line: no word may be left.
    pub(crate) fn end(self) -> Result<()> {
        match self.passed_on()?.first() {
            Some(word) => bail!("nothing takes `{word}` after `--` here"),
            None => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn args(line: &str) -> Args {
        Args::new(line.split_whitespace().map(str::to_owned))
    }

    #[test]
    fn flags_values_and_the_rest_are_told_apart() {
        let mut args = args("--e2e --engine postgres -- --headed --engine x");
        assert!(args.flag("--e2e"));
        assert!(!args.flag("--rust"));
        assert_eq!(args.value("--engine").unwrap().as_deref(), Some("postgres"));
        assert_eq!(args.passed_on().unwrap(), ["--headed", "--engine", "x"]);
    }

    #[test]
    fn words_that_nobody_asked_for_are_errors() {
        assert!(args("--enigne sqlite").end().is_err());
        assert!(args("-- x").end().is_err());
        assert!(args("--engine").value("--engine").is_err());
        assert!(args("").end().is_ok());
    }
}
