//! Who asks, and the clock and the randomness that everything uses.
//!
//! [`Ctx`] is someone signed in, [`Anonymous`] someone without a session, [`System`] a job or a command. Each is a type
//! of its own, so that a half-finished sign-in or a job cannot pass for a person.

use std::net::IpAddr;
use std::ops::Deref;
use std::sync::Arc;

use model::access::{Action, Blocker, Verdicts};
use model::error::AppError;
use model::ids::{RequestId, SessionId, UserId};
use model::language::Language;
use model::session::Theme;
use model::time::Timestamp;
use uuid::Uuid;

use crate::access::{self, Gate, Resource, SecondFactor, Subject, UserGate};
use crate::db::Lent;
use crate::entity::{session, user};
use crate::error::Error;
use crate::keys::Selector;
use crate::services::Services;
use crate::tx::{Proof, Reason, Rows};

/// Where the time comes from.
pub trait Clock: Send + Sync {
    /// This moment.
    fn now(&self) -> Timestamp;
}

/// The system's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the time comes from")]
    fn now(&self) -> Timestamp {
        let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH).unwrap_or_default();
        Timestamp(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
    }
}

/// Where randomness comes from.
pub trait Rng: Send + Sync {
    /// Fills the buffer with random bytes.
    fn fill(&self, buffer: &mut [u8]);
}

/// The system's source of randomness.
#[derive(Debug, Clone, Copy)]
pub struct SystemRng;

impl Rng for SystemRng {
    #[expect(clippy::disallowed_methods, reason = "the one place where randomness comes from")]
    #[expect(clippy::expect_used, reason = "without randomness there is no safe way on")]
    fn fill(&self, buffer: &mut [u8]) {
        getrandom::fill(buffer).expect("the system gives randomness");
    }
}

/// What is known of a request.
#[derive(Clone, Debug)]
pub struct RequestInfo {
    /// Stands in logs and audit entries.
    pub id: RequestId,
    /// The client's address: the peer's, or what a trusted proxy says.
    pub address: Option<IpAddr>,
    /// The browser, as it calls itself.
    pub user_agent: String,
    /// The first language of the browser's list that we speak.
    pub language: Option<Language>,
}

/// Who does something.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Actor {
    /// A signed-in user.
    User(UserId, SessionId),
    /// A program of a user, with their personal API key.
    Program(UserId, Selector),
    /// A user who presents a one-time link or a password, without a session yet.
    Presenting(UserId),
    /// Nobody that we know.
    Nobody,
    /// A job or a command, with the list of what it may do.
    System(&'static str, &'static [Action]),
}

impl Actor {
    /// The user, if it is one.
    pub(crate) const fn user(self) -> Option<UserId> {
        match self {
            Self::User(user, _) | Self::Program(user, _) | Self::Presenting(user) => Some(user),
            Self::Nobody | Self::System(..) => None,
        }
    }

    /// What they showed, as it stands in the audit log.
    pub(crate) const fn credential(self) -> &'static str {
        match self {
            Self::User(..) => "session",
            Self::Program(..) => "api_key",
            Self::Presenting(_) => "link",
            Self::Nobody => "none",
            Self::System(name, _) => name,
        }
    }
}

/// What every kind of caller has.
#[derive(Clone)]
pub struct Base {
    services: Services,
    request: Arc<RequestInfo>,
    actor: Actor,
}

impl Base {
    pub(crate) fn anonymous(services: Services, request: RequestInfo) -> Self {
        Self { services, request: Arc::new(request), actor: Actor::Nobody }
    }

    /// The process.
    #[must_use]
    pub fn services(&self) -> &Services {
        &self.services
    }

    /// The request.
    #[must_use]
    pub fn request(&self) -> &RequestInfo {
        &self.request
    }

    /// This moment.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        self.services.clock().now()
    }

    pub(crate) fn actor(&self) -> Actor {
        self.actor
    }

    /// A new id of version 7: the time in front, so that ids sort by their making.
    pub(crate) fn new_id(&self) -> Uuid {
        let mut random = [0; 10];
        self.services.rng().fill(&mut random);
        let millis = u64::try_from(self.now().0).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(millis, &random).into_uuid()
    }

    /// Lends a connection for reading, against a proof.
    pub(crate) fn rows<'a, P: Proof>(&'a self, proof: &'a P) -> Rows<'a, P> {
        Rows::new(Lent::Reader(self.services.db().reader()), proof)
    }

    /// Lends a connection for reading to the few who have no proof to show.
    pub(crate) fn rows_without(&self, reason: Reason) -> Rows<'_, Reason> {
        Rows::without(Lent::Reader(self.services.db().reader()), reason)
    }

    /// Runs something that only reads, and turns what went wrong into an answer, once.
    pub(crate) async fn read<T>(&self, body: impl AsyncFnOnce() -> Result<T, Error>) -> Result<T, AppError> {
        body().await.map_err(|error| error.into_app(self))
    }
}

