//! The dialog that asks for the password when an action answers that it is needed, and then repeats the action.

use i18n::{Key, t, use_i18n};
use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use ui::{Banner, Button, ButtonKind, IconButton, Tone, effect};

use crate::errors::{error_text, field_error};
use crate::session::use_frame;
use crate::sign_in::{ProofField, step_up_here};

/// Asks for the password, then repeats what was interrupted.
#[derive(Clone, Copy)]
pub(crate) struct StepUp(RwSignal<Option<Callback<()>>>);

impl StepUp {
    /// Opens the dialog; `again` runs once the password was right.
    pub(crate) fn ask(self, again: Callback<()>) {
        self.0.set(Some(again));
    }

    /// Whether something waits for it.
    pub(super) fn is_wanted(self) -> Signal<bool> {
        Signal::derive(move || self.0.with(Option::is_some))
    }
}

/// Makes it; once, in the frame.
pub(super) fn provide_step_up() -> StepUp {
    let step_up = StepUp(RwSignal::new(None));
    provide_context(step_up);
    step_up
}

/// Asks for the password.
pub(crate) fn use_step_up() -> StepUp {
    expect_context::<StepUp>()
}

/// Asks before a plain form is sent, where it is needed, and then presses its button again. Without script the server
/// leads to the page that asks.
pub(crate) fn step_up_first(needs_step_up: bool) -> impl Fn(SubmitEvent) + Copy + 'static {
    let step_up = use_step_up();
    let proven = StoredValue::new(!needs_step_up);
    move |event: SubmitEvent| {
        if proven.get_value() {
            return;
        }
        event.prevent_default();
        let Some(button) = event.submitter() else { return };
        step_up.ask(Callback::new(move |()| {
            proven.set_value(true);
            button.click();
        }));
    }
}

#[component]
pub(crate) fn StepUpDialog() -> impl IntoView {
    let i18n = use_i18n();
    let asked = use_step_up().0;
    let dialog = NodeRef::<html::Dialog>::new();
    let password = RwSignal::new(String::new());
    let coded =
        use_frame().signal().with_untracked(|frame| frame.session.as_ref().is_some_and(|session| session.two_factor));
    let code = RwSignal::new(String::new());
    let confirm = Action::new(move |(): &()| {
        let (password, code) = (password.get_untracked(), code.get_untracked());
        async move { step_up_here(password, Some(code)).await }
    });
    effect(move || {
        let Some(dialog) = dialog.get() else { return };
        if asked.with(Option::is_some) && !dialog.open() {
            password.set(String::new());
            code.set(String::new());
            confirm.value().set(None);
            // Fails only when it is open already.
            let _ = dialog.show_modal();
        }
    });
    effect(move || {
        if let Some(Ok(())) = confirm.value().get() {
            let again = asked.get_untracked();
            if let Some(dialog) = dialog.get_untracked() {
                dialog.close();
            }
            if let Some(again) = again {
                again.run(());
            }
        }
    });
    let failure = move || match confirm.value().get() {
        Some(Err(error)) => Some(error),
        _ => None,
    };
    let wrong = Signal::derive(move || field_error(i18n, failure().as_ref(), if coded { "code" } else { "password" }));
    let other = move || {
        failure()
            .filter(|_| wrong.with(Option::is_none))
            .map(|error| view! { <Banner tone=Tone::Failed title=error_text(i18n, &error) live=true/> })
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        confirm.dispatch(());
    };
    view! {
        <dialog class="dialog" node_ref=dialog aria-labelledby="step-up-title" on:close=move |_| asked.set(None)>
            <header class="dialog__head">
                <div>
                    <h2 id="step-up-title">{t!(Key::StepUpTitle)}</h2>
                    <p>{t(if coded { Key::StepUpTextCode } else { Key::StepUpText })}</p>
                </div>
                <form method="dialog"><IconButton icon="x" label=t(Key::CommonClose) submit=true/></form>
            </header>
            <form on:submit=submit>
                <div class="dialog__body stack">
                    {other}
                    <ProofField
                        coded=coded
                        name=if coded { "step-up-code" } else { "step-up-password" }
                        value=Some(if coded { code } else { password })
                        error=wrong
                    />
                </div>
                <footer class="dialog__foot">
                    <div class="push">
                        <Button
                            kind=ButtonKind::Primary
                            submit=true
                            busy=Signal::derive(move || confirm.pending().get())
                            busy_label=t(Key::StepUpConfirming)
                        >
                            {t!(Key::StepUpConfirm)}
                        </Button>
                    </div>
                </footer>
            </form>
        </dialog>
    }
}
