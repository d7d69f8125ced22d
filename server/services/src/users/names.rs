//! How people are called, and found by it.

use crate::db::search::fold;

/// First and last name; the address while there is none.
pub(crate) fn display_name(first: &str, last: &str, email: &str) -> String {
    match (first, last) {
        ("", "") => email.to_owned(),
        ("", name) | (name, "") => name.to_owned(),
        (first, last) => format!("{first} {last}"),
    }
}

/// Everything by which someone is found. The name stands alone on the first line, for those who may find people by
/// nothing else.
pub(super) fn search_text(first: &str, last: &str, username: &str, email: &str) -> String {
    let mut text = fold(&format!("{first} {last}"));
    if last.chars().any(is_unspaced) {
        // Typed in one piece, last name first.
        text.push(' ');
        text.push_str(&fold(&format!("{last}{first}")));
    }
    format!("{text}\n{} {}", fold(username), fold(email))
}

/// Chinese, Japanese and Korean characters.
const fn is_unspaced(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7AF}' | '\u{20000}'..='\u{3FFFF}')
}

/// First and last name out of what stood in front of an address.
pub(crate) fn split(name: &str) -> (String, String) {
    let name = name.trim();
    let (first, last) = match name.split_once(',') {
        Some((last, first)) => (first, last),
        None => name.rsplit_once(char::is_whitespace).unwrap_or(("", name)),
    };
    (first.trim().to_owned(), last.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    // AZ-12
    #[test]
    fn nothing_but_the_name_stands_on_the_first_line() {
        assert_eq!(search_text("Ana", "Lind", "ana.l", "A@b.example"), "ana lind\nana.l a@b.example");
        assert_eq!(search_text("", "", "ana.l", "a@b.example"), "\nana.l a@b.example");
        assert_eq!(search_text("美咲", "佐藤", "misaki", "m@b.example"), "美咲 佐藤 佐藤美咲\nmisaki m@b.example");
    }

    #[test]
    fn people_without_a_name_are_called_by_their_address() {
        assert_eq!(display_name("", "", "Ana@b.example"), "Ana@b.example");
        assert_eq!(display_name("", "Cher", "x@b.example"), "Cher");
        assert_eq!(display_name("Marit", "Solberg", "x@b.example"), "Marit Solberg");
    }

    #[test]
    fn names_in_front_of_addresses_are_taken_apart() {
        let split = |name| {
            let (first, last) = split(name);
            format!("{first}|{last}")
        };
        assert_eq!(split("Tomasz Wrona"), "Tomasz|Wrona");
        assert_eq!(split("Wrona, Tomasz"), "Tomasz|Wrona");
        assert_eq!(split("Anna Maria  Huber"), "Anna Maria|Huber");
        assert_eq!(split(" Cher "), "|Cher");
        assert_eq!(split("Huber,"), "|Huber");
    }
}
