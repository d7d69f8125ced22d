//! Every server function: how it is called, and what it answers to whom.

use model::access::DisabledBy;
use model::audit::AuditQuery;
use model::mail::MailQuery;
use model::users::UserStatus;
use serde_json::{Value, json};
use services::testing::{PASSWORD, UserSeed};

use super::arguments::{
    acceptance, change, checked_table, failed_mail, form_token, invitations, invoice, next_key, players, reduction,
    session_token, set_up, undo_of_a_change, undo_of_an_edit, waiting_mail, window_form,
};
use super::browser::{Browser, Call};
use super::site::{MARIT, Site, Who};

/// Who calls, in the order of the columns of [`FUNCTIONS`].
pub(crate) const COLUMNS: [Who; 4] = [Who::Anonymous, Who::Guest, Who::Member, Who::Owner];

/// What a working call comes to.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Outcome {
    /// This status.
    Is(u16),
    /// A redirect to an address that begins like this.
    Leads(&'static str),
}

/// How the arguments travel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Codec {
    Json,
    Form,
}

/// A server function.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Function {
    pub(crate) path: &'static str,
    pub(crate) codec: Codec,
    pub(crate) outcomes: [Outcome; 4],
}

const fn call(path: &'static str, [anonymous, guest, member, owner]: [u16; 4]) -> Function {
    let outcomes = [Outcome::Is(anonymous), Outcome::Is(guest), Outcome::Is(member), Outcome::Is(owner)];
    Function { path, codec: Codec::Json, outcomes }
}

const fn form(path: &'static str, anonymous: &'static str, signed_in: &'static str) -> Function {
    let there = Outcome::Leads(signed_in);
    Function { path, codec: Codec::Form, outcomes: [Outcome::Leads(anonymous), there, there, there] }
}

/// Help with signing in: whoever may not is told so on the page, and whoever may is asked for the password first.
const fn help(path: &'static str) -> Function {
    let back = Outcome::Leads("/users/");
    let outcomes = [Outcome::Leads("/login?next=/users/"), back, back, Outcome::Leads("/step-up?next=/users/")];
    Function { path, codec: Codec::Form, outcomes }
}

/// The forms of one's own API key: the password comes first.
const fn own_key(path: &'static str) -> Function {
    form(path, "/login?next=/account/security", "/step-up?next=/account/security")
}

