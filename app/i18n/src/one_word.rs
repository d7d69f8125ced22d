//! The one word for a user of the workspace in each language, and the words that no text says in its place.
//!
//! Only for tests. It reads the locale files as they are, so it needs no feature, and names a text by file, key and form.
//! Pronouns (somebody, everyone, whoever) are no second word. Whether a sentence reads well is not for it to say.

use std::fs;
use std::ops::Range;
use std::path::Path;

use crate::check::LANGUAGES;
use crate::locale::{LocaleFile, Text};
use crate::template::{Piece, pieces};

/// How a word is found in a text.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Found {
    /// As a whole word: "persona" is not found in "personal".
    Whole,
    /// At the beginning of a word, because its endings vary.
    Beginning,
    /// Anywhere, because words have no spaces between them.
    Anywhere,
}

/// What a language calls a user, and what it does not: lists with commas, in lower case, with `…` for a placeholder.
struct Wording {
    language: &'static str,
    user: &'static str,
    found: Found,
    /// Words that would stand for a user, or for all users together.
    second: &'static str,
    /// Phrases in which such a word does not: roles, the team of a project, both ends of a mail, pronouns, counters.
    fine: &'static str,
}

const WORDINGS: [Wording; 6] = [
    Wording {
        language: "en",
        user: "user",
        found: Found::Whole,
        second: "person, persons, people, human, humans, member, members, team, teams, employee, \
            employees, colleague, colleagues, teammate, teammates, coworker, coworkers, staff, \
            personnel",
        fine: "team member, team members, project team",
    },
    Wording {
        language: "zh",
        user: "用户",
        found: Found::Anywhere,
        second: "人, 人员, 成员, 团队, 员工, 同事, 职员",
        fine: "团队成员, 项目团队, 发件人, 收件人, 邀请人, 订购人, 负责人, 本人, 他人, 其他人, 所有人, \
            任何人, 有人, 某人, 个人",
    },
    Wording {
        language: "es",
        user: "usuario",
        found: Found::Whole,
        second: "persona, personas, gente, humano, humanos, miembro, miembros, equipo, equipos, \
            empleado, empleada, empleados, empleadas, compañero, compañera, compañeros, compañeras, \
            colega, colegas, integrante, integrantes, plantilla",
        // The last two are computers.
        fine: "miembro del equipo, miembros del equipo, equipo del proyecto, en tu equipo, \
            en los equipos de los usuarios",
    },
    Wording {
        language: "ja",
        user: "ユーザー",
        found: Found::Anywhere,
        second: "人, メンバー, チーム, ユーザ, 利用者, 社員, 従業員, 職員, 同僚, スタッフ",
        fine: "ユーザー, 人のユーザー, 人以上のユーザー, 人を超えるユーザー, ユーザー … 人, \
            オーナーが1人, 管理者が1人, チームメンバー, プロジェクトチーム, 差出人, 本人, 個人",
    },
    Wording {
        language: "ru",
        user: "пользователь",
        found: Found::Beginning,
        second: "человек, человеч, люди, людей, людя, член, участни, команд, сотрудни, работни, коллег",
        fine: "участник команды, участника команды, участнику команды, участники команды, \
            участников команды, команду проекта",
    },
    Wording {
        language: "ko",
        user: "사용자",
        found: Found::Anywhere,
        second: "사람, 구성원, 멤버, 팀, 회원, 인원, 직원, 동료, …명, 한 명",
        fine: "팀 멤버, 프로젝트 팀, 보낸 사람, 보내는 사람, 받는 사람, 사용자 …명, 사용자가 …명, \
            사용자가 한 명, 소유자가 한 명, 관리자가 한 명",
    },
];

/// Texts that say such a word and mean something else, with the reason.
const EXCEPTED: [(&str, &str); 1] =
    [("roles.project_team", "the permission for the users of one project, who are the Project team")];

/// The words in a text that stand for a user in place of the one word.
fn second_words(wording: &Wording, text: &str) -> Vec<&'static str> {
    let text = plain(text);
    let fine: Vec<Range<usize>> =
        listed(wording.fine).flat_map(|phrase| places(&text, phrase, Found::Anywhere)).collect();
    let stands = |place: &Range<usize>| !fine.iter().any(|fine| fine.start <= place.start && place.end <= fine.end);
    listed(wording.second).filter(|word| places(&text, word, wording.found).iter().any(stands)).collect()
}

