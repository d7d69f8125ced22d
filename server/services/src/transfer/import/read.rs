//! Rows as they are meant: an address, a name, a role, permissions, a language; or what of it cannot be read.

use model::access::{CompanyPermission, CompanyRole};
use model::address::Address;
use model::fields::FieldCode;
use model::import::ImportColumn;
use model::language::Language;
use model::person;
use model::users::UserStatus;

use super::table::Table;
use super::words::Words;
use crate::users;

/// Somebody in a row. What a row says nothing about stays as it is for whoever is here.
pub(super) struct Line {
    pub(super) number: u32,
    /// What stands in the column of the address.
    pub(super) email: String,
    pub(super) address: Result<Address, (ImportColumn, FieldCode)>,
    pub(super) first: Option<String>,
    pub(super) last: Option<String>,
    pub(super) role: Option<CompanyRole>,
    /// On top of the role.
    pub(super) permissions: Option<Vec<CompanyPermission>>,
    pub(super) language: Option<Language>,
    /// Was archived when the table was made.
    pub(super) archived: bool,
}

impl Line {
    /// The name in it.
    pub(super) fn name(&self) -> String {
        users::display_name(self.first.as_deref().unwrap_or_default(), self.last.as_deref().unwrap_or_default(), "")
    }

    /// Both parts of the name, where they can be a name.
    pub(super) fn checked_name(&self) -> Result<(Option<String>, Option<String>), (ImportColumn, FieldCode)> {
        let part = |text: &Option<String>, column| match text {
            Some(text) => person::name_part(text).map(Some).map_err(|code| (column, code)),
            None => Ok(None),
        };
        Ok((part(&self.first, ImportColumn::FirstName)?, part(&self.last, ImportColumn::LastName)?))
    }
}

/// All rows of a table.
pub(super) fn lines(table: &Table, means: &[Option<ImportColumn>], words: &Words) -> Vec<Line> {
    let place = |column| means.iter().position(|known| *known == Some(column));
    let places = Places {
        email: place(ImportColumn::Email),
        first: place(ImportColumn::FirstName),
        last: place(ImportColumn::LastName),
        name: place(ImportColumn::Name),
        role: place(ImportColumn::Role),
        permissions: place(ImportColumn::Permissions),
        language: place(ImportColumn::Language),
        status: place(ImportColumn::Status),
    };
    table.rows.iter().map(|(number, cells)| line(*number, cells, &places, words)).collect()
}

/// Where each column stands.
struct Places {
    email: Option<usize>,
    first: Option<usize>,
    last: Option<usize>,
    name: Option<usize>,
    role: Option<usize>,
    permissions: Option<usize>,
    language: Option<usize>,
    status: Option<usize>,
}

fn line(number: u32, cells: &[String], places: &Places, words: &Words) -> Line {
    let cell = |place: Option<usize>| place.and_then(|at| cells.get(at)).filter(|cell| !cell.is_empty());
    let email = cell(places.email).cloned().unwrap_or_default();
    let mut address = Address::parse(&email).map_err(|code| (ImportColumn::Email, code));
    let (mut first, mut last) = (cell(places.first).cloned(), cell(places.last).cloned());
    if let Some(name) = cell(places.name).filter(|_| first.is_none() && last.is_none()) {
        let (front, back) = users::split_name(name);
        (first, last) = (Some(front).filter(|part| !part.is_empty()), Some(back).filter(|part| !part.is_empty()));
    }
    let mut refuse = |column, code| {
        if address.is_ok() {
            address = Err((column, code));
        }
    };
    let role = cell(places.role).and_then(|text| {
        let role = words.role(text);
        if role.is_none() {
            refuse(ImportColumn::Role, FieldCode::NotOffered);
        }
        role
    });
    let permissions = cell(places.permissions).and_then(|text| {
        let permissions = words.permissions(text);
        if permissions.is_none() {
            refuse(ImportColumn::Permissions, FieldCode::NotOffered);
        }
        permissions
    });
    let language = cell(places.language).and_then(|text| {
        let language = words.language(text);
        if language.is_none() {
            refuse(ImportColumn::Language, FieldCode::NotOffered);
        }
        language
    });
    let archived = cell(places.status).is_some_and(|status| status == UserStatus::Deleted.as_str());
    Line { number, email, address, first, last, role, permissions, language, archived }
}
