//! People as a file: who is in it, in which order, and what a spreadsheet makes of it.

use model::access::{CompanyPermission, CompanyRole};
use model::bulk::Selection;
use model::error::AppError;
use model::fields::FieldCode;
use model::ids::UserId;
use model::users::{StatusFilter, UserQuery, UserSort, UserStatus};
use services::testing::{TestWorld, UserSeed, for_each_engine};
use services::{Clock as _, Ctx, transfer, users};
use uuid::Uuid;

const HEAD: &str = "\u{feff}\"email\",\"first_name\",\"last_name\",\"role\",\"permissions\",\"username\",\"status\",\"access_ends\",\"joined\",\"last_seen\"\r\n";

/// The file and in how many parts it came.
async fn file(who: &Ctx, selection: Selection) -> Result<(String, usize), AppError> {
    let mut export = transfer::export(who, selection).await?;
    let (mut file, mut parts) = (String::new(), 0);
    while let Some(part) = export.part().await? {
        file.push_str(&part);
        parts += 1;
    }
    Ok((file, parts))
}

async fn lines(who: &Ctx, selection: Selection) -> Vec<String> {
    let (file, _) = file(who, selection).await.unwrap();
    file.strip_prefix(HEAD).unwrap().split_terminator("\r\n").map(str::to_owned).collect()
}

/// The addresses in the file, in its order.
async fn addresses(who: &Ctx, selection: Selection) -> Vec<String> {
    lines(who, selection).await.iter().map(|line| line.split('"').nth(1).unwrap().to_owned()).collect()
}

fn seed(name: &str, status: UserStatus) -> UserSeed {
    let email = format!("{}@kestrel.example", name.to_lowercase());
    UserSeed { first_name: name.to_owned(), last_name: "Berg".to_owned(), email, status, ..UserSeed::default() }
}

// S3.18 S3.20: what the list finds, in its order, all pages of it, with what it shows.
#[tokio::test]
async fn a_file_holds_everyone_whom_the_list_finds() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let owner = world.owner().await;
        let soon = world.clock().now().plus_seconds(3600);
        world
            .user(UserSeed {
                extras: vec![CompanyPermission::Users, CompanyPermission::Creator],
                ..seed("Bo", UserStatus::Active)
            })
            .await;
        world.user(UserSeed { invite_until: Some(soon), ..seed("Cy", UserStatus::Invited) }).await;
        world
            .user(UserSeed { role: CompanyRole::Guest, access_ends_at: Some(soon), ..seed("Di", UserStatus::Disabled) })
            .await;
        world.user(seed("Eve", UserStatus::Deleted)).await;
        world.user(seed("Flo", UserStatus::Erased)).await;
        for query in [
            UserQuery { per: 10, page: 2, ..UserQuery::default() },
            UserQuery { sort: UserSort::Email, descending: true, ..UserQuery::default() },
            UserQuery { archived: true, ..UserQuery::default() },
            UserQuery { roles: vec![CompanyRole::Guest], ..UserQuery::default() },
            UserQuery { statuses: vec![StatusFilter::Invited], q: "berg".to_owned(), ..UserQuery::default() },
        ] {
            let all = UserQuery { page: 1, per: 100, ..query.clone() };
            let listed = users::list(&owner, all).await.unwrap().page.rows.into_iter();
            let listed: Vec<String> = listed.map(|row| row.details.unwrap().email).collect();
            assert_eq!(addresses(&owner, Selection::Matching(query.clone())).await, listed, "{query:?}");
        }
        let of = |word: &str| UserQuery { q: word.to_owned(), archived: true, ..UserQuery::default() };
        let bo = lines(&owner, Selection::Matching(of("bo"))).await;
        assert!(
            bo[0].starts_with("\"bo@kestrel.example\",\"Bo\",\"Berg\",\"member\",\"users creator\",\"user"),
            "{bo:?}"
        );
        assert!(bo[0].contains(",\"active\",\"\",\"2"), "{bo:?}");
        let di = lines(&owner, Selection::Matching(of("di"))).await;
        assert!(di[0].contains("\"guest\",\"\",\"user") && di[0].contains("\"disabled\",\"2"), "{di:?}");
    })
    .await;
}