fn listed(list: &'static str) -> impl Iterator<Item = &'static str> {
    list.split(", ")
}

/// The text in lower case with `…` for each placeholder, whose name is for programs.
fn plain(text: &str) -> String {
    pieces(text)
        .map(|piece| match piece {
            Piece::Text(words) => words.to_lowercase(),
            Piece::Slot(_) => "…".to_owned(),
        })
        .collect()
}

fn places(text: &str, word: &str, found: Found) -> Vec<Range<usize>> {
    let begins = |at: usize| !text[..at].ends_with(char::is_alphabetic);
    let ends = |at: usize| !text[at..].starts_with(char::is_alphabetic);
    text.match_indices(word)
        .map(|(at, _)| at..at + word.len())
        .filter(|place| match found {
            Found::Whole => begins(place.start) && ends(place.end),
            Found::Beginning => begins(place.start),
            Found::Anywhere => true,
        })
        .collect()
}

/// Every text of a language with its key, plural forms one by one.
fn texts(language: &str) -> Vec<(String, String)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("locales").join(language);
    let mut texts = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let file = file.unwrap();
        let name = file.file_name().into_string().unwrap();
        let json = fs::read_to_string(file.path()).unwrap();
        let file = LocaleFile { language: language.to_owned(), name, json };
        let feature = file.feature().unwrap();
        for (key, text) in file.texts().unwrap() {
            let key = format!("{feature}.{key}");
            match text {
                Text::Plain(text) => texts.push((key, text)),
                Text::Plural(forms) => texts.extend(forms.into_values().map(|text| (key.clone(), text))),
            }
        }
    }
    texts
}

#[cfg(test)]
mod tests {
    use super::*;

    // S0.30: a user is called by one word, in every text of every language.
    #[test]
    fn users_are_called_users_and_nothing_else() {
        let mut found = Vec::new();
        for wording in &WORDINGS {
            for (key, text) in texts(wording.language) {
                let words = second_words(wording, &text);
                if !words.is_empty() && EXCEPTED.iter().all(|(excepted, _)| *excepted != key) {
                    found.push(format!("{}: {key} says {words:?}: {text}", wording.language));
                }
            }
        }
        assert!(found.is_empty(), "\n{}", found.join("\n"));
    }

    #[test]
    fn every_language_has_its_word_and_uses_it() {
        assert_eq!(WORDINGS.each_ref().map(|wording| wording.language), LANGUAGES.each_ref().map(|own| own.code));
        for wording in &WORDINGS {
            let texts = texts(wording.language);
            for key in ["users.add", "explain.person", "roles.page_people", "sign_in.claim"] {
                // Endings differ; what comes before them does not.
                let stem = wording.user.trim_end_matches('ь');
                let mut said = texts.iter().filter(|(own, _)| own == key).peekable();
                assert!(said.peek().is_some(), "{key}");
                assert!(said.all(|(_, text)| plain(text).contains(stem)), "{}: {key}", wording.language);
            }
        }
    }

    #[test]
    fn a_second_word_is_found_wherever_it_stands() {
        let table = [
            ("en", "Invite People.", vec!["people"]),
            ("en", "This person’s role", vec!["person"]),
            ("en", "{{ person }} made a personal key for a Team member", vec![]),
            ("en", "The team and its members", vec!["members", "team"]),
            ("zh", "所有人员", vec!["人员"]),
            ("zh", "所有人都使用个人密钥", vec![]),
            ("zh", "{{ n }} 人", vec!["人"]),
            ("es", "La persona y su clave personal", vec!["persona"]),
            ("ja", "{{ n }} 人を編集", vec!["人"]),
            ("ja", "{{ n }} 人のユーザーを編集", vec![]),
            ("ja", "ユーザを招待", vec!["ユーザ"]),
            ("ru", "Роль участника команды меняет человек", vec!["человек"]),
            ("ru", "Людям", vec!["людя"]),
            ("ko", "{{ n }}명 선택됨", vec!["…명"]),
            ("ko", "사용자 {{ n }}명을 보낸 사람", vec![]),
        ];
        for (language, text, expected) in table {
            let wording = WORDINGS.iter().find(|wording| wording.language == language).unwrap();
            assert_eq!(second_words(wording, text), expected, "{text}");
        }
    }

    #[test]
    fn no_exception_is_left_over() {
        for (key, reason) in EXCEPTED {
            let says = |wording: &Wording| {
                let texts = texts(wording.language);
                texts.iter().any(|(own, text)| own == key && !second_words(wording, text).is_empty())
            };
            assert!(WORDINGS.iter().any(says), "{key} needs no exception any more: {reason}");
        }
    }
}
