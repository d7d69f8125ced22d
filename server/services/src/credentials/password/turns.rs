//! Turns for hashing: so many at once, each with the memory that Argon2 fills.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use argon2::Block;
use model::error::AppError;
use tokio::sync::oneshot;

/// How long a check waits for its turn before the answer is "busy".
const WAIT: Duration = Duration::from_secs(2);
const RETRY_AFTER_SECS: u32 = 2;

/// What a hash is computed in.
pub(super) type Memory = Vec<Block>;

type Work = Box<dyn FnOnce(&mut Memory) + Send>;

/// Who may hash: so many at once, the others in the order in which they came.
///
/// Whoever has finished goes on with the next one, on the same thread and in the same memory: waking a thread, and
/// clearing 19 MiB for each, take a tenth of the time of a hash. When nobody waits, the memory is given back.
pub(crate) struct Turns {
    at_once: usize,
    queue: Mutex<Queue>,
}

#[derive(Default)]
struct Queue {
    hashing: usize,
    waiting: VecDeque<Work>,
}

impl Turns {
    pub(crate) fn new(at_once: usize) -> Arc<Self> {
        Arc::new(Self { at_once, queue: Mutex::default() })
    }

    /// Runs one hashing off the runtime's threads when its turn has come. A caller who goes away does not make room for
    /// another one while the work goes on; one who has gone before the turn came is passed over.
    ///
    /// # Errors
    /// `Unavailable` when the turn does not come in time.
    pub(super) async fn run<T: Send + 'static>(
        self: &Arc<Self>,
        work: impl FnOnce(&mut Memory) -> T + Send + 'static,
    ) -> Result<T, AppError> {
        let (answer, mut answered) = oneshot::channel();
        // Set by whoever is first: the turn, or the caller who has waited too long.
        let decided = Arc::new(AtomicBool::new(false));
        let turn = Arc::clone(&decided);
        self.queue(Box::new(move |memory| {
            if !answer.is_closed() && !turn.swap(true, Ordering::Relaxed) {
                let _ = answer.send(work(memory)); // nobody may be there any more
            }
        }));
        let worked = match tokio::time::timeout(WAIT, &mut answered).await {
            Ok(worked) => worked,
            Err(_) if decided.swap(true, Ordering::Relaxed) => answered.await,
            Err(_) => return Err(busy()),
        };
        worked.map_err(|_| {
            tracing::error!("hashing a password did not finish");
            busy()
        })
    }

    fn queue(self: &Arc<Self>, work: Work) {
        let begins = {
            let mut queue = self.lock();
            queue.waiting.push_back(work);
            let begins = queue.hashing < self.at_once;
            queue.hashing += usize::from(begins);
            begins
        };
        if begins {
            let turns = Arc::clone(self);
            tokio::task::spawn_blocking(move || turns.work());
        }
    }

    fn work(&self) {
        let mut memory = Memory::default();
        while let Some(work) = self.next() {
            // Its caller is told that there is no answer, and the others still have their turns.
            if catch_unwind(AssertUnwindSafe(|| work(&mut memory))).is_err() {
                tracing::error!("hashing a password panicked");
            }
        }
    }

    /// The next one; with nobody left, one fewer is hashing.
    fn next(&self) -> Option<Work> {
        let mut queue = self.lock();
        let next = queue.waiting.pop_front();
        if next.is_none() {
            queue.hashing -= 1;
        }
        next
    }

    fn lock(&self) -> MutexGuard<'_, Queue> {
        // Nobody panics while it is held.
        self.queue.lock().unwrap_or_else(PoisonError::into_inner)
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
        let together = Arc::new(Barrier::new(2));
        for number in 0..50 {
            let (running, most, together) = (Arc::clone(&running), Arc::clone(&most), Arc::clone(&together));
            let (begin, begun) = oneshot::channel();
            let work = turns.run(move |memory| {
                let _ = begin.send(());
                most.fetch_max(running.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
                if number < 2 {
                    together.wait();
                }
                let _ = hashing::hash(b"gulls over the pier", &[7; hashing::SALT], memory);
                running.fetch_sub(1, Ordering::SeqCst);
            });
            // Goes away as soon as it has begun.
            tokio::select! { _ = work => {}, _ = begun => {} }
        }
        both_at_once(&turns).await;
        assert_eq!(most.load(Ordering::SeqCst), 2);
    }

    // AU-12
    #[tokio::test]
    async fn whoever_waits_too_long_is_told_that_it_is_busy() {
        assert_eq!(Turns::new(0).run(|_| ()).await, Err(AppError::Unavailable { retry_after_secs: 2 }));
    }

    // AU-12
    #[tokio::test(start_paused = true)]
    async fn turn_that_came_in_time_is_waited_for_and_one_that_did_not_never_comes() {
        let turns = Turns::new(1);
        let (begin, begun) = oneshot::channel();
        let (end, ended) = std::sync::mpsc::channel();
        let slow = turns.run(move |_| (begin.send(()), ended.recv()).1);
        let ran = Arc::new(AtomicBool::new(false));
        let (late, now) = (Arc::clone(&ran), &turns);
        let late = async move {
            begun.await.unwrap();
            let late = now.run(move |_| late.store(true, Ordering::SeqCst));
            let (late, ()) = tokio::join!(late, tokio::time::advance(2 * WAIT));
            end.send("slow, and right").unwrap();
            late
        };
        let (slow, late) = tokio::join!(slow, late);
        assert_eq!((slow, late), (Ok(Ok("slow, and right")), Err(busy())));
        turns.run(|_| ()).await.unwrap();
        assert!(!ran.load(Ordering::SeqCst), "its turn came after all");
    }

    /// Returns when two who wait for each other have had their turns: nobody else is hashing then.
    async fn both_at_once(turns: &Arc<Turns>) {
        let together = Arc::new(Barrier::new(2));
        let turn = || {
            let together = Arc::clone(&together);
            turns.run(move |_| together.wait())
        };
        let (one, other) = tokio::join!(turn(), turn());
        assert!(one.is_ok() && other.is_ok());
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn memory_is_left_to_whoever_is_next_and_kept_by_nobody() {
        let turns = Turns::new(1);
        let queued = Arc::new(Barrier::new(2));
        let hold = Arc::clone(&queued);
        let first = turns.run(move |memory| {
            memory.resize(3, Block::new());
            hold.wait();
        });
        let next = turns.run(|memory| memory.len());
        let both_are_queued = async { tokio::task::spawn_blocking(move || queued.wait()).await };
        let (first, next, _) = tokio::join!(first, next, both_are_queued);
        assert_eq!((first, next), (Ok(()), Ok(3)));
        while turns.lock().hashing > 0 {
            tokio::task::yield_now().await;
        }
        assert_eq!(turns.run(|memory| memory.len()).await, Ok(0));
    }

    #[tokio::test]
    async fn panic_costs_its_caller_the_turn_and_nobody_else() {
        let turns = Turns::new(1);
        let (failed, next) = tokio::join!(turns.run(|_| panic!("none of it is hashed")), turns.run(|_| 7));
        assert_eq!((failed, next), (Err::<(), _>(busy()), Ok(7)));
        assert_eq!(turns.run(|_| 8).await, Ok(8));
    }
}
