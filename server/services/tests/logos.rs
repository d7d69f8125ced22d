//! Logos: taken, shown to everybody, replaced, removed, and by two people at once.

use std::pin::Pin;

use model::access::{Blocker, CompanyPermission};
use model::branding::{BrandingChange, LogoKind, LogoRemoval, Logos};
use model::error::{AppError, ConflictReason, Noun};
use model::fields::FieldCode;
use model::ids::LogoId;
use services::testing::{TestWorld, at_once, for_each_engine, picture};
use services::{Ctx, branding, session};

const RED: [u8; 3] = [200, 30, 30];
const HOUR: i64 = 60 * 60;
const STALE: AppError = AppError::Conflict { reason: ConflictReason::Stale };
const GONE: AppError = AppError::NotFound { what: Noun::Page };

/// Sends a logo over what is stored at the moment.
async fn send(who: &Ctx, kind: LogoKind) -> Result<LogoId, AppError> {
    let version = branding::page(who).await?.version;
    branding::set_logo(who, kind, version, picture(60, 20, RED)).await
}

async fn shown(world: &TestWorld) -> Logos {
    session::frame(&world.anonymous()).await.unwrap().logos
}

async fn sweep(world: &TestWorld) {
    world.plan_jobs().await;
    world.run_jobs().await;
}

fn file(id: LogoId) -> String {
    format!("logos/{id}.png")
}

// UP-04 UP-06: what is kept is drawn anew, under a name of ours.
#[tokio::test(flavor = "multi_thread")]
async fn logos_are_shown_to_everybody_and_recorded() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let styles = world.member_with(&[CompanyPermission::Styles]).await;
        let light = send(&styles, LogoKind::Light).await.unwrap();
        assert_eq!(shown(&world).await, Logos { light: Some(light), dark: None });
        let dark = send(&styles, LogoKind::Dark).await.unwrap();
        assert_eq!(shown(&world).await, Logos { light: Some(light), dark: Some(dark) });
        assert_eq!(branding::page(&styles).await.unwrap().logos, shown(&world).await);
        for id in [light, dark] {
            let drawn = branding::read_logo(&world.anonymous(), id).await.unwrap();
            assert!(drawn.starts_with(b"\x89PNG"));
        }
        let removal = LogoRemoval { version: branding::page(&styles).await.unwrap().version, kind: LogoKind::Light };
        branding::remove_logo(&styles, removal).await.unwrap();
        assert_eq!(shown(&world).await, Logos { light: None, dark: Some(dark) });
        assert_eq!(branding::read_logo(&world.anonymous(), light).await, Err(GONE));
        world.run_jobs().await;
        assert_eq!(world.logo_files().await, [file(dark)]);

        let recorded = world.texts("SELECT after FROM audit_event WHERE action = 'branding_changed' ORDER BY seq").await;
        let entries: Vec<serde_json::Value> = recorded.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
        let said = |kind: &str, before: String, after: String| {
            serde_json::json!({ "kind": "branding_changed", "before": { kind: before }, "after": { kind: after } })
        };
        let none = String::new;
        let expected = [
            said("logo", none(), light.to_string()),
            said("logo_dark", none(), dark.to_string()),
            said("logo", light.to_string(), none()),
        ];
        assert_eq!(entries, expected);
        world.assert_sound().await;
    })
    .await;
}

// UP-07 UP-08
#[tokio::test(flavor = "multi_thread")]
async fn what_is_no_picture_and_who_may_not_change_nothing() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let without = world.member_with(&[CompanyPermission::Users, CompanyPermission::Settings]).await;
        let version = branding::page(&owner).await.unwrap().version;
        let before = world.dump().await;
        let whole = picture(300, 300, RED);
        for (file, code) in [
            (Vec::new(), FieldCode::Required),
            (b"<svg xmlns='http://www.w3.org/2000/svg'/>".to_vec(), FieldCode::NotAPicture),
            (picture(4097, 1, RED), FieldCode::TooManyPixels { side: 4096 }),
        ] {
            for kind in LogoKind::ALL {
                let refused = branding::set_logo(&owner, *kind, version, file.clone()).await;
                assert_eq!(refused, Err(AppError::field(kind.as_str(), code)));
            }
        }
        let late = branding::set_logo(&owner, LogoKind::Light, version - 1, whole.clone()).await;
        assert_eq!(late, Err(STALE));
        let forced = branding::set_logo(&without, LogoKind::Light, version, whole.clone()).await;
        let Err(AppError::Forbidden { blockers, .. }) = forced else { panic!("{forced:?}") };
        assert_eq!(blockers.first(), Some(&Blocker::NoGrant));
        let removed = branding::remove_logo(&without, LogoRemoval { version, kind: LogoKind::Light }).await;
        assert!(matches!(removed, Err(AppError::Forbidden { .. })), "{removed:?}");
        // What is not there is removed already.
        assert_eq!(branding::remove_logo(&owner, LogoRemoval { version, kind: LogoKind::Dark }).await, Ok(()));
        assert!(world.dump().await == before);
        // Its pixels are judged when it is read, so this one counts for the limit, and leaves no file.
        let broken = branding::set_logo(&owner, LogoKind::Dark, version, whole[..whole.len() - 40].to_vec()).await;
        assert_eq!(broken, Err(AppError::field("logo_dark", FieldCode::BrokenPicture)));
        assert_eq!((world.logo_files().await, shown(&world).await), (Vec::new(), Logos::default()));
    })
    .await;
}

