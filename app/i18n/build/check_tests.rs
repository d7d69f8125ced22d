//! Each rule for locale files, broken once.

use super::*;

/// One file per language with the same text, except where a test says otherwise.
fn files(name: &str, texts: [&str; 6]) -> Vec<LocaleFile> {
    LANGUAGES
        .iter()
        .zip(texts)
        .map(|(language, json)| LocaleFile {
            language: language.code.to_owned(),
            name: name.to_owned(),
            json: json.to_owned(),
        })
        .collect()
}

fn problems(files: &[LocaleFile]) -> String {
    check(files).unwrap_err().join("\n")
}

/// Five languages say `common`, Russian says something else.
fn russian(common: &str, russian: &str) -> String {
    let mut texts = [common; 6];
    texts[4] = russian;
    problems(&files("common.json", texts))
}

/// A plural with the forms of each language, every form the same text.
fn plurals(text: &str) -> Vec<String> {
    LANGUAGES
        .iter()
        .map(|language| {
            let forms: Vec<String> = language.forms.iter().map(|form| format!("\"{form}\":\"{text}\"")).collect();
            format!("{{\"users\":{{{}}}}}", forms.join(","))
        })
        .collect()
}

fn with_plural(language: &str, forms: &str) -> Vec<LocaleFile> {
    let texts = plurals("{{ n }} x");
    let mut files = files("common.json", std::array::from_fn(|at| texts[at].as_str()));
    for file in files.iter_mut().filter(|file| file.language == language) {
        file.json = format!("{{\"users\":{forms}}}");
    }
    files
}

