//! Every page, in each of the states in which it can be opened.

use services::testing::{PASSWORD, UserSeed};

use super::browser::Browser;
use super::site::{Site, Who};

/// A page in some state.
pub(crate) struct Page {
    /// The route, as the table of `app::routes` writes it; `*` is the page that is not there.
    pub(crate) route: &'static str,
    pub(crate) address: String,
    pub(crate) browser: Browser,
    pub(crate) status: u16,
}

/// All pages of a workspace, as someone with these rights opens them.
pub(crate) async fn all(site: &Site, who: Who) -> Vec<Page> {
    let browser = site.browser(who).await;
    let signed_in = who != Who::Anonymous;
    let manages = matches!(who, Who::Owner | Who::Administrator | Who::Manager);
    let someone = site.world.user(UserSeed::default()).await;
    let mut pages = Vec::new();
    let mut page = |route: &'static str, address: &str, status| {
        pages.push(Page { route, address: address.to_owned(), browser: browser.clone(), status });
    };
    // Whoever is not signed in is sent to sign in, and whoever is, back.
    let inside = if signed_in { 200 } else { 302 };
    page("/", "/", 302);
    page("/login", "/login", if signed_in { 302 } else { 200 });
    page("/login", "/login?next=/users&check=1", if signed_in { 302 } else { 200 });
    page("/step-up", "/step-up?next=/users", inside);
    page("/login/code", "/login/code?next=/users", 302);
    // Whoever has nothing to set up is led on.
    page("/enroll", "/enroll?next=/users", 302);
    page("/account/security", "/account/security?dialog=enable-2fa", inside);
    page("/account", "/account", 302);
    for address in
        ["/account/profile", "/account/player", "/account/security", "/account/sessions", "/account/permissions"]
    {
        page(address, address, inside);
    }
    page("/forgot", "/forgot", 200);
    for address in ["/users", "/users?view=cards", "/users?archived=yes&sort=-email&per=100", "/users?q=nobody-at-all"]
    {
        page("/users", address, inside);
    }
    page("/users", "/users?dialog=nothing", inside);
    page("/users", "/users?perm=billing&role=member", inside);
    for address in ["/explain", "/explain?can=seats_buy", "/explain?can=security_edit&who=marit&whom=nobody-at-all"] {
        page("/explain", address, inside);
    }
    // Somebody else is explained to holders of Users alone, and whom somebody does not see is not there.
    let others = if inside != 200 || manages {
        inside
    } else if who == Who::Guest {
        404
    } else {
        403
    };
    page("/explain", &format!("/explain?user={someone}&can=seats_buy"), others);
    let about = if who == Who::Guest { 404 } else { inside };
    page("/explain", &format!("/explain?about={someone}&can=users_disable"), about);
    // Whom somebody does not see has no window for them; each tab says whether it is open to them.
    let window = if who == Who::Guest { 404 } else { inside };
    page("/users/{id}", &format!("/users/{someone}"), 302);
    page("/users/{id}/{tab}", &format!("/users/{someone}/profile?from=users&sort=-name"), window);
    for address in ["access", "access?can=seats_buy", "access?dialog=change-role&step=confirm&add=billing", "timeline"]
    {
        let status = if window == 200 && !manages { 403 } else { window };
        page("/users/{id}/{tab}", &format!("/users/{someone}/{address}"), status);
    }
    let secures = matches!(who, Who::Owner | Who::Administrator);
    let sessions = if window == 200 && !secures { 403 } else { window };
    page("/users/{id}/{tab}", &format!("/users/{someone}/sessions"), sessions);
    for address in [format!("/users/{someone}/nothing"), "/users/nobody/profile".to_owned(), "/users/nobody".to_owned()]
    {
        let route = if address.ends_with("nobody") { "/users/{id}" } else { "/users/{id}/{tab}" };
        page(route, &address, if signed_in { 404 } else { 302 });
    }
    // Each says whether they are open to the one who asks.
    for address in [
        "/users/import",
        "/users/import?key=nothing",
        "/users?dialog=add-user",
        "/users?dialog=changes",
        "/admin/mail",
        "/admin/settings",
        "/admin/settings?tab=roles",
    ] {
        page(address.split('?').next().unwrap(), address, if signed_in && !manages { 403 } else { inside });
    }
    for address in
        ["/admin/security", "/admin/security?tab=2fa&state=off&sort=-last_seen", "/admin/security?tab=2fa&state=few"]
    {
        page("/admin/security", address, if signed_in && !secures { 403 } else { inside });
    }
    let audits = matches!(who, Who::Owner | Who::Administrator);
    for address in ["/admin/settings?tab=players", "/admin/settings?tab=branding"] {
        page("/admin/settings", address, if signed_in && !audits { 403 } else { inside });
    }
    for address in ["/admin/audit", "/admin/audit?action=signed_in&from=2026-11-01&actor=nobody-at-all"] {
        page("/admin/audit", address, if signed_in && !audits { 403 } else { inside });
    }
    let (bills, invoice) = (matches!(who, Who::Owner | Who::Administrator), super::arguments::invoice(site).await);
    let invoice = format!("/admin/seats/invoices/{invoice}");
    for address in
        ["/admin/seats", "/admin/seats?tab=billing", "/admin/seats?idle=30", "/admin/seats?dialog=buy-seats&more=2"]
    {
        page("/admin/seats", address, if signed_in && !bills { 403 } else { inside });
    }
    page("/admin/seats/invoices/{number}", &invoice, if signed_in && !bills { 403 } else { inside });
    let unknown = if bills {
        404
    } else if signed_in {
        403
    } else {
        302
    };
    page("/admin/seats/invoices/{number}", "/admin/seats/invoices/2026-9999", unknown);
    let other = if signed_in { 409 } else { 200 };
    page("/invite/{token}", &format!("/invite/{}", site.invitation_token().await), other);
    page("/invite/{token}", "/invite/no-such-link", 404);
    let email = format!("/email/{}", site.email_token().await);
    page("/email/{token}", &email, if signed_in { 409 } else { 302 });
    page("/email/{token}", "/email/no-such-link", 404);
    page("/reset/{token}", &format!("/reset/{}", site.reset_token().await), 200);
    page("/reset/{token}", "/reset/no-such-link", 404);
    page("/setup", "/setup?token=no-such-link", 404);
    page("*", "/no/such/page", 404);
    pages
}

