//! The one safe text area.

use leptos::{html, prelude::*};

use crate::{
    field::{describe, field_id, frame, hydrates},
    live::aria_given,
};

/// Several lines of text with a label.
#[component]
pub fn TextArea(
    /// What to type.
    #[prop(into)]
    label: Signal<String>,
    /// Name sent with the form.
    #[prop(into)]
    name: String,
    /// Id of the text area; from the name unless two forms on a page share it.
    #[prop(optional, into)]
    id: Option<String>,
    /// What stands in it at first; for fields that nobody reads before the form is sent.
    #[prop(optional, into)]
    initial: String,
    /// Kept in step with the text area, both ways.
    #[prop(optional)]
    value: Option<RwSignal<String>>,
    /// Lines that are visible at once.
    #[prop(default = 6)]
    rows: u32,
    /// Most characters.
    #[prop(optional)]
    maxlength: Option<u32>,
    /// An example, never the label.
    #[prop(optional, into)]
    placeholder: Signal<Option<String>>,
    /// May not stay empty.
    #[prop(optional)]
    required: bool,
    /// Has the focus when its dialog or page opens.
    #[prop(optional)]
    autofocus: bool,
    /// What helps before typing.
    #[prop(optional, into)]
    hint: Signal<Option<String>>,
    /// What is wrong and how to put it right.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// Called with every change.
    #[prop(optional)]
    on_input: Option<Callback<String>>,
) -> impl IntoView {
    let id = id.unwrap_or_else(|| field_id(&name));
    let area = NodeRef::<html::Textarea>::new();
    let text = value.map_or(initial, |value| value.get_untracked());
    if let Some(value) = value {
        keep_in_step(area, value);
    }
    let control = view! {
        <textarea
            node_ref=area
            id=id.clone()
            class="input"
            name=name
            rows=rows
            maxlength=maxlength
            placeholder=placeholder
            required=required
            autofocus=autofocus
            aria-invalid=aria_given(error)
            aria-describedby=describe(&id, hint, error)
            on:input=move |event| {
                let text = event_target_value(&event);
                if let Some(value) = value {
                    value.set(text.clone());
                }
                if let Some(on_input) = on_input {
                    on_input.run(text);
                }
            }
            inner_html=escaped_initial(&text)
        ></textarea>
    };
    frame(&id, label, hint, error, control.into_any())
}

/// Makes text area and signal follow each other, and the text area win where somebody typed first.
///
/// `prop:value` would write the server's text over what was typed before hydration.
fn keep_in_step(area: NodeRef<html::Textarea>, value: RwSignal<String>) {
    let hydrates = hydrates();
    Effect::new(move |found: Option<bool>| {
        let Some(area) = area.get() else { return false };
        let wanted = value.get();
        let typed = area.value();
        if hydrates && found != Some(true) && area.default_value().is_ok_and(|written| written != typed) {
            value.set(typed);
        } else if typed != wanted {
            area.set_value(&wanted);
        }
        true
    });
}

/// Leptos ≤ 0.8.23: children of `<textarea>` are not escaped, issue 4818, PR 4819.
fn escaped_initial(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    if text.starts_with('\n') {
        out.push('\n'); // the parser drops one leading newline
    }
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_cannot_leave_the_text_area() {
        assert_eq!(
            escaped_initial("</textarea><script>alert(1)</script>"),
            "&lt;/textarea&gt;&lt;script&gt;alert(1)&lt;/script&gt;"
        );
    }

    #[test]
    fn entities_stay_what_was_typed() {
        assert_eq!(escaped_initial("Tom &amp; \"Jerry\" <t@j.example>"), "Tom &amp;amp; \"Jerry\" &lt;t@j.example&gt;");
    }

    #[test]
    fn a_first_empty_line_survives_the_parser() {
        assert_eq!(escaped_initial("\nsecond"), "\n\nsecond");
        assert_eq!(escaped_initial("first\n"), "first\n");
        assert_eq!(escaped_initial(""), "");
    }
}
