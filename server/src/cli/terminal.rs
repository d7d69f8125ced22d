//! What is for whoever operates the host goes to the terminal, never to the log.

use std::io::{Write, stdout};

use super::Failure;

/// Writes a line.
pub(super) fn say(text: &str) -> Result<(), Failure> {
    let mut out = stdout().lock();
    writeln!(out, "{text}")?;
    out.flush()?;
    Ok(())
}
