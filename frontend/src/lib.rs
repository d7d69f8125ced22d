//! The browser's entry: hydrates the page that the server wrote.

use leptos::prelude::document;

/// Takes over the page.
#[wasm_bindgen::prelude::wasm_bindgen]
pub fn hydrate() {
    console_error_panic_hook::set_once();
    leptos::mount::hydrate_body(app::App);
    if let Some(root) = document().document_element() {
        // Tests and styles wait for it. Fails for invalid names only.
        let _ = root.set_attribute("data-hydrated", "");
    }
}