/// Someone signed in. Made anew for each request: nothing about rights is kept between requests.
#[derive(Clone)]
pub struct Ctx {
    base: Base,
    person: Arc<Person>,
}

struct Person {
    user: user::Model,
    /// None when a key was shown instead.
    session: Option<session::Model>,
    subject: Subject,
}

impl Ctx {
    pub(crate) fn new(base: &Base, user: user::Model, session: session::Model, subject: Subject) -> Self {
        let base = Base { actor: Actor::User(user.id, session.id), ..base.clone() };
        Self { base, person: Arc::new(Person { user, session: Some(session), subject }) }
    }

    /// A program of a user. It has no session, and nothing that needs one.
    pub(crate) fn of_program(base: &Base, user: user::Model, key: Selector, subject: Subject) -> Self {
        let base = Base { actor: Actor::Program(user.id, key), ..base.clone() };
        Self { base, person: Arc::new(Person { user, session: None, subject }) }
    }

    /// The user.
    #[must_use]
    pub fn user_id(&self) -> UserId {
        self.person.user.id
    }

    /// The language that the user chose; none follows the browser.
    #[must_use]
    pub fn language(&self) -> Option<Language> {
        self.person.user.language
    }

    /// Light or dark.
    #[must_use]
    pub fn theme(&self) -> Theme {
        self.person.user.theme
    }

    /// The user's row, as it was when the request began.
    pub(crate) fn me(&self) -> &user::Model {
        &self.person.user
    }

    /// The session's row, as it was when the request began.
    ///
    /// # Errors
    /// `Unauthenticated` for a program, which has none.
    pub(crate) fn session(&self) -> Result<&session::Model, AppError> {
        self.person.session.as_ref().ok_or(AppError::Unauthenticated)
    }

    pub(crate) fn subject(&self) -> &Subject {
        &self.person.subject
    }

    /// Asks about the workspace.
    pub(crate) fn workspace(&self) -> Gate<'_> {
        Gate::of_ctx(self)
    }

    /// Asks about a user.
    pub(crate) fn user(&self, id: UserId) -> UserGate<'_> {
        UserGate::of_ctx(self, id)
    }

    /// Whether a second factor has to be set up before anything else is open.
    #[must_use]
    pub fn must_enroll(&self) -> bool {
        let verdicts = self.verdicts(&[Action::AccountEdit], &Resource::Oneself);
        verdicts.of(Action::AccountEdit).blocker() == Some(Blocker::MustEnroll)
    }

    /// From when on a second factor has to be set up; none for whoever has one.
    pub(crate) fn enroll_by(&self) -> Option<Timestamp> {
        match self.subject().second_factor {
            SecondFactor::NotEnrolled { by } => by,
            SecondFactor::Enrolled | SecondFactor::RequiredAndMissing => None,
        }
    }

    /// One verdict per action that a page or a row offers.
    pub(crate) fn verdicts(&self, actions: &[Action], resource: &Resource) -> Verdicts {
        access::verdicts(self.subject(), actions, resource)
    }
}

impl Deref for Ctx {
    type Target = Base;

    fn deref(&self) -> &Base {
        &self.base
    }
}

/// Someone without a session.
#[derive(Clone)]
pub struct Anonymous(Base);

impl Anonymous {
    pub(crate) fn new(base: Base) -> Self {
        Self(base)
    }
}

impl Deref for Anonymous {
    type Target = Base;

    fn deref(&self) -> &Base {
        &self.0
    }
}

/// A job or a command of whoever operates the host: a named actor, never "skip checks".
#[derive(Clone)]
pub struct System(Base);

impl System {
    pub(crate) fn new(services: Services, name: &'static str, may: &'static [Action]) -> Self {
        let request =
            RequestInfo { id: RequestId(Uuid::nil()), address: None, user_agent: String::new(), language: None };
        let mut base = Base { services, request: Arc::new(request), actor: Actor::System(name, may) };
        let id = RequestId(base.new_id());
        base.request = Arc::new(RequestInfo { id, ..base.request().clone() });
        Self(base)
    }
}

impl Deref for System {
    type Target = Base;

    fn deref(&self) -> &Base {
        &self.0
    }
}
