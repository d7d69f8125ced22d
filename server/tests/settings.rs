//! The settings at the door: their tabs, the sheet of the workspace's color, and plain forms.

use html::{elements, main};
use model::access::CompanyPermission;
use services::testing::UserSeed;

use crate::support::{Browser, Site, Who};

/// The tabs that a page of the settings offers, and its title.
async fn tabs(browser: &mut Browser, address: &str) -> (Vec<String>, String) {
    let answer = browser.get(address).await;
    assert_eq!(answer.status, 200, "{address}");
    let all = elements(answer.text());
    let tabs = all
        .iter()
        .filter_map(|element| element.get("href"))
        .filter_map(|href| href.strip_prefix("/admin/settings?tab="));
    let title = all.iter().find(|element| element.name == "h1").map(|title| title.text.trim().to_owned());
    (tabs.map(str::to_owned).collect(), title.unwrap_or_default())
}

// AZ-22
#[tokio::test(flavor = "multi_thread")]
async fn everyone_sees_the_tabs_that_are_open_to_them_and_begins_with_the_first() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    let all = ["roles", "players", "branding"];
    assert_eq!(tabs(&mut owner, "/admin/settings").await, (all.map(str::to_owned).to_vec(), "Roles".to_owned()));
    assert_eq!(tabs(&mut owner, "/admin/settings?tab=branding").await.1, "Branding");
    assert_eq!(tabs(&mut owner, "/admin/settings?tab=nothing").await.1, "Roles");
    for (permission, own, title) in
        [(CompanyPermission::Settings, "players", "Players"), (CompanyPermission::Styles, "branding", "Branding")]
    {
        let user = site.world.user(UserSeed { extras: vec![permission], ..UserSeed::default() }).await;
        let mut browser = site.browser_of(user).await;
        assert_eq!(tabs(&mut browser, "/admin/settings").await, (vec![own.to_owned()], title.to_owned()));
        for closed in all.into_iter().filter(|tab| *tab != own) {
            let answer = browser.get(&format!("/admin/settings?tab={closed}")).await;
            assert_eq!(answer.status, 403, "{permission} {closed}");
            assert!(!answer.text().contains("href=\"/admin/settings?tab="), "{permission} {closed}");
        }
    }
}

// CS-11: the color comes as a sheet of its own, and nothing but a color that stands out has one.
#[tokio::test(flavor = "multi_thread")]
async fn the_color_of_the_workspace_is_a_sheet_for_everyone() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    assert!(!site.visitor().get("/login").await.text().contains("/accent/"));
    let version = site.world.number("SELECT version FROM workspace").await.to_string();
    let mut fields =
        vec![("version", version.as_str()), ("name", "Kestrel Works"), ("accent", "#ffee99"), ("sender_name", "")];
    let answer = owner.submit("/rpc/branding/form", &fields).await;
    assert_eq!((answer.status, answer.location()), (302, Some("/admin/settings?tab=branding")));
    let page = owner.get("/admin/settings?tab=branding").await;
    assert!(page.text().contains("value=\"#ffee99\"") && page.text().contains("aria-invalid=\"true\""));
    fields[2] = ("accent", "#2f7d8c");
    owner.submit("/rpc/branding/form", &fields).await;
    for address in ["/login", "/no/such/page"] {
        let page = site.visitor().get(address).await;
        assert!(page.text().contains("href=\"/accent/2f7d8c.css\""), "{address}");
    }
    assert!(owner.get("/users").await.text().contains("Kestrel Works"));

    let sheet = site.visitor().get("/accent/2f7d8c.css").await;
    assert_eq!((sheet.status, sheet.header("content-type")), (200, Some("text/css; charset=utf-8")));
    assert_eq!(sheet.header("cache-control"), Some("public, max-age=31536000, immutable"));
    assert!(sheet.text().contains("--teal-fill:light-dark(#2f7d8c,#2f7d8c);"), "{}", sheet.text());
    for none in ["ffee99.css", "2F7D8C.css", "2f7d8c", "2f7d8c.css.css", "2f7d8c%7d.css", "red.css", ".css", "%2e%2e"] {
        assert_eq!(site.visitor().get(&format!("/accent/{none}")).await.status, 404, "{none}");
    }
}

// S1.47 S1.49: everything is done with plain forms.
#[tokio::test(flavor = "multi_thread")]
async fn players_are_set_and_chosen_without_a_script() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    let version = site.world.number("SELECT version FROM workspace").await.to_string();
    let mut fields = vec![
        ("version", version.as_str()),
        ("default_player", "download"),
        ("available_download", "on"),
        ("available_rv", "on"),
        ("link_rv", "https://{url}"),
        ("note_rv", "Ask for a license"),
    ];
    let answer = owner.submit("/rpc/players/form", &fields).await;
    assert_eq!((answer.status, answer.location()), (302, Some("/admin/settings?tab=players")));
    let page = owner.get("/admin/settings?tab=players").await;
    assert!(page.text().contains("value=\"https://{url}\"") && page.text().contains("aria-invalid=\"true\""));
    fields[4] = ("link_rv", "rvlink://{url}");
    owner.submit("/rpc/players/form", &fields).await;
    assert_eq!(site.world.texts("SELECT default_player FROM workspace").await, ["download"]);

    let mut member = site.browser(Who::Member).await;
    let page = member.get("/account/player").await;
    assert!(page.text().contains("Ask for a license") && !page.text().contains("rvlink://{url}"));
    let (status, location) = {
        let answer = member.submit("/rpc/account/player_form", &[("version", "1"), ("player", "rv")]).await;
        (answer.status, answer.location().map(str::to_owned))
    };
    assert_eq!((status, location.as_deref()), (302, Some("/account/player")));
    assert_eq!(site.world.number("SELECT count(*) FROM \"user\" WHERE player = 'rv'").await, 1);
    // An older form does not overwrite it.
    member.submit("/rpc/account/player_form", &[("version", "1"), ("player", "browser")]).await;
    assert_eq!(site.world.number("SELECT count(*) FROM \"user\" WHERE player = 'rv'").await, 1);
}