/// The pages of an empty installation, and forms that came back with errors.
pub(crate) async fn set_up_of(site: &Site) -> Vec<Page> {
    let operator = site.world.services().system("operator", &[]);
    let link = services::set_up::new_link(&operator).await.unwrap().unwrap();
    let address = format!("/setup?{}", link.query().unwrap());
    let mut refused = site.visitor();
    let token = link.query_pairs().next().unwrap().1.into_owned();
    let mut form = super::arguments::set_up(&token);
    form["seats"] = "none".into();
    super::functions::function("/rpc/set_up/create").call(&mut refused, &form).await;
    let page = |browser, address: &str| Page { route: "/setup", address: address.to_owned(), browser, status: 200 };
    vec![page(site.visitor(), &address), page(refused, &address)]
}

/// Forms that came back: everything that was typed is on them again.
pub(crate) async fn refused(site: &Site, typed: &str) -> Vec<Page> {
    let mut sign_in = site.visitor();
    let token = html::field(sign_in.get("/login").await.text(), "token");
    let fields = [("identifier", typed), ("password", PASSWORD), ("next", typed), ("token", &token)];
    let answer = sign_in.submit("/rpc/sign_in/password", &fields).await;
    let signing_in = answer.location().unwrap().to_owned();

    let mut accept = site.visitor();
    let token = site.invitation_token().await;
    let mut form = super::arguments::acceptance(&token);
    (form["first_name"], form["last_name"], form["language"]) = (typed.into(), typed.into(), typed.into());
    form["password_again"] = typed.into();
    super::functions::function("/rpc/invitations/accept").call(&mut accept, &form).await;

    let mut step_up = site.browser(Who::Member).await;
    let fields = [("password", "not the password at all"), ("next", typed)];
    let stepping_up = step_up.submit("/rpc/sign_in/step_up", &fields).await.location().unwrap().to_owned();

    let page = |route, browser, address| Page { route, address, browser, status: 200 };
    vec![
        page("/login", sign_in, signing_in),
        page("/invite/{token}", accept, format!("/invite/{token}")),
        page("/step-up", step_up, stepping_up),
    ]
}
