//! A language nobody speaks, for tests: whatever is not in it never went through a catalog.

use model::language::Language;

use super::{BETWEEN_FORMS, Catalog, Texts};
use crate::Key;
use crate::template::{Piece, pieces};

impl Catalog {
    /// The English texts in brackets, with accents, and about a third longer, as Russian would be.
    #[must_use]
    pub fn pseudo() -> Self {
        let english = Self::of(Language::En);
        let texts = Key::ALL.iter().map(|key| {
            let forms: Vec<String> = english.raw(*key).split(BETWEEN_FORMS).map(disguise).collect();
            forms.join(&BETWEEN_FORMS.to_string()).into_boxed_str()
        });
        Self { language: Language::En, texts: Texts::Received(texts.collect()) }
    }
}

fn disguise(text: &str) -> String {
    let mut disguised = String::from("⟦");
    for piece in pieces(text) {
        match piece {
            Piece::Text(words) => disguised.extend(words.chars().map(accented)),
            Piece::Slot(name) => disguised.extend(["{{ ", name, " }}"]),
        }
    }
    disguised.extend(std::iter::repeat_n('~', text.chars().count() / 3));
    disguised.push('⟧');
    disguised
}

fn accented(letter: char) -> char {
    match letter {
        'a' => 'á',
        'e' => 'é',
        'i' => 'í',
        'o' => 'ó',
        'u' => 'ú',
        'c' => 'ç',
        'n' => 'ñ',
        's' => 'š',
        'A' => 'Á',
        'E' => 'É',
        'I' => 'Í',
        'O' => 'Ó',
        'U' => 'Ú',
        other => other,
    }
}
