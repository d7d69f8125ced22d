//! No raw `<textarea>`: Leptos ≤ 0.8.23 does not escape its content on the server, which is stored XSS.
//! `ui::TextArea` is the one place that knows how.

use super::{Problem, Tree};

const HOME: &str = "app/ui/src/text_area.rs";

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    for file in tree.rust("").filter(|file| file.path != HOME && !file.path.starts_with("xtask/")) {
        for word in ["<textarea", "html::textarea", " textarea("] {
            problems.extend(
                file.code.match_indices(word).map(|(at, _)| Problem::new(file.place(at), "use `ui::TextArea`")),
            );
        }
    }
    problems
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good() {
        let tree = Tree::of(&[
            (HOME, "view! { <textarea prop:value=text></textarea> }"),
            ("app/src/users/note.rs", "// not a <textarea>\nview! { <TextArea value=text/> }"),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn bad() {
        let tree = Tree::of(&[("app/src/users/note.rs", "view! {\n  <textarea>{text}</textarea>\n}")]);
        assert_eq!(check(&tree), [Problem::new("app/src/users/note.rs:2", "use `ui::TextArea`")]);
    }
}
