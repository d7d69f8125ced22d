//! Many callers at the same moment.

use std::sync::Arc;

use tokio::sync::Barrier;
use tokio::task::JoinSet;

/// Does things at the same moment, each on a task of its own, and waits for all of them.
pub async fn at_once<T, F>(things: impl IntoIterator<Item = F>) -> Vec<T>
where
    T: Send + 'static,
    F: Future<Output = T> + Send + 'static,
{
    let things: Vec<F> = things.into_iter().collect();
    let gate = Arc::new(Barrier::new(things.len()));
    let mut tasks = JoinSet::new();
    for thing in things {
        let gate = Arc::clone(&gate);
        tasks.spawn(async move {
            gate.wait().await;
            thing.await
        });
    }
    tasks.join_all().await
}
