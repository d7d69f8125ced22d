//! What one process holds: database, clock, randomness, keys, settings.

use std::any::Any;
use std::sync::Arc;
use std::time::Duration;

use model::access::Action;
use model::error::AppError;
use model::ids::{IncidentId, RequestId};
use model::time::Timestamp;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use thiserror::Error;
use tokio::sync::{Notify, OwnedSemaphorePermit, Semaphore};

use crate::audit::Desk;
use crate::credentials::password::Turns;
use crate::ctx::{Anonymous, Base, Clock, RequestInfo, Rng, System};
use crate::db::{Db, DbError};
use crate::entity::job;
use crate::mail::Transport;
use crate::settings::Settings;
use crate::storage::Storage;

/// How long the database may take to say that it is there.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// Exports at once, of whatever. Each holds a connection while it reads, and a slow reader holds its place for long.
const EXPORTS: usize = 2;

/// Pictures that are read at once. One may take a hundred megabytes for a moment, and is done in less than a second.
const PICTURES: usize = 1;

/// Seconds after which a place for an export may be free.
const EXPORT_RETRY_SECS: u32 = 30;

/// Why the services cannot start.
#[derive(Debug, Error)]
pub enum OpenError {
    /// The database.
    #[error("database: {0}")]
    Database(#[from] DbError),
    /// Something about mail.
    #[error("mail: {0}")]
    Mail(String),
    /// The place for files.
    #[error("file store: {0}")]
    Storage(String),
}

/// Whether requests can be served.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Readiness {
    /// The database answers, and has our tables.
    pub database: bool,
    /// How long the oldest job that is due has been waiting, in seconds.
    pub jobs_late_secs: u32,
}

impl Readiness {
    /// Jobs that wait do not count: they would wait longer if nobody were served.
    #[must_use]
    pub const fn is_ready(self) -> bool {
        self.database
    }
}

/// Everything that one process of Rollcall holds. Cheap to clone.
#[derive(Clone)]
pub struct Services(Arc<Held>);

struct Held {
    db: Db,
    clock: Arc<dyn Clock>,
    rng: Arc<dyn Rng>,
    settings: Settings,
    hashing: Arc<Turns>,
    exporting: Arc<Semaphore>,
    shrinking: Arc<Semaphore>,
    storage: Storage,
    mail: Transport,
    audit: Desk,
    work: Notify,
}

impl Services {
    /// Opens the database; it must have been migrated.
    ///
    /// # Errors
    /// What cannot be opened.
    pub async fn open(settings: Settings, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>) -> Result<Self, OpenError> {
        let db = Db::connect(&settings.database).await?;
        Self::on(db, settings, clock, rng)
    }

    /// The same for a command of whoever operates the host, next to a server that may be running.
    ///
    /// # Errors
    /// What cannot be opened.
    pub async fn open_beside_server(
        settings: Settings,
        clock: Arc<dyn Clock>,
        rng: Arc<dyn Rng>,
    ) -> Result<Self, OpenError> {
        let db = Db::connect_beside_server(&settings.database).await?;
        Self::on(db, settings, clock, rng)
    }

    fn on(db: Db, settings: Settings, clock: Arc<dyn Clock>, rng: Arc<dyn Rng>) -> Result<Self, OpenError> {
        let hashing = Turns::new(settings.argon2_permits.max(1));
        let mail = Transport::open(&settings.mail).map_err(OpenError::Mail)?;
        let (audit, work) = (Desk::default(), Notify::new());
        let exporting = Arc::new(Semaphore::new(EXPORTS));
        let shrinking = Arc::new(Semaphore::new(PICTURES));
        let storage = Storage::open(&settings.storage).map_err(OpenError::Storage)?;
        Ok(Self(Arc::new(Held { db, clock, rng, settings, hashing, exporting, shrinking, storage, mail, audit, work })))
    }

    /// Someone without a session.
    #[must_use]
    pub fn anonymous(&self, request: RequestInfo) -> Anonymous {
        Anonymous::new(Base::anonymous(self.clone(), request))
    }

    /// A job or a command of whoever operates the host, with an explicit list of what it may do.
    #[must_use]
    pub fn system(&self, name: &'static str, may: &'static [Action]) -> System {
        System::new(self.clone(), name, may)
    }

