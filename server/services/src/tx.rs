//! The write transaction, and the connection that it lends.
//!
//! [`Tx`] is no connection: it lends one against a proof, and what it lends carries the proof along, so that ids come
//! from the proof. A change, its audit entry, its event, its mails and its jobs commit together or not at all.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use model::error::AppError;
use model::event::Event;
use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::DatabaseTransaction;
use tokio::sync::{Mutex, OnceCell};

use crate::access::{Gate, Subject, UserGate};
use crate::ctx::{Actor, Base};
use crate::db::{self, Lent};
use crate::error::{Error, incident};
use crate::{audit, events};

/// Times that a change is tried when it meets another one.
const TRIES: u32 = 3;

/// Why a connection is lent without a proof.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reason {
    /// Finding out who asks: `credentials`, the facts of `access`.
    Identity,
    /// Seats and last owners.
    Counting,
    /// The queue itself; what a job does has a permit.
    Job,
    /// Audit, events, mail, jobs.
    Recording,
    /// Settings of the workspace that no page keeps to itself: its name, its zone, its rules for passwords.
    Workspace,
}

/// Why a change records no event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unrecorded {
    /// When someone was last seen.
    LastSeen,
    /// Counters that stop guessing.
    Throttle,
    /// The set-up link: before the set-up there is no log, and nobody whose log it could be.
    SetUp,
    /// The queue: leases, results, delivery of mail.
    Queue,
    /// A picture that was sent; that it is shown is recorded.
    Picture,
    /// A table that somebody looks at before it is imported.
    Import,
    /// Tidying up what has ended.
    Sweep,
    /// The seats of a day, which nobody did.
    SeatDay,
}

/// What happened in a transaction.
pub(crate) struct Recorded {
    /// Who did it.
    pub(crate) actor: Actor,
    /// What.
    pub(crate) event: Event,
    /// Why, where that is asked for.
    pub(crate) reason: Option<String>,
}

/// What proves that a row may be touched. Sealed: `Permit<C>` and `Redeemed<P>`.
pub(crate) trait Proof: sealed::Sealed {}

pub(crate) mod sealed {
    /// Only `access` makes proofs.
    pub(crate) trait Sealed {}
}

/// A lent connection together with what it was lent against.
pub(crate) struct Rows<'a, P> {
    conn: Lent<'a>,
    proof: Held<'a, P>,
}

enum Held<'a, P> {
    Borrowed(&'a P),
    Owned(P),
}

impl<'a, P> Rows<'a, P> {
    pub(crate) const fn new(conn: Lent<'a>, proof: &'a P) -> Self {
        Self { conn, proof: Held::Borrowed(proof) }
    }

    pub(crate) const fn without(conn: Lent<'a>, reason: P) -> Self {
        Self { conn, proof: Held::Owned(reason) }
    }

    /// The connection.
    pub(crate) const fn conn(&self) -> &Lent<'a> {
        &self.conn
    }
}

impl<P> Deref for Rows<'_, P> {
    type Target = P;

    fn deref(&self) -> &P {
        match &self.proof {
            Held::Borrowed(proof) => proof,
            Held::Owned(proof) => proof,
        }
    }
}

/// A write transaction.
pub(crate) struct Tx(Arc<Open>);

struct Open {
    conn: DatabaseTransaction,
    base: Base,
    now: Timestamp,
    subject: OnceCell<Subject>,
    recorded: Mutex<Vec<Recorded>>,
    brings_work: AtomicBool,
}

impl Tx {
    /// The moment at which the transaction began.
    pub(crate) fn now(&self) -> Timestamp {
        self.0.now
    }

    /// Who asks, and the process.
    pub(crate) fn base(&self) -> &Base {
        &self.0.base
    }

    /// A new id.
    pub(crate) fn new_id(&self) -> uuid::Uuid {
        self.0.base.new_id()
    }

