//! Who may depend on what: the layers of the crates, as cargo sees them.
//!
//! Direct dependencies of our crates, with every feature on, for every platform; tests may use more.

use super::Problem;

/// `0server v0.1.0 (…)` is one of our crates, `1axum v0.8.9` a dependency of it.
pub(super) const QUESTION: [&str; 9] = [
    "--workspace",
    "--all-features",
    "--target=all",
    "--edges=normal,build",
    "--depth=1",
    "--prefix=depth",
    "--no-dedupe",
    "--format={p}",
    "--charset=ascii",
];

/// What `model` depends on when nobody turns a feature on.
pub(super) const QUESTION_MODEL: [&str; 5] =
    ["--package=model", "--target=all", "--edges=normal,build", "--depth=1", "--prefix=depth"];

/// A crate, and which of ours may depend on it.
const ALLOWED: [(&str, &[&str]); 14] = [
    // The database; `model` for one derive, behind its feature `db`.
    ("sea-orm", &["services", "migrations", "model"]),
    ("sea-orm-migration", &["migrations"]),
    ("sqlx", &["services"]),
    ("migrations", &["server", "services"]),
    // Our own layers.
    ("services", &["app", "server"]),
    ("app", &["frontend", "server"]),
    // HTTP and pages; `services` has neither.
    ("axum", &["app", "server"]),
    ("leptos", &["app", "frontend", "i18n", "server", "ui"]),
    ("leptos_axum", &["app", "server"]),
    // What only services do.
    ("argon2", &["services"]),
    ("lettre", &["services"]),
    ("wasm-bindgen", &["app", "frontend", "ui"]),
    // What only tests do.
    ("html", &[]),
    ("html5ever", &["html"]),
];

pub(super) fn judge(listing: &str) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (owner, dependency) in pairs(listing) {
        let rule = ALLOWED.iter().find(|(name, _)| *name == dependency);
        if let Some((_, allowed)) = rule.filter(|(_, allowed)| !allowed.contains(&owner)) {
            let who = if allowed.is_empty() { "tests".to_owned() } else { allowed.join(", ") };
            let text = format!("depends on `{dependency}`, which only {who} may");
            problems.push(Problem::new(owner, text));
        }
    }
    problems
}

pub(super) fn judge_model(listing: &str) -> Vec<Problem> {
    let found = pairs(listing).into_iter().find(|(_, dependency)| *dependency == "sea-orm");
    found.map(|(owner, _)| Problem::new(owner, "depends on `sea-orm` without feature `db`")).into_iter().collect()
}

fn pairs(listing: &str) -> Vec<(&str, &str)> {
    let mut owner = "";
    let mut pairs = Vec::new();
    for line in listing.lines() {
        if let Some(rest) = line.strip_prefix('0') {
            owner = rest.split(' ').next().unwrap_or_default();
        } else if let Some(rest) = line.strip_prefix('1') {
            pairs.push((owner, rest.split(' ').next().unwrap_or_default()));
        }
    }
    pairs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good() {
        let listing = "0server v0.1.0 (/x/server)\n1app v0.1.0 (/x/app)\n1axum v0.8.9\n\n0services v0.1.0 (/x)\n1sea-orm v2.0.4\n";
        assert_eq!(judge(listing), []);
        assert_eq!(judge_model("0model v0.1.0 (/x)\n1serde v1.0.229\n"), []);
    }

    #[test]
    fn bad() {
        let problems = judge("0server v0.1.0 (/x/server)\n1axum v0.8.9\n1sea-orm v2.0.4\n");
        assert_eq!(problems.len(), 1);
        assert_eq!(problems[0].place, "server");
        assert_eq!(judge_model("0model v0.1.0 (/x)\n1sea-orm v2.0.4\n").len(), 1);
    }
}
