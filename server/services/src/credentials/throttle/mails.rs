//! How many reset mails may leave: few for one account, more for one address from which they are asked for.
//!
//! Whoever asks does not learn that a limit was met: the answer stays the same, and nothing leaves.

use sea_orm::{Condition, ColumnTrait};

use super::{Kind, Whose, account, lock, network, store, Counted};
use crate::credentials::rows;
use crate::entity::throttle;
use crate::error::Result;
use crate::tx::Tx;

/// Mails for one account within the window.
const ACCOUNT_MOST: i32 = 3;
/// Mails asked for from one address, or one IPv6 network, within the window.
const ADDRESS_MOST: i32 = 20;
/// Seconds.
const WINDOW: i64 = 60 * 60;

/// Counts a mail that is asked for; whether it may leave. Accounts that do not exist are counted alike.
pub(crate) async fn may_mail(tx: &Tx, whose: &Whose<'_>) -> Result<bool> {
    let (rows, now) = (rows(tx), tx.now());
    let keys = &tx.base().services().settings().keys;
    let asked_from = tx.base().request().address;
    let of_account = (Kind::ResetMail, account(keys, Kind::ResetMail, whose), ACCOUNT_MOST);
    let of_address = asked_from.map(|address| (Kind::ResetFrom, network(keys, Kind::ResetFrom, address), ADDRESS_MOST));
    let mut may = true;
    // Always in this order, so that two that ask cannot wait for each other's rows.
    for (kind, subject, most) in std::iter::once(of_account).chain(of_address) {
        let counter = lock(&rows, kind, &subject, now).await?;
        let is_over = counter.window_from.plus_seconds(WINDOW) <= now;
        let (failures, window_from) = if is_over { (0, now) } else { (counter.failures, counter.window_from) };
        may &= failures < most;
        let failures = failures.saturating_add(1);
        store(&rows, counter, Counted { failures, window_from, blocked_until: None }).await?;
    }
    Ok(may)
}

/// The counters whose window is over.
pub(super) fn ended(now: model::time::Timestamp) -> Condition {
    Condition::all()
        .add(throttle::Column::Kind.is_in([Kind::ResetMail.as_str(), Kind::ResetFrom.as_str()]))
        .add(throttle::Column::WindowFrom.lt(now.plus_seconds(-WINDOW)))
}
