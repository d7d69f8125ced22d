//! A form whose fields become the address of a page. Works without script; with it the page is not loaded again.

use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;

/// The form. Unlike the router's own it leaves a button without a name out of the address, as browsers do: that one put
/// `=` there for it.
#[component]
pub(crate) fn QueryForm(
    /// The page.
    #[prop(into)]
    action: String,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let navigate = use_navigate();
    let path = action.clone();
    let submit = move |event: SubmitEvent| {
        if event.default_prevented() {
            return;
        }
        // Where the fields cannot be read, the browser sends the form itself.
        let Some(query) = fields(&event) else { return };
        event.prevent_default();
        let there = if query.is_empty() { path.clone() } else { format!("{path}?{query}") };
        navigate(&there, NavigateOptions::default());
    };
    view! { <form method="get" action=action on:submit=submit>{children()}</form> }
}

/// The fields of the form, and the button that sent it if it has a name.
fn fields(event: &SubmitEvent) -> Option<String> {
    let form = event.target()?.dyn_into::<web_sys::HtmlFormElement>().ok()?;
    let fields = web_sys::FormData::new_with_form(&form).ok()?;
    let button = event.submitter().and_then(|submitter| submitter.dyn_into::<web_sys::HtmlButtonElement>().ok());
    if let Some(button) = button.filter(|button| !button.name().is_empty()) {
        fields.append_with_str(&button.name(), &button.value()).ok()?;
    }
    web_sys::UrlSearchParams::new_with_str_sequence_sequence(&fields).ok()?.to_string().as_string()
}
