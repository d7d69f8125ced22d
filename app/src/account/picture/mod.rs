//! One's own picture: chosen or dropped, cut to a square, sent at once. Without script a form with a file, of which the
//! server takes the middle.

mod dialog;
mod panel;
mod rpc;
mod section;
mod send;

pub(super) use panel::PicturePanel;
