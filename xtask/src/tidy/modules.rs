//! Every Rust file is a module of the one above it: what nobody names is neither compiled nor run, a test least of all.

use super::{Problem, Source, Tree};

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let lost = tree.rust("").filter(|file| {
        let (folder, name) = place_of(&file.path);
        // Where there is nothing above, Cargo finds the file by itself.
        let mut above = above(tree, folder).peekable();
        let is_found = matches!(name, "lib" | "main" | "build") || above.peek().is_none();
        !is_found && !above.any(|file| names(file, name)) && !is_named_by_path(tree, folder, name)
    });
    lost.map(|file| Problem::new(file.path.as_str(), "no `mod` names this file")).collect()
}

/// The folder in which the file is a module, and the module's name.
fn place_of(path: &str) -> (&str, &str) {
    let path = path.strip_suffix("/mod.rs").or_else(|| path.strip_suffix(".rs")).unwrap_or(path);
    path.rsplit_once('/').unwrap_or(("", path))
}

/// The files that may name the modules of a folder.
fn above<'a>(tree: &'a Tree, folder: &'a str) -> impl Iterator<Item = &'a Source> {
    let inside = ["mod", "lib", "main"].map(|name| format!("{folder}/{name}.rs"));
    inside.into_iter().chain([format!("{folder}.rs")]).filter_map(|path| tree.get(&path))
}

fn names(file: &Source, module: &str) -> bool {
    file.code
        .lines()
        .any(|line| line.split_once("mod ").is_some_and(|(_, name)| name.trim_end() == format!("{module};")))
}

/// Whether a file beside it says where it is.
fn is_named_by_path(tree: &Tree, folder: &str, name: &str) -> bool {
    let attribute = format!("#[path = \"{name}.rs\"]");
    tree.rust(folder).any(|file| place_of(&file.path).0 == folder && file.text.contains(&attribute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good() {
        let tree = Tree::of(&[
            ("server/src/lib.rs", "pub mod users;\n#[cfg(test)]\nmod tests {}"),
            ("server/src/users.rs", "pub(crate) mod list;"),
            ("server/src/users/list/mod.rs", "mod row;"),
            ("server/src/users/list/row.rs", ""),
            ("server/build.rs", "mod texts;"),
            ("server/build/texts.rs", "#[path = \"texts_tests.rs\"]\nmod tests;"),
            ("server/build/texts_tests.rs", ""),
            ("server/benches/requests.rs", ""),
            ("server/tests/main.rs", "mod api;"),
            ("server/tests/api.rs", ""),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn bad() {
        let tree = Tree::of(&[
            ("server/tests/main.rs", "mod apis; // mod api;"),
            ("server/tests/apis/mod.rs", ""),
            ("server/tests/api.rs", ""),
            ("server/tests/apis/keys.rs", ""),
        ]);
        let lost: Vec<_> = check(&tree).into_iter().map(|problem| problem.place).collect();
        assert_eq!(lost, ["server/tests/api.rs", "server/tests/apis/keys.rs"]);
    }
}
