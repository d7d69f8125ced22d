//! The reveal buttons of pages that do not hydrate.
//!
//! The same buttons as those of [`PasswordField`](crate::PasswordField), made by hand: those pages are plain forms, and
//! this is all that they need from a script.

use leptos::prelude::*;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlInputElement};

/// Gives every password field of the page its button.
pub fn reveal_passwords() {
    let Ok(fields) = document().query_selector_all(".field__secret") else { return };
    for at in 0..fields.length() {
        let field = fields.get(at).and_then(|field| field.dyn_into::<Element>().ok());
        // Without the button the field works as it did.
        let _ = field.map(|field| add_button(&field));
    }
}

fn add_button(field: &Element) -> Result<(), JsValue> {
    let Some(input) = field.query_selector("input")?.and_then(|input| input.dyn_into::<HtmlInputElement>().ok()) else {
        return Ok(());
    };
    let button = document().create_element("button")?;
    button.set_attribute("type", "button")?;
    button.set_attribute("class", "icon-btn is-small")?;
    button.set_attribute("aria-controls", &input.id())?;
    button.append_child(&icon()?.into())?;
    field.append_child(&button)?;
    show(field, &button, &input, "password")?;
    let (field, on) = (field.clone(), button.clone());
    let click = Closure::<dyn FnMut()>::new(move || {
        let next = if input.type_() == "password" { "text" } else { "password" };
        // Fails for invalid names only.
        let _ = show(&field, &on, &input, next);
    });
    button.add_event_listener_with_callback("click", click.as_ref().unchecked_ref())?;
    // Lives as long as the page.
    click.forget();
    Ok(())
}

/// Shows the field as `kind`, and what the button would do next.
fn show(field: &Element, button: &Element, input: &HtmlInputElement, kind: &str) -> Result<(), JsValue> {
    let hidden = kind == "password";
    input.set_type(kind);
    let label = field.get_attribute(if hidden { "data-show" } else { "data-hide" }).unwrap_or_default();
    button.set_attribute("aria-label", &label)?;
    let build = document().document_element().and_then(|root| root.get_attribute("data-build")).unwrap_or_default();
    let name = if hidden { "eye" } else { "eye-off" };
    if let Some(using) = button.query_selector("use")? {
        using.set_attribute("href", &format!("/pkg/{build}/icons.svg#{name}"))?;
    }
    Ok(())
}

fn icon() -> Result<Element, JsValue> {
    const SVG: &str = "http://www.w3.org/2000/svg";
    let icon = document().create_element_ns(Some(SVG), "svg")?;
    for (name, value) in [("focusable", "false"), ("width", "16"), ("height", "16"), ("aria-hidden", "true")] {
        icon.set_attribute(name, value)?;
    }
    icon.append_child(&document().create_element_ns(Some(SVG), "use")?.into())?;
    Ok(icon)
}
