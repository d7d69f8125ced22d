//! A long audit log, for measurements.

use model::event::Event;

use super::TestWorld;
use crate::audit;
use crate::tx::Reason;

/// Entries of one transaction.
const AT_ONCE: u32 = 5_000;

impl TestWorld {
    /// Appends so many entries, as every change appends its own.
    #[expect(clippy::expect_used, reason = "without them there is nothing to measure")]
    pub async fn fill_audit(&self, entries: u32) {
        let owner = self.owner().await;
        let user = owner.user_id();
        let mut left = entries;
        while left > 0 {
            let some = left.min(AT_ONCE);
            let written = owner.write(|tx| async move {
                for _ in 0..some {
                    tx.record(Event::SignedOut { user }).await;
                }
                Ok(())
            });
            written.await.expect("an entry");
            left -= some;
        }
    }

    /// Walks the whole chain; the number of its last entry.
    #[expect(clippy::expect_used, reason = "a broken chain is a defect")]
    #[expect(clippy::disallowed_methods, reason = "tests look at everything")]
    pub async fn walk_audit(&self) -> i64 {
        let base = self.anonymous();
        let rows = base.rows_without(Reason::Counting);
        let walked = audit::verify(&rows, &self.services().settings().keys, |_| ()).await.expect("a walk");
        walked.expect("an unbroken chain")
    }
}
