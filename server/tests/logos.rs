//! Logos over HTTP: what comes in, from whom, and with which headers it goes out to everybody.

use model::branding::Logos;
use model::error::{AppError, ConflictReason, Noun};
use model::fields::FieldCode;
use model::pictures::FILE_MAX;
use services::session;

use crate::pictures::{form_of, of_bytes, png, send_to};
use crate::support::{Answer, Browser, Call, ORIGIN, Site, Who};

const UPLOAD: &str = "/uploads/logo";
const PAGE: &str = "/admin/settings?tab=branding";

async fn version(site: &Site) -> String {
    site.world.number("SELECT version FROM workspace").await.to_string()
}

/// Sends a logo as our script does, over what is stored at the moment.
async fn send<'a>(site: &Site, browser: &'a mut Browser, field: &str, file: &[u8]) -> Call<'a> {
    let version = version(site).await;
    let parts: [(&str, Option<&str>, &[u8]); 2] =
        [("version", None, version.as_bytes()), (field, Some("../logo.png"), file)];
    send_to(UPLOAD, browser, form_of(&parts))
}

async fn logos(site: &Site) -> Logos {
    session::frame(&site.world.anonymous()).await.unwrap().logos
}

fn code(answer: &Answer, field: &str) -> Option<FieldCode> {
    match serde_json::from_slice(&answer.body).unwrap() {
        AppError::Invalid { fields } => fields.of(field),
        error => panic!("{error}"),
    }
}

// UP-04 CS-14: before and after the sign-in, with a type of ours, and as nothing that could run.
#[tokio::test(flavor = "multi_thread")]
async fn logo_goes_out_to_everybody_in_the_place_of_the_name() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    assert_eq!(send(&site, &mut owner, "logo", &png()).await.await.status, 204);
    let light = format!("/logos/{}", logos(&site).await.light.unwrap());
    assert_eq!(send(&site, &mut owner, "logo_dark", &png()).await.await.status, 204);
    let dark = format!("/logos/{}", logos(&site).await.dark.unwrap());
    let mut visitor = site.visitor();
    for address in [&light, &dark] {
        let answer = visitor.get(address).await;
        assert_eq!((answer.status, answer.header("content-type")), (200, Some("image/png")));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("cache-control"), Some("public, max-age=86400, immutable"));
        let policy = answer.header("content-security-policy").unwrap();
        assert!(policy.contains("default-src 'none'") && policy.contains("sandbox"), "{policy}");
    }
    let outside = visitor.get("/login").await;
    assert!(outside.text().contains(&format!("src=\"{dark}\"")), "no logo before the sign-in");
    let inside = owner.get("/users").await;
    assert!(inside.text().contains(&format!("src=\"{light}\"")), "no logo in the menu");
    assert!(inside.text().contains(&format!("srcset=\"{dark}\"")), "no logo for dark systems");
    assert!(inside.text().contains("alt=\"Kestrel Yard\""), "the logo says no name");

    // What was replaced is gone, and what is no address of a logo never was one.
    assert_eq!(send(&site, &mut owner, "logo", &png()).await.await.status, 204);
    for gone in [light.as_str(), "/logos/x", "/logos/01900000-0000-7000-8000-000000000009"] {
        let answer = visitor.get(gone).await;
        assert_eq!((answer.status, answer.error()), (404, AppError::NotFound { what: Noun::Page }), "{gone}");
        assert!(!answer.header("cache-control").unwrap_or_default().contains("max-age"), "{gone}");
    }
}

