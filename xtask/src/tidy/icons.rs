//! Every icon that a view names is in the sprite: one that is not shows as nothing, without an error anywhere.

use std::collections::BTreeSet;

use super::{Problem, Tree};

const LIST: &str = "style/icons.txt";

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let list = tree.get(LIST).map(|file| file.text.as_str()).unwrap_or_default();
    let listed: BTreeSet<&str> = list.lines().map(|line| line.split('#').next().unwrap_or_default().trim()).collect();
    let mut problems = Vec::new();
    for file in tree.rust("app/") {
        for attribute in ["<Icon name=", " icon="] {
            for (at, _) in file.code.match_indices(attribute) {
                // A name that is computed comes from literals elsewhere, which nothing tells from other words.
                let Some(rest) = file.text[at + attribute.len()..].strip_prefix('"') else { continue };
                let name = rest.split('"').next().unwrap_or_default();
                if !listed.contains(name) {
                    problems.push(Problem::new(file.place(at), format!("the icon `{name}` is not in {LIST}")));
                }
            }
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    fn places(view: &str) -> Vec<String> {
        let tree = Tree::of(&[(LIST, "plus # to add\nsearch\n"), ("app/src/users/page.rs", view)]);
        check(&tree).into_iter().map(|it| it.place).collect()
    }

    #[test]
    fn good() {
        assert!(places("view! { <Icon name=\"plus\"/> <Button icon=\"search\"/> <Icon name=name/> }").is_empty());
    }

    #[test]
    fn bad() {
        assert_eq!(places("view! {\n  <Icon name=\"plsu\"/>\n}"), ["app/src/users/page.rs:2"]);
    }
}
