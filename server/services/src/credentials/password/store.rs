//! The table `credential`.

use model::ids::UserId;
use model::time::Timestamp;
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, Set};

use crate::credentials::rows;
use crate::entity::{credential, organization};
use crate::error::Result;
use crate::tx::{Proof, Reason, Rows, Tx};

/// Names of organizations that are kept out of passwords.
const NAMES: u64 = 200;

/// Stores the hash of a new password. What proves that it may be set is a link that was used up, or a permit.
pub(crate) async fn set<P: Proof>(rows: &Rows<'_, P>, user: UserId, hash: &str, at: Timestamp) -> Result<()> {
    let row = credential::ActiveModel {
        user_id: Set(user),
        auth_source: Set(credential::LOCAL.to_owned()),
        password_hash: Set(Some(hash.to_owned())),
        changed_at: Set(at),
    };
    let replaced = [credential::Column::AuthSource, credential::Column::PasswordHash, credential::Column::ChangedAt];
    credential::Entity::insert(row)
        .on_conflict(OnConflict::column(credential::Column::UserId).update_columns(replaced).to_owned())
        .exec_without_returning(rows.conn())
        .await?;
    Ok(())
}

/// Puts a stronger hash of the same password in the place of the old one, unless the password was changed meanwhile.
pub(crate) async fn rehash(tx: &Tx, user: UserId, old: &str, new: &str) -> Result<()> {
    credential::Entity::update_many()
        .col_expr(credential::Column::PasswordHash, Expr::value(new))
        .filter(credential::Column::UserId.eq(user))
        .filter(credential::Column::PasswordHash.eq(old))
        .exec(rows(tx).conn())
        .await?;
    Ok(())
}

/// What the organizations of the workspace are called.
pub(super) async fn organization_names(rows: &Rows<'_, Reason>) -> Result<Vec<String>> {
    let names = organization::Entity::find().select_only().column(organization::Column::Name).limit(NAMES);
    Ok(names.into_tuple().all(rows.conn()).await?)
}
