//! `<Title>` only in `ui::PageTitle`, so that every title names the workspace in the same way and takes the focus
//! after a navigation.

use super::{Problem, Tree};

const HOME: &str = "app/ui/src/page_title.rs";

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let files = tree.rust("").filter(|file| file.path != HOME && !file.path.starts_with("xtask/"));
    let places = files.flat_map(|file| {
        let found = file.code.match_indices("<Title");
        let whole = found.filter(|(at, word)| !file.code[at + word.len()..].starts_with(char::is_alphanumeric));
        whole.map(|(at, _)| file.place(at))
    });
    places.map(|place| Problem::new(place, "use `ui::PageTitle`")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn good() {
        let tree = Tree::of(&[
            (HOME, "view! { <Title text/> }"),
            ("app/src/users/page.rs", "view! { <PageTitle text/> <TitleBar/> }"),
        ]);
        assert_eq!(check(&tree), []);
    }

    #[test]
    fn bad() {
        let tree = Tree::of(&[("app/src/users/page.rs", "view! { <Title text=\"Users\"/> }")]);
        assert_eq!(check(&tree).len(), 1);
    }
}
