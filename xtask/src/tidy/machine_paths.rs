//! No file names a folder of the machine it was written on: it would work there and nowhere else.

use super::{Problem, Tree};

/// First folders of absolute paths that only one machine has.
const FOLDERS: [&str; 4] = ["home", "root", "work", "Users"];

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in tree.files() {
        for folder in FOLDERS {
            let path = format!("/{folder}/");
            for (at, _) in file.text.match_indices(&path) {
                // Within a longer path, or an address, it is somebody else's folder.
                let is_first = !file.text[..at].ends_with(|c: char| c.is_alphanumeric() || "._-~/}*".contains(c));
                let goes_on = file.text[at + path.len()..].starts_with(char::is_alphanumeric);
                if is_first && goes_on {
                    problems.push(Problem::new(file.place(at), format!("names a folder of one machine, {path}…")));
                }
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good() {
        let text = "see https://example.com/home/page, app/root/x.rs, \"$HOME/home/x\", and/or";
        assert_eq!(check(&Tree::of(&[("README.md", text)])), []);
    }

    #[test]
    fn bad() {
        for folder in FOLDERS {
            let text = format!("first\nsee /{folder}/somebody/x");
            assert_eq!(check(&Tree::of(&[("README.md", &text)]))[0].place, "README.md:2");
        }
    }
}
