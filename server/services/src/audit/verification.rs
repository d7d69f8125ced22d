//! Verifying the chain: one walk at a time in each process, in the background, because a long chain takes longer than
//! a request may.
//!
//! What came of it is kept for as long as the process runs. It is never stored: whoever can change entries could change
//! that too.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use model::audit::{BrokenKind, ChainState, ChainVerified};
use model::error::AppError;
use model::time::Timestamp;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use super::chain::{self, Broken};
use crate::access::{AuditView, Permit};
use crate::ctx::Ctx;
use crate::zone;

/// How long an answer waits for the end of a walk; 100,000 entries take about this.
const WAIT: Duration = Duration::from_secs(3);

/// Stands for no walk.
const NONE: i64 = -1;

/// What is under way with the audit log of this process.
pub(crate) struct Desk {
    walking: Arc<Semaphore>,
    reached: Arc<AtomicI64>,
    last: Arc<Mutex<Option<Walked>>>,
}

impl Default for Desk {
    fn default() -> Self {
        Self { walking: Arc::new(Semaphore::new(1)), reached: Arc::new(AtomicI64::new(NONE)), last: Arc::default() }
    }
}

impl Desk {
    /// What is known of the chain.
    pub(super) fn state(&self, zone: &str) -> ChainState {
        let reached = self.reached.load(Ordering::Relaxed);
        let last = *self.last.lock().unwrap_or_else(PoisonError::into_inner);
        ChainState {
            verified: last.map(|walked| walked.seen_from(zone)),
            reached: (reached != NONE).then_some(reached),
        }
    }
}

/// How a walk ended.
#[derive(Clone, Copy)]
struct Walked {
    at: Timestamp,
    end: Result<i64, Broken>,
}

impl Walked {
    fn seen_from(self, zone: &str) -> ChainVerified {
        let at = zone::moment(self.at, zone);
        match self.end {
            Ok(to) => ChainVerified { at, to, broken: None },
            Err(Broken { kind, at: broken }) => ChainVerified { at, to: broken - 1, broken: Some((kind, broken)) },
        }
    }
}

/// Verifies the whole chain, or joins the reader to the verification that is under way. A long one goes on after the
/// answer.
///
/// # Errors
/// `Forbidden` without Audit.
#[expect(clippy::disallowed_methods, reason = "only reads; a stop may cut it off")]
pub async fn verify_now(ctx: &Ctx) -> Result<ChainState, AppError> {
    let permit = ctx.read(async || ctx.workspace().require::<AuditView>().await).await?;
    let desk = ctx.services().audit();
    if let Ok(place) = Arc::clone(&desk.walking).try_acquire_owned() {
        desk.reached.store(0, Ordering::Relaxed);
        let under_way = UnderWay { reached: Arc::clone(&desk.reached), _place: place };
        let walk = tokio::spawn(walk(ctx.clone(), permit, Arc::clone(&desk.last), under_way));
        // Later than that it goes on by itself.
        let _ = tokio::time::timeout(WAIT, walk).await;
    }
    Ok(desk.state(&ctx.me().timezone))
}

/// The place of a walk; given back however it ends.
struct UnderWay {
    reached: Arc<AtomicI64>,
    _place: OwnedSemaphorePermit,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.reached.store(NONE, Ordering::Relaxed);
    }
}

async fn walk(ctx: Ctx, permit: Permit<AuditView>, last: Arc<Mutex<Option<Walked>>>, under_way: UnderWay) {
    let keys = &ctx.services().settings().keys;
    let reached = &under_way.reached;
    let end = ctx
        .read(async || chain::verify(&ctx.rows(&permit), keys, |seq| reached.store(seq, Ordering::Relaxed)).await)
        .await;
    // What failed is in the log, and what was known stays known.
    let Ok(end) = end else { return };
    if let Err(Broken { kind, at }) = end {
        tracing::error!(kind = BrokenKind::as_str(kind), at, "the chain of the audit log is broken");
    }
    *last.lock().unwrap_or_else(PoisonError::into_inner) = Some(Walked { at: ctx.now(), end });
}
