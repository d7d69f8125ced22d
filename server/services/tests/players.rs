//! Players: what the workspace offers, what somebody chooses of it, and what happens when it goes away.

use model::access::{Blocker, CompanyPermission, CompanyRole};
use model::deletion::{Deletion, DeletionOrder};
use model::error::{AppError, ConflictReason};
use model::fields::FieldCode;
use model::ids::UserId;
use model::players::{Player, PlayerChoice, PlayerSetting, PlayersChange, PlayersFields};
use services::testing::{TestWorld, UserSeed, for_each_engine};
use services::{Ctx, deletion, players};

/// Changes the settings over what is stored at the moment.
async fn set(who: &Ctx, change: impl FnOnce(&mut PlayersFields)) -> Result<(), AppError> {
    let page = players::page(who).await?;
    let mut fields = page.fields;
    change(&mut fields);
    players::save(who, PlayersChange { version: page.version, fields }).await
}

fn of(fields: &mut PlayersFields, player: Player) -> &mut PlayerSetting {
    fields.players.iter_mut().find(|setting| setting.player == player).unwrap()
}

fn offers_rv(fields: &mut PlayersFields) {
    let rv = of(fields, Player::Rv);
    (rv.available, rv.link) = (true, "rvlink://{url}".to_owned());
}

/// Chooses with a request of its own.
async fn choose(world: &TestWorld, user: UserId, player: Option<Player>) -> Result<(), AppError> {
    let me = world.signed_in(user).await;
    let version = players::own(&me).await.unwrap().version;
    players::choose(&me, PlayerChoice { version, player }).await
}

async fn in_use(world: &TestWorld, user: UserId) -> Player {
    let own = players::own(&world.signed_in(user).await).await.unwrap();
    own.workspace.in_use(own.chosen)
}

// S1.47 S1.49 S1.50
#[tokio::test(flavor = "multi_thread")]
async fn choice_falls_back_to_the_workspace_and_comes_back() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(5).await;
        let (owner, member) = (world.owner().await, world.member().await.user_id());
        assert_eq!(in_use(&world, member).await, Player::BuiltIn);
        let refused = choose(&world, member, Some(Player::Rv)).await;
        assert_eq!(refused, Err(AppError::field("player", FieldCode::NotOffered)));
        set(&owner, offers_rv).await.unwrap();
        choose(&world, member, Some(Player::Rv)).await.unwrap();
        assert_eq!(in_use(&world, member).await, Player::Rv);
        assert_eq!(in_use(&world, owner.user_id()).await, Player::BuiltIn);

        set(&owner, |fields| {
            of(fields, Player::Rv).available = false;
            fields.default = Player::QuickLook;
        })
        .await
        .unwrap();
        let own = players::own(&world.signed_in(member).await).await.unwrap();
        assert_eq!((own.chosen, own.workspace.in_use(own.chosen)), (Some(Player::Rv), Player::QuickLook));
        assert_eq!(in_use(&world, owner.user_id()).await, Player::QuickLook);
        // Keeping it is no change; choosing it anew is refused.
        assert_eq!(choose(&world, member, Some(Player::Rv)).await, Ok(()));
        set(&owner, offers_rv).await.unwrap();
        assert_eq!(in_use(&world, member).await, Player::Rv);
        choose(&world, member, None).await.unwrap();
        assert_eq!(in_use(&world, member).await, Player::QuickLook);

        let chosen = "SELECT after FROM audit_event WHERE action = 'player_chosen' ORDER BY seq";
        let recorded = world.texts(chosen).await;
        assert_eq!(recorded.len(), 2, "{recorded:?}");
        assert!(recorded[0].contains(r#""before":null,"after":"rv""#), "{recorded:?}");
        assert!(recorded[1].contains(r#""before":"rv","after":null"#), "{recorded:?}");
        world.assert_sound().await;
    })
    .await;
}

// S1.50: whom to ask is said as far as one may see people.
#[tokio::test(flavor = "multi_thread")]
async fn names_of_those_who_can_help_are_for_whoever_sees_them() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let mut helper = UserSeed { extras: vec![CompanyPermission::Settings], ..UserSeed::default() };
        (helper.first_name, helper.last_name) = ("Sanne".to_owned(), "de Wit".to_owned());
        let helper = world.user(helper).await;
        let names = async |who: &Ctx| players::own(who).await.unwrap().helpers;
        assert!(names(&world.member().await).await.contains(&"Sanne de Wit".to_owned()));
        let guest = world.user(UserSeed { role: CompanyRole::Guest, ..UserSeed::default() }).await;
        assert_eq!(names(&world.signed_in(guest).await).await, Vec::<String>::new());
        // Nobody is sent to themselves, and no pattern reaches whoever only chooses: only what opens the sample.
        let theirs = world.signed_in(helper).await;
        assert!(!names(&theirs).await.contains(&"Sanne de Wit".to_owned()));
        set(&theirs, offers_rv).await.unwrap();
        let own = players::own(&world.signed_in(guest).await).await.unwrap();
        assert!(own.workspace.is_available(Player::Rv) && own.workspace.of(Player::Rv).link.is_empty());
        let [(Player::Rv, sample)] = own.tries.as_slice() else { panic!("{:?}", own.tries) };
        assert!(sample.starts_with("rvlink://http") && sample.ends_with("/samples/clip.webm"), "{sample}");
    })
    .await;
}

