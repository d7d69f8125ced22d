//! Organizations: clients, studios and business units inside the workspace.
//!
//! Here only the first one, which every workspace has from its set-up on.

mod store;

use model::access::OrganizationRole;
use model::event::Event;
use model::ids::{OrganizationId, UserId};
use serde::{Deserialize, Serialize};

use crate::access::{Invite, Permit, Redeemed, SetUp, UsersDelete, UsersRestore};
use crate::error::Result;
use crate::tx::{Reason, Rows, Tx};

/// The place of somebody in an organization.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Membership {
    pub(crate) organization: OrganizationId,
    pub(crate) role: OrganizationRole,
    /// The access toggle.
    pub(crate) enabled: bool,
}

/// Takes somebody who is deleted out of all organizations; which those were.
pub(crate) async fn leave_all(tx: &Tx, permit: &Permit<UsersDelete>) -> Result<Vec<Membership>> {
    store::remove_user(&tx.rows(permit), permit.target()).await
}

/// Puts somebody whose deletion is taken back where they were.
pub(crate) async fn return_all(tx: &Tx, permit: &Permit<UsersRestore>, to: &[Membership]) -> Result<()> {
    store::add_memberships(&tx.rows(permit), permit.target(), to).await
}

/// Puts somebody restored who accepts where they were.
pub(crate) async fn rejoin(tx: &Tx, link: &Redeemed<Invite>, to: &[Membership]) -> Result<()> {
    store::add_memberships(&tx.rows(link), link.user()?, to).await
}

/// The names of those of these organizations that still exist.
pub(crate) async fn names<P>(rows: &Rows<'_, P>, of: &[Membership]) -> Result<Vec<String>> {
    store::names(rows, of).await
}

/// Makes the first organization, and the Owner its Organization Admin.
pub(crate) async fn create_first(tx: &Tx, link: &Redeemed<SetUp>, name: &str, owner: UserId) -> Result<OrganizationId> {
    let rows = tx.rows(link);
    let id = OrganizationId(tx.new_id());
    store::insert(&rows, id, name, tx.now()).await?;
    store::add_user(&rows, id, owner, OrganizationRole::Admin).await?;
    Ok(id)
}

/// Makes the Owner Organization Admin wherever this user is the last one, because their access ends.
pub(crate) async fn hand_over(tx: &Tx, from: UserId) -> Result<()> {
    #[expect(clippy::disallowed_methods, reason = "the last holder of anything is counted without a permit")]
    let rows = tx.rows_without(Reason::Counting);
    let Some(owner) = store::owner(&rows).await?.filter(|owner| *owner != from) else { return Ok(()) };
    for organization in store::administered_by(&rows, from).await? {
        if !store::has_other_admin(&rows, organization, from, tx.now()).await? {
            store::make_admin(&rows, organization, owner).await?;
            tx.record(Event::OrganizationHandedOver { organization, user: owner }).await;
        }
    }
    Ok(())
}