// UP-08 CS-01
#[tokio::test(flavor = "multi_thread")]
async fn only_holders_of_styles_set_a_logo_and_only_from_here() {
    let site = Site::new().await;
    let nobody = send(&site, &mut site.visitor(), "logo", &png()).await.await;
    assert_eq!((nobody.status, nobody.error()), (401, AppError::Unauthenticated));
    for who in [Who::Guest, Who::Member, Who::Manager] {
        let mut browser = site.browser(who).await;
        assert_eq!(send(&site, &mut browser, "logo", &png()).await.await.status, 403, "{who:?}");
    }
    let mut owner = site.browser(Who::Owner).await;
    for (origin, fetched) in [("https://evil.example", "cross-site"), (ORIGIN, "cross-site")] {
        let call = send(&site, &mut owner, "logo", &png()).await.with("origin", origin).with("sec-fetch-site", fetched);
        assert_eq!(call.await.status, 403, "{origin} {fetched}");
    }
    assert_eq!(logos(&site).await, Logos::default());
}

// UP-03 UP-07
#[tokio::test(flavor = "multi_thread")]
async fn what_is_refused_names_its_field() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    for field in ["logo", "logo_dark"] {
        for (file, status, expected) in [
            (of_bytes(FILE_MAX + 1), 413, FieldCode::FileTooLarge { megabytes: 5 }),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), 422, FieldCode::NotAPicture),
            (Vec::new(), 422, FieldCode::Required),
            (b"\x89PNG\r\n\x1a\n".to_vec(), 422, FieldCode::BrokenPicture),
        ] {
            let answer = send(&site, &mut owner, field, &file).await.await;
            assert_eq!((answer.status, code(&answer, field)), (status, Some(expected)), "{field}");
        }
    }
    let whole = of_bytes(FILE_MAX);
    assert_eq!(send(&site, &mut owner, "logo", &whole).await.await.status, 204);
    // Over a version that is not there any more, and without one.
    let stale = form_of(&[("version", None, b"1"), ("logo", Some("a.png"), &png())]);
    let stale = send_to(UPLOAD, &mut owner, stale).await;
    assert_eq!((stale.status, stale.error()), (409, AppError::Conflict { reason: ConflictReason::Stale }));
    let without = send_to(UPLOAD, &mut owner, form_of(&[("logo", Some("a.png"), &png())])).await;
    assert_eq!(without.status, 422);
    assert_eq!(owner.get(UPLOAD).await.status, 405);
}

#[tokio::test(flavor = "multi_thread")]
async fn plain_forms_lead_back_and_say_what_happened() {
    let site = Site::new().await;
    let mut owner = site.browser(Who::Owner).await;
    let page = owner.get(PAGE).await;
    assert!(page.text().contains("action=\"/uploads/logo\"") && !page.text().contains("remove_logo_form"));
    let plain = send(&site, &mut owner, "logo", &png()).await.with("accept", "text/html").await;
    assert_eq!((plain.status, plain.location()), (303, Some(PAGE)));
    let page = owner.get(PAGE).await;
    assert!(page.text().contains("Saved") && page.text().contains("remove_logo_form"));
    let plain = send(&site, &mut owner, "logo_dark", b"text").await.with("accept", "text/html").await;
    assert_eq!((plain.status, plain.location()), (303, Some(PAGE)));
    let page = owner.get(PAGE).await;
    // Before it stand all texts of the language.
    let (_, shown) = page.text().split_once("<main").expect("the page");
    let said = shown.find("This is not a PNG, JPEG, WebP or GIF picture.").expect("the reason");
    assert!(shown.find("id=\"logo_dark-err\"").is_some_and(|at| at < said), "the reason stands elsewhere");
    let version = version(&site).await;
    let removed = owner.submit("/rpc/branding/remove_logo_form", &[("version", &version), ("kind", "logo")]).await;
    assert_eq!((removed.status, removed.location()), (302, Some(PAGE)));
    assert_eq!(logos(&site).await, Logos::default());
    let out = send(&site, &mut site.visitor(), "logo", &png()).await.with("accept", "text/html").await;
    assert_eq!(out.status, 303);
    assert!(out.location().unwrap().starts_with("/login?next=/admin/settings"), "{:?}", out.location());
}