// Two at once over one version: one is shown, and the other is told. The guard is the look at the version in
// `branding::logo::current`: without it both are stored, on both engines. The lock of the workspace there and
// the condition on the version in `workspace::update` keep what it saw true: without both of these, both are stored on
// PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn of_two_logos_at_once_one_is_shown_and_the_other_is_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        for _ in 0..12 {
            let version = branding::page(&owner).await.unwrap().version;
            let sent = at_once([owner.clone(), administrator.clone()].map(|who| async move {
                branding::set_logo(&who, LogoKind::Light, version, picture(60, 20, RED)).await
            }));
            let answers = sent.await;
            let stored: Vec<LogoId> = answers.iter().filter_map(|answer| answer.clone().ok()).collect();
            assert_eq!((stored.len(), answers.contains(&Err(STALE))), (1, true), "{answers:?}");
            assert_eq!(shown(&world).await.light, stored.first().copied());
            world.run_jobs().await;
            assert_eq!(world.logo_files().await, [file(stored[0])]);
        }
        world.assert_sound().await;
    })
    .await;
}

// A logo and the name at once: whichever comes second is told. Two guards: without the looks at the version both are stored
// on both engines, and without the condition on it in `workspace::update` they are on PostgreSQL.
#[tokio::test(flavor = "multi_thread")]
async fn of_a_logo_and_a_name_at_once_one_is_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        for round in 0..6 {
            let page = branding::page(&owner).await.unwrap();
            let (version, mut fields) = (page.version, page.fields);
            fields.name = format!("Kestrel {round}");
            let (one, other) = (owner.clone(), administrator.clone());
            let both = at_once([
                Box::pin(async move { branding::save(&one, BrandingChange { version, fields }).await })
                    as Pin<Box<dyn Future<Output = Result<(), AppError>> + Send>>,
                Box::pin(async move {
                    branding::set_logo(&other, LogoKind::Dark, version, picture(9, 9, RED)).await.map(drop)
                }),
            ]);
            let answers = both.await;
            let told = answers.iter().filter(|answer| **answer == Err(STALE)).count();
            assert_eq!((told, answers.contains(&Ok(()))), (1, true), "{answers:?}");
            assert_eq!(branding::page(&owner).await.unwrap().version, version + 1);
        }
        world.assert_sound().await;
    })
    .await;
}

// UP-10: the process dies after the file is written and before it is recorded that it is shown.
#[tokio::test(flavor = "multi_thread")]
async fn files_that_nobody_came_to_show_are_swept() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let owner = world.owner().await;
        let first = send(&owner, LogoKind::Light).await.unwrap();
        world.execute("ALTER TABLE audit_head RENAME TO mislaid").await;
        assert!(matches!(send(&owner, LogoKind::Light).await, Err(AppError::Internal { .. })));
        world.execute("ALTER TABLE mislaid RENAME TO audit_head").await;
        // The old one stays.
        assert_eq!(shown(&world).await.light, Some(first));
        world.clock().advance(HOUR);
        sweep(&world).await;
        assert_eq!(world.logo_files().await, [file(first)]);
        world.clock().advance(HOUR);
        sweep(&world).await;
        assert_eq!(world.number("SELECT count(*) FROM logo").await, 1);
    })
    .await;
}

// UP-09 RL-01: whoever sends them, together.
#[tokio::test(flavor = "multi_thread")]
async fn an_hour_takes_thirty_logos() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        for round in 0..30 {
            send(if round % 2 == 0 { &owner } else { &administrator }, LogoKind::Light).await.unwrap();
        }
        let wait = AppError::RateLimited { retry_after_secs: 3600 };
        assert_eq!(send(&owner, LogoKind::Dark).await, Err(wait));
        world.clock().advance(HOUR);
        assert!(send(&administrator, LogoKind::Dark).await.is_ok());
    })
    .await;
}

// UP-09 RL-01: many at the same moment. Files that turn out broken count, and change nothing else.
// Without the lock of the workspace in `set_logo` more than thirty are read on PostgreSQL.
#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_hour_takes_no_more_logos_when_they_arrive_at_once() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        let whole = picture(9, 9, RED);
        let file = &whole[..whole.len() - 40];
        let broken = Err(AppError::field("logo", FieldCode::BrokenPicture));
        let full = Err(AppError::RateLimited { retry_after_secs: 3600 });
        for _ in 0..28 {
            assert_eq!(branding::set_logo(&owner, LogoKind::Light, 1, file.to_vec()).await, broken);
        }
        for _ in 0..12 {
            let sent = at_once((0..8).map(|n| {
                let (who, file) = (if n % 2 == 0 { &owner } else { &administrator }.clone(), file.to_vec());
                async move { branding::set_logo(&who, LogoKind::Light, 1, file).await }
            }));
            let answers = sent.await;
            let count = |of: &Result<LogoId, AppError>| answers.iter().filter(|answer| *answer == of).count();
            assert_eq!((count(&broken), count(&full)), (2, 6), "{answers:?}");
            world.execute("DELETE FROM logo WHERE id IN (SELECT id FROM logo LIMIT 2)").await;
        }
    })
    .await;
}
