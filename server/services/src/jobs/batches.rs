//! Going through more rows than one transaction is for.

use super::JobError;

/// Goes through rows in batches, one after the other. Each is told after which key its rows begin, and answers with the
/// key of its last one while there may be more. Keys only rise, so it comes to an end even where what is done to a row
/// leaves it among those that are looked for.
pub(crate) async fn in_batches<K, E, Fut>(batch: impl Fn(Option<K>) -> Fut) -> Result<(), JobError>
where
    Fut: Future<Output = Result<Option<K>, E>>,
    JobError: From<E>,
{
    let mut after = None;
    loop {
        after = batch(after).await?;
        if after.is_none() {
            return Ok(());
        }
    }
}
