//! The frame: left menu, top bar, profile menu; and the frame of pages without a session.

mod can;
mod console;
mod keys;
mod language_menu;
#[cfg(feature = "ssr")]
mod outside;
mod profile_menu;
mod rail;
mod step_up;

pub(crate) use can::reason;
pub(crate) use console::Console;
pub(crate) use keys::use_shortcuts;
pub(crate) use language_menu::show_language;
#[cfg(feature = "ssr")]
pub(crate) use outside::Outside;
pub(crate) use profile_menu::show_theme;
pub(crate) use step_up::{StepUp, use_step_up};
