//! An installation behind its router, without a socket.

use axum::Router;
use model::access::CompanyPermission;
use model::ids::UserId;
use model::profile::ProfileChange;
use model::time::Timestamp;
use model::users::UserStatus;
use server::config::Config;
use server::router::router;
use services::Ctx;
use services::testing::{TestDatabase, TestWorld, UserSeed};

use super::browser::{Browser, ORIGIN};

/// The Owner's address.
pub(crate) const MARIT: &str = "marit@kestrel.example";

/// An installation.
pub(crate) struct Site {
    pub(crate) world: TestWorld,
    router: Router,
    origin: String,
}

/// The callers of the tables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Who {
    Anonymous,
    Guest,
    Member,
    /// A Member with the extra permission Users.
    Manager,
    Administrator,
    Owner,
}

/// A world without a workspace, on SQLite.
pub(crate) async fn empty() -> TestWorld {
    TestWorld::on(TestDatabase::sqlite().await).await
}

impl Site {
    /// With a workspace of 1,000 seats, on SQLite.
    pub(crate) async fn new() -> Self {
        Self::over(empty().await).await
    }

    /// With a workspace of 1,000 seats.
    pub(crate) async fn over(world: TestWorld) -> Self {
        world.set_up(1000).await;
        Self::configured(world, |_| {})
    }

    /// As the world is, with other settings.
    pub(crate) fn configured(world: TestWorld, change: impl FnOnce(&mut Config)) -> Self {
        let settings = world.services().settings().clone();
        let mut config = Config {
            listen: "127.0.0.1:3000".parse().unwrap(),
            trusted_proxies: Vec::new(),
            made_key: None,
            database_url: settings.database.url.clone(),
            settings,
        };
        change(&mut config);
        let origin = config.settings.base_url.origin().ascii_serialization();
        Self { router: router(world.services().clone(), config), origin, world }
    }

    pub(crate) fn router(&self) -> Router {
        self.router.clone()
    }

    /// The browser of someone who has never been here.
    pub(crate) fn visitor(&self) -> Browser {
        if self.origin == ORIGIN { Browser::new(self.router()) } else { Browser::at(&self.origin, self.router()) }
    }

    /// The browser of someone who is signed in.
    pub(crate) async fn browser_of(&self, user: UserId) -> Browser {
        let mut browser = self.visitor();
        browser.set_cookie(app::cookies::SESSION, &self.world.session_of(user).await);
        browser
    }

    /// The browser of someone new with these rights; the Owner is always the same.
    pub(crate) async fn browser(&self, who: Who) -> Browser {
        let ctx = match who {
            Who::Anonymous => return self.visitor(),
            Who::Guest => self.world.guest().await,
            Who::Member => self.world.member().await,
            Who::Manager => self.world.member_with(&[CompanyPermission::Users]).await,
            Who::Administrator => self.world.administrator().await,
            Who::Owner => self.owner().await,
        };
        self.browser_of(ctx.user_id()).await
    }

    /// The Owner, for preparing something past the door.
    pub(crate) async fn owner(&self) -> Ctx {
        self.world.owner().await
    }

    /// Someone who is invited, with a link that works for a day.
    pub(crate) async fn invited(&self) -> UserId {
        self.world.user(self.invitation()).await
    }

    /// The seed of someone who is invited.
    pub(crate) fn invitation(&self) -> UserSeed {
        UserSeed {
            status: UserStatus::Invited,
            invite_until: Some(self.in_seconds(24 * 60 * 60)),
            ..UserSeed::default()
        }
    }

    pub(crate) fn in_seconds(&self, seconds: i64) -> Timestamp {
        self.world.anonymous().now().plus_seconds(seconds)
    }

    /// The token of a fresh invitation link.
    pub(crate) async fn invitation_token(&self) -> String {
        let user = self.invited().await;
        let link = services::invitations::copy_link(&self.owner().await, user).await.unwrap();
        link.url.rsplit('/').next().unwrap().to_owned()
    }

    /// The token of a fresh link to a new address of somebody.
    pub(crate) async fn email_token(&self) -> String {
        let someone = self.world.member().await;
        self.email_token_of(&someone).await
    }

    /// The same for this user.
    pub(crate) async fn email_token_of(&self, who: &Ctx) -> String {
        let ctx = self.world.stepped_up(who).await;
        let seen = services::account::profile(&ctx).await.unwrap();
        let address = format!("{}@plover.example", ctx.user_id().0.simple());
        let change = ProfileChange { version: seen.version, fields: seen.fields, email: Some(address.clone()) };
        services::account::save_profile(&ctx, change).await.unwrap();
        self.world.run_jobs().await;
        let mails = self.world.mails().await;
        mails.iter().rfind(|mail| mail.to == address).unwrap().token().to_owned()
    }

    /// The token of a fresh reset link of the Owner.
    pub(crate) async fn reset_token(&self) -> String {
        let operator = self.world.services().system("operator", &[model::access::Action::CredentialsHelp]);
        let link = services::credentials::new_reset_link(&operator, MARIT).await.unwrap();
        link.path().trim_start_matches("/reset/").to_owned()
    }
}