    /// Asks about the workspace.
    pub(crate) fn workspace(&self) -> Gate<'_> {
        Gate::of_tx(self)
    }

    /// Asks about a user.
    pub(crate) fn user(&self, id: UserId) -> UserGate<'_> {
        UserGate::of_tx(self, id)
    }

    /// The facts about the one who asks, read inside this transaction and locked against change.
    pub(crate) async fn subject(&self) -> Result<&Subject, Error> {
        self.0.subject.get_or_try_init(|| crate::access::load_subject_in(self)).await
    }

    /// Lends the connection against a proof.
    pub(crate) fn rows<'a, P: Proof>(&'a self, proof: &'a P) -> Rows<'a, P> {
        Rows::new(Lent::Tx(&self.0.conn), proof)
    }

    /// Lends the connection to the few who have no proof to show; clippy refuses it everywhere else.
    pub(crate) fn rows_without(&self, reason: Reason) -> Rows<'_, Reason> {
        Rows::without(Lent::Tx(&self.0.conn), reason)
    }

    /// Takes the lock under which seats and last owners are counted. On SQLite the transaction already is that lock.
    pub(crate) async fn lock_workspace(&self) -> Result<(), Error> {
        Ok(db::lock_workspace(&Lent::Tx(&self.0.conn)).await?)
    }

    /// Wakes the worker of this process after the commit.
    pub(crate) fn wake_worker(&self) {
        self.0.brings_work.store(true, Ordering::Relaxed);
    }

    /// Notes what happened; written with its audit entry right before the commit.
    pub(crate) async fn record(&self, event: Event) {
        self.record_as(self.0.base.actor(), event).await;
    }

    /// Notes what someone did who is not signed in yet.
    pub(crate) async fn record_as(&self, actor: Actor, event: Event) {
        self.0.recorded.lock().await.push(Recorded { actor, event, reason: None });
    }

    /// Notes what happened, and why in the words of whoever did it. The words stand in the audit log alone.
    pub(crate) async fn record_because(&self, event: Event, reason: String) {
        let actor = self.0.base.actor();
        self.0.recorded.lock().await.push(Recorded { actor, event, reason: Some(reason) });
    }
}

impl Base {
    /// Runs a change inside a write transaction and records it. The closure may run up to three times, so it has no
    /// effect outside the transaction.
    ///
    /// # Errors
    /// What the closure fails with; `Unavailable` when it kept meeting other changes.
    pub(crate) async fn write<T, F, Fut>(&self, body: F) -> Result<T, AppError>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<T, Error>> + Send,
    {
        self.write_with(None, body).await
    }

    /// Runs a change that is not recorded; the reason says why not.
    ///
    /// # Errors
    /// As [`Base::write`].
    pub(crate) async fn write_unrecorded<T, F, Fut>(&self, reason: Unrecorded, body: F) -> Result<T, AppError>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<T, Error>> + Send,
    {
        self.write_with(Some(reason), body).await
    }

    async fn write_with<T, F, Fut>(&self, reason: Option<Unrecorded>, body: F) -> Result<T, AppError>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<T, Error>> + Send,
    {
        let mut tries = 1;
        loop {
            match self.attempt(reason, &body).await {
                Err(Error::Db(error)) if db::is_transient(&error) && tries < TRIES => tries += 1,
                outcome => return outcome.map_err(|error| error.into_app(self)),
            }
        }
    }

    async fn attempt<T, F, Fut>(&self, reason: Option<Unrecorded>, body: &F) -> Result<T, Error>
    where
        F: Fn(Tx) -> Fut,
        Fut: Future<Output = Result<T, Error>> + Send,
    {
        let open = Arc::new(Open {
            conn: self.services().db().begin().await?,
            base: self.clone(),
            now: self.now(),
            subject: OnceCell::new(),
            recorded: Mutex::default(),
            brings_work: AtomicBool::new(false),
        });
        let outcome = body(Tx(Arc::clone(&open))).await;
        let Some(open) = Arc::into_inner(open) else {
            return Err(incident(self, &"a transaction outlived its closure").into());
        };
        match outcome {
            Ok(value) => {
                open.commit(reason).await?;
                Ok(value)
            }
            Err(error) => {
                // Failing to roll back changes nothing for the caller: the connection is dropped.
                let _ = open.conn.rollback().await;
                Err(error)
            }
        }
    }
}

impl Open {
    async fn commit(self, reason: Option<Unrecorded>) -> Result<(), Error> {
        let recorded = self.recorded.into_inner();
        if recorded.is_empty() && reason.is_none() {
            return Err(incident(&self.base, &"a change recorded no event").into());
        }
        let rows = Rows::without(Lent::Tx(&self.conn), Reason::Recording);
        events::insert(&rows, &self.base, self.now, &recorded).await?;
        // Last before the commit, so that the lock on the head of the chain is short.
        audit::append(&rows, &self.base, self.now, &recorded).await?;
        self.conn.commit().await?;
        if self.brings_work.into_inner() {
            self.base.services().announce_work();
        }
        Ok(())
    }
}
