//! Features do not go in circles: a feature can be read, tested and removed with what stands below it.
//!
//! A feature is a module at the top of `app` or `services`. What everybody uses, and what calls everybody, is no
//! feature and is listed here.

use std::collections::{BTreeMap, BTreeSet};

use super::{Problem, Tree};

struct Crate {
    folder: &'static str,
    infrastructure: &'static [&'static str],
}

const CRATES: [Crate; 2] = [
    Crate {
        folder: "app/src/",
        infrastructure: &[
            "lib", "document", "routes", "parts", "links", "rpc", "errors", "cookies", "visitor", "session", "shell",
        ],
    },
    Crate {
        folder: "server/services/src/",
        infrastructure: &[
            "lib", "services", "settings", "keys", "error", "ctx", "tx", "db", "entity", "access", "events", "audit",
            "mail", "jobs", "storage", "undo", "live", "testing",
        ],
    },
];

/// The core of `access`, which everybody uses and which calls no feature.
const ACCESS: &str = "server/services/src/access/";
const ABOVE_THE_CORE: [&str; 5] = ["mod.rs", "explain.rs", "diff.rs", "store.rs", "roles.rs"];

/// From a feature to those that it uses, each with a place where it does.
type Uses<'a> = BTreeMap<&'a str, BTreeMap<&'a str, String>>;

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for it in &CRATES {
        let modules: BTreeSet<&str> = tree.rust(it.folder).filter_map(|file| module(it.folder, &file.path)).collect();
        let features: BTreeSet<&str> = modules.into_iter().filter(|name| !it.infrastructure.contains(name)).collect();
        let mut uses = Uses::new();
        for file in tree.rust(it.folder) {
            let Some(owner) = module(it.folder, &file.path) else { continue };
            let names = used(file.code_without_tests()).into_iter().filter(|(name, _)| features.contains(name));
            if features.contains(owner) {
                let edges = uses.entry(owner).or_default();
                for (name, at) in names.filter(|(name, _)| *name != owner) {
                    edges.entry(name).or_insert_with(|| file.place(at));
                }
            } else if file.path.strip_prefix(ACCESS).is_some_and(|name| !ABOVE_THE_CORE.contains(&name)) {
                let text = "the core of `access` calls no feature";
                problems.extend(names.map(|(_, at)| Problem::new(file.place(at), text)));
            }
        }
        problems.extend(cycles(&uses));
    }
    problems
}

/// `users` of `app/src/users/page.rs` and of `app/src/users.rs`.
fn module<'a>(folder: &str, path: &'a str) -> Option<&'a str> {
    path.strip_prefix(folder)?.split('/').next().map(|name| name.trim_end_matches(".rs"))
}

/// The modules named after `crate::`, one by one or in a group.
fn used(code: &str) -> Vec<(&str, usize)> {
    let mut names = Vec::new();
    for (at, word) in code.match_indices("crate::") {
        if code[..at].ends_with(|c: char| c.is_alphanumeric() || c == '_') {
            continue; // `my_crate::`
        }
        let path = &code[at + word.len()..];
        if let Some(group) = path.strip_prefix('{') {
            names.extend(first_words(group).into_iter().map(|name| (name, at)));
        } else {
            names.push((identifier(path), at));
        }
    }
    names
}

/// The first word of each path in `a::b, c::{d, e}, f}`.
fn first_words(group: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let (mut depth, mut start) = (0, 0);
    for (at, c) in group.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            ',' | '}' if depth == 0 => {
                words.push(identifier(group[start..at].trim_start()));
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    words
}

fn identifier(path: &str) -> &str {
    let end = path.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(path.len());
    &path[..end]
}

/// One problem per circle, told from its first feature in alphabetical order.
fn cycles(uses: &Uses<'_>) -> Vec<Problem> {
    let mut found: BTreeMap<Vec<&str>, Problem> = BTreeMap::new();
    for start in uses.keys() {
        let mut path = vec![*start];
        follow(uses, &mut path, &mut found);
    }
    found.into_values().collect()
}

fn follow<'a>(uses: &Uses<'a>, path: &mut Vec<&'a str>, found: &mut BTreeMap<Vec<&'a str>, Problem>) {
    let (start, last) = (path[0], path[path.len() - 1]);
    for (next, place) in uses.get(last).into_iter().flatten() {
        if *next == start {
            let text = format!("features go in a circle: {} → {start}", path.join(" → "));
            found.entry(path.clone()).or_insert_with(|| Problem::new(place, text));
        } else if *next > start && !path.contains(next) {
            path.push(next);
            follow(uses, path, found);
            path.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good() {
        let tree = Tree::of(&[
            ("app/src/users/page.rs", "use crate::{invitations::AddUserDialog, session::SessionInfo, users::rpc};"),
            ("app/src/invitations/mod.rs", "use crate::seats; // crate::users\n"),
            ("app/src/seats.rs", "use crate::shell::Frame;\n#[cfg(test)]\nmod tests {\n    use crate::users;\n}"),
            ("app/src/shell/menu.rs", "use crate::users;"),
            ("server/services/src/access/mod.rs", "use crate::users;"),
            ("server/services/src/users/mod.rs", "use crate::access::Permit;"),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn bad() {
        let tree = Tree::of(&[
            ("server/services/src/users/mod.rs", "use crate::{ctx::Ctx, seats::{take, Count}};"),
            ("server/services/src/seats/mod.rs", "fn f() {\n    crate::billing::order();\n}"),
            ("server/services/src/billing/mod.rs", "use crate::users;"),
            ("server/services/src/access/decide.rs", "use crate::seats;"),
        ]);
        let problems = check(&tree);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert_eq!(problems[0].place, "server/services/src/access/decide.rs:1");
        assert!(problems[1].text.ends_with("billing → users → seats → billing"), "{problems:?}");
        assert_eq!(problems[1].place, "server/services/src/seats/mod.rs:2");
    }
}