#[test]
fn good_files_give_their_keys_in_order() {
    let mut all = files("users.json", [r#"{"title":"Users","add_user":"Add {{ name }}"}"#; 6]);
    all.extend(files("common.json", [r#"{"save":"Save"}"#; 6]));
    let entries = check(&all).unwrap();
    let keys: Vec<&str> = entries.iter().map(|entry| entry.key.as_str()).collect();
    assert_eq!(keys, ["common.save", "users.add_user", "users.title"]);
    let variants: Vec<String> = entries.iter().map(Entry::variant).collect();
    assert_eq!(variants, ["CommonSave", "UsersAddUser", "UsersTitle"]);
    assert!(entries.iter().all(|entry| entry.texts.len() == LANGUAGES.len()));
}

#[test]
fn plural_forms_are_joined_in_the_order_of_the_language() {
    let entries = check(&with_plural("ru", r#"{"many":"{{ n }} c","one":"{{ n }} a","few":"{{ n }} b"}"#)).unwrap();
    assert_eq!(entries[0].texts[4], "{{ n }} a\u{1f}{{ n }} b\u{1f}{{ n }} c");
    assert_eq!(entries[0].texts[3], "{{ n }} x");
}

#[test]
fn a_missing_key_fails() {
    let found = russian(r#"{"save":"Save","close":"Close"}"#, r#"{"save":"Save"}"#);
    assert_eq!(found, "locales/ru/common.json: `close`: missing");
}

#[test]
fn a_missing_file_fails() {
    let mut all = files("common.json", [r#"{"save":"Save"}"#; 6]);
    all.retain(|file| file.language != "ko");
    assert_eq!(problems(&all), "locales/ko/common.json: `save`: missing");
}

#[test]
fn an_extra_key_fails() {
    let found = russian(r#"{"save":"Save"}"#, r#"{"save":"Save","close":"Close"}"#);
    assert!(found.contains("locales/ru/common.json: `close`: not in English"), "{found}");
}

#[test]
fn different_placeholders_fail() {
    let found = russian(r#"{"of":"{{ page }} of {{ pages }}"}"#, r#"{"of":"{{ page }} {{ seiten }}"}"#);
    assert_eq!(found, "locales/ru/common.json: `of`: placeholders (page, seiten) differ from English (page, pages)");
}

#[test]
fn a_missing_plural_form_fails() {
    let found = problems(&with_plural("ru", r#"{"one":"{{ n }} a","many":"{{ n }} c"}"#));
    assert_eq!(found, "locales/ru/common.json: `users`: missing plural form `few`");
}

#[test]
fn an_extra_plural_form_fails() {
    let found = problems(&with_plural("ja", r#"{"one":"{{ n }}","other":"{{ n }}"}"#));
    assert_eq!(found, "locales/ja/common.json: `users`: plural form `one` does not exist in this language");
}

#[test]
fn only_a_form_for_exactly_one_may_leave_the_number_out() {
    assert!(check(&with_plural("en", r#"{"one":"one user","other":"{{ n }} users"}"#)).is_ok());
    let found = problems(&with_plural("ru", r#"{"one":"a","few":"{{ n }} b","many":"{{ n }} c"}"#));
    assert_eq!(found, "locales/ru/common.json: `users`: form `one`: placeholders () differ from (n)");
    assert!(
        check(&files(
            "common.json",
            std::array::from_fn(|at| plurals("free")[at].clone()).each_ref().map(String::as_str)
        ))
        .is_ok()
    );
}

#[test]
fn a_plural_in_one_language_only_fails() {
    let found = problems(&with_plural("ja", r#""{{ n }} x""#));
    assert_eq!(found, "locales/ja/common.json: `users`: a plural in English, plain here");
    let found = russian(r#"{"users":"x"}"#, r#"{"users":{"one":"x","few":"x","many":"x"}}"#);
    assert_eq!(found, "locales/ru/common.json: `users`: plain in English, a plural here");
}

#[test]
fn json_that_is_none_fails() {
    for json in ["", "{", "[]", r#"{"save":1}"#, r#"{"save":null}"#, r#"{"save":{"one":1}}"#] {
        let found = russian(r#"{"save":"Save"}"#, json);
        assert!(found.starts_with("locales/ru/common.json: "), "{json}: {found}");
    }
}

#[test]
fn a_key_that_is_there_twice_fails() {
    let found = russian(r#"{"save":"Save"}"#, r#"{"save":"a","save":"b"}"#);
    assert!(found.contains("locales/ru/common.json: `save` is there twice"), "{found}");
}

#[test]
fn careless_texts_fail() {
    let table = [
        ("", "empty text"),
        (" Save", "white space at an end"),
        ("Save\\n", "white space at an end"),
        ("Sa\\u001fve", "control character"),
        ("{{ name", "braces without a partner"),
        ("name }}", "braces without a partner"),
        ("{{name}}", "write the placeholder as `{{ name }}`"),
        ("{{ Name }}", "placeholder `Name` is not snake_case"),
        ("{{ }}", "placeholder `` is not snake_case"),
    ];
    for (text, expected) in table {
        let json = format!("{{\"save\":\"{text}\"}}");
        let found = problems(&files("common.json", [json.as_str(); 6]));
        assert!(found.contains(&format!("locales/en/common.json: `save`: {expected}")), "{text}: {found}");
    }
}

#[test]
fn names_that_are_not_snake_case_fail() {
    for name in ["Save", "save_", "save__all", "step_2", "save-all", ""] {
        let json = format!("{{\"{name}\":\"Save\"}}");
        let found = problems(&files("common.json", [json.as_str(); 6]));
        assert!(found.contains("is not snake_case"), "{name}: {found}");
    }
    for name in ["common.txt", "Common.json", ".json"] {
        let found = problems(&files(name, [r#"{"save":"Save"}"#; 6]));
        assert!(found.contains("not named `<feature>.json`"), "{name}: {found}");
    }
}

#[test]
fn keys_that_become_one_variant_fail() {
    let mut all = files("users.json", [r#"{"add_title":"Add"}"#; 6]);
    all.extend(files("users_add.json", [r#"{"title":"Add"}"#; 6]));
    assert_eq!(problems(&all), "`users.add_title` and `users_add.title` would both be `Key::UsersAddTitle`");
}

#[test]
fn a_folder_of_another_language_fails() {
    let mut all = files("common.json", [r#"{"save":"Save"}"#; 6]);
    let json = r#"{"save":"Sichern"}"#.to_owned();
    all.push(LocaleFile { language: "de".to_owned(), name: "common.json".to_owned(), json });
    assert_eq!(problems(&all), "locales/de/common.json: not one of the languages");
}
