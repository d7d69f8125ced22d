//! The schedule of a test, which comes around when told.

use model::time::Timestamp;

use super::{TestWorld, at_once};
use crate::jobs;

impl TestWorld {
    /// Enqueues what is due now, as the worker does again and again, and nothing runs yet; how many jobs that are.
    #[expect(clippy::expect_used, reason = "a test whose slots cannot be noted cannot go on")]
    pub async fn plan_jobs(&self) -> usize {
        jobs::plan(self.services()).await.expect("the slots can be noted")
    }

    /// Lets the schedule come around at that moment, twice as two processes would; recipient and subject of the mails
    /// that left since the last time.
    #[expect(clippy::expect_used, reason = "a test whose queue cannot be read cannot go on")]
    pub async fn come_around(&self, at: Timestamp, left: &mut usize) -> Vec<(String, String)> {
        self.clock().set(at);
        for _ in 0..2 {
            self.plan_jobs().await;
            let services = [self.services().clone(), self.services().clone()];
            let run = |services| async move { jobs::run_due(&services).await.expect("the queue can be read") };
            at_once(services.map(run)).await;
        }
        let mails = self.mails().await;
        let mut new: Vec<_> = mails[*left..].iter().map(|mail| (mail.to.clone(), mail.subject.clone())).collect();
        *left = mails.len();
        new.sort_unstable();
        new
    }
}
