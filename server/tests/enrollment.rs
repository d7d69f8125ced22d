//! Whoever must set up a second factor, at the door: enrollment and sign-out, and nothing else.

use html::field;
use model::access::Blocker;
use model::error::AppError;
use services::testing::{PASSWORD, TestWorld, for_each_engine};

use crate::support::functions::{Codec, FUNCTIONS};
use crate::support::{Site, Who, pages};

/// What is open to whoever must enroll: the set-up and its step-up, signing out, and what is open to everybody.
const OPEN: &[&str] = &[
    "/rpc/credentials/reset",
    "/rpc/enrollment/",
    "/rpc/invitations/accept",
    "/rpc/invitations/open",
    "/rpc/invitations/request_link",
    "/rpc/session/",
    "/rpc/set_up/",
    "/rpc/sign_in/",
    "/rpc/two_factor/backup_codes",
    "/rpc/two_factor/begin",
    "/rpc/two_factor/confirm",
];

async fn enforce(site: &Site, on: bool) {
    site.world.execute(&format!("UPDATE workspace SET enforce_2fa = {}", if on { "TRUE" } else { "FALSE" })).await;
}

// S1.84 TF-15
#[tokio::test(flavor = "multi_thread")]
async fn every_function_but_enrollment_answers_must_enroll_and_does_nothing() {
    for_each_engine(async |world: TestWorld| {
        let site = Site::over(world).await;
        let mut asked = 0;
        for function in FUNCTIONS.iter().filter(|function| !OPEN.iter().any(|open| function.path.starts_with(open))) {
            let (mut owner, arguments) = function.ready(&site, Who::Owner).await;
            enforce(&site, true).await;
            let before = site.world.dump().await;
            let answer = function.call(&mut owner, &arguments).await;
            let what = format!("{}: {} {}", function.path, answer.status, answer.text());
            match function.codec {
                Codec::Json => {
                    let AppError::Forbidden { blockers, .. } = answer.error() else { panic!("{what}") };
                    assert_eq!(blockers.first(), Some(&Blocker::MustEnroll), "{what}");
                }
                Codec::Form => assert_eq!(answer.status, 302, "{what}"),
            }
            assert!(site.world.dump().await == before, "{} had an effect", function.path);
            enforce(&site, false).await;
            asked += 1;
        }
        assert!(asked > 50, "{asked}");
    })
    .await;
}

// S1.84 TF-15 TF-16
#[tokio::test(flavor = "multi_thread")]
async fn every_page_leads_to_enrollment_at_the_next_request() {
    let site = Site::new().await;
    let mut led = 0;
    let mut all = pages::all(&site, Who::Owner).await;
    enforce(&site, true).await;
    for page in all.iter_mut().filter(|page| app::needs_session(page.address.split('?').next().unwrap())) {
        let answer = page.browser.get(&page.address).await;
        assert_eq!(answer.status, 302, "{}", page.address);
        assert!(answer.location().unwrap().starts_with("/enroll"), "{} {:?}", page.address, answer.location());
        led += 1;
    }
    assert!(led > 20, "{led}");
    for file in ["/users/export", "/admin/audit/export", "/admin/audit/checkpoint"] {
        assert_eq!(all[0].browser.get(file).await.status, 403, "{file}");
    }
}

// S1.84 S1.70
#[tokio::test(flavor = "multi_thread")]
async fn enrollment_works_without_script_and_leads_to_the_page_that_was_wanted() {
    let site = Site::new().await;
    enforce(&site, true).await;
    let mut member = site.browser(Who::Member).await;
    let wanted = "/account/profile";
    let there = "/enroll?next=/account/profile";
    assert_eq!(member.get(wanted).await.location(), Some(there));
    let page = member.get(there).await;
    assert_eq!(page.status, 200);
    assert!(page.text().contains("/rpc/sign_in/out") && !page.text().contains("factor__qr"));
    assert_eq!(field(page.text(), "next"), wanted);

    // The password comes first, and leads back.
    let answer = member.submit("/rpc/enrollment/begin", &[("next", wanted)]).await;
    let asks = answer.location().unwrap().to_owned();
    assert!(asks.starts_with("/step-up?next=/enroll"), "{asks}");
    let back = field(member.get(&asks).await.text(), "next");
    let answer = member.submit("/rpc/sign_in/step_up", &[("password", PASSWORD), ("next", &back)]).await;
    assert_eq!(answer.location(), Some(there));
    member.submit("/rpc/enrollment/begin", &[("next", wanted)]).await;
    assert!(member.get(there).await.text().contains("factor__qr"));
    let answer = member.submit("/rpc/enrollment/confirm", &[("code", "12"), ("next", wanted)]).await;
    assert_eq!(answer.location(), Some(there));
    assert!(member.get(there).await.text().contains("aria-invalid=\"true\""));

    // Signing out is open.
    assert_eq!(member.submit("/rpc/sign_in/out", &[]).await.location(), Some("/login"));
    assert_eq!(member.get(there).await.location(), Some("/login?next=/enroll%3Fnext%3D/account/profile"));

    // Whoever has a second factor has nothing to do there.
    let enrolled = site.world.user(services::testing::UserSeed::default()).await;
    site.world.enroll(enrolled).await;
    assert_eq!(site.browser_of(enrolled).await.get(there).await.location(), Some(wanted));
}
