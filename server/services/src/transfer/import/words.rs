//! What headers and cells mean: the words that are stored, and those of the console in all six languages.

use std::collections::{HashMap, HashSet};

use i18n::{Catalog, Key, Label};
use model::access::{CompanyPermission, CompanyRole};
use model::import::ImportColumn;
use model::language::Language;

use crate::db::search::fold;

/// Texts of the console that stand above a column.
const HEADERS: [(Key, ImportColumn); 13] = [
    (Key::CommonEmail, ImportColumn::Email),
    (Key::InvitationsAddresses, ImportColumn::Email),
    (Key::CommonFirstName, ImportColumn::FirstName),
    (Key::CommonLastName, ImportColumn::LastName),
    (Key::CommonName, ImportColumn::Name),
    (Key::ImportColumnName, ImportColumn::Name),
    (Key::CommonRole, ImportColumn::Role),
    (Key::ImportColumnPermissions, ImportColumn::Permissions),
    (Key::InvitationsPermissions, ImportColumn::Permissions),
    (Key::CommonLanguage, ImportColumn::Language),
    (Key::InvitationsLanguage, ImportColumn::Language),
    (Key::CommonStatus, ImportColumn::Status),
    (Key::ImportColumnStatus, ImportColumn::Status),
];

/// What other programs call the columns.
const OTHER_HEADERS: [(&str, ImportColumn); 5] = [
    ("e-mail", ImportColumn::Email),
    ("mail", ImportColumn::Email),
    ("given name", ImportColumn::FirstName),
    ("surname", ImportColumn::LastName),
    ("family name", ImportColumn::LastName),
];

/// Every word that is understood.
pub(super) struct Words {
    columns: HashMap<String, ImportColumn>,
    /// First names in one place and whole names in another.
    ambiguous: HashSet<String>,
    roles: HashMap<String, CompanyRole>,
    permissions: HashMap<String, CompanyPermission>,
    languages: HashMap<String, Language>,
}

impl Words {
    pub(super) fn new() -> Self {
        let mut words = Self {
            columns: HashMap::new(),
            ambiguous: HashSet::new(),
            roles: HashMap::new(),
            permissions: HashMap::new(),
            languages: HashMap::new(),
        };
        for column in ImportColumn::ALL {
            words.columns.insert(fold(column.as_str()), *column);
        }
        for role in CompanyRole::ALL {
            words.roles.insert(fold(role.as_str()), *role);
        }
        for permission in CompanyPermission::ALL {
            words.permissions.insert(fold(permission.as_str()), *permission);
        }
        for language in Language::ALL {
            for word in [language.code(), language.tag(), language.native_name()] {
                words.languages.insert(fold(word), language);
            }
        }
        for catalog in Language::ALL.map(Catalog::of) {
            for (key, column) in HEADERS {
                let known = *words.columns.entry(fold(catalog.text(key))).or_insert(column);
                if column == ImportColumn::Name && known == ImportColumn::FirstName {
                    words.ambiguous.insert(fold(catalog.text(key)));
                }
            }
            for role in CompanyRole::ALL {
                words.roles.entry(fold(catalog.text(role.label()))).or_insert(*role);
            }
            for permission in CompanyPermission::ALL {
                words.permissions.entry(fold(catalog.text(permission.label()))).or_insert(*permission);
            }
        }
        for (word, column) in OTHER_HEADERS {
            words.columns.entry(fold(word)).or_insert(column);
        }
        words
    }

    /// What a header stands for.
    pub(super) fn column(&self, header: &str) -> Option<ImportColumn> {
        self.columns.get(&fold(header)).or_else(|| self.columns.get(&fold(&header.replace([' ', '-'], "_")))).copied()
    }

    /// Whether a header that stands for the first name may stand for the whole name.
    pub(super) fn may_be_whole_name(&self, header: &str) -> bool {
        self.ambiguous.contains(&fold(header))
    }

    /// The role that a cell names.
    pub(super) fn role(&self, cell: &str) -> Option<CompanyRole> {
        self.roles.get(&fold(cell)).copied()
    }

    /// The language that a cell names; what stands behind a hyphen says where it is spoken.
    pub(super) fn language(&self, cell: &str) -> Option<Language> {
        let cell = fold(cell);
        let base = cell.split(['-', '_']).next().unwrap_or_default();
        self.languages.get(&cell).or_else(|| self.languages.get(base)).copied()
    }

    /// The permissions that a cell names, each once and in order; none when one of the words is not known.
    pub(super) fn permissions(&self, cell: &str) -> Option<Vec<CompanyPermission>> {
        let mut named = Vec::new();
        for part in cell.split([',', ';', '\n', '，', '、', '+']).map(str::trim).filter(|part| !part.is_empty()) {
            match self.permissions.get(&fold(part)) {
                Some(one) => named.push(*one),
                // As an export writes them.
                None => {
                    for word in part.split_whitespace() {
                        named.push(*self.permissions.get(&fold(word))?);
                    }
                }
            }
        }
        Some(CompanyPermission::ALL.iter().copied().filter(|one| named.contains(one)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    // The words of any language, as the console shows them.
    #[test]
    fn words_of_every_language_are_understood() {
        let words = Words::new();
        for catalog in Language::ALL.map(Catalog::of) {
            for (key, column) in HEADERS {
                let header = catalog.text(key);
                let whole = column == ImportColumn::Name && words.may_be_whole_name(header);
                assert!(whole || words.column(header) == Some(column), "{key:?} {header}");
            }
            for role in CompanyRole::ALL {
                assert_eq!(words.role(catalog.text(role.label())), Some(*role));
            }
            for permission in CompanyPermission::ALL {
                assert_eq!(words.permissions(catalog.text(permission.label())), Some(vec![*permission]));
            }
        }
        assert_eq!(words.column(" First Name "), Some(ImportColumn::FirstName));
        assert_eq!(words.column("E-Mail"), Some(ImportColumn::Email));
        assert_eq!(words.column("Shoe size"), None);
        assert_eq!(words.language("zh-TW"), Some(Language::Zh));
        assert_eq!(words.language("РУССКИЙ"), Some(Language::Ru));
        assert_eq!(words.language("klingon"), None);
    }

    #[test]
    fn permissions_stand_as_an_export_writes_them_or_with_commas() {
        use CompanyPermission::{Billing, Creator, Users};
        let words = Words::new();
        assert_eq!(words.permissions("creator users"), Some(vec![Users, Creator]));
        assert_eq!(words.permissions("Users, billing;"), Some(vec![Users, Billing]));
        assert_eq!(words.permissions(""), Some(Vec::new()));
        assert_eq!(words.permissions("users everything"), None);
    }
}
