//! Turns for hashing: so many at once, each with the memory that Argon2 fills.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use argon2::Block;
use model::error::AppError;
use tokio::sync::Semaphore;

/// How long a check waits for its turn before the answer is "busy".
const WAIT: Duration = Duration::from_secs(2);
const RETRY_AFTER_SECS: u32 = 2;

/// What a hash is computed in.
pub(super) type Memory = Vec<Block>;

/// Who may hash. While others are hashing, the memory of a turn is left to the next one, because clearing 19 MiB for
/// each takes a twentieth of the time of a hash; whoever is the last gives all of it back.
pub(crate) struct Turns {
    permits: Arc<Semaphore>,
    at_once: usize,
    spare: Mutex<Vec<Memory>>,
}

impl Turns {
    pub(crate) fn new(at_once: usize) -> Arc<Self> {
        Arc::new(Self { permits: Arc::new(Semaphore::new(at_once)), at_once, spare: Mutex::default() })
    }

    /// Runs one hashing off the runtime's threads when its turn has come. The permit moves into the work itself: a
    /// caller who goes away does not make room for another one while the work goes on.
    ///
    /// # Errors
    /// `Unavailable` when the turn does not come in time.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let Ok(Ok(permit)) = tokio::time::timeout(WAIT, Arc::clone(&self.permits).acquire_owned()).await else {
            return Err(busy());
        };
        let turns = Arc::clone(self);
        let worked = tokio::task::spawn_blocking(move || {
            let mut memory = turns.spare(Vec::pop).unwrap_or_default();
            let worked = work(&mut memory);
            turns.spare(|spare| spare.push(memory));
            drop(permit);
            if turns.permits.available_permits() == turns.at_once {
                drop(turns.spare(std::mem::take));
            }
            worked
        });
        worked.await.map_err(|error| {
            tracing::error!(%error, "hashing a password did not finish");
            busy()
        })
    }

    fn spare<T>(&self, change: impl FnOnce(&mut Vec<Memory>) -> T) -> T {
        // Nothing is half done when somebody panics: memory is there, or it is not.
        change(&mut self.spare.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Too many are hashing.
pub(super) fn busy() -> AppError {
    AppError::Unavailable { retry_after_secs: RETRY_AFTER_SECS }
}

#[cfg(test)]
mod tests {
    use std::sync::Barrier;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use super::super::hashing;
    use super::*;

    // AU-13
    #[tokio::test(flavor = "multi_thread")]
    async fn callers_who_go_away_make_no_room_for_more_work() {
        let turns = Turns::new(2);
        let running = Arc::new(AtomicUsize::new(0));
        let most = Arc::new(AtomicUsize::new(0));
        for _ in 0..50 {
            let (running, most) = (Arc::clone(&running), Arc::clone(&most));
            let work = turns.run(move |memory| {
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                let _ = hashing::hash(b"gulls over the pier", &[7; hashing::SALT], memory);
                running.fetch_sub(1, Ordering::SeqCst);
            });
            // Long enough to begin, too short to finish.
            let _ = tokio::time::timeout(Duration::from_millis(2), work).await;
        }
        let _all = turns.permits.acquire_many(2).await.unwrap();
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    // AU-12
    #[tokio::test]
    async fn whoever_waits_too_long_is_told_that_it_is_busy() {
        assert_eq!(Turns::new(0).run(|_| ()).await, Err(AppError::Unavailable { retry_after_secs: 2 }));
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn memory_is_left_to_whoever_is_next_and_kept_by_nobody() {
        let turns = Turns::new(2);
        let (begun, ended) = (Arc::new(Barrier::new(2)), Arc::new(Barrier::new(2)));
        let wait = |barrier: &Arc<Barrier>| {
            let barrier = Arc::clone(barrier);
            tokio::task::spawn_blocking(move || barrier.wait())
        };
        let first = {
            let (begun, ended) = (Arc::clone(&begun), Arc::clone(&ended));
            turns.run(move |_| (begun.wait(), ended.wait()))
        };
        let next = async {
            wait(&begun).await.unwrap();
            turns.run(|memory| memory.resize(3, Block::new())).await.unwrap();
            assert_eq!(turns.run(|memory| memory.len()).await, Ok(3));
            wait(&ended).await.unwrap();
        };
        let (first, ()) = tokio::join!(first, next);
        first.unwrap();
        assert_eq!(turns.spare(|spare| spare.len()), 0);
        assert_eq!(turns.run(|memory| memory.len()).await, Ok(0));
    }
}
