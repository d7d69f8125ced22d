//! The color of the workspace: a style sheet beside the product's own.

use leptos::prelude::*;
use model::branding::Accent;

/// The element that names the sheet.
pub(crate) const ACCENT: &str = "accent";

/// The address of a color's sheet; none for the product's own color.
pub(crate) fn accent_sheet(color: &str) -> Option<String> {
    Accent::parse(color).ok().map(|accent| format!("/accent/{}.css", accent.digits()))
}

/// Shows a color at once; the server's next page has it anyway.
pub(crate) fn show_accent(color: &str) {
    let document = document();
    let present = document.get_element_by_id(ACCENT);
    let Some(href) = accent_sheet(color) else {
        if let Some(link) = present {
            link.remove();
        }
        return;
    };
    let link = present.or_else(|| {
        let link = document.create_element("link").ok()?;
        link.set_id(ACCENT);
        document.query_selector("head").ok().flatten()?.append_child(&link).ok()?;
        Some(link)
    });
    if let Some(link) = link {
        // Neither fails for these names.
        let _ = link.set_attribute("rel", "stylesheet");
        let _ = link.set_attribute("href", &href);
    }
}
