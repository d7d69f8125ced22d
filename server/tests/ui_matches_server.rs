//! Invariant 6: what the pages offer the server does, and what they disable it refuses, for the reason that they show.

use html::elements;
use model::access::{Action, Blocker, CompanyPermission, CompanyRole, DisabledBy, Verdict};
use model::error::AppError;
use model::ids::UserId;
use model::invitations::InvitationChoices;
use model::users::{UserQuery, UserStatus, UserSummary, UsersPage};
use serde_json::json;
use services::testing::{TestWorld, UserSeed, for_each_engine};

use crate::support::arguments::invitations;
use crate::support::functions::function;
use crate::support::{Answer, Browser, Site, Who};

const VIEWERS: [Who; 5] = [Who::Owner, Who::Administrator, Who::Manager, Who::Member, Who::Guest];

/// The actions of a row, and their doors.
const OF_INVITATION: [(Action, &str); 3] = [
    (Action::InvitationsResend, "/rpc/invitations/resend"),
    (Action::InvitationsCopyLink, "/rpc/invitations/copy_link"),
    (Action::InvitationsCancel, "/rpc/invitations/cancel"),
];

/// The same for those where permissions on top make no difference. What opens a dialog is asked at the dialog's door.
const OF_ACCOUNT: [(Action, &str); 5] = [
    (Action::AccessChange, "/rpc/roles/choices"),
    (Action::UsersDisable, "/rpc/users/disable"),
    (Action::UsersEnable, "/rpc/users/enable"),
    (Action::UsersDelete, "/rpc/deletion/plan"),
    (Action::UsersRestore, "/rpc/deletion/restore_plan"),
];

/// The first name of whom everyone tries everything on; ids are stored differently by the engines.
const TARGET: &str = "Target";

/// One person of each kind.
fn people(site: &Site) -> Vec<UserSeed> {
    let mut people = Vec::new();
    for role in [CompanyRole::Administrator, CompanyRole::Member, CompanyRole::Guest] {
        let permissions: &[&[CompanyPermission]] = match role {
            CompanyRole::Member => {
                &[&[], &[CompanyPermission::Users], &[CompanyPermission::Billing, CompanyPermission::Audit]]
            }
            _ => &[&[]],
        };
        for extras in permissions {
            for invite_until in [Some(site.in_seconds(3600)), Some(site.in_seconds(-3600)), None] {
                people.push(UserSeed { role, extras: extras.to_vec(), invite_until, ..site.invitation() });
            }
            for status in [UserStatus::Active, UserStatus::Disabled, UserStatus::Deleted] {
                let disabled_by = (status == UserStatus::Disabled).then_some(DisabledBy::Administrator);
                people.push(UserSeed { role, extras: extras.to_vec(), status, disabled_by, ..UserSeed::default() });
            }
        }
    }
    people
}

/// The row of this user, if the list shows it.
async fn row(browser: &mut Browser, id: UserId) -> Option<UserSummary> {
    let mut page = 1;
    loop {
        let query = UserQuery { archived: true, per: 100, page, ..UserQuery::default() };
        let found: UsersPage = function("/rpc/users/list").call(browser, &json!({ "query": query })).await.json();
        if let Some(row) = found.page.rows.iter().find(|row| row.id == id) {
            return Some(row.clone());
        }
        if page >= found.page.pages() {
            return None;
        }
        page += 1;
    }
}

/// Whether the answer of the door is what the page said.
fn agree(offered: Option<Verdict>, answer: &Answer) -> bool {
    if answer.status == 200 {
        return offered == Some(Verdict::Allowed);
    }
    match (offered, answer.error()) {
        // The control is enabled, and opens the dialog that asks for the password.
        (Some(Verdict::Allowed), error) => error == AppError::StepUpRequired,
        (Some(Verdict::Blocked(Blocker::WrongStatus)), error) => error.status_code() == 409,
        (Some(Verdict::Blocked(first)), AppError::Forbidden { blockers, .. }) => blockers.first() == Some(&first),
        (Some(Verdict::Blocked(_)), _) => false,
        // Not offered at all: there is nothing to do it to, or nothing that they may know of.
        (None, error) => matches!(error.status_code(), 403 | 404 | 409),
    }
}

// Invariant 6, IV-08, AZ-01
#[tokio::test(flavor = "multi_thread")]
async fn action_of_an_invitation_works_if_and_only_if_it_is_offered() {
    for_each_engine(async |world: TestWorld| {
        let site = Site::over(world).await;
        offered_and_done(&site, &OF_INVITATION, &people(&site)).await;
    })
    .await;
}

// Invariant 6, S0.15 S0.18 S0.26 S3.21, AZ-03
#[tokio::test(flavor = "multi_thread")]
async fn action_of_an_account_works_if_and_only_if_it_is_offered() {
    for_each_engine(async |world: TestWorld| {
        let site = Site::over(world).await;
        let people: Vec<_> = people(&site).into_iter().filter(|seed| seed.extras.is_empty()).collect();
        offered_and_done(&site, &OF_ACCOUNT, &people).await;
    })
    .await;
}

