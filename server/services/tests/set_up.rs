//! First-run set-up, on both engines.

use model::error::{AppError, Noun};
use model::fields::FieldCode;
use model::set_up::{MailSetting, SetUpForm};
use secrecy::ExposeSecret;
use services::credentials::authenticate;
use services::set_up::{create, exists, new_link, page, send_test_mail};
use services::sign_in::sign_in;
use services::testing::{TestWorld, at_once, for_each_engine};

const DEAD: AppError = AppError::NotFound { what: Noun::Link };
const PASSWORD: &str = "plinth ferry 84";

async fn link(world: &TestWorld) -> String {
    let url = new_link(&world.services().system("start", &[])).await.unwrap().unwrap();
    assert_eq!((url.path(), url.host_str()), ("/setup", Some("localhost")));
    url.query_pairs().find(|(name, _)| name == "token").unwrap().1.into_owned()
}

fn form(token: &str) -> SetUpForm {
    SetUpForm {
        token: token.to_owned(),
        workspace: "Kestrel Yard".to_owned(),
        timezone: "Europe/Oslo".to_owned(),
        language: "es".to_owned(),
        seats: "12".to_owned(),
        first_name: "Marit".to_owned(),
        last_name: "Solberg".to_owned(),
        email: "Marit@Kestrel.example".to_owned(),
        username: "marit".to_owned(),
        password: PASSWORD.to_owned(),
        password_again: PASSWORD.to_owned(),
    }
}

// S4.8
#[tokio::test(flavor = "multi_thread")]
async fn link_creates_the_workspace_its_owner_and_the_first_organization() {
    for_each_engine(async |world: TestWorld| {
        let token = link(&world).await;
        assert!(!exists(&world.anonymous()).await.unwrap());
        let shown = page(&world.anonymous(), &token).await.unwrap();
        assert_eq!((shown.mail, shown.password_min), (MailSetting::Files, 8));
        assert!(shown.timezones.contains(&"Asia/Tokyo".to_owned()));

        let owner = create(&world.anonymous(), form(&token)).await.unwrap();

        assert!(exists(&world.anonymous()).await.unwrap());
        let ctx = authenticate(&world.anonymous(), owner.session.expose_secret()).await.unwrap();
        let info = services::session::info(&ctx).await.unwrap();
        assert_eq!((info.name.as_str(), info.role.as_str()), ("Marit Solberg", "owner"));
        assert_eq!(info.seats.map(|seats| (seats.purchased, seats.used, seats.reserved)), Some((12, 1, 0)));
        assert_eq!((info.language, info.now.offset), (None, 60));
        let settings = "SELECT name || ' ' || timezone || ' ' || default_language FROM workspace";
        assert_eq!(world.texts(settings).await, ["Kestrel Yard Europe/Oslo es"]);
        let places =
            "SELECT o.name || ' ' || u.role FROM organization o JOIN organization_user u ON u.organization_id = o.id";
        assert_eq!(world.texts(places).await, ["Kestrel Yard admin"]);
        let audit = world.texts("SELECT action FROM audit_event ORDER BY seq").await;
        assert_eq!(audit, ["workspace_created", "signed_in"]);
        for who in ["marit", "marit@kestrel.example"] {
            let again = sign_in(&world.anonymous(), who, PASSWORD.into(), Some(&owner.device)).await.unwrap();
            let again = again.signed_in().unwrap();
            assert_eq!(again.user, owner.user);
        }
        world.assert_sound().await;
    })
    .await;
}

