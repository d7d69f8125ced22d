//! The golden access matrix: what is checked in is what was reviewed, and `decide` must still answer it.
//!
//! After a wanted change of rights: `UPDATE_ACCESS_MATRIX=1 cargo test -p services --test access_matrix`, then read the
//! difference like code.
//!
//! Proves S0.20–S0.25, S3.6, S3.8, S4.9 (who may), AZ-01, AZ-03, AZ-04, IV-08; ASVS 8.1.1.

use std::path::Path;

#[test]
fn who_may_do_what_is_what_was_reviewed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/access_matrix.txt");
    let now = services::access_matrix();
    #[expect(clippy::disallowed_methods, reason = "a switch of this test; nothing is configured by it")]
    let rewrite = std::env::var_os("UPDATE_ACCESS_MATRIX").is_some();
    if rewrite {
        std::fs::write(&path, &now).unwrap();
    }
    let reviewed = std::fs::read_to_string(&path).unwrap_or_default();
    assert!(
        reviewed == now,
        "rights have changed (-reviewed, +now):\n{}\nIf that is wanted: \
         UPDATE_ACCESS_MATRIX=1 cargo test -p services --test access_matrix",
        difference(&reviewed, &now)
    );
}

/// Changed lines, each under the last heading or block that stands above it.
fn difference(before: &str, after: &str) -> String {
    let (before, after): (Vec<_>, Vec<_>) = (before.lines().collect(), after.lines().collect());
    // Length of the longest common part of what follows each pair of lines.
    let mut common = vec![vec![0_usize; after.len() + 1]; before.len() + 1];
    for i in (0..before.len()).rev() {
        for j in (0..after.len()).rev() {
            common[i][j] =
                if before[i] == after[j] { common[i + 1][j + 1] + 1 } else { common[i + 1][j].max(common[i][j + 1]) };
        }
    }
    let (mut i, mut j, mut block, mut changes) = (0, 0, None, Vec::new());
    while i < before.len() || j < after.len() {
        if i < before.len() && j < after.len() && before[i] == after[j] {
            if !before[i].is_empty() && !before[i].starts_with(' ') {
                block = Some(before[i]);
            }
            (i, j) = (i + 1, j + 1);
            continue;
        }
        changes.extend(block.take().map(|line| format!("  {line}")));
        if j == after.len() || (i < before.len() && common[i + 1][j] >= common[i][j + 1]) {
            changes.push(format!("- {}", before[i]));
            i += 1;
        } else {
            changes.push(format!("+ {}", after[j]));
            j += 1;
        }
    }
    changes.join("\n")
}

#[test]
fn difference_shows_the_line_and_where_it_stands() {
    let before = "users_view: member\n    allowed: owner, guest\n    NoGrant: member\n";
    let after = "users_view: member\n    allowed: owner\n    NoGrant: member\n";
    assert_eq!(difference(before, after), "  users_view: member\n-     allowed: owner, guest\n+     allowed: owner");
}