// S0.20 S1.65 S1.67: everything is done with plain forms.
#[tokio::test(flavor = "multi_thread")]
async fn a_day_for_two_factor_authentication_is_planned_and_taken_back_without_a_script() {
    let site = Site::new().await;
    site.world.enroll(site.owner().await.user_id()).await;
    let (mut owner, member) = (site.browser(Who::Owner).await, site.world.member().await.user_id());
    let mut concerned = site.browser_of(member).await;
    let banner = "id=\"enroll-by\"";
    let day = "5 December 2026";

    // The second factor comes first, and what was typed stays.
    let answer = owner.submit("/rpc/security/plan", &[("from", "2026-12-05")]).await;
    let asks = answer.location().unwrap().to_owned();
    assert!(asks.starts_with("/step-up?next=/admin/security"), "{asks}");
    site.world.execute(&format!("UPDATE session SET step_up_at = {}", site.in_seconds(0).0)).await;
    let answer = owner.submit("/rpc/security/plan", &[("from", "2026-11-21")]).await;
    assert_eq!((answer.status, answer.location()), (302, Some("/admin/security")));
    let page = owner.get("/admin/security").await;
    assert!(
        page.text().contains("value=\"2026-11-21\"") && main(page.text()).contains("Choose tomorrow or a later day.")
    );
    assert!(!concerned.get("/account/profile").await.text().contains(banner));

    owner.submit("/rpc/security/plan", &[("from", "2026-12-05")]).await;
    let page = owner.get("/admin/security").await;
    assert!(page.text().contains(day) && page.text().contains("value=\"2026-12-05\""));
    let page = concerned.get("/account/profile").await;
    assert!(page.text().contains(banner) && page.text().contains(day));
    assert!(!concerned.get("/account/security?dialog=enable-2fa").await.text().contains(banner));
    assert!(!owner.get("/account/profile").await.text().contains(banner));

    let tab = "/admin/security?tab=2fa";
    for said in ["1 reminder was sent.", "already reminded today"] {
        assert_eq!(owner.submit("/rpc/security/remind", &[]).await.location(), Some(tab));
        let page = owner.get(tab).await;
        assert!(main(page.text()).contains(said), "{said}");
        // It is said once.
        assert!(!main(owner.get(tab).await.text()).contains(said), "{said}");
    }
    assert_eq!(site.world.number("SELECT count(*) FROM mail WHERE template = 'enrollment_reminder'").await, 1);

    owner.submit("/rpc/security/release", &[]).await;
    assert!(!owner.get("/admin/security").await.text().contains(day));
    assert!(!concerned.get("/account/profile").await.text().contains(banner));
    owner.submit("/rpc/security/plan", &[("from", "2026-12-05")]).await;
    site.world.enroll(member).await;
    assert!(!concerned.get("/account/profile").await.text().contains(banner));
}

// S0.20
#[tokio::test(flavor = "multi_thread")]
async fn people_are_selected_and_reminded_without_a_script() {
    let site = Site::new().await;
    site.world.enroll(site.owner().await.user_id()).await;
    let mut owner = site.browser(Who::Owner).await;
    let (ana, bo) = (site.world.member().await.user_id(), site.world.member().await.user_id());
    let (ana, bo) = (ana.to_string(), bo.to_string());
    let tab = "/admin/security?tab=2fa&state=off";
    let is_box = |html: &str, id: &str, checked: bool| {
        elements(html).iter().any(|element| {
            element.get("name") == Some("users[]")
                && element.get("value") == Some(id)
                && element.get("checked").is_some() == checked
        })
    };
    // Nothing is selected while there is nothing to remind of.
    assert!(!is_box(owner.get(tab).await.text(), &ana, false));
    site.world.execute(&format!("UPDATE session SET step_up_at = {}", site.in_seconds(0).0)).await;
    owner.submit("/rpc/security/plan", &[("from", "2026-12-05")]).await;
    let page = owner.get(tab).await;
    assert!(is_box(page.text(), &ana, false) && is_box(page.text(), &bo, false));

    let both = [("users[]", ana.as_str()), ("users[]", bo.as_str()), ("next", tab)];
    for (fields, said) in [
        (&both[2..], "Select whom to remind."),
        (&both[..], "2 reminders were sent."),
        (&both[1..], "None of the selected users needs a reminder"),
    ] {
        assert_eq!(owner.submit("/rpc/security/remind_some", fields).await.location(), Some(tab));
        let page = owner.get(tab).await;
        assert!(main(page.text()).contains(said), "{said}");
        // A selection that was refused is kept.
        assert!(is_box(page.text(), &ana, false) && is_box(page.text(), &bo, fields.len() == 2));
    }
    assert!(main(owner.get(tab).await.text()).contains("1, last on 21 November 2026"));
    // What is no id of anybody reminds nobody, and breaks nothing.
    let odd = [("users[]", "x"), ("users[]", ""), ("next", "https://elsewhere.example")];
    assert_eq!(owner.submit("/rpc/security/remind_some", &odd).await.location(), Some("/"));
}
