//! Recent changes: the last changes of people, taken back while that is possible, and led back from afterward.
//!
//! A part of the dialogs; the list only holds the link to it.

mod dialog;
mod line;

pub(super) use dialog::ChangesDialog;
