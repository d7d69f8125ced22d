//! The left menu. An entry appears together with its page, and only for those who may open it.

use i18n::{Key, t, use_i18n};
use leptos::prelude::*;
use leptos_router::components::A;
use model::access::Action;
use model::session::SessionInfo;
use model::settings::SettingsTab;
use ui::{Count, Icon, SeatCounts, SeatStrip, StripSize, Wordmark, shown, shown_while};

use crate::seats::seat_sentence;

/// A page of the workspace.
#[derive(Clone, Copy)]
enum Page {
    Settings,
    Security,
    Audit,
    Seats,
    Mail,
}

impl Page {
    const ALL: [Self; 5] = [Self::Settings, Self::Security, Self::Audit, Self::Seats, Self::Mail];

    fn is_for(self, session: &SessionInfo) -> bool {
        let any = |actions: &[Action]| actions.iter().any(|action| session.actions.allows(*action));
        match self {
            Self::Settings => SettingsTab::ALL.iter().any(|tab| any(&[tab.action()])),
            Self::Security => any(&[Action::SecurityEdit]),
            Self::Audit => any(&[Action::AuditView]),
            Self::Seats => any(&[Action::SeatsView]),
            Self::Mail => any(&[Action::MailAll, Action::MailInvitations]),
        }
    }

    /// One function for all of them, because each link of its own brings a copy of what makes links.
    fn entry(self) -> AnyView {
        let (href, icon, name) = match self {
            Self::Settings => ("/admin/settings", "settings", Key::ShellSettings),
            Self::Security => ("/admin/security", "lock", Key::ShellSecurity),
            Self::Audit => ("/admin/audit", "shield-check", Key::ShellAudit),
            Self::Seats => ("/admin/seats", "armchair", Key::BillingTitle),
            Self::Mail => ("/admin/mail", "send", Key::ShellMail),
        };
        view! { <A href=href><Icon name=icon/><span>{t!(name)}</span></A> }.into_any()
    }
}

#[component]
pub(crate) fn Rail(
    session: Signal<SessionInfo>,
    workspace: Signal<Option<String>>,
    logo: Signal<Option<(String, Option<String>)>>,
) -> impl IntoView {
    let i18n = use_i18n();
    let sees = move |page: Page| Signal::derive(move || session.with(|session| page.is_for(session)));
    let sees_workspace =
        Signal::derive(move || session.with(|session| Page::ALL.iter().any(|page| page.is_for(session))));
    let users = Signal::derive(move || i18n.with(|catalog| catalog.number(session.with(|session| session.users))));
    let seats = Signal::derive(move || session.with(|session| session.seats));
    view! {
        <Wordmark workspace=workspace logo=logo href="/"/>
        <nav class="nav" aria-label=t!(Key::ShellPeople)>
            <h2>{t!(Key::ShellPeople)}</h2>
            <A href="/users"><Icon name="users"/><span>{t!(Key::ShellUsers)}</span><Count value=users/></A>
        </nav>
        {shown_while(sees_workspace, move || view! {
            <nav class="nav" aria-label=t!(Key::ShellWorkspace)>
                <h2>{t!(Key::ShellWorkspace)}</h2>
                {Page::ALL.map(|page| shown_while(sees(page), move || page.entry()).into_any()).into_iter().collect::<Vec<_>>()}
            </nav>
        })}
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
