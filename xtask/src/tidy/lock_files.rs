//! Lock files: the two of cargo agree about wasm-bindgen, whose halves must be of one version, and those of npm name
//! no server, so that everybody installs from the registry that is configured.

use super::{Problem, Tree};

const PRODUCT: &str = "Cargo.lock";
const BUILD_TOOL: &str = "xtask/Cargo.lock";

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    let version = |lock, package| tree.get(lock).and_then(|file| version(&file.text, package));
    let (library, tool) = (version(PRODUCT, "wasm-bindgen"), version(BUILD_TOOL, "wasm-bindgen-cli-support"));
    if library.is_none() || library != tool {
        let text = format!("wasm-bindgen is {library:?} here and {tool:?} in {BUILD_TOOL}");
        problems.push(Problem::new(PRODUCT, text));
    }
    for file in tree.files().filter(|file| file.path.ends_with("package-lock.json")) {
        if let Some(at) = file.text.find("\"resolved\": \"http") {
            let text = "names a server; install with `omit-lockfile-registry-resolved=true` in the folder's .npmrc";
            problems.push(Problem::new(file.place(at), text));
        }
    }
    problems
}

fn version<'a>(lock: &'a str, package: &str) -> Option<&'a str> {
    let entry = lock.split_once(&format!("name = \"{package}\"\n"))?.1;
    entry.lines().next()?.strip_prefix("version = \"")?.strip_suffix('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn locks(product: &str, build_tool: &str, npm: &str) -> Tree {
        let entry = |name: &str, version: &str| format!("[[package]]\nname = \"{name}\"\nversion = \"{version}\"\n");
        Tree::of(&[
            (PRODUCT, &entry("wasm-bindgen", product)),
            (BUILD_TOOL, &entry("wasm-bindgen-cli-support", build_tool)),
            ("end2end/package-lock.json", npm),
        ])
    }

    #[test]
    fn good() {
        assert_eq!(check(&locks("0.2.130", "0.2.130", "{ \"version\": \"1.0.0\" }")), []);
    }

    #[test]
    fn bad() {
        assert_eq!(check(&locks("0.2.130", "0.2.131", "{}"))[0].place, PRODUCT);
        let npm = "{\n \"resolved\": \"https://example.com/a.tgz\"\n}";
        assert_eq!(check(&locks("0.2.130", "0.2.130", npm))[0].place, "end2end/package-lock.json:2");
    }
}
