//! What was dropped or chosen: the first image of it, or why there is none.

use i18n::Key;
use model::fields::FieldCode;
use model::pictures::{FILE_MAX_MEGABYTES, TYPES};
use web_sys::{DataTransfer, File, FileList};

/// An image that somebody gave.
pub(crate) struct Given {
    pub(crate) file: File,
    /// There were more.
    pub(crate) is_first_of_several: bool,
}

/// Why nothing of what was given can be used.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) enum Useless {
    /// Words of their own.
    Said(Key),
    /// As the server would answer.
    Refused(FieldCode),
}

/// Of a file dialog; nothing when it was left without a choice.
pub(super) fn of_dialog(files: Option<FileList>) -> Option<Result<Given, Useless>> {
    let files = files.filter(|files| files.length() > 0)?;
    Some(first_image(&files))
}

/// Of something dropped.
pub(super) fn of_drop(dropped: &DataTransfer) -> Result<Given, Useless> {
    match dropped.files() {
        Some(files) if files.length() > 0 => first_image(&files).map_err(|useless| match useless {
            Useless::Refused(FieldCode::NotAPicture) if has_folder(dropped) => Useless::Said(Key::PicturesFolder),
            useless => useless,
        }),
        // A link, a picture of another page, or selected text.
        _ => Err(Useless::Said(Key::PicturesAddress)),
    }
}

/// The type is what the browser takes from the name; what is in the file is the server's to judge.
fn first_image(files: &FileList) -> Result<Given, Useless> {
    let all = (0..files.length()).filter_map(|at| files.get(at));
    let image = all.into_iter().find(|file| TYPES.contains(&file.type_().as_str()));
    let file = image.ok_or(Useless::Refused(FieldCode::NotAPicture))?;
    if file.size() > f64::from(FILE_MAX_MEGABYTES) * 1024.0 * 1024.0 {
        return Err(Useless::Refused(FieldCode::FileTooLarge { megabytes: FILE_MAX_MEGABYTES }));
    }
    Ok(Given { file, is_first_of_several: files.length() > 1 })
}

fn has_folder(dropped: &DataTransfer) -> bool {
    let items = dropped.items();
    (0..items.length())
        .filter_map(|at| items.get(at))
        .any(|item| item.webkit_get_as_entry().ok().flatten().is_some_and(|entry| entry.is_directory()))
}
