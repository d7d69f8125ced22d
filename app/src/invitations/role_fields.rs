//! Role, permissions, message and language of the mail: collapsed, because an address is all that is needed.

use i18n::{About, Key, Label, Language, t, use_i18n};
use leptos::prelude::*;
use model::access::{CompanyPermission, CompanyRole, Verdict};
use model::invitations::{InvitationChoices, MESSAGE_MAX};
use ui::{Checkbox, Choice, SelectField, TextArea, effect, shown};

use crate::errors::blocker_text;

/// What the folds hold.
#[derive(Clone, Copy)]
pub(super) struct Extras {
    pub(super) role: RwSignal<String>,
    pub(super) permissions: RwSignal<Vec<CompanyPermission>>,
    pub(super) message: RwSignal<String>,
    pub(super) language: RwSignal<String>,
}

impl Extras {
    pub(super) fn new(choices: &InvitationChoices) -> Self {
        Self {
            role: RwSignal::new(CompanyRole::Member.as_str().to_owned()),
            permissions: RwSignal::new(Vec::new()),
            message: RwSignal::new(String::new()),
            language: RwSignal::new(choices.language.code().to_owned()),
        }
    }

    pub(super) fn role(self) -> CompanyRole {
        self.role.with(|role| role.parse().unwrap_or(CompanyRole::Member))
    }

    /// Whether anything differs from what the dialog opened with.
    pub(super) fn is_touched(self, choices: &InvitationChoices) -> bool {
        self.role() != CompanyRole::Member
            || self.permissions.with(|permissions| !permissions.is_empty())
            || self.message.with(|message| !message.trim().is_empty())
            || self.language.with(|language| language != choices.language.code())
    }
}

#[component]
pub(super) fn RoleFold(choices: InvitationChoices, extras: Extras) -> impl IntoView {
    let i18n = use_i18n();
    let options: Vec<Choice> = choices
        .roles
        .iter()
        .map(|(role, verdict)| {
            let name = i18n.text_untracked(role.label());
            let name = if *role == CompanyRole::Guest {
                format!("{name} ({})", i18n.text_untracked(Key::RolesLimited))
            } else {
                name
            };
            match verdict {
                Verdict::Allowed => Choice::new(role.as_str(), name),
                Verdict::Blocked(blocker) => {
                    Choice::new(role.as_str(), format!("{name}: {}", blocker_text(i18n, *blocker))).blocked()
                }
            }
        })
        .collect();
    let summary = move || {
        let role = i18n.text(extras.role().label());
        match extras.permissions.with(Vec::len) {
            0 => role,
            n => format!("{role}, {}", i18n.plural(Key::UsersExtras, n, &[])),
        }
    };
    let about = Signal::derive(move || Some(i18n.text(extras.role().about())));
    let permissions = StoredValue::new(choices.permissions);
    // What cannot be given together with the new role is dropped with it.
    effect(move || {
        let role = extras.role();
        extras.permissions.update(|chosen| {
            chosen.retain(|permission| {
                permissions.with_value(|all| {
                    all.iter().any(|(of, held, verdict)| *of == role && held == permission && verdict.is_allowed())
                })
            });
        });
    });
    let offered = move || {
        let role = extras.role();
        permissions.with_value(|all| {
            all.iter()
                .filter(|(of, ..)| *of == role)
                .map(|(_, permission, verdict)| (*permission, *verdict))
                .collect::<Vec<_>>()
        })
    };
    view! {
        <details class="fold">
            <summary>{t!(Key::InvitationsRoleAndAccess)}<span class="muted">{summary}</span></summary>
            <div class="stack stack--tight">
                <SelectField label=t(Key::CommonRole) name="role" id="f-invited-role" options=options value=extras.role hint=about/>
                {shown(move || {
                    let offered = offered();
                    (!offered.is_empty()).then(|| view! {
                        <fieldset class="field">
                            <legend class="label strong small">{t!(Key::InvitationsPermissions)}</legend>
                            <div class="stack stack--tight">
                                {offered
                                    .into_iter()
                                    .map(|(permission, verdict)| view! { <Permission permission=permission verdict=verdict extras=extras/> })
                                    .collect_view()}
                            </div>
                        </fieldset>
                    })
                })}
            </div>
        </details>
    }
}

#[component]
fn Permission(permission: CompanyPermission, verdict: Verdict, extras: Extras) -> impl IntoView {
    let i18n = use_i18n();
    let blocked = verdict.blocker();
    let hint = Signal::derive(move || blocked.map(|blocker| blocker_text(i18n, blocker)));
    let checked = extras.permissions.with_untracked(|chosen| chosen.contains(&permission));
    let change = Callback::new(move |on: bool| {
        extras.permissions.update(|chosen| {
            chosen.retain(|other| *other != permission);
            if on {
                chosen.push(permission);
            }
        });
    });
    view! {
        <Checkbox
            label=t(permission.label())
            name="permission"
            value=permission.as_str()
            checked=checked
            disabled=Signal::from(blocked.is_some())
            hint=hint
            on_change=change
        />
    }
}

#[component]
pub(super) fn MessageFold(extras: Extras, #[prop(into)] error: Signal<Option<String>>) -> impl IntoView {
    let languages: Vec<Choice> =
        Language::ALL.into_iter().map(|language| Choice::new(language.code(), language.native_name())).collect();
    let chosen =
        move || extras.language.with(|code| code.parse::<Language>().map(Language::native_name).unwrap_or_default());
    view! {
        <details class="fold" open=move || error.get().is_some()>
            <summary>{t!(Key::InvitationsMessage)}<span class="muted">{chosen}</span></summary>
            <div class="stack stack--tight">
                <TextArea label=t(Key::CommonMessage) name="message" value=extras.message rows=4 maxlength=u32::try_from(MESSAGE_MAX).unwrap_or(u32::MAX) hint=t(Key::InvitationsMessageHint) error=error/>
                <SelectField label=t(Key::InvitationsLanguage) name="language" options=languages value=extras.language/>
            </div>
        </details>
    }
}
