//! Passwords that are tried first.
//!
//! No shipped list: people make such passwords by few habits, and the habits are recognized. A known word, whole,
//! doubled, backward or with look-alike digits, with a few digits or signs around it; a path over the keyboard; a
//! repetition; a date. So every word of [`words`](super::words) stands for thousands of passwords, and the same habits
//! are recognized around words that are near a person.
//!
//! Long passwords are left alone, unless they are made of names: nobody's list holds them.

use model::sign_in::PASSWORD_MAX;
use unicode_normalization::UnicodeNormalization;

use super::words::{OPENERS, PATHS, WORDS};

/// The longest password, in code points, that anybody's list holds.
const LONGEST: usize = 32;
/// Digits and signs on one side of a word that make it no better.
const AROUND: usize = 6;
/// Characters of a path on one side of a word that make it no better.
const PATH_AROUND: usize = 12;
/// The shortest part of a path that is no accident.
const STEPS: usize = 3;
/// The longest unit of a repetition such as `abcabcabc`.
const UNIT: usize = 4;
/// Words near a person that make up one password, such as first and last name.
const NEAR_WORDS: usize = 3;
/// The name of the product is near everyone.
const PRODUCT: &str = "rollcall";

/// Whether a password is made by one of the habits.
pub(super) fn is_common(password: &str) -> bool {
    let text = fold(password, LONGEST + 1);
    text.len() <= LONGEST && (is_repetition(&text) || is_date(&text) || is_path(&text) || has_core(&text, is_word))
}

/// Whether a password is made of words that are near its owner.
pub(super) fn is_near(password: &str, near: &[&str]) -> bool {
    let text = fold(password, PASSWORD_MAX);
    let words: Vec<String> = near.iter().chain(&[PRODUCT]).flat_map(|near| near_words(near)).collect();
    has_core(&text, |core| is_made_of(core, &words, NEAR_WORDS))
}

/// Case and width make no difference to whoever guesses.
fn fold(text: &str, most: usize) -> Vec<char> {
    text.nfkc().flat_map(char::to_lowercase).take(most).collect()
}

/// `11111111`, `abababab`, `abcdabcd`, `abcabcab`. Of letters and digits only: eight blanks are on nobody's list.
fn is_repetition(text: &[char]) -> bool {
    let repeats = |unit: usize| text.len() >= 2 * unit && text.iter().zip(&text[unit..]).all(|(a, b)| a == b);
    text.iter().all(|c| c.is_alphanumeric()) && (1..=UNIT).any(repeats)
}

/// A day of the last or the present generation, in any order, with or without signs between.
fn is_date(text: &[char]) -> bool {
    let digits: Vec<u32> =
        text.iter().filter(|c| !matches!(c, '.' | '-' | '/' | ' ' | '_')).filter_map(|c| c.to_digit(10)).collect();
    let signs = text.iter().filter(|c| !c.is_ascii_digit()).count();
    if digits.len() != 8 || text.len() != digits.len() + signs || signs > 2 {
        return false;
    }
    let number = |range: std::ops::Range<usize>| digits[range].iter().fold(0, |number, digit| number * 10 + digit);
    let is_year = |year: u32| (1900..2040).contains(&year);
    let is_day = |a: u32, b: u32| (1..=31).contains(&a) && (1..=31).contains(&b) && (a <= 12 || b <= 12);
    is_year(number(0..4)) && is_day(number(4..6), number(6..8))
        || is_year(number(4..8)) && is_day(number(0..2), number(2..4))
}

/// Whether the whole text is made of parts of paths and of one character repeated: `qwerty123`, `1qaz2wsx`, `aaa111`.
fn is_path(text: &[char]) -> bool {
    // `reached[i]`: the first `i` characters are made of such parts.
    let mut reached = vec![false; text.len() + 1];
    reached[0] = true;
    for from in 0..text.len() {
        if reached[from] {
            for to in from + 2..=text.len() {
                reached[to] = reached[to] || is_step(&text[from..to]);
            }
        }
    }
    reached[text.len()]
}

