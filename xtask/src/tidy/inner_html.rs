//! `inner_html` only where listed: it is the one way to put text on a page without escaping it.

use super::{Problem, Tree};

/// Each makes its own content and takes none from people.
const LISTED: [&str; 2] = [
    "app/src/document.rs", // `shell()`: the catalog as JSON, with `<` escaped by the build script of i18n
    "app/ui/src/text_area.rs", // escapes what Leptos does not
];

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let files = tree.rust("").filter(|file| !LISTED.contains(&file.path.as_str()) && !file.path.starts_with("xtask/"));
    let places = files.flat_map(|file| file.code.match_indices("inner_html").map(|(at, _)| file.place(at)));
    places.map(|place| Problem::new(place, "`inner_html` does not escape; write elements")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good() {
        let tree = Tree::of(&[
            ("app/src/document.rs", "view! { <script inner_html=json></script> }"),
            ("app/src/users/row.rs", "view! { <td>{name}</td> } // never inner_html"),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn bad() {
        let tree = Tree::of(&[("app/src/users/row.rs", "view! { <td inner_html=name></td> }")]);
        assert_eq!(check(&tree).len(), 1);
    }
}
