//! A workspace for tests: a fresh database, typed callers, a clock that moves when told.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};

use model::access::{CompanyPermission, CompanyRole, DisabledBy, OrganizationRole};
use model::address::Address;
use model::error::AppError;
use model::ids::{OrganizationId, RequestId, SessionId, UserId};
use model::language::Language;
use model::time::Timestamp;
use model::users::UserStatus;
use sea_orm::{ActiveModelTrait, ColumnTrait, EntityTrait, IntoActiveModel, QueryFilter, Set};
use uuid::Uuid;

use super::TestDatabase;
use crate::credentials;
use crate::ctx::{Anonymous, Clock, Ctx, RequestInfo, Rng};
use crate::entity::{
    credential, organization, organization_user, seat_ledger, session, totp, user, user_permission, workspace,
};
use crate::keys::hash_secret;
use crate::tx::Reason;
use crate::{Edition, Keys, MailSettings, Services, Settings, StorageSettings, db, users};

/// The password of everyone in a [`TestWorld`].
pub const PASSWORD: &str = "copper lantern on the third floor";

/// What a seat costs in a [`TestWorld`].
pub const SEAT_PRICE: &str = "19.00 EUR";

/// Where the clock of a world begins: 2026-11-21T12:00:00Z.
pub const BEGIN: Timestamp = Timestamp(1_795_262_400_000);

/// A clock that moves when told.
#[derive(Debug)]
pub struct ManualClock(AtomicI64);

impl ManualClock {
    /// Moves it forward.
    pub fn advance(&self, seconds: i64) {
        self.0.fetch_add(seconds * 1000, Ordering::SeqCst);
    }

    /// Sets it.
    pub fn set(&self, at: Timestamp) {
        self.0.store(at.0, Ordering::SeqCst);
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        Timestamp(self.0.load(Ordering::SeqCst))
    }
}

/// Randomness that is the same in every run, and different at every call.
#[derive(Debug, Default)]
pub struct CountingRng(AtomicU64);

impl Rng for CountingRng {
    fn fill(&self, buffer: &mut [u8]) {
        for chunk in buffer.chunks_mut(32) {
            let count = self.0.fetch_add(1, Ordering::SeqCst);
            let random = <sha2::Sha256 as sha2::Digest>::digest(count.to_be_bytes());
            chunk.copy_from_slice(&random[..chunk.len()]);
        }
    }
}

/// Someone to be put into the workspace.
#[derive(Clone, Debug)]
pub struct UserSeed {
    /// First name.
    pub first_name: String,
    /// Last name.
    pub last_name: String,
    /// Address; made from the name when empty.
    pub email: String,
    /// Role.
    pub role: CompanyRole,
    /// Permissions on top.
    pub extras: Vec<CompanyPermission>,
    /// Status.
    pub status: UserStatus,
    /// Why disabled.
    pub disabled_by: Option<DisabledBy>,
    /// End of the invitation's link.
    pub invite_until: Option<Timestamp>,
    /// End of the access.
    pub access_ends_at: Option<Timestamp>,
    /// Whether [`PASSWORD`] works.
    pub has_password: bool,
}

impl Default for UserSeed {
    fn default() -> Self {
        Self {
            first_name: String::new(),
            last_name: String::new(),
            email: String::new(),
            role: CompanyRole::Member,
            extras: Vec::new(),
            status: UserStatus::Active,
            disabled_by: None,
            invite_until: None,
            access_ends_at: None,
            has_password: false,
        }
    }
}

/// A workspace for one test.
pub struct TestWorld {
    services: Services,
    clock: Arc<ManualClock>,
    serial: AtomicU64,
    _database: TestDatabase,
}

/// Runs a test on SQLite, and on PostgreSQL when `TEST_DATABASE_URL` names a server; each on a fresh database.
pub async fn for_each_engine(body: impl AsyncFn(TestWorld)) {
    for database in TestDatabase::engines().await {
        body(TestWorld::on(database).await).await;
    }
}