// AU-16
#[tokio::test(flavor = "multi_thread")]
async fn nothing_can_be_set_up_without_the_newest_link_or_a_second_time() {
    for_each_engine(async |world: TestWorld| {
        let (old, token) = (link(&world).await, link(&world).await);
        for dead in [old.as_str(), "", "\0", "x", &format!("{token}=")] {
            assert_eq!(page(&world.anonymous(), dead).await, Err(DEAD), "{dead:?}");
            assert_eq!(create(&world.anonymous(), form(dead)).await.err(), Some(DEAD), "{dead:?}");
            assert_eq!(send_test_mail(&world.anonymous(), dead, "a@b.example").await, Err(DEAD));
        }
        create(&world.anonymous(), form(&token)).await.unwrap();
        assert_eq!(page(&world.anonymous(), &token).await, Err(DEAD));
        assert_eq!(create(&world.anonymous(), form(&token)).await.err(), Some(DEAD));
        assert_eq!(new_link(&world.services().system("start", &[])).await, Ok(None));
        // Even a link that somehow stayed.
        world.execute("UPDATE token SET used_at = NULL").await;
        assert_eq!(create(&world.anonymous(), form(&old)).await.err(), Some(DEAD));
        assert_eq!(world.number("SELECT count(*) FROM \"user\"").await, 1);
        world.assert_sound().await;
    })
    .await;
}

// AU-16
#[tokio::test(flavor = "multi_thread")]
async fn forms_sent_at_once_create_one_workspace_with_one_owner() {
    for_each_engine(async |world: TestWorld| {
        let (one, other) = (link(&world).await, link(&world).await);
        // Two links that work at once cannot come about; if they did, there would still be one workspace.
        world.execute("UPDATE token SET used_at = NULL").await;
        let forms = (0..16).map(|number| {
            let token = if number % 2 == 0 { &one } else { &other };
            let (from, form) = (world.anonymous(), SetUpForm { username: format!("owner{number}"), ..form(token) });
            async move { create(&from, form).await }
        });
        let outcomes = at_once(forms).await;
        let lost: Vec<_> = outcomes.iter().filter_map(|outcome| outcome.as_ref().err()).collect();
        assert_eq!(lost.len(), 15);
        // The forms with the link of the winner find it used, one with the other link may meet the workspace itself.
        assert!(lost.iter().all(|error| matches!(error.status_code(), 404 | 409)), "{lost:?}");
        assert!(lost.iter().filter(|error| ***error == DEAD).count() >= 7, "{lost:?}");
        for table in
            ["workspace", "\"user\"", "credential", "organization", "organization_user", "seat_ledger", "session"]
        {
            assert_eq!(world.number(&format!("SELECT count(*) FROM {table}")).await, 1, "{table}");
        }
        world.assert_sound().await;
    })
    .await;
}

// S1.53 AU-08
#[tokio::test(flavor = "multi_thread")]
async fn what_needs_mending_is_named_and_the_link_stays() {
    for_each_engine(async |world: TestWorld| {
        let token = link(&world).await;
        let refused = async |form: SetUpForm| match create(&world.anonymous(), form).await {
            Err(AppError::Invalid { fields }) => fields,
            other => panic!("{other:?}"),
        };
        let fields = refused(SetUpForm { token: token.clone(), ..SetUpForm::default() }).await;
        assert_eq!(fields.0.len(), 9);
        let password = |password: &str| SetUpForm {
            password: password.to_owned(),
            password_again: password.to_owned(),
            ..form(&token)
        };
        let fields = refused(SetUpForm { timezone: "Mars/Olympus".to_owned(), ..password("gulls 7") }).await;
        assert_eq!(fields.of("timezone"), Some(FieldCode::NotOffered));
        assert_eq!(fields.of("password"), Some(FieldCode::TooShort { min: 8 }));
        for common in ["password", "KestrelYard1", "solberg2026", "rollcall!"] {
            assert_eq!(refused(password(common)).await.of("password"), Some(FieldCode::PasswordTooCommon), "{common}");
        }
        assert_eq!(refused(SetUpForm { seats: "0".to_owned(), ..form(&token) }).await.0.len(), 1);
        assert!(create(&world.anonymous(), form(&token)).await.is_ok());
    })
    .await;
}
