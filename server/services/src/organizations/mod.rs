//! Organizations: clients, studios and business units inside the workspace.
//!
//! Here only the first one, which every workspace has from its set-up on.

mod store;

use model::access::OrganizationRole;
use model::ids::{OrganizationId, UserId};

use crate::access::{Redeemed, SetUp};
use crate::error::Result;
use crate::tx::Tx;

/// Makes the first organization, and the Owner its Organization Admin.
pub(crate) async fn create_first(tx: &Tx, link: &Redeemed<SetUp>, name: &str, owner: UserId) -> Result<OrganizationId> {
    let rows = tx.rows(link);
    let id = OrganizationId(tx.new_id());
    store::insert(&rows, id, name, tx.now()).await?;
    store::add_user(&rows, id, owner, OrganizationRole::Admin).await?;
    Ok(id)
}
