//! What `decide` says, for tests that compare it with what the product does.

use model::access::Action;
use model::ids::UserId;
use sea_orm::EntityTrait;

use super::TestWorld;
use crate::access::{Resource, decide, user_target};
use crate::ctx::Ctx;
use crate::entity::user;
use crate::tx::Reason;

impl TestWorld {
    /// Whether this person may see the entry of that user in the directory.
    #[expect(clippy::expect_used, reason = "the test made the user")]
    pub async fn may_see(&self, ctx: &Ctx, id: UserId) -> bool {
        #[expect(clippy::disallowed_methods, reason = "tests look at everything")]
        let rows = ctx.rows_without(Reason::Identity);
        let user = user::Entity::find_by_id(id).one(rows.conn()).await.expect("the table can be read");
        let target = user_target(&user.expect("there is such a user"), Vec::new());
        decide(ctx.subject(), Action::UsersDirectory, &Resource::User(target)).allowed
    }
}
