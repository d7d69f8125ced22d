//! Enroll now: a second factor is set up because the workspace asks everybody for one.
//!
//! Plain forms, made on the server alone. To whoever has to be here nothing else is open; everybody else is led on.

mod forms;
mod page;

pub(crate) use page::Page;
