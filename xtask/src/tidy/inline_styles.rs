//! No `style=` and no `style:` in views: the content security policy refuses inline styles, so they would be dropped
//! on the server's page and work after hydration only.

use super::{Problem, Tree};

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in tree.rust("app/") {
        for (at, word) in file.code.match_indices("style") {
            let before = &file.code[..at];
            let is_whole = before.ends_with(char::is_whitespace) || before.ends_with("attr:");
            if is_whole && is_attribute(&file.code[at + word.len()..]) {
                problems.push(Problem::new(file.place(at), "use a class, or an attribute that the style sheet reads"));
            }
        }
    }
    problems
}

/// As rustfmt and leptosfmt leave it: `style=…` and `style:width=…`, while code has `style = …`, `style: Style` and
/// `style::…`.
fn is_attribute(after: &str) -> bool {
    let mut chars = after.chars();
    match (chars.next(), chars.next()) {
        (Some('='), Some(next)) => next != '=' && next != '>',
        (Some(':'), Some(next)) => next.is_alphabetic() || next == '-',
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good() {
        let code = "struct A { style: Style }\nuse style::Style;\nlet style = 1;\nview! { <b class=\"style=x\" data-style=2/> }";
        assert_eq!(check(&Tree::of(&[("app/src/a.rs", code)])), []);
    }

    #[test]
    fn bad() {
        let code = "view! {\n  <b style=\"color: red\"/>\n  <i style:width=width/>\n  <A attr:style=x/>\n}";
        let places: Vec<_> = check(&Tree::of(&[("app/src/a.rs", code)])).into_iter().map(|it| it.place).collect();
        assert_eq!(places, ["app/src/a.rs:2", "app/src/a.rs:3", "app/src/a.rs:4"]);
    }
}
