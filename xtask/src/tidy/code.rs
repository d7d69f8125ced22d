//! Rust without comments and without the content of literals.
//!
//! Not a parser: it knows where comments, strings and characters begin and end, and nothing else. That is enough for
//! rules about words, and keeps documentation and messages from breaking them.

/// The text with comments and the content of literals replaced by spaces. Every byte that stays, stays where it was.
pub(super) fn code_only(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut code = String::with_capacity(text.len());
    let mut at = 0;
    while at < bytes.len() {
        let rest = &text[at..];
        let length = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            block_comment(rest)
        } else if let Some(length) = literal(rest, at > 0 && is_word(bytes[at - 1])) {
            length
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            code.push_str(&rest[..length]);
            at += length;
            continue;
        };
        blank(&rest[..length], &mut code);
        at += length;
    }
    code
}

/// Lines stay, and the quotes of a literal stay so that `("x")` is still seen as a call with something in it.
fn blank(text: &str, code: &mut String) {
    let is_literal = !text.starts_with('/');
    for (at, byte) in text.bytes().enumerate() {
        let is_edge = at == 0 || at + 1 == text.len();
        code.push(match byte {
            b'\n' => '\n',
            b'"' | b'\'' if is_literal && is_edge => char::from(byte),
            _ => ' ',
        });
    }
}

fn block_comment(rest: &str) -> usize {
    let mut depth = 0;
    let mut at = 0;
    while at < rest.len() {
        if rest[at..].starts_with("/*") {
            depth += 1;
            at += 2;
        } else if rest[at..].starts_with("*/") {
            depth -= 1;
            at += 2;
            if depth == 0 {
                return at;
            }
        } else {
            at += rest[at..].chars().next().map_or(1, char::len_utf8);
        }
    }
    rest.len()
}

/// The length of the literal that begins here, if one does.
fn literal(rest: &str, inside_word: bool) -> Option<usize> {
    if rest.starts_with('"') {
        return Some(quoted(rest, 1, '"'));
    }
    if rest.starts_with('\'') {
        return character(rest);
    }
    if inside_word {
        return None; // the `r` of `for"` is no prefix
    }
    let prefix = ["br", "cr", "r", "b", "c"]
        .into_iter()
        .find(|prefix| rest.starts_with(prefix) && rest[prefix.len()..].starts_with(['"', '#', '\'']))?;
    let after = &rest[prefix.len()..];
    if prefix.ends_with('r') {
        let hashes = after.bytes().take_while(|byte| *byte == b'#').count();
        if !after[hashes..].starts_with('"') {
            return None; // a raw identifier, `r#as`
        }
        let end = format!("\"{}", "#".repeat(hashes));
        let content = prefix.len() + hashes + 1;
        return Some(rest[content..].find(&end).map_or(rest.len(), |found| content + found + end.len()));
    }
    match after.as_bytes()[0] {
        b'"' => Some(quoted(rest, prefix.len() + 1, '"')),
        b'\'' => Some(quoted(rest, prefix.len() + 1, '\'')),
        _ => None,
    }
}

fn quoted(rest: &str, from: usize, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest[from..].char_indices() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if c == quote => return from + at + 1,
            _ => {}
        }
    }
    rest.len()
}

/// `'a'` is a character, `'a` a lifetime.
fn character(rest: &str) -> Option<usize> {
    let mut chars = rest[1..].char_indices();
    let (_, first) = chars.next()?;
    if first == '\\' {
        return Some(quoted(rest, 1, '\''));
    }
    let (at, second) = chars.next()?;
    (second == '\'').then_some(1 + at + 1)
}

fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_and_the_content_of_literals_disappear() {
        for (text, kept) in [
            ("a // b\nc", "a c"),
            ("a /* b /* c */ d */ e", "a e"),
            ("f(\"x // y\", 'z')", "f(\" \", ' ')"),
            ("r#\"a\"b\"# c", "c"),
            ("g(b\"a\\\"b\")", "g( \")"),
            ("fn f<'a>(x: &'a str)", "fn f<'a>(x: &'a str)"),
            ("'\\'' 'é' r#as", "' ' ' ' r#as"),
        ] {
            let code = code_only(text);
            assert_eq!(code.len(), text.len(), "{text}");
            assert_eq!(code.split_whitespace().collect::<Vec<_>>().join(" "), kept, "{text}");
        }
    }

    #[test]
    fn every_byte_that_stays_stays_where_it_was() {
        let text = "let é = \"é\"; // ü\nlet ß = 'ß';";
        let code = code_only(text);
        assert_eq!(code.find("let ß"), text.find("let ß"));
    }
}
