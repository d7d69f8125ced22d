//! The frame: left menu, top bar, profile menu; and the frame of pages without a session.

mod accent;
mod can;
mod console;
mod enroll_banner;
mod keys;
mod language_menu;
#[cfg(feature = "ssr")]
mod outside;
mod profile_menu;
mod rail;
mod step_up;

pub(crate) use accent::show_accent;
#[cfg(feature = "ssr")]
pub(crate) use accent::{ACCENT, accent_sheet};
pub(crate) use can::reason;
pub(crate) use console::Console;
pub(crate) use keys::{KeysDialog, use_shortcuts};
pub(crate) use language_menu::show_language;
#[cfg(feature = "ssr")]
pub(crate) use outside::Outside;
pub(crate) use profile_menu::{show_density, show_theme};
pub(crate) use step_up::{StepUp, StepUpDialog, step_up_first, use_step_up};