/// All of them. The columns: nobody, a Guest, a Member, the Owner; what is asked about is a Member or their invitation.
pub(crate) const FUNCTIONS: &[Function] = &[
    form("/rpc/account/cancel_email", "/login?next=/account/profile", "/account/profile"),
    // The link is of somebody who is not here.
    form("/rpc/account/confirm_email", "/login?next=/email/", "/email/"),
    form("/rpc/account/email_again", "/login?next=/account/profile", "/account/profile"),
    call("/rpc/account/email_page", [401, 409, 409, 409]),
    // The password comes first.
    form("/rpc/account/end_others", "/login?next=/account/sessions", "/step-up?next=/account/sessions"),
    form("/rpc/account/end_session", "/login?next=/account/sessions", "/step-up?next=/account/sessions"),
    call("/rpc/account/permissions", [401, 200, 200, 200]),
    call("/rpc/account/choose_player", [401, 200, 200, 200]),
    call("/rpc/account/player", [401, 200, 200, 200]),
    form("/rpc/account/player_form", "/login?next=/account/player", "/account/player"),
    call("/rpc/account/preferences", [401, 200, 200, 200]),
    call("/rpc/account/profile", [401, 200, 200, 200]),
    form("/rpc/account/profile_form", "/login?next=/account/profile", "/account/profile"),
    call("/rpc/account/remove_picture", [401, 200, 200, 200]),
    form("/rpc/account/remove_picture_form", "/login?next=/account/profile", "/account/profile"),
    call("/rpc/account/save_profile", [401, 200, 200, 200]),
    call("/rpc/account/sessions", [401, 200, 200, 200]),
    own_key("/rpc/api_keys/create"),
    call("/rpc/api_keys/panel", [401, 200, 200, 200]),
    own_key("/rpc/api_keys/remove"),
    own_key("/rpc/api_keys/reset"),
    own_key("/rpc/api_keys/reveal"),
    call("/rpc/audit/list", [401, 403, 403, 200]),
    // The page says to whom it is not open.
    form("/rpc/audit/verify", "/login?next=/admin/audit", "/admin/audit"),
    Function {
        path: "/rpc/billing/by_form",
        codec: Codec::Form,
        outcomes: [
            Outcome::Leads("/login?next="),
            Outcome::Leads("/admin/seats"),
            Outcome::Leads("/admin/seats"),
            // The password comes first.
            Outcome::Leads("/step-up?next=/admin/seats"),
        ],
    },
    call("/rpc/billing/invoice", [401, 403, 403, 200]),
    call("/rpc/billing/keep", [401, 403, 403, 403]),
    call("/rpc/billing/mark_paid", [401, 403, 403, 403]),
    call("/rpc/billing/page", [401, 403, 403, 200]),
    call("/rpc/billing/reduce", [401, 403, 403, 403]),
    form("/rpc/branding/form", "/login?next=/admin/settings", "/admin/settings?tab=branding"),
    call("/rpc/branding/page", [401, 403, 403, 200]),
    call("/rpc/branding/remove_logo", [401, 403, 403, 200]),
    form("/rpc/branding/remove_logo_form", "/login?next=/admin/settings", "/admin/settings?tab=branding"),
    call("/rpc/branding/save", [401, 403, 403, 200]),
    call("/rpc/bulk/apply", [401, 403, 403, 200]),
    call("/rpc/bulk/preview", [401, 403, 403, 200]),
    call("/rpc/bulk/reach", [401, 403, 403, 200]),
    call("/rpc/bulk/undo", [401, 403, 403, 200]),
    call("/rpc/changes/list", [401, 403, 403, 200]),
    call("/rpc/changes/undo", [401, 403, 403, 200]),
    form("/rpc/changes/undo_form", "/login?next=/users%3Fdialog%3Dchanges", "/users?dialog=changes"),
    call("/rpc/credentials/reset_page", [200, 200, 200, 200]),
    form("/rpc/credentials/change_password", "/login?next=/account/security", "/account/security"),
    form("/rpc/credentials/reset", "/login", "/login"),
    // The password comes first.
    call("/rpc/deletion/delete", [401, 404, 403, 403]),
    call("/rpc/deletion/plan", [401, 404, 403, 200]),
    // Archived users are there for those who can bring them back.
    call("/rpc/deletion/restore", [401, 404, 404, 200]),
    call("/rpc/deletion/restore_plan", [401, 404, 404, 200]),
    // Nobody has deleted them.
    call("/rpc/deletion/take_back", [401, 404, 404, 409]),
    form("/rpc/enrollment/backup_codes", "/login?next=/enroll", "/enroll"),
    // The password comes first.
    form("/rpc/enrollment/begin", "/login?next=/enroll", "/step-up?next=/enroll"),
    form("/rpc/enrollment/confirm", "/login?next=/enroll", "/enroll"),
    call("/rpc/enrollment/page", [401, 200, 200, 200]),
    call("/rpc/explain/ask", [401, 200, 200, 200]),
    // The Owner can do it already, and is told so there.
    form("/rpc/explain/request", "/login?next=/explain", "/explain?can=seats_buy"),
    // The page says to whom it is not open, and which table is not kept.
    form("/rpc/import/apply", "/login?next=/users/import", "/users/import?key="),
    form("/rpc/import/columns", "/login?next=/users/import", "/users/import?key="),
    call("/rpc/import/page", [401, 403, 403, 200]),
    form("/rpc/invitations/accept", "/login?check=1", "/invite/"),
    call("/rpc/invitations/cancel", [401, 404, 403, 200]),
    call("/rpc/invitations/check", [401, 403, 403, 200]),
    call("/rpc/invitations/choices", [401, 403, 403, 200]),
    call("/rpc/invitations/copy_link", [401, 404, 403, 200]),
    call("/rpc/invitations/open", [200, 200, 200, 200]),
    form("/rpc/invitations/request_link", "/invite/", "/invite/"),
    call("/rpc/invitations/resend", [401, 404, 403, 200]),
    call("/rpc/invitations/send", [401, 403, 403, 200]),
    call("/rpc/mail/cancel", [401, 403, 403, 200]),
    call("/rpc/mail/eml", [401, 403, 403, 200]),
    call("/rpc/mail/list", [401, 403, 403, 200]),
    call("/rpc/mail/retry", [401, 403, 403, 200]),
    call("/rpc/mail/test", [401, 403, 403, 200]),
    call("/rpc/mail/text", [401, 403, 403, 200]),
    // The page says to whom it is not open.
    form("/rpc/players/form", "/login?next=/admin/settings", "/admin/settings?tab=players"),
    call("/rpc/players/page", [401, 403, 403, 200]),
    call("/rpc/players/save", [401, 403, 403, 200]),
    call("/rpc/seats/ask", [401, 403, 403, 200]),
    call("/rpc/roles/change", [401, 404, 403, 200]),
    call("/rpc/roles/choices", [401, 404, 403, 200]),
    call("/rpc/roles/overview", [401, 403, 403, 200]),
    call("/rpc/roles/preview", [401, 404, 403, 200]),
    // The password comes first.
    call("/rpc/seats/buy", [401, 403, 403, 403]),
    call("/rpc/seats/quote", [401, 403, 403, 200]),
    // Nobody asks of others what they have not set up themself.
    form("/rpc/security/enforce", "/login?next=/admin/security", "/admin/security"),
    call("/rpc/security/factors", [401, 403, 403, 200]),
    call("/rpc/security/page", [401, 403, 403, 200]),
    form("/rpc/security/plan", "/login?next=/admin/security", "/admin/security"),
    Function {
        path: "/rpc/security/release",
        codec: Codec::Form,
        outcomes: [
            Outcome::Leads("/login?next=/admin/security"),
            Outcome::Leads("/admin/security"),
            Outcome::Leads("/admin/security"),
            // The password comes first.
            Outcome::Leads("/step-up?next=/admin/security"),
        ],
    },
    form("/rpc/security/remind", "/login?next=/admin/security", "/admin/security?tab=2fa"),
    form("/rpc/security/remind_some", "/login?next=/admin/security", "/admin/security?tab=2fa"),
    call("/rpc/security/save", [401, 403, 403, 200]),
    form("/rpc/security/save_form", "/login?next=/admin/security", "/admin/security"),
    call("/rpc/session/catalog", [200, 200, 200, 200]),
    call("/rpc/session/frame", [200, 200, 200, 200]),
    form("/rpc/session/language", "/login", "/login"),
    // The workspace exists.
    form("/rpc/set_up/create", "/setup?token=", "/setup?token="),
    call("/rpc/set_up/page", [404, 404, 404, 404]),
    form("/rpc/set_up/test_mail", "/setup?token=", "/setup?token="),
    // Nobody has shown a password for a second step.
    form("/rpc/sign_in/cancel", "/login", "/login"),
    form("/rpc/sign_in/code", "/login?next=/users", "/login?next=/users"),
    call("/rpc/sign_in/code_page", [401, 401, 401, 401]),
    call("/rpc/sign_in/flash", [200, 200, 200, 200]),
    form("/rpc/sign_in/forgot", "/forgot", "/forgot"),
    form("/rpc/sign_in/out", "/login", "/login"),
    call("/rpc/sign_in/page", [200, 200, 200, 200]),
    form("/rpc/sign_in/password", "/login?check=1", "/login?check=1"),
    form("/rpc/sign_in/step_up", "/login?next=", "/users"),
    call("/rpc/sign_in/step_up_here", [401, 200, 200, 200]),
    form("/rpc/two_factor/backup_codes", "/login?next=/account/security", "/account/security"),
    form("/rpc/two_factor/begin", "/login?next=/account/security", "/step-up?next=/account/security"),
    form("/rpc/two_factor/confirm", "/login?next=/account/security", "/account/security"),
    form("/rpc/two_factor/disable", "/login?next=/account/security", "/account/security"),
    call("/rpc/two_factor/page", [401, 200, 200, 200]),
    call("/rpc/user_window/annotate", [401, 404, 403, 200]),
    form("/rpc/user_window/change_role", "/login?next=/users/", "/users/"),
    help("/rpc/user_window/end_session"),
    help("/rpc/user_window/end_sessions"),
    call("/rpc/user_window/open", [401, 404, 200, 200]),
    help("/rpc/user_window/request_email"),
    form("/rpc/user_window/rename", "/login?next=/users/", "/users/"),
    form("/rpc/user_window/save_note", "/login?next=/users/", "/users/"),
    help("/rpc/user_window/reset_two_factor"),
    help("/rpc/user_window/revoke_key"),
    help("/rpc/user_window/send_reset"),
    form("/rpc/user_window/set_end", "/login?next=/users/", "/users/"),
    // Only the one who made the change has what takes it back.
    call("/rpc/user_window/undo", [401, 409, 409, 200]),
    form("/rpc/user_window/undo_form", "/login?next=/users/", "/users/"),
    call("/rpc/users/disable", [401, 404, 403, 200]),
    call("/rpc/users/enable", [401, 404, 403, 200]),
    // Everyone sees the directory, or what of it is open to them.
    call("/rpc/users/list", [401, 200, 200, 200]),
];