impl TestWorld {
    /// An empty installation: migrated, without a workspace.
    pub async fn on(database: TestDatabase) -> Self {
        Self::open(database, MailSettings::Memory, Edition::Enterprise).await
    }

    /// The same without a mail server: mails become files in this folder.
    pub async fn writing_mails_to(folder: std::path::PathBuf, database: TestDatabase) -> Self {
        Self::open(database, MailSettings::Files(folder), Edition::Enterprise).await
    }

    /// The same, of this edition.
    pub async fn in_edition(database: TestDatabase, edition: Edition) -> Self {
        Self::open(database, MailSettings::Memory, edition).await
    }

    #[expect(clippy::expect_used, reason = "a test without a database cannot go on")]
    async fn open(database: TestDatabase, mail: MailSettings, edition: Edition) -> Self {
        let clock = Arc::new(ManualClock(AtomicI64::new(BEGIN.0)));
        let key = secrecy::SecretString::from("dGVzdCB3b3JsZCBzZWNyZXQga2V5LCAzMiBieXRlcyE=");
        let settings = Settings {
            database: database.settings(),
            data_dir: std::env::temp_dir(),
            base_url: url::Url::parse("http://localhost:3000").expect("a URL"),
            keys: Keys::parse(&key, None).expect("a key"),
            mail,
            storage: StorageSettings::Memory,
            edition,
            seat_price: SEAT_PRICE.parse().expect("an amount"),
            argon2_permits: 2,
        };
        let services = Services::open(settings, Arc::clone(&clock) as Arc<dyn Clock>, Arc::new(CountingRng::default()))
            .await
            .expect("services open on a fresh database");
        Self { services, clock, serial: AtomicU64::new(1), _database: database }
    }

    /// The process.
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// The clock.
    pub fn clock(&self) -> &ManualClock {
        &self.clock
    }

    /// Someone without a session.
    pub fn anonymous(&self) -> Anonymous {
        self.anonymous_from("203.0.113.7")
    }

    /// Someone without a session, from this address.
    #[expect(clippy::expect_used, reason = "tests write addresses by hand")]
    pub fn anonymous_from(&self, address: &str) -> Anonymous {
        self.services.anonymous(RequestInfo {
            id: RequestId(Uuid::from_u128(u128::from(self.serial.fetch_add(1, Ordering::SeqCst)))),
            address: Some(address.parse().expect("an address")),
            user_agent: "Test".to_owned(),
            language: Some(Language::En),
        })
    }

    /// A workspace "Kestrel Yard" with this many seats, its Owner Marit Solberg, and the first organization.
    pub async fn set_up(&self, seats: u32) {
        let now = self.clock.now();
        let owner = self
            .user(UserSeed {
                first_name: "Marit".to_owned(),
                last_name: "Solberg".to_owned(),
                email: "marit@kestrel.example".to_owned(),
                role: CompanyRole::Owner,
                has_password: true,
                ..UserSeed::default()
            })
            .await;
        let organization = OrganizationId(self.anonymous().new_id());
        self.seed(async |rows| {
            workspace::ActiveModel {
                id: Set(1),
                name: Set("Kestrel Yard".to_owned()),
                timezone: Set("Europe/Oslo".to_owned()),
                default_language: Set(Language::En),
                password_min: Set(8),
                session_idle_minutes: Set(60),
                session_max_minutes: Set(24 * 60),
                undo_seconds: Set(10),
                permanent_deletion_allowed: Set(true),
                api_key_days: Set(None),
                enforce_2fa: Set(false),
                enforce_2fa_from: Set(None),
                default_player: Set(model::players::Player::BuiltIn),
                accent: Set(None),
                logo: Set(None),
                logo_dark: Set(None),
                sender_name: Set(None),
                created_at: Set(now),
                version: Set(1),
            }
            .insert(rows)
            .await?;
            organization::ActiveModel {
                id: Set(organization),
                name: Set("Kestrel Yard".to_owned()),
                created_at: Set(now),
                version: Set(1),
            }
            .insert(rows)
            .await?;
            organization_user::ActiveModel {
                user_id: Set(owner),
                organization_id: Set(organization),
                role: Set(OrganizationRole::Admin),
                enabled: Set(true),
            }
            .insert(rows)
            .await?;
            seat_ledger::ActiveModel {
                id: Set(self.anonymous().new_id()),
                delta: Set(i32::try_from(seats).unwrap_or(i32::MAX)),
                effective_at: Set(now),
                reason: Set("set_up".to_owned()),
                order_id: Set(None),
                created_at: Set(now),
            }
            .insert(rows)
            .await?;
            Ok(())
        })
        .await;
    }