fn is_step(part: &[char]) -> bool {
    let same = part.iter().all(|c| *c == part[0] && c.is_alphanumeric());
    same || part.len() >= STEPS && (is_on_path(part.iter().copied()) || is_on_path(part.iter().rev().copied()))
}

fn is_on_path(part: impl Iterator<Item = char>) -> bool {
    let part: String = part.collect();
    PATHS.iter().flat_map(|kind| kind.split_ascii_whitespace()).any(|path| path.contains(&part))
}

/// Whether something remains that `is_known` when trivial things are taken from both ends.
fn has_core(text: &[char], is_known: impl Fn(&str) -> bool) -> bool {
    let length = text.len();
    let fronts: Vec<usize> = (0..length).filter(|&at| is_trivial(&text[..at])).collect();
    let backs: Vec<usize> = (1..=length).filter(|&at| is_trivial(&text[at..])).collect();
    let cores =
        fronts.iter().flat_map(|&from| backs.iter().filter(move |&&to| from < to).map(move |&to| &text[from..to]));
    cores.flat_map(readings).any(|core| is_known(&core))
}

fn is_trivial(side: &[char]) -> bool {
    side.len() <= AROUND && side.iter().all(|c| !c.is_alphabetic()) || side.len() <= PATH_AROUND && is_path(side)
}

/// A core as it may have been meant: without what separates, and with digits and signs as the letters they look like.
fn readings(core: &[char]) -> Vec<String> {
    let plain: String = core.iter().filter(|c| c.is_alphanumeric()).collect();
    let meant =
        |one: char| -> String { core.iter().map(|&c| looks_like(c, one)).filter(|c| c.is_alphanumeric()).collect() };
    let mut readings = vec![plain, meant('i'), meant('l')];
    readings.dedup();
    readings
}

fn looks_like(c: char, one: char) -> char {
    match c {
        '0' => 'o',
        '1' | '!' | '|' => one,
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        '8' => 'b',
        '9' => 'g',
        other => other,
    }
}

/// A known word as it is, backward, twice, or after one of the openers.
fn is_word(core: &str) -> bool {
    let backward: String = core.chars().rev().collect();
    let half = core.split_at_checked(core.len() / 2).filter(|(a, b)| a == b).map(|(a, _)| a);
    is_listed(core)
        || is_listed(&backward)
        || half.is_some_and(is_listed)
        || OPENERS.iter().filter_map(|opener| core.strip_prefix(opener)).any(is_listed)
}

fn is_listed(word: &str) -> bool {
    WORDS.iter().flat_map(|theme| theme.split_ascii_whitespace()).any(|listed| listed == word)
}

/// The words of a name or address that would be tried: each by itself, what stands before and behind an `@`, and
/// everything in one.
fn near_words(near: &str) -> Vec<String> {
    let letters =
        |text: &str| -> String { fold(text, PASSWORD_MAX).into_iter().filter(|c| c.is_alphanumeric()).collect() };
    let (front, behind) = near.split_once('@').unwrap_or((near, ""));
    let domain = behind.split('.').next().unwrap_or_default();
    let parts = front.split(|c: char| !c.is_alphanumeric()).map(letters).filter(|part| part.len() > 3);
    let wholes = [letters(front), letters(domain)].into_iter().filter(|whole| whole.len() > 2);
    parts.chain(wholes).collect()
}

