//! Changes that can be taken back, for the pages on which they are made: the functions, the address of their list, and
//! words for whom they left out. The list itself is a dialog of the Users page.

mod forms;
mod rpc;
mod words;

pub(crate) use forms::UNDO;
pub(crate) use rpc::{list_changes, undo_change};
pub(crate) use words::{LeftOut, all_of, names_text, taken_back_text};

/// The dialog's name in the address of the list of users.
pub(crate) const CHANGES: &str = "changes";

/// Where the list is.
pub(crate) const CHANGES_HREF: &str = "/users?dialog=changes";
