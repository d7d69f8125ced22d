//! Lines of CSV (RFC 4180), which no spreadsheet takes for formulas.
//!
//! Knows nothing of what is exported. Every field is quoted, so that parsing it back gives what was put in; only a field
//! that a spreadsheet would calculate has an apostrophe in front, which spreadsheets do not show, and [`unguarded`] takes
//! it away again.

mod read;

pub(crate) use read::read;

/// Fields as one line, its end included.
pub(crate) fn line<'a>(fields: impl IntoIterator<Item = &'a str>) -> String {
    let mut line = String::new();
    for (at, field) in fields.into_iter().enumerate() {
        if at > 0 {
            line.push(',');
        }
        line.push('"');
        if wants_guard(field) {
            line.push('\'');
        }
        line.push_str(&field.replace('"', "\"\""));
        line.push('"');
    }
    line.push_str("\r\n");
    line
}

/// A field as it was before [`line`] put an apostrophe in front.
pub(crate) fn unguarded(field: &str) -> &str {
    match field.strip_prefix('\'') {
        Some(rest) if wants_guard(rest) => rest,
        _ => field,
    }
}

/// Whether it gets an apostrophe. What has one already and looks guarded gets another, so that taking one away always
/// gives what was there.
fn wants_guard(field: &str) -> bool {
    is_calculated(field.trim_start_matches('\''))
}

/// Whether a spreadsheet would take it for a formula. The wide signs count too: East Asian ones do; and so does what
/// stands behind white space, which some skip.
fn is_calculated(field: &str) -> bool {
    let shown = field.trim_start_matches([' ', '\u{a0}', '\u{3000}', '\u{feff}']);
    shown.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\0', '＝', '＋', '－', '＠'])
}

#[cfg(test)]
mod tests {
    use super::*;

    // XS-07
    #[test]
    fn formulas_are_text() {
        for field in ["=cmd()", "+1", "-1", "@SUM(A1)", "\tx", "\rx", "\nx", "\0x", "＝1+1", " =1", "\u{3000}=1"] {
            assert_eq!(line([field]), format!("\"'{field}\"\r\n"));
        }
    }

    // XS-07
    #[test]
    fn guards_come_off_again_and_nothing_else_does() {
        for field in ["=cmd()", "'=cmd()", "''=1", " =1", "-", "", "'", "'t Hooft", "O'Neill", "a\"b"] {
            // A line of one empty field is no line.
            let line = line([field, "end"]);
            assert_eq!(unguarded(&read(&line).next().unwrap()[0]), field, "{line}");
        }
        assert_eq!(unguarded("'t Hooft"), "'t Hooft");
    }

    // XS-07
    #[test]
    fn quotes_commas_and_lines_stay_inside_their_field() {
        assert_eq!(line(["a", "", "b\"c", "d,e\nf", "1-2"]), "\"a\",\"\",\"b\"\"c\",\"d,e\nf\",\"1-2\"\r\n");
    }
}
