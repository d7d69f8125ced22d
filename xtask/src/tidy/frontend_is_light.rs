//! Nothing of the server reaches the browser: it could not run there, and every visitor would load it.

use std::collections::BTreeSet;

use super::Problem;

/// Every crate below `frontend`, less the procedural macros, which run in the compiler.
pub(super) const QUESTION: [&str; 4] =
    ["--package=frontend", "--target=wasm32-unknown-unknown", "--edges=normal,no-proc-macro", "--prefix=none"];

const HEAVY: [&str; 15] = [
    "argon2",
    "askama",
    "axum",
    "hyper",
    "jiff",
    "lettre",
    "leptos_axum",
    "migrations",
    "rustls",
    "sea-orm",
    "server",
    "services",
    "sqlx",
    "tokio",
    "zxcvbn",
];

pub(super) fn judge(listing: &str) -> Vec<Problem> {
    let names: BTreeSet<&str> = listing.lines().filter_map(|line| line.split(' ').next()).collect();
    let heavy = names.into_iter().filter(|name| HEAVY.contains(name));
    heavy.map(|name| Problem::new("frontend", format!("`{name}` reaches the browser"))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good() {
        assert_eq!(judge("frontend v0.1.0 (/x)\nleptos v0.8.23\nserver_fn v0.8.13 (*)\n"), []);
    }

    #[test]
    fn bad() {
        let problems = judge("frontend v0.1.0 (/x)\ntokio v1.54.1\nleptos v0.8.23\ntokio v1.54.1 (*)\n");
        assert_eq!(problems, [Problem::new("frontend", "`tokio` reaches the browser")]);
    }
}
