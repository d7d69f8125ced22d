//! The left menu. An entry appears together with its page, and only for those who may open it.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::components::A;
use model::access::Action;
use model::session::SessionInfo;
use model::settings::SettingsTab;
use ui::{Count, Icon, SeatCounts, SeatStrip, StripSize, Wordmark, shown};

use crate::seats::seat_sentence;

#[component]
pub(crate) fn Rail(
    session: Signal<SessionInfo>,
    workspace: Signal<Option<String>>,
    logo: Signal<Option<(String, Option<String>)>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let sees_mail = move || {
        session
            .with(|session| session.actions.allows(Action::MailAll) || session.actions.allows(Action::MailInvitations))
    };
    let sees = move |action| session.with(|session| session.actions.allows(action));
    let sees_settings = move || SettingsTab::ALL.iter().any(|tab| sees(tab.action()));
    let sees_workspace = move || {
        let pages = [Action::AuditView, Action::SeatsView, Action::SecurityEdit];
        sees_mail() || sees_settings() || pages.into_iter().any(sees)
    };
    let users = Signal::derive(move || i18n.with(|catalog| catalog.number(session.with(|session| session.users))));
    let seats = Signal::derive(move || session.with(|session| session.seats));
    view! {
        <Wordmark workspace=workspace logo=logo href="/"/>
        <nav class="nav" aria-label=t!(Key::ShellPeople)>
            <h2>{t!(Key::ShellPeople)}</h2>
            <A href="/users"><Icon name="users"/><span>{t!(Key::ShellUsers)}</span><Count value=users/></A>
        </nav>
        <Show when=sees_workspace>
            <nav class="nav" aria-label=t!(Key::ShellWorkspace)>
                <h2>{t!(Key::ShellWorkspace)}</h2>
                <Show when=sees_settings>
                    <A href="/admin/settings"><Icon name="settings"/><span>{t!(Key::ShellSettings)}</span></A>
                </Show>
                <Show when=move || sees(Action::SecurityEdit)>
                    <A href="/admin/security"><Icon name="lock"/><span>{t!(Key::ShellSecurity)}</span></A>
                </Show>
                <Show when=move || sees(Action::AuditView)>
                    <A href="/admin/audit"><Icon name="shield-check"/><span>{t!(Key::ShellAudit)}</span></A>
                </Show>
                <Show when=move || sees(Action::SeatsView)>
                    <A href="/admin/seats"><Icon name="armchair"/><span>{t!(Key::BillingTitle)}</span></A>
                </Show>
                <Show when=sees_mail>
                    <A href="/admin/mail"><Icon name="send"/><span>{t!(Key::ShellMail)}</span></A>
                </Show>
            </nav>
        </Show>
        {shown(move || seats.get().map(|count| {
            let counts = SeatCounts { used: count.used, reserved: count.reserved, free: count.free(), short: 0 };
            let sentence = seat_sentence(i18n, count);
            let figures = i18n.with(|catalog| {
                catalog.format(
                    Key::SeatsTakenOf,
                    &[
                        ("taken", &catalog.number(u64::from(count.used + count.reserved))),
                        ("purchased", &catalog.number(u64::from(count.purchased))),
                    ],
                )
            });
            view! {
                <div class="rail__foot">
                    <div class="row row--between"><span>{t!(Key::SeatsTitle)}</span><b class="num">{figures}</b></div>
                    <SeatStrip seats=counts label=sentence size=StripSize::Small/>
                </div>
            }
        }))}
    }
}
