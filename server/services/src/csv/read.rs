//! Reading CSV as spreadsheets write it: commas, semicolons or tabs, with or without quotation marks.

/// What stands between fields, in the order in which a tie is decided.
const SEPARATORS: [char; 3] = [',', ';', '\t'];

/// The rows of a text, one after the other; empty ones are empty lists. No text is refused: a quotation mark that is never
/// closed ends with the text.
pub(crate) fn read(text: &str) -> Rows<'_> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    // Some spreadsheets name the separator in a line of its own.
    let named = text.strip_prefix("sep=").and_then(|rest| {
        let separator = rest.chars().next().filter(|c| SEPARATORS.contains(c))?;
        let rest = &rest[separator.len_utf8()..];
        let rest = rest.strip_prefix("\r\n").or_else(|| rest.strip_prefix('\n'))?;
        Some((separator, rest))
    });
    match named {
        Some((separator, rest)) => Rows { rest, separator },
        None => Rows { rest: text, separator: separator(text) },
    }
}

/// What stands most often between the fields of the first row.
fn separator(text: &str) -> char {
    let mut counts = [0_u32; SEPARATORS.len()];
    let mut quoted = false;
    for c in text.chars() {
        match c {
            '"' => quoted = !quoted,
            '\n' | '\r' if !quoted && counts != [0; SEPARATORS.len()] => break,
            // The first row may be a single column.
            '\n' if !quoted => break,
            c if !quoted => {
                if let Some(at) = SEPARATORS.iter().position(|known| *known == c) {
                    counts[at] += 1;
                }
            }
            _ => {}
        }
    }
    let most = (0..SEPARATORS.len()).rev().max_by_key(|at| counts[*at]).unwrap_or_default();
    SEPARATORS[most]
}

/// The rows that are left.
pub(crate) struct Rows<'a> {
    rest: &'a str,
    separator: char,
}

impl Iterator for Rows<'_> {
    type Item = Vec<String>;

    fn next(&mut self) -> Option<Vec<String>> {
        if self.rest.is_empty() {
            return None;
        }
        let (mut fields, mut field) = (Vec::new(), String::new());
        let mut quoted = false;
        let mut chars = self.rest.char_indices().peekable();
        let mut end = self.rest.len();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            match c {
                '"' if quoted && next == Some('"') => {
                    field.push('"');
                    chars.next();
                }
                '"' if quoted => quoted = false,
                // Inside a field that has begun without one it is a character like any other.
                '"' if field.is_empty() => quoted = true,
                c if quoted => field.push(c),
                c if c == self.separator => fields.push(std::mem::take(&mut field)),
                '\r' if next == Some('\n') => {}
                '\r' | '\n' => {
                    end = at + 1;
                    break;
                }
                c => field.push(c),
            }
        }
        self.rest = &self.rest[end..];
        if fields.is_empty() && field.is_empty() {
            return Some(fields);
        }
        fields.push(field);
        Some(fields)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::csv;

    fn rows(text: &str) -> Vec<Vec<String>> {
        read(text).collect()
    }

    #[test]
    fn fields_are_what_spreadsheets_mean() {
        assert_eq!(rows("\u{feff}a,b\r\n1,\"x, \"\"y\"\"\nz\"\r\n"), [vec!["a", "b"], vec!["1", "x, \"y\"\nz"]]);
        assert_eq!(rows("a;b,c\r1;;2;"), [vec!["a;b", "c"], vec!["1;;2;"]]);
        assert_eq!(rows("a;b;c\n1;,;2"), [vec!["a", "b", "c"], vec!["1", ",", "2"]]);
        assert_eq!(rows("a\tb\n1\t2"), [vec!["a", "b"], vec!["1", "2"]]);
        assert_eq!(rows("sep=;\r\na,b;c"), [vec!["a,b", "c"]]);
        assert_eq!(rows("one\n\n\ntwo"), [vec!["one"], vec![], vec![], vec!["two"]]);
        assert_eq!(rows("a 2\"b,c"), [vec!["a 2\"b", "c"]]);
        assert_eq!(rows("\"never closed,\nx"), [vec!["never closed,\nx"]]);
        assert!(rows("").is_empty());
    }

    proptest! {
        // XS-07
        #[test]
        fn what_was_written_is_read_again(rows in prop::collection::vec(prop::collection::vec(any::<String>(), 2..5), 1..5)) {
            let text: String = rows.iter().map(|row| csv::line(row.iter().map(String::as_str))).collect();
            let again: Vec<Vec<String>> =
                read(&text).map(|row| row.iter().map(|field| csv::unguarded(field).to_owned()).collect()).collect();
            prop_assert_eq!(again, rows);
        }

        #[test]
        fn no_text_makes_it_panic_or_last_forever(text in any::<String>()) {
            prop_assert!(read(&text).count() <= text.len());
        }
    }
}
