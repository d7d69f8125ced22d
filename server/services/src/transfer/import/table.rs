//! A table as it came in: its rows, what stands above them, and what the columns are taken for.

use model::address::Address;
use model::error::AppError;
use model::fields::FieldCode;
use model::import::{COLUMNS_MAX, ImportColumn, ROWS_MAX, SeenColumn, TABLE_MAX_BYTES};

use super::words::Words;
use crate::csv;

/// Characters of a cell that are shown.
const SHOWN: usize = 60;

/// The rows of a table that hold something.
pub(super) struct Table {
    header: Option<Vec<String>>,
    /// Each with its number, as a spreadsheet counts.
    pub(super) rows: Vec<(u32, Vec<String>)>,
    width: usize,
}

/// The text of a file, if it is one that can be read.
///
/// # Errors
/// `Invalid` for another encoding than UTF-8, for nothing at all and for too much of it.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, AppError> {
    if bytes.len() > TABLE_MAX_BYTES {
        return Err(AppError::field(
            "file",
            FieldCode::TooLong { max: u32::try_from(TABLE_MAX_BYTES).unwrap_or(u32::MAX) },
        ));
    }
    let text = String::from_utf8(bytes).map_err(|_| AppError::field("file", FieldCode::InvalidCharacters))?;
    // PostgreSQL stores no NUL, and UTF-16 is full of them.
    if text.contains('\0') {
        return Err(AppError::field("file", FieldCode::InvalidCharacters));
    }
    Ok(text)
}

/// Reads a table. The first row says what the columns are, unless an address stands in it.
///
/// # Errors
/// `Invalid` for no row at all, and for more than [`ROWS_MAX`].
pub(super) fn read(text: &str) -> Result<Table, AppError> {
    let mut table = Table { header: None, rows: Vec::new(), width: 0 };
    let mut has_begun = false;
    for (at, row) in csv::read(text).enumerate() {
        let row: Vec<String> =
            row.iter().take(COLUMNS_MAX).map(|cell| csv::unguarded(cell).trim().to_owned()).collect();
        if row.iter().all(String::is_empty) {
            continue;
        }
        table.width = table.width.max(row.len());
        if !has_begun && row.iter().all(|cell| Address::parse(cell).is_err()) {
            table.header = Some(row);
        } else {
            table.rows.push((u32::try_from(at + 1).unwrap_or(u32::MAX), row));
        }
        has_begun = true;
        if table.rows.len() > ROWS_MAX as usize {
            return Err(AppError::field("file", FieldCode::TooMany { max: ROWS_MAX }));
        }
    }
    if table.rows.is_empty() {
        return Err(AppError::field("file", FieldCode::Required));
    }
    Ok(table)
}

impl Table {
    /// What the columns are taken for unless somebody says otherwise: each meaning once, the first one that fits.
    pub(super) fn guess(&self, words: &Words) -> Vec<Option<ImportColumn>> {
        let mut guessed = vec![None; self.width];
        match &self.header {
            Some(header) => {
                for (at, cell) in header.iter().enumerate() {
                    guessed[at] = words.column(cell).filter(|column| !guessed.contains(&Some(*column)));
                }
                // Some languages have one word for both.
                let first = guessed.iter().position(|means| *means == Some(ImportColumn::FirstName));
                let has_last = guessed.contains(&Some(ImportColumn::LastName));
                if let Some(at) = first.filter(|at| !has_last && words.may_be_whole_name(&header[*at])) {
                    guessed[at] = Some(ImportColumn::Name);
                }
            }
            None => {
                let first = self.rows.first().map(|(_, row)| row.as_slice()).unwrap_or_default();
                if let Some(at) = first.iter().position(|cell| Address::parse(cell).is_ok()) {
                    guessed[at] = Some(ImportColumn::Email);
                }
            }
        }
        guessed
    }

    /// The columns, as a page shows them.
    pub(super) fn columns(&self, means: &[Option<ImportColumn>]) -> Vec<SeenColumn> {
        let header = self.header.as_deref().unwrap_or_default();
        let first = |at: usize| self.rows.iter().filter_map(|(_, row)| row.get(at)).find(|cell| !cell.is_empty());
        let column = |at: usize| SeenColumn {
            header: header.get(at).map(|cell| shown(cell)).unwrap_or_default(),
            sample: first(at).map(|cell| shown(cell)).unwrap_or_default(),
            means: means.get(at).copied().flatten(),
        };
        (0..self.width).map(column).collect()
    }
}

/// As much of a cell as a page has room for, without what has no place in HTML.
pub(super) fn shown(cell: &str) -> String {
    cell.chars().map(|c| if c.is_control() { ' ' } else { c }).take(SHOWN).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(text: &str) -> Vec<Option<ImportColumn>> {
        read(text).unwrap().guess(&Words::new())
    }

    #[test]
    fn columns_are_known_by_what_stands_above_them() {
        use ImportColumn::{Email, FirstName, LastName, Role};
        assert_eq!(guessed("email,first_name,Role\na@b.example,Ana,guest"), [Some(Email), Some(FirstName), Some(Role)]);
        assert_eq!(
            guessed("Фамилия;Имя;Эл. почта;x\nл;а;a@b.example;1"),
            [Some(LastName), Some(FirstName), Some(Email), None]
        );
        assert_eq!(guessed("Nombre,email\nAna,a@b.example"), [Some(ImportColumn::Name), Some(Email)]);
        assert_eq!(guessed("Nachname;email;Email\nx;a@b.example;y"), [None, Some(Email), None]);
        assert_eq!(guessed("last name,mail\nLind,a@b.example"), [Some(LastName), Some(Email)]);
        assert_eq!(guessed("Ana,a@b.example\nBo,b@b.example"), [None, Some(Email)]);
        assert_eq!(guessed("a@b.example\nb@b.example"), [Some(Email)]);
    }

    #[test]
    fn rows_have_the_numbers_of_a_spreadsheet() {
        let numbers = |text| read(text).unwrap().rows.into_iter().map(|(number, _)| number).collect::<Vec<_>>();
        assert_eq!(numbers("email\na@b.example\n\n,\nb@b.example\n"), [2, 5]);
        assert_eq!(numbers("a@b.example\nb@b.example"), [1, 2]);
    }

    // IV-11
    #[test]
    fn twenty_thousand_rows_fit_and_one_more_does_not() {
        let table = |rows: usize| format!("email\n{}", "a@b.example\n".repeat(rows));
        assert_eq!(read(&table(20_000)).unwrap().rows.len(), 20_000);
        assert_eq!(read(&table(20_001)).err(), Some(AppError::field("file", FieldCode::TooMany { max: 20_000 })));
        assert_eq!(read("email\n\n").err(), Some(AppError::field("file", FieldCode::Required)));
        assert_eq!(read("").err(), Some(AppError::field("file", FieldCode::Required)));
    }

    #[test]
    fn only_utf_8_is_read() {
        assert!(decode(b"\xef\xbb\xbfemail".to_vec()).is_ok());
        let odd = Err(AppError::field("file", FieldCode::InvalidCharacters));
        assert_eq!(decode(b"Zo\xeb".to_vec()), odd);
        assert_eq!(decode(b"\xff\xfee\0m\0".to_vec()), odd);
        assert_eq!(decode(b"e\0m\0".to_vec()), odd);
        assert!(decode(vec![b'a'; TABLE_MAX_BYTES + 1]).is_err());
    }
}
