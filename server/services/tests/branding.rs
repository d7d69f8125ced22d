//! Branding: what the workspace is called, its color, and who its mails are from.

use model::access::{Blocker, CompanyPermission};
use model::branding::{BrandingChange, BrandingFields};
use model::error::{AppError, ConflictReason};
use model::fields::FieldCode;
use services::testing::{TestWorld, for_each_engine};
use services::{Ctx, branding, mail, session};

/// Changes the branding over what is stored at the moment.
async fn set(who: &Ctx, change: impl FnOnce(&mut BrandingFields)) -> Result<(), AppError> {
    let page = branding::page(who).await?;
    let mut fields = page.fields;
    change(&mut fields);
    branding::save(who, BrandingChange { version: page.version, fields }).await
}

/// The line of a sent mail that says who it is from.
fn from(raw: &[u8]) -> String {
    let text = String::from_utf8(raw.to_vec()).unwrap();
    text.lines().find(|line| line.starts_with("From: ")).unwrap().to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn name_and_color_are_in_the_frame_before_and_after_the_sign_in() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let styles = world.member_with(&[CompanyPermission::Styles]).await;
        let frame = session::frame(&world.anonymous()).await.unwrap();
        assert_eq!((frame.workspace.as_str(), frame.accent), ("Kestrel Yard", None));
        set(&styles, |fields| {
            fields.name = " Kestrel Works ".to_owned();
            fields.accent = "#2F7D8C".to_owned();
        })
        .await
        .unwrap();
        let frame = session::frame(&world.anonymous()).await.unwrap();
        assert_eq!((frame.workspace.as_str(), frame.accent.as_deref()), ("Kestrel Works", Some("#2f7d8c")));
        set(&styles, |fields| fields.accent = String::new()).await.unwrap();
        assert_eq!(session::frame(&world.anonymous()).await.unwrap().accent, None);

        let recorded =
            world.texts("SELECT after FROM audit_event WHERE action = 'branding_changed' ORDER BY seq").await;
        let entry: serde_json::Value = serde_json::from_str(&recorded[0]).unwrap();
        let expected = serde_json::json!({
            "kind": "branding_changed",
            "before": { "name": "Kestrel Yard", "accent": "" },
            "after": { "name": "Kestrel Works", "accent": "#2f7d8c" },
        });
        assert_eq!((recorded.len(), entry), (2, expected));
        world.assert_sound().await;
    })
    .await;
}

// ML-10: the address stays the one that was configured.
#[tokio::test(flavor = "multi_thread")]
async fn mails_are_from_the_chosen_name_and_the_configured_address() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let owner = world.owner().await;
        mail::send_test(&owner).await.unwrap();
        set(&owner, |fields| fields.sender_name = "Kestrel Post".to_owned()).await.unwrap();
        mail::send_test(&owner).await.unwrap();
        let sent: Vec<String> = world.mails().await.iter().map(|mail| from(&mail.raw)).collect();
        assert!(sent[0].contains("Rollcall <rollcall@"), "{sent:?}");
        let address = sent[0].split('<').nth(1).unwrap();
        assert!(sent[1].contains("Kestrel Post") && sent[1].ends_with(address), "{sent:?}");

        // A mail that waits is from whom it is from when it leaves.
        let user = world.user(services::testing::UserSeed::default()).await;
        services::lifecycle::disable(&owner, user).await.unwrap();
        world.clock().advance(11);
        world.run_jobs().await;
        let last = world.mails().await.last().map(|mail| from(&mail.raw)).unwrap();
        assert!(last.contains("Kestrel Post"), "{last}");
    })
    .await;
}

// EM-08
#[tokio::test(flavor = "multi_thread")]
async fn what_does_not_fit_and_who_may_not_change_nothing() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let without = world.member_with(&[CompanyPermission::Users, CompanyPermission::Settings]).await;
        let before = world.dump().await;
        let page = branding::page(&owner).await.unwrap();
        let forced = branding::save(&without, BrandingChange { version: page.version, fields: page.fields }).await;
        let Err(AppError::Forbidden { blockers, .. }) = forced else { panic!("{forced:?}") };
        assert_eq!(blockers.first(), Some(&Blocker::NoGrant));
        assert!(matches!(branding::page(&without).await, Err(AppError::Forbidden { .. })));
        let no = |field, code| Err(AppError::field(field, code));
        assert_eq!(set(&owner, |f| f.name = " ".to_owned()).await, no("name", FieldCode::Required));
        assert_eq!(set(&owner, |f| f.accent = "#fff;}*{".to_owned()).await, no("accent", FieldCode::NotAColor));
        let pale = set(&owner, |f| f.accent = "#ffee99".to_owned()).await.unwrap_err();
        let AppError::Invalid { fields } = &pale else { panic!("{pale:?}") };
        assert!(matches!(fields.of("accent"), Some(FieldCode::TooLightForLight { hundredths: 100..300 })), "{pale:?}");
        for name in ["a\r\nBcc: evil@x.example", "security@bank.example", "Bank <a@b.example>"] {
            assert_eq!(
                set(&owner, |f| f.sender_name = name.to_owned()).await,
                no("sender_name", FieldCode::InvalidCharacters)
            );
        }
        assert_eq!(set(&owner, |_| ()).await, Ok(()));
        assert!(world.dump().await == before);
    })
    .await;
}

// Two guards: without the look at the version both are stored on both engines, and without the condition on it in
// `workspace::update` they are on PostgreSQL; on SQLite there is one writer.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_changes_at_once_one_is_stored_and_the_other_is_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        for round in 0..8 {
            let seen = branding::page(&owner).await.unwrap();
            let named = |name: &str| {
                let fields = BrandingFields { name: format!("{name} {round}"), ..seen.fields.clone() };
                BrandingChange { version: seen.version, fields }
            };
            let (one, other) =
                tokio::join!(branding::save(&owner, named("One")), branding::save(&administrator, named("Other")));
            let stale = Err(AppError::Conflict { reason: ConflictReason::Stale });
            assert!((one == Ok(()) && other == stale) || (one == stale && other == Ok(())), "{one:?} {other:?}");
            let stored = branding::page(&owner).await.unwrap().fields.name;
            assert_eq!(stored, format!("{} {round}", if one.is_ok() { "One" } else { "Other" }));
        }
        world.assert_sound().await;
    })
    .await;
}
