//! Every migration is listed, in the order of the names, and is transactional: a file that is not listed never runs,
//! and by default SeaORM wraps migrations on PostgreSQL only.

use super::{Problem, Tree};

const FOLDER: &str = "migrations/src/";
const LIST: &str = "migrations/src/lib.rs";

pub(super) fn check(tree: &Tree) -> Vec<Problem> {
    let list = tree.get(LIST).map(|file| file.code.as_str()).unwrap_or_default();
    let mut problems = Vec::new();
    let mut last = 0;
    for file in tree.rust(FOLDER) {
        let Some(name) = file.path.strip_prefix(FOLDER).and_then(|path| path.strip_suffix(".rs")) else { continue };
        if !is_migration(name) {
            continue;
        }
        match list.find(&format!("{name}::")) {
            None => problems.push(Problem::new(&file.path, format!("is not listed in {LIST}"))),
            Some(at) if at < last => problems.push(Problem::new(&file.path, format!("is out of order in {LIST}"))),
            Some(at) => last = at,
        }
        let transactional = file
            .code
            .split_once("fn use_transaction")
            .is_some_and(|(_, body)| body.split('}').next().is_some_and(|body| body.contains("Some(true)")));
        if !transactional {
            problems.push(Problem::new(&file.path, "`use_transaction` is not `Some(true)`"));
        }
    }
    problems
}

/// `m20261121_000001_people`.
fn is_migration(name: &str) -> bool {
    name.strip_prefix('m').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    const BODY: &str = "fn use_transaction(&self) -> Option<bool> {\n    Some(true)\n}";

    fn tree(list: &str, second: &str) -> Tree {
        let files = [(LIST, list), ("migrations/src/m1_people.rs", BODY), ("migrations/src/m2_mail.rs", second)];
        Tree::of(&files)
    }

    #[test]
    fn good() {
        assert_eq!(check(&tree("[Box::new(m1_people::Migration), Box::new(m2_mail::Migration)]", BODY)), []);
    }

    #[test]
    fn bad() {
        for (list, second) in [
            ("mod m2_mail; [m1_people::Migration]", BODY),
            ("[m2_mail::Migration, m1_people::Migration]", BODY),
            ("[m1_people::Migration, m2_mail::Migration]", "fn up() {}"),
        ] {
            let problems = check(&tree(list, second));
            assert_eq!(problems.len(), 1, "{list}");
            assert_eq!(problems[0].place, "migrations/src/m2_mail.rs");
        }
    }
}