    /// Puts someone into the workspace, past all services.
    #[expect(clippy::expect_used, reason = "tests write addresses by hand")]
    pub async fn user(&self, seed: UserSeed) -> UserId {
        let now = self.clock.now();
        let serial = self.serial.fetch_add(1, Ordering::SeqCst);
        let id = UserId(self.anonymous().new_id());
        let email = if seed.email.is_empty() { format!("user{serial}@kestrel.example") } else { seed.email.clone() };
        let hash = if seed.has_password { Some(password_hash()) } else { None };
        self.seed(async |rows| {
            let address = Address::parse(&email).expect("an address");
            let fresh = users::fresh(id, &address, format!("user{serial}"), "Europe/Oslo".to_owned(), now);
            let user = users::in_step(user::Model {
                email_key: fresh.email_key.clone().filter(|_| seed.status != UserStatus::Deleted),
                first_name: seed.first_name.clone(),
                last_name: seed.last_name.clone(),
                status: seed.status,
                disabled_by: seed.disabled_by,
                role: seed.role,
                access_ends_at: seed.access_ends_at,
                invite_until: seed.invite_until,
                joined_at: (seed.status == UserStatus::Active).then_some(now),
                ..fresh
            });
            user::Entity::insert(user.into_active_model().reset_all()).exec_without_returning(rows).await?;
            for permission in &seed.extras {
                user_permission::ActiveModel {
                    user_id: Set(id),
                    permission: Set(*permission),
                    granted_by: Set(id),
                    ends_at: Set(None),
                }
                .insert(rows)
                .await?;
            }
            credential::ActiveModel {
                user_id: Set(id),
                auth_source: Set("local".to_owned()),
                password_hash: Set(hash.clone()),
                changed_at: Set(now),
            }
            .insert(rows)
            .await?;
            Ok(())
        })
        .await;
        id
    }

    /// Gives somebody a second factor, past all services; no app has its secret.
    pub async fn enroll(&self, user: UserId) {
        let now = self.clock.now();
        self.seed(async |rows| {
            totp::ActiveModel {
                user_id: Set(user),
                secret: Set(String::new()),
                session_id: Set(None),
                created_at: Set(now),
                confirmed_at: Set(Some(now)),
                last_step: Set(0),
            }
            .insert(rows)
            .await?;
            Ok(())
        })
        .await;
    }

    /// The Owner, signed in.
    pub async fn owner(&self) -> Ctx {
        let rows = self.anonymous();
        #[expect(clippy::disallowed_methods, reason = "tests look at everything")]
        let rows = rows.rows_without(Reason::Identity);
        #[expect(clippy::expect_used, reason = "`set_up` came first")]
        let owner = user::Entity::find()
            .filter(user::Column::Role.eq(CompanyRole::Owner))
            .one(rows.conn())
            .await
            .expect("the table can be read")
            .expect("there is an Owner");
        self.signed_in(owner.id).await
    }

    /// A new Administrator, signed in.
    pub async fn administrator(&self) -> Ctx {
        self.someone(CompanyRole::Administrator, &[]).await
    }

    /// A new Member, signed in.
    pub async fn member(&self) -> Ctx {
        self.someone(CompanyRole::Member, &[]).await
    }

    /// A new Member with extra permissions, signed in.
    pub async fn member_with(&self, extras: &[CompanyPermission]) -> Ctx {
        self.someone(CompanyRole::Member, extras).await
    }

