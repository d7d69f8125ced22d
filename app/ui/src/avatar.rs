//! Avatars: a picture, or a monogram in one of three grays, picked from the id.

use leptos::prelude::*;

/// How large an avatar is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum AvatarSize {
    /// 30 px: rows and cards.
    #[default]
    Normal,
    /// 24 px: top bar, lists.
    Small,
    /// 44 px: menus and panels.
    Large,
    /// 72 px: the slate of a person.
    ExtraLarge,
}

impl AvatarSize {
    /// Pixels of the picture: enough for screens with two for each of ours.
    const fn pixels(self) -> u16 {
        match self {
            Self::Normal | Self::Small => 64,
            Self::Large => 128,
            Self::ExtraLarge => 256,
        }
    }
}

/// A person as a round picture; the monogram stands behind it until it is there, and where there is none.
#[component]
pub fn Avatar(
    /// Name of the person, or the address while there is no name.
    #[prop(into)]
    name: String,
    /// The person's id; picks the gray, so that it never changes.
    #[prop(into)]
    seed: String,
    /// Address of the person's picture, without the pixels at its end.
    #[prop(optional_no_strip, into)]
    picture: Option<String>,
    /// How large it is.
    #[prop(optional)]
    size: AvatarSize,
    /// On this site now.
    #[prop(optional)]
    present: bool,
    /// Archived.
    #[prop(optional)]
    deleted: bool,
    /// No name stands beside it, so the avatar says it itself.
    #[prop(optional)]
    alone: bool,
) -> impl IntoView {
    let pixels = size.pixels();
    let picture = picture.map(|address| {
        view! { <img src=format!("{address}/{pixels}") alt="" width=pixels height=pixels loading="lazy" decoding="async" /> }
    });
    let size = match size {
        AvatarSize::Normal => "",
        AvatarSize::Small => " is-s",
        AvatarSize::Large => " is-l",
        AvatarSize::ExtraLarge => " is-xl",
    };
    let state = match (deleted, present) {
        (true, _) => " is-gone",
        (false, true) => " is-here",
        (false, false) => "",
    };
    let letters = monogram(&name);
    view! {
        <span
            class=format!("avatar {}{size}{state}", tone(&seed))
            role=alone.then_some("img")
            aria-label=alone.then_some(name)
            aria-hidden=(!alone).then_some("true")
        >
            {letters}
            {picture}
        </span>
    }
}

/// One of three grays; the same for the same id, everywhere and for ever.
fn tone(seed: &str) -> &'static str {
    // FNV-1a: spreads ids that differ in a few digits only.
    let hash = seed.bytes().fold(0x811c_9dc5_u32, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193));
    match hash % 3 {
        0 => "t1",
        1 => "t2",
        _ => "t3",
    }
}

/// First letters of the first and the last word, which the style sheet writes large; a single character where names are not spelled with letters.
fn monogram(name: &str) -> String {
    let (words, separators): (&str, &[char]) = match name.split_once('@') {
        Some((local, _)) => (local, &['.', '_', '-', '+']),
        None => (name, &[]),
    };
    let mut initials = words
        .split(|c: char| c.is_whitespace() || separators.contains(&c))
        .filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
    let Some(first) = initials.next() else { return String::from("–") };
    let mut out = String::from(first);
    if !is_cjk(first)
        && let Some(last) = initials.next_back()
    {
        out.push(last);
    }
    out
}

/// Han, Kana and Hangul, where one character is a whole syllable or word.
fn is_cjk(c: char) -> bool {
    matches!(c,
        '\u{1100}'..='\u{11ff}' | '\u{3040}'..='\u{30ff}' | '\u{3130}'..='\u{318f}' | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7af}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_monogram_is_the_first_and_the_last_word() {
        assert_eq!(monogram("Marit Solberg"), "MS");
        assert_eq!(monogram("Agnieszka Wojciechowska-Lindqvist"), "AW");
        assert_eq!(monogram("maría del carmen ñúñez"), "mñ");
        assert_eq!(monogram("  Bao   Trần "), "BT");
        assert_eq!(monogram("Катя Петрова"), "КП");
    }

    #[test]
    fn one_word_gives_one_letter() {
        assert_eq!(monogram("Cher"), "C");
        assert_eq!(monogram("\"Ana\""), "A");
    }

    #[test]
    fn names_in_chinese_japanese_and_korean_give_one_character() {
        assert_eq!(monogram("高橋 凛"), "高");
        assert_eq!(monogram("みか"), "み");
        assert_eq!(monogram("김 민지"), "김");
    }

    #[test]
    fn an_address_stands_in_for_a_name() {
        assert_eq!(monogram("ilse.vandam@kestrelyard.example"), "iv");
        assert_eq!(monogram("info@kestrelyard.example"), "i");
    }

    #[test]
    fn nothing_to_spell_gives_a_dash() {
        assert_eq!(monogram(""), "–");
        assert_eq!(monogram("🎬 …"), "–");
    }

    #[test]
    fn all_three_grays_are_used_and_stay_the_same() {
        let tones: Vec<_> = (0..30).map(|n| tone(&format!("0192f0c1-0000-7000-8000-{n:012}"))).collect();
        for wanted in ["t1", "t2", "t3"] {
            assert!(tones.iter().filter(|tone| **tone == wanted).count() >= 5, "{wanted} is rare: {tones:?}");
        }
        assert_eq!(tone("marit"), tone("marit"));
    }
}