/// Everyone tries everything on everybody.
async fn offered_and_done(site: &Site, doors: &[(Action, &str)], people: &[UserSeed]) {
    let (mut done, mut refused) = (0, 0);
    for who in VIEWERS {
        let mut browser = site.browser(who).await;
        for seed in people {
            for (action, door) in doors {
                // Someone new each time, because the door changes them.
                let target = site.world.user(UserSeed { first_name: TARGET.to_owned(), ..seed.clone() }).await;
                let shown = row(&mut browser, target).await;
                let offered = shown.as_ref().and_then(|row| row.actions.get(*action));
                let answer = function(door).call(&mut browser, &json!({ "user": target })).await;
                assert!(
                    agree(offered, &answer),
                    "{who:?} {action} {seed:?}: {offered:?}, {} {}",
                    answer.status,
                    answer.text()
                );
                assert!(
                    shown.is_some() || answer.status == 404,
                    "{who:?} {action} {seed:?} is not listed: {}",
                    answer.text()
                );
                done += usize::from(answer.status == 200);
                refused += usize::from(answer.status != 200);
                let gone = format!(
                    "UPDATE \"user\" SET status = 'erased' WHERE first_name = '{TARGET}' AND status <> 'erased'"
                );
                site.world.execute(&gone).await;
            }
        }
    }
    assert!(done > 50 && refused > 50, "{done} {refused}");
}

// Invariant 6, S0.19 S0.21, IV-08
#[tokio::test(flavor = "multi_thread")]
async fn invitation_is_sent_if_and_only_if_the_dialog_offers_it() {
    for_each_engine(async |world: TestWorld| {
        let site = Site::over(world).await;
        let mut number = 0;
        for who in VIEWERS {
            let mut browser = site.browser(who).await;
            let page: UsersPage =
                function("/rpc/users/list").call(&mut browser, &json!({ "query": UserQuery::default() })).await.json();
            let button = page.actions.get(Action::InvitationsSend).unwrap();
            let opened = function("/rpc/invitations/choices").call(&mut browser, &json!({})).await;
            assert_eq!(opened.status == 200, button.is_allowed(), "{who:?}");
            let choices: Option<InvitationChoices> = (opened.status == 200).then(|| opened.json());

            let roles = [CompanyRole::Owner, CompanyRole::Administrator, CompanyRole::Member, CompanyRole::Guest];
            let none = roles.map(|role| (role, None)).to_vec();
            let one = [CompanyRole::Member, CompanyRole::Guest]
                .into_iter()
                .flat_map(|role| CompanyPermission::ALL.iter().map(move |permission| (role, Some(*permission))));
            for (role, permission) in none.into_iter().chain(one) {
                let verdict = choices.as_ref().map_or(Some(button), |choices| match permission {
                    None => choices.roles.iter().find(|(offered, _)| *offered == role).map(|(_, verdict)| *verdict),
                    Some(permission) => choices
                        .permissions
                        .iter()
                        .find(|(of, offered, _)| (*of, *offered) == (role, permission))
                        .map(|(_, _, verdict)| *verdict),
                });
                number += 1;
                let mut input = invitations(&[&format!("new{number}@kestrel.example")]);
                input["key"] = format!("01900000-0000-7000-8000-{number:012}").into();
                input["role"] = json!(role);
                input["permissions"] = json!(permission.into_iter().collect::<Vec<_>>());
                let answer = function("/rpc/invitations/send").call(&mut browser, &json!({ "input": input })).await;
                let what = format!("{who:?} {role} {permission:?}: {verdict:?}, {} {}", answer.status, answer.text());
                if role == CompanyRole::Owner {
                    assert!(matches!(answer.error().status_code(), 403 | 422), "{what}");
                } else {
                    assert!(agree(verdict, &answer), "{what}");
                }
            }
        }
    })
    .await;
}

// Invariant 6, S0.2
#[tokio::test(flavor = "multi_thread")]
async fn page_shows_a_control_as_its_verdict_says() {
    let site = Site::new().await;
    for who in VIEWERS {
        let mut browser = site.browser(who).await;
        let answer = browser.get("/users").await;
        let button = elements(answer.text())
            .into_iter()
            .find(|element| matches!(element.name.as_str(), "a" | "button") && element.text.trim() == "Add user");
        let works =
            button.is_some_and(|button| button.get("disabled").is_none() && button.get("aria-disabled").is_none());
        let opened = function("/rpc/invitations/choices").call(&mut browser, &json!({})).await;
        assert_eq!(works, opened.status == 200, "{who:?}");
        for (address, door, arguments) in [
            ("/admin/mail", "/rpc/mail/list", json!({ "query": model::mail::MailQuery::default() })),
            ("/admin/audit", "/rpc/audit/list", json!({ "query": model::audit::AuditQuery::default() })),
            ("/admin/seats", "/rpc/billing/page", json!({ "query": model::billing::BillingQuery::default() })),
            ("/admin/settings", "/rpc/roles/overview", json!({})),
        ] {
            let page = browser.get(address).await;
            let listed = function(door).call(&mut browser, &arguments).await;
            assert_eq!(page.status, listed.status, "{address} as {who:?}");
            let in_menu = elements(answer.text()).iter().any(|element| element.get("href") == Some(address));
            assert_eq!(in_menu, listed.status == 200, "{address} as {who:?}");
        }
        let holders = browser.get("/admin/seats/holders.csv").await;
        assert_eq!(holders.status, browser.get("/admin/seats").await.status, "{who:?}");
    }
}

// S0.19: Owner is never selectable, whoever asks.
#[tokio::test(flavor = "multi_thread")]
async fn dialog_offers_three_roles_and_never_the_owners() {
    let site = Site::new().await;
    for who in [Who::Owner, Who::Administrator, Who::Manager] {
        let choices: InvitationChoices =
            function("/rpc/invitations/choices").call(&mut site.browser(who).await, &json!({})).await.json();
        let roles: Vec<_> = choices.roles.iter().map(|(role, verdict)| (*role, verdict.is_allowed())).collect();
        let administrators = who != Who::Manager;
        assert_eq!(
            roles,
            [(CompanyRole::Administrator, administrators), (CompanyRole::Member, true), (CompanyRole::Guest, true)],
            "{who:?}"
        );
    }
}