// S1.49
#[tokio::test(flavor = "multi_thread")]
async fn settings_take_the_permission_and_a_default_that_works() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let without = world.member_with(&[CompanyPermission::Users, CompanyPermission::Styles]).await;
        let before = world.dump().await;
        let page = players::page(&owner).await.unwrap();
        let forced =
            players::save(&without, PlayersChange { version: page.version, fields: page.fields.clone() }).await;
        let Err(AppError::Forbidden { blockers, .. }) = forced else { panic!("{forced:?}") };
        assert_eq!(blockers.first(), Some(&Blocker::NoGrant));
        assert!(matches!(players::page(&without).await, Err(AppError::Forbidden { .. })));
        let off = set(&owner, |fields| of(fields, Player::BuiltIn).available = false).await;
        assert_eq!(off, Err(AppError::field("default_player", FieldCode::SwitchedOff)));
        let script = set(&owner, |fields| of(fields, Player::Rv).link = "javascript:alert('{url}')".to_owned()).await;
        assert_eq!(script, Err(AppError::field("link_rv", FieldCode::SchemeNotListed)));
        assert_eq!(set(&owner, |_| ()).await, Ok(()));
        assert!(world.dump().await == before);
    })
    .await;
}

// S1.49: what is recorded says from what to what, and a note without its text.
#[tokio::test(flavor = "multi_thread")]
async fn change_of_the_settings_is_recorded_from_and_to() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.owner().await;
        let member = world.member().await.user_id();
        choose(&world, member, Some(Player::Download)).await.unwrap();
        set(&owner, |fields| {
            offers_rv(fields);
            of(fields, Player::Rv).note = "Ask Ana for a license".to_owned();
            fields.default = Player::Rv;
        })
        .await
        .unwrap();
        let recorded = world.texts("SELECT after FROM audit_event WHERE action = 'players_changed'").await;
        assert_eq!(recorded.len(), 1);
        let entry: serde_json::Value = serde_json::from_str(&recorded[0]).unwrap();
        let expected = serde_json::json!({
            "kind": "players_changed",
            "before": { "default": "built_in", "rv": "off", "rv_link": "", "rv_note": "0 characters" },
            "after": { "default": "rv", "rv": "on", "rv_link": "rvlink://{url}", "rv_note": "21 characters" },
        });
        assert_eq!(entry, expected);
        let page = players::page(&owner).await.unwrap();
        let count = |player| page.chosen.iter().find(|(of, _)| *of == player).unwrap().1;
        assert_eq!((count(Some(Player::Download)), count(Some(Player::Rv)), count(None)), (1, 0, 1));
        world.assert_sound().await;
    })
    .await;
}

// S1.49: of two people the second learns that the first was there.
#[tokio::test(flavor = "multi_thread")]
async fn older_settings_do_not_overwrite_newer_ones() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        let seen = players::page(&owner).await.unwrap();
        set(&administrator, offers_rv).await.unwrap();
        let stale = Err(AppError::Conflict { reason: ConflictReason::Stale });
        let mut fields = seen.fields.clone();
        fields.default = Player::Browser;
        assert_eq!(players::save(&owner, PlayersChange { version: seen.version, fields }).await, stale);
        let now = players::page(&owner).await.unwrap();
        assert_eq!((now.fields.default, now.fields.is_available(Player::Rv)), (Player::BuiltIn, true));
    })
    .await;
}

// S1.49: at the same moment, one of two wins whole.
// Two guards: without the look at the version both are stored on both engines, and without the condition on it in
// `workspace::update` they are on PostgreSQL; on SQLite there is one writer.
#[tokio::test(flavor = "multi_thread")]
async fn of_two_changes_at_once_one_is_stored_and_the_other_is_told() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let (owner, administrator) = (world.owner().await, world.administrator().await);
        for round in 0..8 {
            let seen = players::page(&owner).await.unwrap();
            let with = |note: &str| {
                let mut fields = seen.fields.clone();
                of(&mut fields, Player::BuiltIn).note = format!("{note} {round}");
                PlayersChange { version: seen.version, fields }
            };
            let (one, other) =
                tokio::join!(players::save(&owner, with("one")), players::save(&administrator, with("other")));
            let stale = Err(AppError::Conflict { reason: ConflictReason::Stale });
            assert!((one == Ok(()) && other == stale) || (one == stale && other == Ok(())), "{one:?} {other:?}");
            let stored = players::page(&owner).await.unwrap().fields.of(Player::BuiltIn).note;
            assert_eq!(stored, format!("{} {round}", if one.is_ok() { "one" } else { "other" }));
        }
        world.assert_sound().await;
    })
    .await;
}

// S0.27 S0.29: the choice goes with the person.
#[tokio::test(flavor = "multi_thread")]
async fn erased_person_has_no_player() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(10).await;
        let owner = world.stepped_up(&world.owner().await).await;
        let member = world.user(UserSeed::default()).await;
        choose(&world, member, Some(Player::Download)).await.unwrap();
        let plan = deletion::plan(&owner, member).await.unwrap();
        let order = DeletionOrder { version: plan.version, deletion: Deletion::Erase, name: plan.name };
        let undoable = deletion::delete(&owner, member, order).await.unwrap();
        world.clock().advance(i64::from(undoable.seconds) + 1);
        world.run_jobs().await;
        assert_eq!(world.texts("SELECT status FROM \"user\" WHERE role <> 'owner'").await, ["erased"]);
        assert_eq!(world.number("SELECT count(*) FROM \"user\" WHERE player IS NOT NULL").await, 0);
    })
    .await;
}