    /// Whether requests can be served.
    pub async fn ready(&self) -> Readiness {
        let looked = tokio::time::timeout(READY_WITHIN, look(self)).await;
        match looked {
            Ok(Ok(jobs_late_secs)) => Readiness { database: true, jobs_late_secs },
            Ok(Err(_)) | Err(_) => Readiness { database: false, jobs_late_secs: 0 },
        }
    }

    /// Seals what a cookie holds, so that nobody but us can read or make it. What is sealed for one cookie does not
    /// open as another.
    #[must_use]
    pub fn seal_cookie(&self, name: &str, plain: &[u8]) -> String {
        self.settings().keys.seal(self.rng(), "cookie", name.as_bytes(), plain)
    }

    /// Opens what [`Services::seal_cookie`] sealed for the cookie of this name; nothing if it was changed.
    #[must_use]
    pub fn open_cookie(&self, name: &str, sealed: &str) -> Option<Vec<u8>> {
        self.settings().keys.open("cookie", name.as_bytes(), sealed)
    }

    /// An id for a request; it stands in logs and audit entries.
    #[must_use]
    pub fn new_request_id(&self) -> RequestId {
        self.system("request", &[]).request().id
    }

    /// Logs a panic and gives it a number that the person can quote.
    #[must_use]
    pub fn panicked(&self, panic: &(dyn Any + Send)) -> AppError {
        let incident = IncidentId(self.new_request_id().0);
        let what = panic
            .downcast_ref::<String>()
            .map(String::as_str)
            .or_else(|| panic.downcast_ref::<&str>().copied())
            .unwrap_or("unknown");
        tracing::error!(%incident, panic = what, "a handler panicked");
        AppError::Internal { incident }
    }

    /// Random bytes, for nonces of pages.
    #[must_use]
    pub fn random_bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.rng().fill(&mut bytes);
        bytes
    }

    /// Turns for hashing passwords.
    pub(crate) fn hashing(&self) -> &Arc<Turns> {
        &self.0.hashing
    }

    /// A place for an export, kept for as long as it is under way.
    ///
    /// # Errors
    /// `RateLimited` while others have all places.
    pub(crate) fn place_for_export(&self) -> Result<OwnedSemaphorePermit, AppError> {
        let place = Arc::clone(&self.0.exporting).try_acquire_owned();
        place.map_err(|_| AppError::RateLimited { retry_after_secs: EXPORT_RETRY_SECS })
    }

    /// Permits for reading pictures.
    pub(crate) fn shrinking(&self) -> &Arc<Semaphore> {
        &self.0.shrinking
    }

    /// The place for files.
    pub(crate) fn storage(&self) -> &Storage {
        &self.0.storage
    }

    /// The way out for mails.
    pub(crate) fn mail(&self) -> &Transport {
        &self.0.mail
    }

    /// What is under way with the audit log.
    pub(crate) fn audit(&self) -> &Desk {
        &self.0.audit
    }

    /// Tells the worker of this process that a commit has put something into the queue.
    pub(crate) fn announce_work(&self) {
        self.0.work.notify_one();
    }

    /// Waits until that has happened.
    pub(crate) async fn work_announced(&self) {
        self.0.work.notified().await;
    }

    pub(crate) fn db(&self) -> &Db {
        &self.0.db
    }

    pub(crate) fn clock(&self) -> &dyn Clock {
        self.0.clock.as_ref()
    }

    pub(crate) fn rng(&self) -> &dyn Rng {
        self.0.rng.as_ref()
    }

    /// What whoever operates the host decided.
    #[must_use]
    pub fn settings(&self) -> &Settings {
        &self.0.settings
    }
}

/// How long the oldest job that is due has been waiting, in seconds.
async fn look(services: &Services) -> Result<u32, sea_orm::DbErr> {
    let now = services.clock().now();
    let oldest: Option<Option<Timestamp>> = job::Entity::find()
        .select_only()
        .column_as(job::Column::RunAt.min(), "oldest")
        .filter(job::Column::DoneAt.is_null())
        .filter(job::Column::DeadAt.is_null())
        .filter(job::Column::RunAt.lte(now))
        .into_tuple()
        .one(services.db().reader())
        .await?;
    Ok(oldest.flatten().map_or(0, |oldest| oldest.seconds_until(now)))
}
