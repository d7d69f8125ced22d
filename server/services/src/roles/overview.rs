//! The Roles page: what each role holds and can hold, and who has it.

use model::access::{CompanyPermission, CompanyRole};
use model::error::AppError;
use model::roles::{Ability, Holders, RolesPage};
use model::users::UserStatus;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::access::{Permit, UsersView, ability_cells, permission_cells};
use crate::ctx::Ctx;
use crate::entity::{user, user_permission};
use crate::error::Result;
use crate::tx::Rows;
use crate::users;

/// Holders of a permission who are named.
const NAMED: u64 = 20;

/// What each role holds and can hold, and who has it.
///
/// # Errors
/// `Forbidden` without Users.
pub async fn overview(ctx: &Ctx) -> std::result::Result<RolesPage, AppError> {
    ctx.read(async || {
        let permit = ctx.workspace().require::<UsersView>().await?;
        let rows = ctx.rows(&permit);
        let mut permissions = Vec::new();
        for permission in CompanyPermission::ALL {
            let holders = holders(ctx, &rows, *permission).await?;
            permissions.push((*permission, permission_cells(*permission), holders));
        }
        Ok(RolesPage {
            holders: of_roles(&rows).await?,
            permissions,
            abilities: Ability::ALL.iter().map(|ability| (*ability, ability_cells(*ability))).collect(),
        })
    })
    .await
}

/// Everyone whom the list of users shows when nothing is asked for.
fn is_there() -> Condition {
    Condition::all().add(user::Column::Status.is_not_in([UserStatus::Deleted, UserStatus::Erased]))
}

async fn of_roles(rows: &Rows<'_, Permit<UsersView>>) -> Result<Vec<(CompanyRole, u64)>> {
    let counted: Vec<(CompanyRole, i64)> = user::Entity::find()
        .select_only()
        .column(user::Column::Role)
        .expr_as(Expr::col((user::Entity, user::Column::Id)).count(), "people")
        .filter(is_there())
        .group_by(user::Column::Role)
        .into_tuple()
        .all(rows.conn())
        .await?;
    let of = |role: &CompanyRole| {
        let count = counted.iter().find(|(counted, _)| counted == role).map_or(0, |(_, count)| *count);
        (*role, u64::try_from(count).unwrap_or_default())
    };
    Ok(CompanyRole::ALL.iter().map(of).collect())
}

/// Who has a permission on top of their role, at this moment.
async fn holders(ctx: &Ctx, rows: &Rows<'_, Permit<UsersView>>, permission: CompanyPermission) -> Result<Holders> {
    use user_permission::Column as P;
    let live = Condition::any().add(P::EndsAt.is_null()).add(P::EndsAt.gt(ctx.now()));
    let found = || {
        user_permission::Entity::find()
            .inner_join(user::Entity)
            .select_only()
            .filter(P::Permission.eq(permission))
            .filter(live.clone())
            .filter(is_there())
    };
    let count: Option<i64> = found()
        .expr_as(Expr::col((user_permission::Entity, P::UserId)).count(), "people")
        .into_tuple()
        .one(rows.conn())
        .await?;
    let named: Vec<(String, String, String)> = found()
        .columns([user::Column::FirstName, user::Column::LastName, user::Column::Email])
        .order_by_asc(user::Column::SortName)
        .order_by_asc(user::Column::Id)
        .limit(NAMED)
        .into_tuple()
        .all(rows.conn())
        .await?;
    Ok(Holders {
        count: count.and_then(|count| u64::try_from(count).ok()).unwrap_or_default(),
        names: named.iter().map(|(first, last, email)| users::display_name(first, last, email)).collect(),
    })
}