// S3.2: the selected people in the order in which they were chosen; whoever is not there is not in the file. UL-02
#[tokio::test]
async fn a_file_holds_the_selected_people_and_nobody_erased() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let owner = world.owner().await;
        let (bo, cy) =
            (world.user(seed("Bo", UserStatus::Active)).await, world.user(seed("Cy", UserStatus::Active)).await);
        let gone = world.user(seed("Di", UserStatus::Erased)).await;
        let people = Selection::People(vec![cy, gone, UserId(Uuid::from_u128(7)), bo, cy]);
        assert_eq!(addresses(&owner, people).await, ["cy@kestrel.example", "bo@kestrel.example"]);
        let nobody = file(&owner, Selection::People(Vec::new())).await.unwrap_err();
        assert_eq!(nobody, AppError::field("people", FieldCode::Required));
    })
    .await;
}

// XS-07
#[tokio::test]
async fn a_name_is_no_formula() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let bo = UserSeed {
            first_name: "=cmd()".to_owned(),
            last_name: "@Su\"m,".to_owned(),
            ..seed("Bo", UserStatus::Active)
        };
        let bo = world.user(bo).await;
        let lines = lines(&world.owner().await, Selection::People(vec![bo])).await;
        assert!(lines[0].starts_with("\"bo@kestrel.example\",\"'=cmd()\",\"'@Su\"\"m,\",\"member\","), "{lines:?}");
    })
    .await;
}

// AZ-11 AZ-22 LG-03: only holders of Users take people out; nothing is changed by it but the record of who took how many.
#[tokio::test]
async fn a_file_is_for_holders_of_users() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let bo = world.user(seed("Bo", UserStatus::Active)).await;
        let manager = world.member_with(&[CompanyPermission::Users]).await;
        for who in [world.guest().await, world.member().await, world.member_with(&[CompanyPermission::Billing]).await] {
            for selection in [Selection::People(vec![bo]), Selection::Matching(UserQuery::default())] {
                assert!(matches!(file(&who, selection).await, Err(AppError::Forbidden { .. })));
            }
        }
        let users = async || world.texts("SELECT email || version FROM \"user\" ORDER BY email").await;
        let before = users().await;
        file(&manager, Selection::Matching(UserQuery::default())).await.unwrap();
        file(&manager, Selection::People(vec![bo])).await.unwrap();
        assert_eq!(users().await, before);
        let entries = world.texts("SELECT action || after FROM audit_event ORDER BY seq").await;
        assert_eq!(
            entries,
            [
                r#"people_exported{"kind":"people_exported","people":6}"#,
                r#"people_exported{"kind":"people_exported","people":1}"#,
            ]
        );
    })
    .await;
}

// RL-05: in parts, two at once, and whoever comes third is told when to come again.
#[tokio::test]
async fn a_long_file_comes_in_parts_and_two_of_them_at_once() {
    for_each_engine(async |world: TestWorld| {
        world.set_up(30).await;
        let owner = world.owner().await;
        let everyone = || Selection::Matching(UserQuery { archived: true, ..UserQuery::default() });
        for n in 0..510 {
            world.user(UserSeed { role: CompanyRole::Guest, ..seed(&format!("G{n:03}"), UserStatus::Deleted) }).await;
        }
        let (text, parts) = file(&owner, everyone()).await.unwrap();
        assert_eq!((text.lines().count(), parts), (512, 2));
        let first = transfer::export(&owner, everyone()).await.unwrap();
        let _second = transfer::export(&owner, everyone()).await.unwrap();
        let third = transfer::export(&owner, everyone()).await;
        assert!(matches!(third, Err(AppError::RateLimited { .. })));
        drop(first);
        transfer::export(&owner, everyone()).await.unwrap();
    })
    .await;
}