/// Those whose form says of which session its page is.
pub(crate) const GRAVEST: &[&str] = &[
    "/rpc/billing/by_form",
    "/rpc/billing/reduce",
    "/rpc/bulk/apply",
    "/rpc/credentials/change_password",
    "/rpc/roles/change",
    "/rpc/seats/buy",
    "/rpc/two_factor/disable",
];

/// The function at this path.
pub(crate) fn function(path: &str) -> Function {
    *FUNCTIONS.iter().find(|function| function.path == path).unwrap_or_else(|| panic!("{path} is not in the table"))
}

impl Function {
    /// A call with these arguments.
    pub(crate) fn call<'a>(&self, browser: &'a mut Browser, arguments: &Value) -> Call<'a> {
        match self.codec {
            Codec::Json => browser.rpc(self.path, arguments),
            Codec::Form => {
                let fields = arguments.as_object().unwrap().iter();
                let fields: Vec<_> = fields.map(|(name, value)| (name.as_str(), value.as_str().unwrap())).collect();
                browser.submit(self.path, &fields)
            }
        }
    }

    /// A fresh browser of someone with these rights, and arguments with which the call works for whoever may.
    pub(crate) async fn ready(&self, site: &Site, who: Who) -> (Browser, Value) {
        let mut arguments = self.arguments(site).await;
        let mut browser = site.browser(who).await;
        if self.path == "/rpc/sign_in/password" {
            arguments["token"] = form_token(site, &mut browser).await.into();
        }
        if self.path == "/rpc/account/save_profile" && who != Who::Anonymous {
            // Functions before this one have changed the same person.
            let profile: Value = browser.rpc("/rpc/account/profile", &json!({})).await.json();
            arguments["change"]["version"] = profile[0]["version"].clone();
        }
        if GRAVEST.contains(&self.path) {
            arguments["form_token"] = session_token(&mut browser).await.into();
        }
        if self.path == "/rpc/account/choose_player" && who != Who::Anonymous {
            let player: Value = browser.rpc("/rpc/account/player", &json!({})).await.json();
            arguments["choice"]["version"] = player[0]["version"].clone();
        }
        if matches!(self.path, "/rpc/branding/save" | "/rpc/players/save" | "/rpc/security/save") && who == Who::Owner {
            let page = self.path.replace("save", "page");
            let page: Value = browser.rpc(&page, &json!({})).await.json();
            arguments["change"]["version"] = page[0]["version"].clone();
        }
        if self.path == "/rpc/branding/remove_logo" && who == Who::Owner {
            let page: Value = browser.rpc("/rpc/branding/page", &json!({})).await.json();
            arguments["removal"]["version"] = page[0]["version"].clone();
        }
        (browser, arguments)
    }

    /// What the arguments name is made for this one call.
    async fn arguments(&self, site: &Site) -> Value {
        match self.path {
            "/rpc/account/confirm_email" | "/rpc/account/email_page" => json!({ "token": site.email_token().await }),
            "/rpc/account/preferences" => json!({ "change": { "theme": "dark" } }),
            "/rpc/account/choose_player" => json!({ "choice": { "version": 1, "player": "download" } }),
            "/rpc/account/player_form" => json!({ "version": "1", "player": "workspace" }),
            "/rpc/branding/form" => {
                json!({ "version": "1", "name": "Kestrel Yard", "accent": "#2f7d8c", "sender_name": "Kestrel" })
            }
            "/rpc/branding/remove_logo" => json!({ "removal": { "version": 1, "kind": "logo" } }),
            "/rpc/branding/remove_logo_form" => json!({ "version": "1", "kind": "logo_dark" }),
            "/rpc/branding/save" => json!({ "change": { "version": 1, "fields": {
                "name": "Kestrel Yard", "accent": "", "sender_name": "Kestrel Yard",
            } } }),
            "/rpc/players/form" => json!({
                "version": "1", "default_player": "built_in", "available_built_in": "on", "note_rv": "Ask for a license",
            }),
            "/rpc/players/save" => json!({ "change": { "version": 1, "fields": players() } }),
            "/rpc/account/end_session" => json!({ "session": "01900000-0000-7000-8000-000000000001" }),
            "/rpc/account/profile_form" => json!({
                "version": "1", "first_name": "Ana", "last_name": "Lind", "language": "browser", "timezone": "UTC",
                "default_page": "overview", "theme": "system", "density": "roomy", "fuzzy_dates": "on",
                "shortcuts": "on",
            }),
            "/rpc/account/save_profile" => json!({ "change": { "version": 1, "fields": {
                "first_name": "Ana", "last_name": "Lind", "language": "browser", "timezone": "UTC",
                "default_page": "overview", "theme": "system", "density": "roomy", "fuzzy_dates": true,
                "shortcuts": true,
            } } }),
            "/rpc/api_keys/create" => json!({ "last_day": "" }),
            "/rpc/api_keys/reset" => json!({ "seen": "0123456789ab", "last_day": "" }),
            "/rpc/audit/list" => json!({ "query": AuditQuery::default() }),
            "/rpc/audit/verify" => json!({ "next": "/admin/audit" }),
            "/rpc/billing/by_form" => json!({ "what": "reduce", "number": "1", "key": "" }),
            "/rpc/billing/invoice" | "/rpc/billing/mark_paid" => json!({ "number": invoice(site).await }),
            "/rpc/billing/keep" => json!({ "reduction": reduction(site).await }),
            "/rpc/billing/page" => json!({ "query": model::billing::BillingQuery::default() }),
            "/rpc/billing/reduce" => json!({ "fewer": 1 }),
            "/rpc/bulk/apply" => {
                let seen = json!([{ "id": site.world.user(UserSeed::default()).await, "version": 1 }]);
                json!({ "change": { "action": "disable", "seen": seen, "matching": null } })
            }
            "/rpc/bulk/preview" | "/rpc/bulk/reach" => {
                let people = json!({ "people": [site.world.user(UserSeed::default()).await] });
                json!({ "selection": people, "action": "disable" })
            }
            "/rpc/bulk/undo" => json!({ "undo": undo_of_a_change(site).await }),
            "/rpc/changes/undo" => json!({ "change": change(site).await }),
            "/rpc/changes/undo_form" => json!({ "change": change(site).await, "next": "/users?dialog=changes" }),
            "/rpc/credentials/reset_page" => json!({ "token": site.reset_token().await }),
            "/rpc/credentials/change_password" => {
                json!({ "old_password": PASSWORD, "password": PASSWORD, "password_again": PASSWORD })
            }
            "/rpc/sign_in/code" => json!({ "code": "123456", "kind": "app", "next": "/users" }),
            "/rpc/two_factor/backup_codes" | "/rpc/two_factor/confirm" | "/rpc/two_factor/disable" => {
                json!({ "code": "123456" })
            }
            "/rpc/credentials/reset" => {
                json!({ "token": site.reset_token().await, "password": PASSWORD, "password_again": PASSWORD })
            }
            "/rpc/explain/ask" => json!({ "question": model::explain::Question::of(model::access::Action::SeatsBuy) }),
            "/rpc/explain/request" => json!({ "action": "seats_buy", "message": "For the new show" }),
            "/rpc/invitations/accept" => acceptance(&site.invitation_token().await),
            "/rpc/invitations/cancel" | "/rpc/invitations/copy_link" | "/rpc/invitations/resend" => {
                json!({ "user": site.invited().await })
            }
            "/rpc/import/apply" => {
                let (key, seen) = checked_table(site).await;
                json!({ "key": key, "seen": seen, "changes": "" })
            }
            "/rpc/import/columns" => {
                json!({ "key": checked_table(site).await.0, "role": "member", "language": "en" })
            }
            "/rpc/import/page" => json!({ "query": model::import::ImportQuery::default() }),
            "/rpc/invitations/check" => json!({ "list": { "text": "ana@kestrel.example" } }),
            "/rpc/invitations/open" | "/rpc/invitations/request_link" => {
                json!({ "token": site.invitation_token().await })
            }
            "/rpc/invitations/send" => json!({ "input": invitations(&["ana@kestrel.example"]) }),
            "/rpc/mail/list" => json!({ "query": MailQuery::default() }),
            "/rpc/mail/cancel" | "/rpc/mail/eml" | "/rpc/mail/text" => json!({ "mail": waiting_mail(site).await }),
            "/rpc/mail/retry" => json!({ "mail": failed_mail(site).await }),
            "/rpc/enrollment/backup_codes" | "/rpc/enrollment/confirm" => json!({ "code": "123456", "next": "/users" }),
            "/rpc/enrollment/begin" => json!({ "next": "/users" }),
            "/rpc/security/save" => json!({ "change": { "version": 1, "rules": {
                "password_min": 12, "session_idle_minutes": 60, "session_max_hours": 24, "api_key_days": null,
                "undo_seconds": 10, "permanent_deletion": true,
            } } }),
            "/rpc/security/save_form" => json!({
                "version": "1", "password_min": "12", "session_idle_minutes": "60", "session_max_hours": "24",
                "api_key_days": "", "undo_seconds": "10", "permanent_deletion": "on",
            }),
            "/rpc/security/remind_some" => {
                json!({ "users[0]": "01900000-0000-7000-8000-00000000dead", "next": "/admin/security?tab=2fa" })
            }
            "/rpc/security/plan" => json!({ "from": "2026-12-05" }),
            "/rpc/security/factors" => json!({ "query": model::factors::FactorQuery::default() }),
            "/rpc/session/catalog" => json!({ "language": "en" }),
            "/rpc/session/language" => json!({ "language": "es", "next": "/login" }),
            "/rpc/set_up/create" | "/rpc/set_up/test_mail" => set_up("no such link"),
            "/rpc/set_up/page" => json!({ "token": "no such link" }),
            "/rpc/sign_in/forgot" => json!({ "identifier": MARIT }),
            "/rpc/sign_in/page" => json!({ "next": "/users", "check": false }),
            "/rpc/sign_in/password" => json!({ "identifier": MARIT, "password": PASSWORD, "next": "/users" }),
            "/rpc/sign_in/step_up" => json!({ "password": PASSWORD, "next": "/users" }),
            "/rpc/sign_in/step_up_here" => json!({ "password": PASSWORD }),
            "/rpc/roles/choices" => json!({ "user": site.world.user(UserSeed::default()).await }),
            "/rpc/roles/preview" => {
                json!({ "user": site.world.user(UserSeed::default()).await, "held": { "role": "guest", "permissions": [] } })
            }
            "/rpc/roles/change" => {
                let change = json!({ "version": 1, "held": { "role": "member", "permissions": ["creator"] } });
                json!({ "user": site.world.user(UserSeed::default()).await, "change": change })
            }
            "/rpc/deletion/plan" => json!({ "user": site.world.user(UserSeed::default()).await }),
            "/rpc/deletion/delete" => {
                let order = json!({ "version": 1, "deletion": "archive", "name": "" });
                json!({ "user": site.world.user(UserSeed::default()).await, "order": order })
            }
            "/rpc/deletion/restore_plan" | "/rpc/deletion/take_back" => {
                let archived = UserSeed { status: UserStatus::Deleted, ..UserSeed::default() };
                json!({ "user": site.world.user(archived).await })
            }
            "/rpc/deletion/restore" => {
                let archived = UserSeed { status: UserStatus::Deleted, ..UserSeed::default() };
                json!({ "user": site.world.user(archived).await, "version": 1 })
            }
            "/rpc/user_window/annotate" => {
                let change = json!({ "seen": null, "body": "Prefers calls", "reference": "" });
                json!({ "user": site.world.user(UserSeed::default()).await, "change": change })
            }
            "/rpc/user_window/open" => {
                let query = json!({ "tab": "profile", "list": null, "action": null, "page": 1 });
                json!({ "user": site.world.user(UserSeed::default()).await, "query": query })
            }
            "/rpc/user_window/undo" => json!({ "undo": undo_of_an_edit(site).await }),
            path if path.starts_with("/rpc/user_window/") => window_form(site).await,
            "/rpc/users/disable" => json!({ "user": site.world.user(UserSeed::default()).await }),
            "/rpc/users/enable" => {
                let disabled = (UserStatus::Disabled, Some(DisabledBy::Administrator));
                let seed = UserSeed { status: disabled.0, disabled_by: disabled.1, ..UserSeed::default() };
                json!({ "user": site.world.user(seed).await })
            }
            "/rpc/seats/buy" => json!({ "order": { "key": next_key(), "more": 2 } }),
            "/rpc/seats/quote" => json!({ "more": 2 }),
            "/rpc/users/list" => json!({ "query": model::users::UserQuery::default() }),
            "/rpc/account/cancel_email"
            | "/rpc/account/email_again"
            | "/rpc/account/end_others"
            | "/rpc/account/permissions"
            | "/rpc/account/player"
            | "/rpc/account/profile"
            | "/rpc/account/sessions"
            | "/rpc/branding/page"
            | "/rpc/players/page" => {
                json!({})
            }
            "/rpc/changes/list"
            | "/rpc/invitations/choices"
            | "/rpc/mail/test"
            | "/rpc/session/frame"
            | "/rpc/sign_in/flash"
            | "/rpc/sign_in/cancel"
            | "/rpc/sign_in/code_page"
            | "/rpc/two_factor/begin"
            | "/rpc/two_factor/page"
            | "/rpc/account/remove_picture"
            | "/rpc/account/remove_picture_form"
            | "/rpc/api_keys/panel"
            | "/rpc/api_keys/remove"
            | "/rpc/api_keys/reveal"
            | "/rpc/sign_in/out"
            | "/rpc/seats/ask"
            | "/rpc/roles/overview" => json!({}),
            "/rpc/enrollment/page"
            | "/rpc/security/enforce"
            | "/rpc/security/page"
            | "/rpc/security/release"
            | "/rpc/security/remind" => json!({}),
            other => panic!("no arguments for {other}"),
        }
    }
}