    /// A new Guest, signed in.
    pub async fn guest(&self) -> Ctx {
        self.someone(CompanyRole::Guest, &[]).await
    }

    async fn someone(&self, role: CompanyRole, extras: &[CompanyPermission]) -> Ctx {
        let user = self
            .user(UserSeed {
                first_name: "Some".to_owned(),
                last_name: format!("One {}", self.serial.load(Ordering::SeqCst)),
                role,
                extras: extras.to_vec(),
                has_password: true,
                ..UserSeed::default()
            })
            .await;
        self.signed_in(user).await
    }

    /// A session of this user.
    #[expect(clippy::expect_used, reason = "an Active user can be authenticated")]
    pub async fn signed_in(&self, user: UserId) -> Ctx {
        let token = self.session_of(user).await;
        credentials::authenticate(&self.anonymous(), &token).await.expect("the session is valid")
    }

    /// The token of a new session of this user.
    pub async fn session_of(&self, user: UserId) -> String {
        let token = format!("test-session-{}", self.serial.fetch_add(1, Ordering::SeqCst));
        let now = self.clock.now();
        let id = SessionId(self.anonymous().new_id());
        self.seed(async |rows| {
            session::ActiveModel {
                id: Set(id),
                token_hash: Set(hash_secret(&token)),
                user_id: Set(user),
                created_at: Set(now),
                last_seen_at: Set(now),
                ip: Set("203.0.113.7".to_owned()),
                user_agent: Set("Test".to_owned()),
                mfa_at: Set(None),
                step_up_at: Set(None),
                revoked_at: Set(None),
            }
            .insert(rows)
            .await?;
            Ok(())
        })
        .await;
        token
    }

    /// The same person, with the password proven a moment ago.
    pub async fn stepped_up(&self, ctx: &Ctx) -> Ctx {
        let token = self.session_of(ctx.user_id()).await;
        let now = self.clock.now();
        self.seed(async |rows| {
            session::Entity::update_many()
                .col_expr(session::Column::StepUpAt, sea_orm::sea_query::Expr::value(Some(now)))
                .filter(session::Column::TokenHash.eq(hash_secret(&token)))
                .exec(rows)
                .await?;
            Ok(())
        })
        .await;
        #[expect(clippy::expect_used, reason = "an Active user can be authenticated")]
        credentials::authenticate(&self.anonymous(), &token).await.expect("the session is valid")
    }

    #[expect(clippy::expect_used, reason = "a test whose world cannot be made cannot go on")]
    async fn seed<F>(&self, body: F)
    where
        F: AsyncFn(&db::Lent<'_>) -> crate::Result<()>,
    {
        seed(&self.services, body).await.expect("the world can be made");
    }
}

/// Writes rows past all services. Not through `Base::write`, whose closures must be `Send` and own what they use.
async fn seed<F>(services: &Services, body: F) -> Result<(), AppError>
where
    F: AsyncFn(&db::Lent<'_>) -> crate::Result<()>,
{
    let base = crate::ctx::Base::anonymous(
        services.clone(),
        RequestInfo { id: RequestId(Uuid::nil()), address: None, user_agent: String::new(), language: None },
    );
    let attempt = async {
        let tx = services.db().begin().await?;
        body(&db::Lent::Tx(&tx)).await?;
        tx.commit().await?;
        Ok(())
    };
    attempt.await.map_err(|error: crate::Error| error.into_app(&base))
}

/// Argon2id of [`PASSWORD`], made once: hashing for every user would be most of a test's time.
fn password_hash() -> String {
    use std::sync::OnceLock;
    static HASH: OnceLock<String> = OnceLock::new();
    HASH.get_or_init(|| {
        use argon2::password_hash::PasswordHasher;
        #[expect(clippy::expect_used, reason = "the parameters are the defaults")]
        argon2::Argon2::default().hash_password(PASSWORD.as_bytes()).expect("can be hashed").to_string()
    })
    .clone()
}
