//! The form that takes a table: a file, or pasted text.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use ui::{Button, ButtonKind, TextArea};

use super::address::UPLOAD;

#[component]
pub(super) fn Upload() -> impl IntoView {
    let i18n = use_i18n();
    let hint = |key: Key| Signal::derive(move || Some(i18n.text(key)));
    view! {
        <form class="stack" method="post" action=UPLOAD enctype="multipart/form-data">
            <div class="field">
                <label for="import-file">{t!(Key::ImportFile)}</label>
                <input
                    id="import-file"
                    class="input"
                    type="file"
                    name="file"
                    accept=".csv,.tsv,.txt,text/csv,text/tab-separated-values,text/plain"
                    aria-describedby="import-file-hint"
                />
                <p class="hint" id="import-file-hint">{t!(Key::ImportFileHint)}</p>
            </div>
            <TextArea label=t(Key::ImportPaste) name="text" id="import-text" rows=6 hint=hint(Key::ImportPasteHint)/>
            <div><Button kind=ButtonKind::Primary submit=true>{t!(Key::ImportCheck)}</Button></div>
        </form>
    }
}