fn is_made_of(core: &str, words: &[String], most: usize) -> bool {
    let rest = |word: &String| core.strip_prefix(word.as_str());
    words.iter().filter_map(rest).any(|rest| rest.is_empty() || most > 1 && is_made_of(rest, words, most - 1))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// What the habits make of the words, as far as this test writes it out.
    fn made() -> BTreeSet<String> {
        let endings: Vec<String> = (0..100)
            .map(|n| n.to_string())
            .chain((1950..2030).map(|n| n.to_string()))
            .chain(["", "!", "123", "@123"].map(str::to_owned))
            .collect();
        let words = WORDS.iter().flat_map(|theme| theme.split_ascii_whitespace());
        words
            .flat_map(|word| endings.iter().map(move |ending| format!("{word}{ending}")))
            .filter(|password| password.chars().count() >= 8)
            .collect()
    }

    // AU-08
    #[test]
    fn more_than_three_thousand_common_passwords_are_refused() {
        let made = made();
        assert!(made.len() > 100_000, "{}", made.len());
        let bare = made.iter().filter(|password| !password.contains(|c: char| !c.is_alphabetic())).count();
        assert!(bare > 400, "{bare}");
        // Every hundredth: each look reads the whole list.
        let missed: Vec<_> = made.iter().step_by(100).filter(|password| !is_common(password)).collect();
        assert!(missed.is_empty(), "{missed:?}");
    }

    // AU-08
    #[test]
    fn what_everybody_tries_is_refused() {
        let common = "password Password1 P@ssw0rd p4$$word! PASSWORD123 passwordpassword drowssap pass_word !password! \
            123password 12345678 123456789 87654321 11111111 88888888 666666666 12341234 123123123 12121212 11223344 \
            12344321 147258369 31415926 qwertyuiop qwerty123 1q2w3e4r 1q2w3e4r5t 1qaz2wsx zaq12wsx q1w2e3r4 qazwsxedc \
            asdfghjkl asdf1234 qwer1234 1234qwer azertyuiop abc12345 abcd1234 a1b2c3d4 abcdefgh !@#$%^&* aaaaaaaa \
            aaa111bbb iloveyou iloveyou2 princess sunshine football baseball superman starwars trustno1 welcome1 \
            Welcome2026! Summer2026 letmein! monkey12 dragon99 shadow2020 michelle jennifer1 computer whatever \
            corvette changeme hello123 adminadmin administrator mypassword ilovejesus theking1 19900512 12.05.1990 \
            05/12/1990 20262026 5201314520 woaini520 йцукенгш пароль123 gfhjkm12 tkfkdgo1 비밀번호1234 contraseña \
            ｐａｓｓｗｏｒｄ";
        for common in common.split_ascii_whitespace().chain(["pass word", "i love you"]) {
            assert!(is_common(common), "{common}");
        }
    }

    #[test]
    fn what_people_make_up_with_some_care_is_accepted() {
        for good in ["gulls over the pier", "correct horse battery staple", "9 men in a boat", "blaue Tinte 7x"] {
            assert!(!is_common(good), "{good}");
        }
        for good in ["plinth-ferry-84", "tmb3xw9q", "vLx8#pq2", "48201937", "sunshine-monkey-dragon", &"x".repeat(64)] {
            assert!(!is_common(good), "{good}");
        }
        for good in ["лодка у причала", "雨の日の図書館と猫", &"🎬".repeat(8), &" ".repeat(8)] {
            assert!(!is_common(good), "{good}");
        }
    }

    // AU-08
    #[test]
    fn names_near_the_person_are_refused_with_years_and_digits_around() {
        let long = "The Northern Lights Film and Animation Company of Bergen";
        let near =
            ["Kestrel Yard", "North Light Films", "Marit", "Solberg", "marit.solberg7@kestrel.example", "高橋", long];
        let predictable = "rollcall1 Rollcall2026 r0llc4ll kestrel2026 KestrelYard1 kestrel-yard! 2026northlight \
            northlightfilms maritsolberg marit.solberg7 SolbergMarit99 kestrelkestrel m4r1tsolberg 高橋高橋2026";
        let long = format!("{long}2026");
        for predictable in predictable.split_ascii_whitespace().chain(["Kestrel Yard 1", &long]) {
            assert!(is_near(predictable, &near), "{predictable}");
        }
        for good in ["gulls over kestrel pier", "plinth-ferry-84", "solbergen i tåke"] {
            assert!(!is_near(good, &near), "{good}");
        }
    }

    #[test]
    fn looking_is_quick_even_for_the_worst_text() {
        let begun = std::time::Instant::now();
        for worst in ["1".repeat(128), "!1".repeat(64), "12345678".repeat(4), "@0".repeat(15) + "zq"] {
            is_common(&worst);
            is_near(&worst, &["a b c d", "1111", "11111"]);
        }
        // Unoptimized; a sign-up can wait for a tenth of it.
        assert!(begun.elapsed() < std::time::Duration::from_secs(2), "{:?}", begun.elapsed());
    }
}
